"""What cannot be exported is told in words: no run, no such format or table, no place to write, nothing to write."""

from __future__ import annotations

import pytest

from suara.errors import StudyError, UsageError
from suara.export.exporting import export
from suara.export.format import FORMATS
from suara.study import load_study


def test_formats_are_one_file_each_and_say_what_they_are(suara):
    names = {f.name for f in FORMATS}
    assert names == {
        "csv",
        "xlsx",
        "parquet",
        "sav",
        "dta",
        "gexf",
        "graphml",
        "coortweet",
        "ris",
        "qdpx",
        "qdc",
        "package",
        "dugaan",
    }
    assert all(f.summary.endswith((".", "#")) for f in FORMATS)
    listed = suara("list", "formats").out
    assert all(f"\n{name} " in f"\n{listed}" for name in names)


def test_a_study_that_was_not_run_says_what_to_do(unrun, suara):
    said = suara("export", unrun, "--to", "xlsx")
    assert said.code == 1
    assert f"suara run {unrun}" in said.err
    assert suara("export", unrun, "--to", "csv", "--table", "measures").code == 1
    assert suara("export", unrun, "--to", "csv", "--table", "posts").code == 0  # what is in can go out at once


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("xslx", "Did you mean xlsx?"), ("exel", "There are coortweet, csv"), ("gefx", "Did you mean gexf?")],
)
def test_an_unknown_format_gets_a_suggestion(study, asked, meant, suara):
    with pytest.raises(UsageError, match="no format is called") as told:
        export(study, asked)
    assert meant in str(told.value)
    assert suara("export", study.root, "--to", asked).code == 2


def test_unknown_tables_are_told_all_at_once(study):
    with pytest.raises(StudyError) as told:
        export(study, "csv", ["post", "mesures"])
    assert [p.mend for p in told.value.problems] == ["Did you mean posts?", "Did you mean measures?"]
    with pytest.raises(StudyError, match="Did you mean coordination"):
        export(study, "gexf", ["cordination"])
    with pytest.raises(UsageError, match="whole study"):
        export(study, "ris", ["works"])


def test_no_place_to_write_is_told_without_a_traceback(study, tmp_path, suara):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for to in ("csv", "xlsx", "gexf", "ris", "dugaan", "package"):
        said = suara("export", study.root, "--to", to, "-o", tmp_path / "file" / "x")
        assert said.code == 1, to
        assert "file" in said.err


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("ris", "has no works"),
        ("qdpx", "has no codings"),
        ("dugaan", "names no rules"),
        ("package", "has not been run yet"),
    ],
)
def test_nothing_to_export_is_told(unrun, to, said):
    with pytest.raises(StudyError, match=said):
        export(load_study(unrun), to)


def test_without_out_files_lie_below_out(study, suara):
    said = suara("export", study.root, "--to", "ris")
    assert said.code == 0
    assert str(study.out / "export" / "studi.ris") in said.out
    assert "2 works" in said.out


def test_a_folder_takes_a_file_of_the_study_name(study, tmp_path):
    (written,) = export(study, "ris", out=tmp_path)
    assert written.path == tmp_path / "studi.ris"
