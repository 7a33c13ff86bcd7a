"""Sheets that come back: what a spreadsheet does to them, and everything that can be wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from suara.errors import StudyError
from suara.reduce.codebook import codebook
from suara.reduce.coders.cells import as_value
from suara.reduce.coders.intake import TakenIn, take_in
from suara.reduce.coders.ledger import Ledger
from suara.reduce.coders.reading import read_sheet
from suara.reduce.coders.sheets import Sheet, coding_sheet, write_sheet

ROUND = "one"
IDS = [str(7_000_000_000_000_000_000 + i) for i in range(6)]
TOML = """[tone]
construct = "own"
kind = "interval"
en = "How warm the post sounds."
id = "Seberapa hangat unggahan itu."
rule = "From -3 to 3."
rule_id = "Dari -3 sampai 3."
"""


class Desk:
    """A study with an open round, and its sheets."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "codes").mkdir()
        (root / "codes" / "own.toml").write_text(TOML, encoding="utf-8")
        self.ledger = Ledger.open(root)
        units = pl.DataFrame({"unit": IDS, "sampling_probability": [0.5] * 6, "stratum": ["a"] * 6})
        self.opened = self.ledger.open_round(ROUND, ["attack", "emotion", "tone"], units, ["ani", "budi"], overlap=6)

    def sheet(self, coder: str = "ani") -> Sheet:
        units = [{"no": q.position, "unit": q.unit, "text": f"=SUM({q.unit})"} for q in self.ledger.queue(coder, ROUND)]
        return coding_sheet(
            self.opened.codes, codebook(self.root).codes, units, ROUND, coder, self.opened.codebook_version
        )

    def csv(
        self,
        change: Callable[[list[dict[str, str]]], object] = len,
        coder: str = "ani",
        delimiter: str = ",",
        name: str = "",
    ) -> Path:
        """Ani's sheet with a value in the first rows, changed, as CSV."""
        sheet = self.sheet(coder)
        rows = [{c: str(row.get(c) or "") for c in sheet.columns} for row in sheet.rows]
        rows[0] |= {"attack": "1", "emotion": "anger", "tone": "-1.5"}
        rows[1] |= {"attack": "0"}
        change(rows)
        columns = list(dict.fromkeys(c for row in rows for c in row))
        path = self.root / f"{name or coder}.csv"
        pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String)).write_csv(
            path, separator=delimiter, include_bom=True
        )
        return path

    def take(self, *paths: Path, **how: bool) -> list[TakenIn]:
        book = codebook(self.root)
        return take_in(self.ledger, book, [read_sheet(p, book.codes) for p in paths], self.exists, **how)

    def exists(self, units: Iterable[str]) -> set[str]:
        return {u for u in units if u in IDS}

    def said(self) -> set[tuple[str, str, str]]:
        return set(self.ledger.latest().select("coder", "code", "value").iter_rows())

    def refused(self, *paths: Path) -> str:
        before = self.ledger.history().height
        with pytest.raises(StudyError) as told:
            self.take(*paths)
        assert self.ledger.history().height == before
        return str(told.value)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


FILLED = {("ani", "attack", "1"), ("ani", "emotion", "anger"), ("ani", "tone", "-1.5"), ("ani", "attack", "0")}


def test_a_workbook_shows_the_codebook_takes_its_values_only_and_comes_back(desk: Desk) -> None:
    path = desk.root / "ani.xlsx"
    write_sheet(desk.sheet(), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["coding", "codebook"]
    page = book["coding"]
    head = [cell.value for cell in page[1]]
    assert "stratum" not in head and "sampling_probability" not in head
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules["H2:H7"] == '"0,1"' and "anger" in rules["I2:I7"]
    assert page.cell(2, head.index("unit") + 1).data_type == "s"
    assert page.cell(2, head.index("text") + 1).data_type == "s"  # a post is never a formula
    assert any(cell.value == "attack" for cell in book["codebook"]["A"])
    for row, cells in ((2, {"attack": 1, "emotion": "anger", "tone": -1.5}), (3, {"attack": 0.0})):
        for column, value in cells.items():
            page.cell(row, head.index(column) + 1).value = value
    book.save(path)
    (taken,) = desk.take(path)
    assert (taken.new, taken.blank) == (4, 14)
    assert desk.said() == FILLED


def test_an_indonesian_excel_saves_semicolons_and_decimal_commas(desk: Desk) -> None:
    desk.take(desk.csv(lambda rows: rows[0].update(tone="-1,5"), delimiter=";"))
    assert desk.said() == FILLED


def test_ids_that_a_spreadsheet_spoiled_are_known_by_their_row(desk: Desk) -> None:
    desk.take(desk.csv(lambda rows: [row.update(unit="7E+18") for row in rows]))
    assert desk.said() == FILLED
    assert set(desk.ledger.latest()["unit"]) <= set(IDS)


def test_rows_may_be_sorted_and_columns_left_out(desk: Desk) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows.reverse()
        for row in rows:
            del row["text"], row["no"], row["url"]

    desk.take(desk.csv(change))
    assert desk.said() == FILLED


def test_taken_in_again_nothing_is_stored_twice_and_changes_are_kept(desk: Desk) -> None:
    path = desk.csv()
    desk.take(path)
    (again,) = desk.take(path)
    assert (again.new, again.changed, again.same) == (0, 0, 4)
    for value in ("0", "1"):
        (changed,) = desk.take(desk.csv(lambda rows: rows[0].update(attack=value)))  # noqa: B023
        assert (changed.new, changed.changed, changed.same) == (0, 1, 3)
    assert desk.said() == FILLED
    assert desk.ledger.history().filter(pl.col("code") == "attack")["value"].to_list() == ["1", "0", "0", "1"]


def test_a_blank_cell_takes_nothing_back(desk: Desk) -> None:
    desk.take(desk.csv())
    desk.take(desk.csv(lambda rows: rows[0].update(attack="", emotion="", tone="")))
    assert desk.said() == FILLED


def test_all_mistakes_are_told_at_once_with_their_rows(desk: Desk) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[1]["attack"] = "2"
        rows[2]["attack"] = "2"
        rows[3]["emotion"] = "marah besar"
        rows[4] |= {"unit": "123", "attack": "1", "no": "99"}
        rows[5] |= {"coder": "citra", "attack": "1"}

    said = desk.refused(desk.csv(change))
    assert "rows 3, 4: attack has no value '2'. It takes 0, 1" in said
    assert "row 5: emotion has no value 'marah besar'" in said
    assert "row 6: the round one has no unit '123'" in said
    assert "row 7: the round one has no coder 'citra'. There are ani, budi" in said


def test_a_column_that_is_no_code_is_told_with_what_was_meant(desk: Desk) -> None:
    said = desk.refused(desk.csv(lambda rows: [row.update(atack=row.pop("attack")) for row in rows]))
    assert "no code is called 'atack'. Did you mean attack?" in said


def test_the_same_coder_with_two_values_is_refused_within_and_across_sheets(desk: Desk) -> None:
    def twice(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "attack": "0"})

    assert "gives" in (said := desk.refused(desk.csv(twice))) and "row 2" in said
    other = desk.csv(lambda rows: rows[0].update(attack="0"), name="copy")
    assert "ani.csv, row 2" in desk.refused(desk.csv(), other)
    desk.take(desk.csv(lambda rows: rows.append(dict(rows[0]))))  # the same value twice is the same coding
    assert desk.said() == FILLED


