"""``suara list codes`` and ``suara codebook``: built-in codes, a study's own, and the forms of the codebook."""

import json

OWN = (
    '[rice]\nen = "Speaks of rice."\nid = "Berbicara tentang beras."\nrule = "1 if rice."\nrule_id = "1 bila beras."\n'
)


def test_codes_are_listed_with_a_studys_own(suara, study_of):
    root = study_of({"codes/own.toml": OWN})
    built_in = {c["name"] for c in json.loads(suara("list", "codes", "--json").out)}
    with_own = {c["name"] for c in json.loads(suara("list", "codes", "--json", "--study", root).out)}
    assert len(built_in) > 60
    assert with_own - built_in == {"rice"}


def test_a_codebook_is_written_by_its_ending(suara, study_of, tmp_path):
    root = study_of({"codes/own.toml": OWN})
    for ending, begins in ((".html", b"<!doctype html>"), (".docx", b"PK"), (".qdc", b"<?xml")):
        out = tmp_path / f"book{ending}"
        assert suara("codebook", root, "-o", out).code == 0
        assert out.read_bytes().startswith(begins)
    assert b"rice" in (tmp_path / "book.qdc").read_bytes()
    said = suara("codebook", root).out
    assert "### rice" in said
    assert "reply_share" in said


def test_an_unknown_ending_is_a_wrong_usage(suara, study_of, tmp_path):
    said = suara("codebook", study_of({}), "-o", tmp_path / "book.pdf")
    assert said.code == 2
    assert ".docx" in said.err


def test_a_wrong_code_is_said_in_words(suara, study_of):
    said = suara("codebook", study_of({"codes/own.toml": '[rice]\nen = "x"\n'}))
    assert said.code == 1
    assert "codes/own.toml, [rice]" in said.err
