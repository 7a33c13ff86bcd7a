"""Tables go out and come back: CSV, Excel, Parquet, SPSS and Stata, with the texts that break each of them."""

from __future__ import annotations

import csv
import re

import openpyxl
import polars as pl
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from suara.collect.collecting import collect
from suara.engine.duck import connect
from suara.export.cells import FORBIDDEN
from suara.export.exporting import export
from suara.export.labelled import LABELS_AT_MOST, short_names
from suara.study import load_study

from .conftest import HARD, IDS, KEPT, LONG

FORBIDDEN_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # written anew: the package has its own


def texts(rows):
    """Name of the hard text → what came back."""
    by_id = {row["id"]: row["text"] for row in rows}
    return {name: by_id[id] for name, id in IDS.items()}


def test_csv_keeps_texts_ids_and_what_is_missing(study, tmp_path):
    (written,) = export(study, "csv", ["posts"], tmp_path / "p.csv")
    assert written.path == tmp_path / "p.csv"
    with written.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert written.rows == len(rows)
    assert texts(rows) == KEPT
    line = next(x for x in written.path.read_text(encoding="utf-8").splitlines() if IDS["rtl"] in x)
    assert f'"{IDS["rtl"]}"' in line
    assert rows[0]["created_at"].endswith("Z")
    assert ",," in line  # missing counts are empty, not 0 and not ""


def test_csv_for_excel_has_the_mark_and_no_formula(study, tmp_path):
    (written,) = export(study, "csv", ["posts"], tmp_path / "p.csv", excel=True)
    assert written.path.read_bytes().startswith(b"\xef\xbb\xbf")
    with written.path.open(encoding="utf-8-sig", newline="") as file:
        back = texts(list(csv.DictReader(file)))
    assert back["formula"] == "'" + HARD["formula"]
    assert back["emoji"] == HARD["emoji"]
    assert any("apostrophe" in note for note in written.notes)
    assert not export(study, "csv", ["posts"], tmp_path / "plain.csv")[0].path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_csv_and_parquet_wrote_suara_reads_again(study, tmp_path):
    folder = tmp_path / "again"
    (folder / "data").mkdir(parents=True)
    (folder / "study.toml").write_text('[study]\ntitle = "Again"\n', encoding="utf-8")
    export(study, "csv", ["posts"], folder / "data" / "posts.csv")
    found = collect(load_study(folder), connect(), lambda *_: None)
    rows = found.con.execute("SELECT id, text, likes FROM posts").pl().to_dicts()
    assert texts(rows) == KEPT
    assert found.files[0]["quarantined"] == 0


def test_parquet_keeps_types(study, tmp_path):
    (written,) = export(study, "parquet", ["posts"], tmp_path / "p.parquet")
    frame = pl.read_parquet(written.path)
    assert frame.schema["mentions"] == pl.List(pl.String)
    assert frame.schema["id"] == pl.String
    assert texts(frame.to_dicts()) == KEPT


def test_xlsx_has_a_sheet_a_table_and_one_of_meanings(study, tmp_path):
    (written,) = export(study, "xlsx", out=tmp_path / "s.xlsx")
    book = CalamineWorkbook.from_path(str(written.path))
    assert {"posts", "ads", "works", "codings", "measures", "findings", "evidence", "columns"} <= set(book.sheet_names)
    head, *rows = book.get_sheet_by_name("posts").to_python(skip_empty_area=False)
    back = texts([dict(zip(head, row, strict=False)) for row in rows])
    assert back["rtl"] == HARD["rtl"]
    assert back["emoji"] == HARD["emoji"]
    assert back["script"] == HARD["script"]
    assert back["formula"] == HARD["formula"]
    assert back["control"] == re.sub(FORBIDDEN_SIGNS, "", HARD["control"])
    assert back["long"].endswith(" […]")
    assert len(back["long"].encode("utf-16-le")) // 2 <= 32_767
    assert LONG.startswith(back["long"].removesuffix(" […]"))
    assert any("1 texts longer than a cell" in note for note in written.notes)
    meanings = book.get_sheet_by_name("columns").to_python()
    assert [
        "posts",
        "likes",
        "positive reactions, the platform's total",
        "hidden, not collected or not published",
    ] in meanings
    assert any("longer than a cell" in str(row[0]) for row in meanings)


def test_xlsx_ids_are_texts_and_formulas_are_not_run(study, tmp_path):
    (written,) = export(study, "xlsx", ["posts"], tmp_path / "s.xlsx")
    sheet = openpyxl.load_workbook(written.path)["posts"]
    head = [cell.value for cell in sheet[1]]
    ids = [row[head.index("id")] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in ids} == {"s"}
    assert IDS["rtl"] in {cell.value for cell in ids}
    assert {row[head.index("text")].data_type for row in sheet.iter_rows(min_row=2)} <= {"s", "n"}
    created = next(sheet.iter_rows(min_row=2))[head.index("created_at")]
    assert created.is_date


