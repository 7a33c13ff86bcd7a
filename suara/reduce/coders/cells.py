"""Reading the cells of a sheet: what each one says, and everything that is wrong, with the rows where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from suara.errors import Problem
from suara.reduce.code import Code, version
from suara.reduce.codebook import Codebook
from suara.reduce.coders.coding import ADJUDICATOR, OPEN, on_scale
from suara.reduce.coders.ledger import Ledger, Round
from suara.reduce.coders.reading import Filled
from suara.words import _

FREE = "free"
"""The round of sheets that name none: any post may be coded in it, and no probability is known."""

_YES, _NO = ("yes", "ya", "true", "y", "x", "v", "✓"), ("no", "tidak", "false", "n")


@dataclass(frozen=True)
class Said:
    """One filled cell: where it stands, and the coding that it makes; ``value`` as the codebook writes it."""

    row: int
    round: str
    unit: str
    coder: str
    code: str
    value: str
    memo: str | None
    version: str | None


class Reader:
    """Reads one sheet and remembers what is wrong, so that many rows with one mistake are told once."""

    def __init__(
        self, ledger: Ledger, book: Codebook, rounds: Mapping[str, Round], sheet: Filled, old: bool
    ) -> None:  # fmt: skip
        self._ledger, self._book, self._rounds, self._sheet, self._old = ledger, book, rounds, sheet, old
        self._wrong: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._asked: dict[str, list[int]] = defaultdict(list)
        self._drawn: dict[str, tuple[dict[int, str], set[str]]] = {}
        self._mine: dict[tuple[str, str], set[str]] = {}
        self.blank = 0

    def read(self) -> list[Said]:
        said: list[Said] = []
        for number, row in self._sheet.rows:
            cells = self._cells(row)
            filled = [(code, value) for code, value in cells if value]
            self.blank += sum(not value for code, value in cells if code not in OPEN)
            memo = row.get("memo") or None
            if not filled and memo:
                filled = [("memo", memo)]
            if filled:
                said += self._row(number, row, filled, memo)
        return said

    def problems(self, exists: Callable[[Iterable[str]], set[str]]) -> list[Problem]:
        if self._asked:
            there = exists(self._asked)
            for unit in (u for u in self._asked if u not in there):
                self._wrong[_("no post of the study is called {unit}.").format(unit=unit), ""] += self._asked[unit]
        return [Problem(self._where(rows), what, mend) for (what, mend), rows in self._wrong.items()]

    def _where(self, rows: list[int]) -> str:
        if not rows:
            return self._sheet.name
        listed = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
        return f"{self._sheet.name}, " + (_("row {rows}") if len(rows) == 1 else _("rows {rows}")).format(rows=listed)

    def _cells(self, row: Mapping[str, str]) -> list[tuple[str, str]]:
        if self._sheet.long:
            return [(row.get("code", ""), row.get("value", ""))]
        return [(code, row.get(code, "")) for code in self._sheet.codes if code != "memo"]

    def _row(self, number: int, row: Mapping[str, str], filled: list[tuple[str, str]], memo: str | None) -> list[Said]:
        round = self._round(number, row.get("round") or FREE)
        if round is None:
            return []
        coder = self._coder(number, row.get("coder", ""), round)
        unit = self._unit(number, row, round, coder)
        written = self._version(round, row)
        if coder is None or unit is None:
            return []
        found = []
        for code, cell in filled:
            value = self._value(number, code, cell, round)
            if value is not None:
                found.append(Said(number, round.name, unit, coder, code, value, memo, written))
        return found

    def _round(self, number: int, name: str) -> Round | None:
        round = self._rounds.get(name)
        if round is None:
            there = ", ".join(self._rounds) or "–"
            self._is_wrong(number, _("no round is called {name}.").format(name=repr(name)), _("There are {names}.").format(names=there))  # fmt: skip
        elif round.locked:
            said = _("the round {name} is locked: nothing can be changed in it.").format(name=name)
            self._wrong[said, _("Draw a new round to code further: suara sample DIR CODE -n N.")] = []
            return None
        return round

    def _coder(self, number: int, coder: str, round: Round) -> str | None:
        if not coder:
            self._is_wrong(number, _("the row does not say who coded it."), _("Write your name into the column coder."))
            return None
        if round.drawn and coder not in (*round.coders, ADJUDICATOR):
            names = ", ".join(round.coders)
            said = _("the round {round} has no coder {coder}.").format(round=round.name, coder=repr(coder))
            self._is_wrong(number, said, _("There are {names}.").format(names=names))
            return None
        return coder

    def _unit(self, number: int, row: Mapping[str, str], round: Round, coder: str | None) -> str | None:
        unit, place = row.get("unit", "").removeprefix("'"), row.get("no", "")
        if not round.drawn:
            self._asked[unit].append(number)
            return unit
        if round.name not in self._drawn:
            drawn = self._ledger.units(round.name)
            numbered = dict(drawn.select("position", "unit").iter_rows())
            self._drawn[round.name] = numbered, set(drawn["unit"])
        numbered, units = self._drawn[round.name]
        meant = numbered.get(int(place)) if place.isdigit() else None
        if meant is not None and (not unit or unit == meant or _spoiled(unit, meant)):
            unit = meant
        elif unit not in units or (meant is not None and place):
            shown = unit or place
            said = _("the round {round} has no unit {unit}.").format(round=round.name, unit=repr(shown))
            self._is_wrong(number, said, _("Ids must stay as they were written: do not sort single columns."))
            return None
        if coder not in (None, ADJUDICATOR) and unit not in self._of(round.name, str(coder)):
            said = _("this unit is not for {coder} to code.").format(coder=coder)
            self._is_wrong(number, said, _("Each coder has a sheet of their own."))
            return None
        return unit

    def _of(self, round: str, coder: str) -> set[str]:
        if (round, coder) not in self._mine:
            self._mine[round, coder] = {q.unit for q in self._ledger.queue(coder, round)}
        return self._mine[round, coder]

    def _version(self, round: Round, row: Mapping[str, str]) -> str | None:
        written = (row.get("codebook") or row.get("codebook_version") or "").removeprefix("v") or None
        codes = [self._book.codes[c] for c in round.codes if c in self._book.codes]
        now = version(codes) if round.drawn else None
        if now and (written or round.codebook_version) != now and not self._old:
            said = _("the sheet was written with an older codebook ({old}; now {new}): a coder may have read another rule.")  # fmt: skip
            mend = _("Write the sheets anew with suara sample DIR {round} --again, or take this one in as it is with --old-codebook.")  # fmt: skip
            what = said.format(old=written or round.codebook_version, new=now)
            self._wrong[what, mend.format(round=round.name)] = []
        return written or (round.codebook_version if round.drawn else None)

    def _value(self, number: int, code: str, cell: str, round: Round) -> str | None:
        if code in OPEN:
            return cell
        if code not in self._book.codes:
            self._is_wrong(number, _("no code is called {name}.").format(name=repr(code)), _("suara list codes shows them all."))  # fmt: skip
            return None
        if round.drawn and code not in round.codes:
            said = _("{code} is no code of the round {round}.").format(code=code, round=round.name)
            self._is_wrong(number, said, _("Its codes are {codes}.").format(codes=", ".join(round.codes)))
            return None
        of_code = self._book.codes[code]
        value = as_value(of_code, cell)
        if not on_scale(of_code, value):
            values = ", ".join(v.value for v in of_code.values) or _("any number")
            said = _("{code} has no value {value}.").format(code=code, value=repr(cell))
            self._is_wrong(
                number, said, _("It takes {values}; a blank cell means not coded yet.").format(values=values)
            )
            return None
        return value

    def _is_wrong(self, number: int, what: str, mend: str) -> None:
        self._wrong[what, mend].append(number)


def as_value(code: Code, cell: str) -> str:
    """A cell as the codebook writes the value: 1.0 is 1, ``ya`` is 1, a category may be written by its name."""
    plain = cell.strip()
    values = {v.value for v in code.values}
    if plain in values:
        return plain
    if code.kind == "interval":
        return plain.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", plain) else plain
    if re.fullmatch(r"-?\d+[.,]0+", plain):
        plain = re.split(r"[.,]", plain)[0]
    if code.kind == "binary" and plain.casefold() in (*_YES, *_NO):
        return "1" if plain.casefold() in _YES else "0"
    for value in code.values:
        if plain.casefold() in (value.value.casefold(), value.en.casefold(), value.id.casefold()):
            return value.value
    return plain


def _spoiled(unit: str, meant: str) -> bool:
    """Whether a spreadsheet turned the id into a number and lost its last digits."""
    try:
        return meant.isdigit() and abs(float(unit.replace(",", ".")) - float(meant)) <= 1e-2 * float(meant)
    except ValueError:
        return False