def test_a_sheet_of_an_older_codebook_is_refused_unless_it_is_asked_for(desk: Desk) -> None:
    path = desk.csv()
    (desk.root / "codes" / "own.toml").write_text(TOML.replace("From -3 to 3.", "From -5 to 5."), encoding="utf-8")
    said = desk.refused(path)
    assert "older codebook" in said and "one --again" in said
    desk.take(path, old_codebook=True)
    assert set(desk.ledger.latest()["codebook_version"]) == {desk.opened.codebook_version}


def test_a_code_that_nobody_changed_keeps_its_version_when_others_change(desk: Desk) -> None:
    (desk.root / "codes" / "more.toml").write_text(TOML.replace("[tone]", "[tone_of_voice]"), encoding="utf-8")
    desk.take(desk.csv())
    assert desk.said() == FILLED


def test_a_locked_round_is_told_once(desk: Desk) -> None:
    desk.ledger.lock(ROUND, "dewi")
    assert desk.refused(desk.csv()).count("is locked") == 1


def test_one_wrong_sheet_keeps_all_out(desk: Desk) -> None:
    desk.refused(desk.csv(), desk.csv(lambda rows: rows[0].update(attack="9"), coder="budi"))
    assert desk.ledger.latest().is_empty()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "no coding sheet"),
        ("a.csv", b"x,y\n1,2\n", "the column unit, coder is missing"),
        ("a.csv", b"unit,coder\n1,2\n", "no column is a code"),
        ("a.xlsx", b"PK\x03\x04rubbish", ""),
        ("a.png", b"\x89PNG\r\n\x1a\n", ""),
        ("a.csv", b"unit,coder,attack,attack\n1,a,1,1\n", "stands there twice"),
        ("a.csv", b"unit,coder,round,attack\n1,a,nine,1\n", "no round is called 'nine'"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(desk: Desk, name: str, content: bytes, said: str) -> None:
    (desk.root / name).write_bytes(content)
    assert said in desk.refused(desk.root / name)


def test_a_long_csv_without_round_is_checked_against_the_posts(desk: Desk) -> None:
    path = desk.root / "long.csv"
    path.write_text(
        f"unit,coder,code,value\n{IDS[0]},x,attack,1\n{IDS[1]},x,attack,\n999,x,attack,1\n", encoding="utf-8"
    )
    assert "row 4: no post of the study is called 999" in desk.refused(path)
    path.write_text(f"unit,coder,code,value\n{IDS[0]},x,attack,1\n{IDS[1]},x,attack,\n", encoding="utf-8")
    (taken,) = desk.take(path)
    assert (taken.new, taken.blank) == (1, 1)
    (row,) = desk.ledger.latest("free").iter_rows(named=True)
    assert (row["coder"], row["value"], row["sampling_probability"]) == ("x", "1", None)


@pytest.mark.parametrize(
    ("code", "cell", "value"),
    [("attack", "1.0", "1"), ("attack", "ya", "1"), ("attack", "Tidak", "0"), ("attack", "ada", "1"), ("attack", "1,5", "1,5"),
     ("emotion", "ANGER", "anger"), ("tone", "2,5", "2.5"), ("tone", "2", "2")],
)  # fmt: skip
def test_cells_as_people_write_them(desk: Desk, code: str, cell: str, value: str) -> None:
    assert as_value(codebook(desk.root).codes[code], cell) == value