@pytest.mark.parametrize(("to", "read"), [("sav", pyreadstat.read_sav), ("dta", pyreadstat.read_dta)])
def test_sav_and_dta_keep_texts_labels_and_instants(study, tmp_path, to, read):
    (written,) = export(study, to, ["posts"], tmp_path / f"p.{to}")
    frame, meta = read(str(written.path), output_format="polars")
    back = texts(frame.to_dicts())
    assert back["emoji"] == HARD["emoji"]
    assert back["rtl"] == HARD["rtl"]
    assert back["control"] == re.sub(FORBIDDEN_SIGNS, "", HARD["control"])
    if to == "dta":
        assert back["long"] == LONG
    else:
        assert LONG.startswith(back["long"])
        assert 32_700 < len(back["long"].encode()) <= 32_767
        assert any("32,767 bytes" in note for note in written.notes)
    assert meta.column_names_to_labels["likes"] == "positive reactions, the platform's total"
    assert meta.variable_value_labels["in_scope"] == {0: "no", 1: "yes"}
    kinds = meta.variable_value_labels["kind"]
    assert set(kinds.values()) == {"post", "comment", "reply"}
    replies = frame.filter(frame["id"] == "r0")["kind"].to_list()
    assert [kinds[k] for k in replies] == ["reply"]
    assert frame.filter(frame["id"] == "r0")["created_at"].to_list()[0].isoformat() == "2024-01-17T03:00:00"
    assert frame["likes"].null_count() == frame.height
    assert all(len(name) <= 32 for name in frame.columns)


@pytest.mark.parametrize(("to", "read"), [("sav", pyreadstat.read_sav), ("dta", pyreadstat.read_dta)])
def test_codings_are_a_row_a_unit_and_coder_with_the_labels_of_the_codebook(study, tmp_path, to, read):
    (written,) = export(study, to, ["coded"], tmp_path / f"c.{to}")
    frame, meta = read(str(written.path), output_format="polars")
    coders = meta.variable_value_labels["coder"]
    rows = {(r["unit"], coders[r["coder"]]): r for r in frame.to_dicts()}
    assert rows["hate", "a"]["hate_speech"] == 1
    assert rows["hate", "b"]["hate_speech"] == 0
    assert rows["hate", "b"]["attack_target"] is None  # not coded, which is not "none"
    assert meta.variable_value_labels["hate_speech"] == {0: "absent", 1: "present"}
    targets = meta.variable_value_labels["attack_target"]
    assert targets[rows["hate", "a"]["attack_target"]] == "citizens or groups of them"
    assert rows["not_here", "b"]["tone___odd"] == 1
    assert "Hate speech" in meta.column_names_to_labels["hate_speech"]


@pytest.mark.parametrize("to", ["csv", "sav", "dta", "parquet"])
def test_every_table_goes_out_by_itself(study, tmp_path, to):
    written = export(study, to, out=tmp_path / to)
    names = {w.path.stem for w in written}
    assert {
        "posts",
        "actors",
        "accounts",
        "ads",
        "links",
        "works",
        "codings",
        "measures",
        "findings",
        "evidence",
    } <= names
    assert all(w.path.stat().st_size > 0 for w in written)
    assert not list((tmp_path / to).glob(".*"))


def test_names_are_short_legal_and_each_once():
    given = [
        "end",
        "str5",
        "null reason",
        "1st",
        "a" * 40,
        "a" * 41,
        "A" * 40,
        "by",
        "tanggal-lahir",
        "é",
        "END_v",
        "_x",
    ]
    names = short_names(given)
    assert len({n.lower() for n in names.values()}) == len(given)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,31}", n, re.ASCII) for n in names.values()), names
    assert names["by"] == "by_v"
    assert names["str5"] == "str5_v"


def test_names_leave_the_study_as_pseudonyms(study, tmp_path):
    for written in export(study, "csv", out=tmp_path):
        assert b"warga_biasa" not in written.path.read_bytes(), written.path.name


def test_forbidden_signs_are_those_of_xml():
    kept = pl.Series(["a\tb\nc\rd", "\ue000 \U0001f600"]).str.replace_all(FORBIDDEN, "?")
    assert kept.to_list() == ["a\tb\nc\rd", "\ue000 \U0001f600"]
    assert pl.Series(["\x00\x1f\ufffe"]).str.replace_all(FORBIDDEN, "?").item() == "???"
    assert LABELS_AT_MOST >= 100
