"""What a first look tells, and that it stays small before anything large or broken."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from suara.collect import probing
from suara.collect.opening import Opened, open_file, sheet_to_csv
from suara.collect.probing import Probe, probe

FIXTURES = Path(os.environ.get("SUARA_FIXTURES", Path(__file__).parents[3] / "shared" / "fixtures"))


def look(folder: Path, data: bytes | str) -> Probe:
    path = folder / "file"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (found,) = open_file(path, "data/file", folder / "work")
    return probe(found)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "LOOK", 2000)
    monkeypatch.setattr(probing, "WHOLE", 4000)


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────────

UNITS = [{"id": str(n), "text": f"halo {n}"} for n in range(150)]
LINES = "".join(json.dumps(unit) + "\n" for unit in UNITS)


@pytest.mark.parametrize(
    ("data", "form", "units"),
    [
        (LINES, "json-lines", UNITS[:100]),
        ("\n\n" + LINES.replace("\n", "\r\n\r\n"), "json-lines", UNITS[:100]),
        (json.dumps(UNITS), "json-array", UNITS[:100]),
        (json.dumps(UNITS[:3], indent=1), "json-array", UNITS[:3]),
        ("[\n" + ",\n".join(map(json.dumps, UNITS[:3])) + "\n]\n", "json-array", UNITS[:3]),
        (json.dumps({"data": UNITS}, indent=2), "json-document", [{"data": UNITS}]),
        (json.dumps(UNITS[0]), "json-document", UNITS[:1]),
        ("\n".join(json.dumps(unit, indent=1) for unit in UNITS[:3]), "json-document", UNITS[:3]),
        ("window.YTD.tweets.part0 = " + json.dumps(UNITS[:2], indent=2), "js", UNITS[:2]),
        ("window.__THAR_CONFIG = " + json.dumps(UNITS[0]), "js", UNITS[:1]),
        ("window.YTD.account_suspension.part0 = []", "js", []),
        ("[{}, " + json.dumps(UNITS[1]) + "]", "json-array", [{}, UNITS[1]]),
    ],
)
def test_json_in_its_forms(tmp_path: Path, data: str, form: str, units: list[dict[str, Any]]) -> None:
    seen = look(tmp_path, data)
    assert (seen.form, list(seen.units), seen.bad, seen.problem) == (form, units, 0, None)


def test_bad_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    broken = LINES[len(LINES) // 3 : len(LINES) // 3 + 700] + '{"id": "cut'
    seen = look(tmp_path, broken)
    assert (seen.form, seen.bad) == ("json-lines", 2)
    assert all(unit in UNITS for unit in seen.units) and len(seen.units) > 10
    many = look(tmp_path, '{"id": "1"}\n' + '{"id": "cut\n' * 30)
    assert (many.form, many.units, many.bad) == ("json-lines", ({"id": "1"},), 30)


@pytest.mark.parametrize("indent", [None, 1])
def test_a_document_that_is_broken_off_shows_what_there_is(tmp_path: Path, indent: int | None) -> None:
    document = look(tmp_path, json.dumps({"name": "x", "messages": UNITS}, indent=indent)[:1000])
    assert document.form == "json-document"
    assert document.units[0]["messages"][1] == UNITS[1]
    assert "broken off" in str(document.problem)
    array = look(tmp_path, json.dumps(UNITS, indent=indent)[:1000])
    assert (array.form, array.units[:2]) == ("json-array", tuple(UNITS[:2]))
    assert "broken off or damaged after object" in str(array.problem)


@pytest.mark.usefixtures("small")
def test_large_files_are_looked_at_from_their_beginning(tmp_path: Path) -> None:
    for data, form in ((LINES, "json-lines"), (json.dumps(UNITS, indent=1), "json-array")):
        seen = look(tmp_path, data)
        assert (seen.form, seen.problem, seen.bad) == (form, None, 0)
        assert 20 < len(seen.units) < 100 and seen.units == tuple(UNITS[: len(seen.units)])


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("text", [None, 1, "a line each"])
def test_a_large_document_becomes_a_skeleton(tmp_path: Path, text: int | str | None) -> None:
    rows = [{"n": n, "in": {"a": [n]}} for n in range(500)]
    data = json.dumps({"name": "x", "list": rows, "end": 1}, indent=text if isinstance(text, int) else None)
    if text == "a line each":
        data = data.replace("}}, {", "}},\n{") + "\n"
    seen = look(tmp_path, data)
    (unit,) = seen.units
    *whole, _last = unit["list"]
    assert (seen.form, seen.problem, unit["name"], whole) == ("json-document", None, "x", rows[: len(whole)])
    assert 20 < len(unit["list"]) <= 100


@pytest.mark.usefixtures("small")
def test_a_line_of_any_length_is_bounded(tmp_path: Path) -> None:
    giant = json.dumps({"id": "0", "text": "x" * 100_000})
    alone = look(tmp_path, giant)
    assert (alone.form, alone.units[0]["id"]) == ("json-document", "0")
    first = look(tmp_path, giant + "\n" + LINES)
    assert (first.form, first.units[0]) == ("json-lines", UNITS[0])
    only = look(tmp_path, giant + "\n" + giant)
    assert (only.form, only.units[0]["id"]) == ("json-lines", "0")


def test_ids_stay_exact(tmp_path: Path) -> None:
    assert look(tmp_path, '{"id": 1711650000000000123}').units == ({"id": 1711650000000000123},)


@pytest.mark.usefixtures("small")
def test_hexadecimal_escapes_of_telegram_are_read_and_said(tmp_path: Path) -> None:
    data = r'{"text": "a\x07b", "path": "C:\\x41", "both": "\\\x41"}'
    for text in (data, data + "\n" + data, f"[{data}]", f'{{"list": [{data}], "rest": "{"y" * 5000}"}}'):
        seen = look(tmp_path, text)
        unit = seen.units[0]["list"][0] if "list" in seen.units[0] else seen.units[0]
        assert unit == {"text": "a\x07b", "path": r"C:\x41", "both": "\\A"}
        assert seen.needs_repair == ("x-escapes",)


def test_lone_surrogates_are_replaced_and_said(tmp_path: Path) -> None:
    data = r'{"text": "a\ud83d", "whole": "\ud83d\ude00", "inner": "{\"x\": \"\\ud83d\"}"}'
    for text in (data, data + "\n" + data, f"[{data}]"):
        seen = look(tmp_path, text)
        assert seen.units[0] == {"text": "a\ufffd", "whole": "😀", "inner": r'{"x": "\ud83d"}'}
        assert seen.needs_repair == ("lone-surrogates",)
    assert look(tmp_path, r'{"a": "\ud83d\ude00", "b": "\\ud83d"}').needs_repair == ()


def test_control_characters_inside_strings_are_borne(tmp_path: Path) -> None:
    assert look(tmp_path, '{"a": "x\ty"}\n{"a": "z"}').units == ({"a": "x\ty"}, {"a": "z"})


@pytest.mark.parametrize("data", ["[" * 100_000, '{"a":' * 100_000, '{"a', "{}}", "[[1], [2]]", '{"n": ' + "9" * 9999])
def test_what_only_begins_like_json_is_said(tmp_path: Path, data: str) -> None:
    seen = look(tmp_path, data)
    assert seen.problem or seen.units in ((), ({},))


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_table_shows_header_and_first_rows(tmp_path: Path) -> None:
    seen = look(tmp_path, 'Page ID;"Isi; teks"; Suka \r\n1;"a\r\nb ""c""";2\r\n\r\n2;d;\r\n' + "3;e;1\r\n" * 50)
    assert (seen.form, seen.delimiter, seen.escape) == ("delimited", ";", '"')
    assert seen.header == ("Page ID", "Isi; teks", "Suka")
    assert seen.first_rows[:2] == (("1", 'a\r\nb "c"', "2"), ("2", "d", ""))
    assert len(seen.first_rows) == 20


