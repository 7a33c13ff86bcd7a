"""Codes: what each must say, and what a study may add or override."""

import re

import pytest

from scripts.words import FORBIDDEN
from suara.errors import StudyError
from suara.reduce.code import CODES, made_from, version
from suara.reduce.codebook import codebook

GIVEN = {
    "construct": "x",
    "en": "A.",
    "id": "B.",
    "rule": "C.",
    "rule_id": "D.",
    "terms_id": "=Gas; KPU; visi  misi;; janji",
}


@pytest.mark.parametrize("code", list(CODES), ids=lambda c: c.name)
def test_a_built_in_code_says_everything_in_both_languages(code):
    assert code.definition != code.definition_id
    assert code.rule != code.rule_id
    assert code.yes
    assert code.no
    assert code.terms or code.kind != "binary" or code.construct in ("closeness", "attack")
    terms = [(t.text, t.lang) for t in code.terms]
    assert len(terms) == len(set(terms))
    for text in (code.definition_id, code.rule_id):
        for wrong, _unless, instead in FORBIDDEN:
            allowed = code.construct == "pronouns" or "followers" in instead or "causal" in instead
            assert allowed or not re.search(wrong, text, re.IGNORECASE), f"{text!r}: {instead}"


def test_every_construct_of_the_study_has_a_code():
    wanted = """interactivity personalization closeness campaign_functions character attack populism issues vision_and_mission
        gimmick ritual transparency e-democracy neutrality pronouns sentiment"""
    assert {c.construct.replace(" ", "_") for c in CODES} == set(wanted.split())


def test_terms_are_read_from_a_list_and_capitals_are_exact():
    code, problems = made_from(GIVEN, "c", made_from)
    assert problems == []
    assert [(t.text, t.exact) for t in code.terms] == [
        ("Gas", True),
        ("KPU", True),
        ("visi misi", False),
        ("janji", False),
    ]


def test_all_that_is_wrong_with_a_code_is_said_at_once():
    code, problems = made_from({"construct": "x", "en": "no sentence", "kind": "fuzzy", "tearms": "a"}, "c", made_from)
    assert code is None
    said = " ".join(problems)
    assert all(word in said for word in ("en is", "id is", "rule is", "rule_id is", "fuzzy", "tearms"))
    assert made_from({**GIVEN, "kind": "nominal"}, "c", made_from)[0] is None


def test_the_version_changes_with_what_a_coder_may_have_followed_and_with_nothing_else():
    codes = list(CODES)
    assert version(codes) == version(codes[::-1])
    changed = made_from({**GIVEN, "rule": "Another rule."}, "c", made_from)[0]
    assert version([changed]) != version([made_from(GIVEN, "c", made_from)[0]])


def test_a_study_adds_and_overrides_codes(tmp_path):
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "own.toml").write_text(
        '[rice]\nen = "Speaks of rice."\nid = "Berbicara tentang beras."\nrule = "1 if rice."\nrule_id = "1 bila beras."\n'
        'terms_id = "beras; nasi"\n\n[kami]\nterms_id = ["kami", "kami semua"]\n',
        encoding="utf-8",
    )
    book, plain = codebook(tmp_path), codebook()
    assert book.own == ("rice", "kami")
    assert [t.text for t in book.get("kami").terms] == ["kami", "kami semua"]
    assert book.get("kami").definition == plain.get("kami").definition
    assert book.version != plain.version
    assert "rice" not in plain.codes


def test_what_is_wrong_in_a_study_is_said_with_file_and_code(tmp_path):
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "a.toml").write_text('[new]\nen = "x"\n["bad name"]\nen = "A."\n', encoding="utf-8")
    (tmp_path / "codes" / "b.toml").write_text("[new]\n[kami]\nkind = 'x'\n", encoding="utf-8")
    (tmp_path / "codes" / "c.toml").write_text("not toml", encoding="utf-8")
    with pytest.raises(StudyError) as error:
        codebook(tmp_path)
    said = str(error.value)
    assert all(part in said for part in ("codes/a.toml, [new]", "'bad name'", "codes/b.toml, [kami]", "codes/c.toml"))


def test_an_unknown_code_gets_a_suggestion():
    with pytest.raises(StudyError, match="achievement"):
        codebook().get("achievment")


def test_a_code_may_stand_for_several_others(tmp_path):
    (tmp_path / "codes").mkdir()
    own = tmp_path / "codes" / "own.toml"
    own.write_text('[interactivity]\nof = ["question_to_citizens", "invitation_to_dialogue"]\n', encoding="utf-8")
    book, plain = codebook(tmp_path), codebook()
    wide = {t.text for t in book.get("interactivity").terms}
    assert wide == {t.text for c in ("question_to_citizens", "invitation_to_dialogue") for t in plain.get(c).terms}
    assert book.get("interactivity").definition == "Any of: question_to_citizens, invitation_to_dialogue."
    own.write_text('[a]\nof = ["attak"]\n', encoding="utf-8")
    with pytest.raises(StudyError, match="no code is called 'attak'"):
        codebook(tmp_path)
