"""Workbooks as rows of text, and those that a reader must not be given."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from suara.collect.opening import Opened, open_file, sheet_to_csv
from suara.collect.probing import probe


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


def opened(folder: Path, data: bytes) -> list[Opened]:
    (folder / "file").write_bytes(data)
    return open_file(folder / "file", "data/file", folder / "work")


def one(folder: Path, data: bytes) -> Opened:
    (only,) = opened(folder, data)
    return only


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "Kosong"
    sheet = book.create_sheet("Unggahan")
    book.create_sheet("Catatan")["A1"] = "x"
    rows = {
        3: ["id", "when", "n", "flag", "note"],
        4: ["0012", dt.datetime(2024, 2, 14, 7, 30), 12, True, "a\nb"],
        5: [1711650000000000123, dt.date(2024, 2, 14), 1.5, False, 'say "hi", all'],
        7: ["1711650000000000123", None, 9007199254740991, None, "suka"],
    }
    for number, cells in rows.items():
        for column, cell in enumerate(cells, 1):
            sheet.cell(number, column, cell)
    book.save(out)
    return out.getvalue()


def test_a_sheet_becomes_a_csv(tmp_path: Path, work: Path) -> None:
    found = sheet_to_csv(one(tmp_path, workbook()), work)
    assert (found.kind, found.sheet, found.name) == ("delimited", "Unggahan", "data/file")
    assert found.path.read_text("utf-8").split("\n") == [
        "id,when,n,flag,note",
        '0012,2024-02-14T07:30:00,12,true,"a',
        'b"',
        '1.71165e+18,2024-02-14,1.5,false,"say ""hi"", all"',
        ",,,,",
        "1711650000000000123,,9007199254740991,,suka",
        "",
    ]
    assert found.notes == ("sheet 'Unggahan'", "sheets not read: Catatan", "rows above the header left out: 2")


def test_a_workbook_without_cells_is_empty(tmp_path: Path, work: Path) -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert sheet_to_csv(one(tmp_path, out.getvalue()), work).kind == "empty"


def test_a_sheet_too_large_for_its_reader_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as book, zipfile.ZipFile(out, "w") as sparse:
        for member in book.infolist():
            data = book.read(member)
            sparse.writestr(member, re.sub(rb'r="E7"', b'r="XFD1048576"', data))
    (found, other) = opened(tmp_path, zipped(("sparse.xlsx", out.getvalue()), ("a.csv", b"id,text\n")))
    assert "1048576 rows and 16384 columns" in str(found.problem)
    assert other.problem is None


def test_a_workbook_that_is_none_is_refused(tmp_path: Path, work: Path) -> None:
    fake = zipped(("[Content_Types].xml", b""), ("xl/workbook.xml", b"<nothing/>"))
    assert "cannot be read as a workbook" in str(sheet_to_csv(one(tmp_path, fake), work).problem)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "password" in str(one(tmp_path, ole + "EncryptedPackage".encode("utf-16-le")).problem)
    assert "old office file" in str(one(tmp_path, ole + "WordDocument".encode("utf-16-le")).problem)
    assert one(tmp_path, ole + "Workbook".encode("utf-16-le")).kind == "xlsx"
    assert "office file" in str(one(tmp_path, zipped(("[Content_Types].xml", b""), ("ppt/x.xml", b""))).problem)


def test_a_title_above_the_header_is_no_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Unggahan Partai Contoh 2024"],
        [],
        ["No", "Tanggal", "Tautan", "Suka"],
        [1, "01/02/2024", "https://x.example/1", 5],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (opened,) = open_file(tmp_path / "a.xlsx", "a.xlsx", tmp_path)
    opened = sheet_to_csv(opened, tmp_path)
    assert probe(opened).header == ("No", "Tanggal", "Tautan", "Suka")
    assert "rows above the header left out: 2" in opened.notes


def test_the_sheet_whose_header_makes_a_table_is_read(tmp_path: Path, work: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["Bulan", "Unggahan"])
    second = book.create_sheet("cuitan")
    second.append(["platform", "id", "created_at", "text"])
    second.append(["x", "1", "2024-01-01", "halo"])
    book.save(tmp_path / "a.xlsx")
    (opened,) = open_file(tmp_path / "a.xlsx", "a.xlsx", tmp_path)
    found = sheet_to_csv(opened, work)
    assert (found.sheet, probe(found).header) == ("cuitan", ("platform", "id", "created_at", "text"))
    assert "sheets not read: Sheet" in found.notes