def test_names_of_columns_are_each_one(tmp_path: Path) -> None:
    seen = look(tmp_path, '\ufeff"id",text,,Text,text_2,text,\n')
    assert seen.header == ("id", "text", "column_3", "Text_2", "text_2_2", "text_3", "column_7")


@pytest.mark.parametrize(
    ("row", "escape"),
    [
        (r'1,"he said \"hi\", then left"', "\\"),
        ('1,"he said ""hi"", then left"', '"'),
        (r'1,"C:\dir\"', '"'),
        (r'1,"{""a"": ""he said \""hi\"" ""}"', '"'),
    ],
)
def test_quotes_inside_quotes(tmp_path: Path, row: str, escape: str) -> None:
    seen = look(tmp_path, f"id,text\n{row}\n")
    assert seen.escape == escape
    assert len(seen.first_rows[0]) == 2


def test_five_thousand_columns(tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([[f"column {n}" for n in range(5000)], list(range(5000)), ["long cell " * 20_000] * 20])
    seen = look(tmp_path, out.getvalue())
    assert seen.header == tuple(f"column {n}" for n in range(5000))
    assert seen.first_rows[0] == tuple(map(str, range(5000)))
    assert "200000 columns" in str(look(tmp_path, "," * 199_999).problem)


def test_a_quote_that_is_never_closed_is_said(tmp_path: Path) -> None:
    rows = "".join(f"{n},halo\n" for n in range(500))
    seen = look(tmp_path, 'id,text\n1,a\n2,"never closed\n' + rows)
    assert seen.first_rows[0] == ("1", "a")
    assert "'never closed" in str(seen.problem) and "501 lines" in str(seen.problem)
    assert look(tmp_path, 'id,text\n1,a\n2,"closed\n' + rows + '"\n').problem is None
    header = look(tmp_path, 'id,"text\n' + rows)
    assert (header.delimiter, header.problem is None) == (",", False)


@pytest.mark.usefixtures("small")
def test_a_cell_of_any_length_is_bounded(tmp_path: Path) -> None:
    seen = look(tmp_path, 'id,text\n1,"' + "x" * 100_000)
    assert seen.header == ("id", "text")
    assert len(seen.first_rows[0][1]) < 2000


@pytest.mark.parametrize("cells", [15, 27])
def test_gdelt_has_no_header_and_no_quotes(tmp_path: Path, cells: int) -> None:
    row = "\t".join(["20170701234500-44", '"a,b;c', *["x,y;z"] * (cells - 2)])
    seen = look(tmp_path, f"{row}\n{row}\n")
    assert (seen.delimiter, seen.quote, seen.header) == ("\t", "", ())
    assert seen.first_rows == (tuple(row.split("\t")),) * 2


# ── other files ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_text_and_markup_show_their_beginning(tmp_path: Path) -> None:
    for text, form in (("TY  - JOUR\nAU  - A\n", "text"), ("<rss/>", "xml"), ("<html></html>", "html")):
        seen = look(tmp_path, text + "é" * 9000)
        assert (seen.form, seen.head) == (form, (text + "é" * 9000)[:6000])


def test_a_document_shows_all_its_text(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as docx:
        docx.writestr("[Content_Types].xml", "")
        body = "<w:p><w:r><w:t>kata</w:t></w:r></w:p>" * 5000 + "<w:p><w:t>End of Document</w:t></w:p>"
        docx.writestr("word/document.xml", f"<w:document>{body}</w:document>")
    seen = look(tmp_path, out.getvalue())
    assert seen.form == "docx" and seen.head.startswith("kata\nkata\n") and seen.head.endswith("End of Document")


def test_a_workbook_shows_its_first_sheet(tmp_path: Path) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["id", "suka"], ["0012", 5], [], ["x", 1.5]):
        book.active.append(row)
    book.active.title = "Unggahan"
    book.save(out)
    seen = look(tmp_path, out.getvalue())
    assert (seen.form, seen.sheet, seen.header) == ("xlsx", "Unggahan", ("id", "suka"))
    assert seen.first_rows == (("0012", "5"), ("x", "1.5"))
    (found,) = open_file(tmp_path / "file", "data/file", tmp_path / "work")
    as_csv = probe(sheet_to_csv(found, tmp_path / "work"))
    assert (as_csv.form, as_csv.sheet, as_csv.header) == ("delimited", "Unggahan", ("id", "suka"))


def test_parquet_shows_its_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["1", "2"], "suka": [5, None], "tags": [["a"], []]}), tmp_path / "x.parquet")
    seen = look(tmp_path, (tmp_path / "x.parquet").read_bytes())
    assert (seen.form, seen.header) == ("parquet", ("id", "suka", "tags"))
    assert seen.first_rows == (("1", "5", "['a']"), ("2", "", "[]"))
    assert "could not be looked into" in str(look(tmp_path, (tmp_path / "x.parquet").read_bytes()[:-9]).problem)


def test_what_was_refused_is_not_touched(tmp_path: Path) -> None:
    seen = probe(Opened("data/x", tmp_path / "nowhere", "binary", problem="is damaged."))
    assert (seen.form, seen.problem) == ("binary", "is damaged.")


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="no folder of real exports ($SUARA_FIXTURES)")
def test_every_real_export_is_read(tmp_path: Path) -> None:
    texts = {".json", ".jsonl", ".ndjson", ".js"}
    for path in sorted(p for p in FIXTURES.rglob("*") if p.is_file()):
        for found in open_file(path, path.name, tmp_path):
            seen = probe(found)
            assert (found.problem, seen.problem) == (None, None), path
            assert bool(seen.units) == (path.suffix in texts and path.name != "account-suspension.js"), path
            assert bool(seen.header) == (path.suffix in (".csv", ".tsv") and ".gkg" not in path.name), path
