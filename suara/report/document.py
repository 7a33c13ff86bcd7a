"""The report's one source: sections of blocks, in words; pages, Word and PDF files are set from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Literal

from suara.display.picture import Drawn
from suara.report.findings import Matrix, Shown, by_chance, tally
from suara.report.references import Reference
from suara.report.tables import Table
from suara.words import MISSING, _


@dataclass(frozen=True)
class Text:
    """A paragraph; ``role`` says how it is set."""

    text: str
    role: Literal["plain", "small", "lead"] = "plain"


@dataclass(frozen=True)
class Heading:
    """A heading within a section: level 3 or 4 (the section's own is 2)."""

    text: str
    level: Literal[3, 4] = 3


@dataclass(frozen=True)
class Items:
    """A list of points."""

    items: list[str]


@dataclass(frozen=True)
class Facts:
    """Names with their values."""

    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class Picture:
    """A picture with its title, what it says, and its records as a table under it."""

    drawn: Drawn
    table: Table


@dataclass(frozen=True)
class Glance:
    """All questions with their answers."""

    findings: list[Shown]


@dataclass(frozen=True)
class Answered:
    """One question with all that stands behind its answer."""

    finding: Shown


@dataclass(frozen=True)
class Works:
    """The reference list."""

    works: list[Reference]


Block = Text | Heading | Items | Facts | Table | Picture | Glance | Answered | Matrix | Works


@dataclass(frozen=True)
class Section:
    """A part of the report; ``id`` is its address within a page."""

    id: str
    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Document:
    """A report. ``study`` is the folder's name, for commands; ``started`` the run's instant, ISO, or empty."""

    title: str
    language: str
    question: str
    facts: list[tuple[str, str]]
    sections: list[Section] = field(default_factory=list)
    study: str = ""
    started: str = ""

    @property
    def kicker(self) -> str:
        """The line above the title."""
        return _("Report of a study of campaigns on social media")


def plain(block: Block, study: str) -> Iterator[Text | Heading | Items | Facts | Table | Picture | Works]:
    """A block as headings, paragraphs and tables: what a word processor knows."""
    if isinstance(block, Glance):
        yield _glance(block)
    elif isinstance(block, Answered):
        for part in _answered(block.finding, study):
            yield from split(part) if isinstance(part, Table) else [part]
    elif isinstance(block, Table | Matrix):
        yield from split(_matrix(block) if isinstance(block, Matrix) else block)
    else:
        yield block


WIDEST = 8
"""Columns beside the first that a page has room for."""


def split(table: Table) -> Iterator[Table]:
    """A table too wide for a page as several, each with the first column; others as they are."""
    n = ceil((len(table.columns) - 1) / WIDEST) if len(table.columns) > WIDEST + 1 else 1
    if n == 1:
        yield table
        return
    size = ceil((len(table.columns) - 1) / n)
    for i in range(n):
        kept = [0, *range(1 + i * size, min(1 + (i + 1) * size, len(table.columns)))]
        caption = _("{caption} ({part} of {parts})").format(caption=table.caption, part=i + 1, parts=n)
        rows = [[row[k] for k in kept if k < len(row)] for row in table.rows]
        numeric = {place for place, k in enumerate(kept) if k in table.numeric}
        yield replace(table, caption=caption, columns=[table.columns[k] for k in kept], rows=rows, numeric=numeric)


def _glance(block: Glance) -> Table:
    rows = [[f.heading, _(f.answer), _(f.grade) if f.grade else MISSING, _estimated(f), f.n] for f in block.findings]
    columns = [_("Question"), _("Answer"), _("Grade"), _("Main estimate"), "n"]
    return Table(_("The questions of the study and their answers"), columns, rows, {4})


def _estimated(f: Shown) -> str:
    unit = f" {f.unit}" if f.unit and f.estimate != MISSING else ""
    return f.estimate + unit + (f" ({f.interval})" if f.interval != MISSING else "")


def _matrix(block: Matrix) -> Table:
    rows = [
        [f.heading, _(f.answer), *("\n".join(f"{n} {_(code)}" for code, n in cell) or MISSING for cell in cells)]
        for f, cells in block.rows
    ]
    return Table(_("Convergence matrix"), [_("Question"), _("Answer"), *block.kinds], rows)


def _answered(f: Shown, study: str) -> Iterator[Text | Heading | Items | Table]:
    yield Heading(f.heading, 3)
    facts = {
        _("Answer"): _(f.answer),
        _("Grade"): _(f.grade) if f.grade else MISSING,
        _("Outcome"): _(f.outcome) if f.outcome else "",
    }
    yield Text(" · ".join(f"{name}: {value}" for name, value in facts.items() if value), "lead")
    if f.says:
        yield Text(f.says)
    if f.answer == "cannot tell" or f.needs:
        yield Heading(_("What would help"), 4)
        yield Items(f.needs) if f.needs else Text(_("The run does not say."))
    yield from f.described
    if f.lines:
        yield _lines(f)
    for title, points in ((_("Why this grade"), f.reasons), (_("Rival explanation"), [f.rival] if f.rival else [])):
        if points:
            yield Heading(title, 4)
            yield Items(points) if len(points) > 1 else Text(points[0])
    yield Text(_behind(f, study), "small")


def _lines(f: Shown) -> Table:
    baseline = _("Baseline")
    rows = [
        [(f"{baseline}: " if line.baseline else "") + line.text + (f"\n{line.place}" if line.place else ""),
         line.estimate, line.interval, line.p, line.n, _(line.verdict) if line.verdict else MISSING]
        for line in f.lines
    ]  # fmt: skip
    columns = [_("Line"), _("Estimate"), _("95% interval"), "p", "n", _("Verdict")]
    return Table(_("Lines of evidence") + (f" ({f.unit})" if f.unit else ""), columns, rows, {1, 3, 4})


def _behind(f: Shown, study: str) -> str:
    facts = {_("Measures"): ", ".join(f.measures), _("Literature"): "; ".join(work for _key, work in f.cites)}
    said = [f"{name}: {value.rstrip('.')}." for name, value in facts.items() if value]
    return " ".join([*said, _("Rows behind it") + f": suara explain {study} {f.id}"])


def overview(findings: Sequence[Shown]) -> list[Block]:
    """The answers at a glance; where nothing could be asked, that."""
    if not findings:
        return [Text(_("No question could be asked of these data yet."))]
    many = by_chance(findings)
    return [Text(tally(findings)), *([Text(many)] if many else []), Glance(list(findings))]
