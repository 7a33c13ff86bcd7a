"""A table with the meaning of its columns: what every format of tables writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from suara.errors import Problem, StudyError
from suara.export.format import Order
from suara.show import COMPUTED, table_of
from suara.tables import TABLES
from suara.words import N_, _

BESIDE = {
    "source_file": N_("file of data/ in which the row stands"),
    "source_row": N_("the row's place in that file: line, record, or record.element"),
    "in_scope": N_("whether the row lies in the campaign's window"),
    "derived": N_("whether another record carried the row inside it"),
    "actor_id": N_("the actor, as the register calls it"),
    "measure": N_("what was measured; suara codebook says what it means"),
    "platform": N_("platform; empty is all platforms together"),
    "period": N_("whole, week or election"),
    "period_start": N_("first day"),
    "period_end": N_("last day"),
    "value": N_("the number; empty has a reason in null_reason"),
    "lo": N_("lower end of the 95% interval"),
    "hi": N_("upper end of the 95% interval"),
    "n": N_("how many rows or actors the number rests on"),
    "unit": N_("unit of the number"),
    "source": N_("where the number comes from: posts, series, results"),
    "null_reason": N_("why there is no number"),
    "group": N_("group of actors, where the number is not one actor's"),
    "id": N_("id"),
    "asks": N_("the question"),
    "answer": N_("yes, no, mixed or cannot tell"),
    "says": N_("the answer in a sentence"),
    "estimate": N_("the number of the main line of evidence"),
    "grade": N_("how sure: high, moderate, low or very low"),
    "outcome": N_("direct or indirect for the question"),
    "rival": N_("another explanation"),
    "finding": N_("the question that the line of evidence speaks to"),
    "line": N_("what was compared"),
    "kind": N_("kind of evidence"),
    "election": N_("election"),
    "p": N_("p value, two-sided"),
    "verdict": N_("agree, partial, silent, dissonant or reversed"),
}
"""Columns that are not of a canonical table."""

MADE = "coded"
"""Codings as a row a unit and coder: made for an export, and no table of the study."""
SUMMARY = ("measures", "findings", "evidence")
LABELLED = frozenset(
    [
        "platform",
        "kind",
        "media_type",
        "unit_kind",
        "period",
        "source",
        "null_reason",
        "answer",
        "grade",
        "outcome",
        "verdict",
        "medium",
        "direction",
        "precision",
        "published_precision",
        "registered_level",
        "sex",
        "measure",
        "code",
        "coder",
        "election",
    ]
)
"""Text columns of few values: programs for statistics get them as numbers with value labels."""


@dataclass(frozen=True)
class Meaning:
    """What a column says, and what empty says."""

    column: str
    means: str
    empty: str


@dataclass(frozen=True)
class Sheet:
    """A table ready to be written, in the order of its rows. ``labels``: column → number → what it means."""

    name: str
    frame: pl.DataFrame
    meanings: tuple[Meaning, ...]
    labels: dict[str, dict[int, str]] = field(default_factory=dict)

    def means(self, column: str) -> str:
        """What a column says; "" where nobody wrote it down."""
        return next((m.means for m in self.meanings if m.column == column), "")


def sheets_of(order: Order) -> Iterator[Sheet]:
    """The tables asked for; none asked for: every canonical table with rows, and measures, findings, evidence."""
    for name in order.tables or default_tables(order):
        if name == MADE:
            from suara.export.coded import coded

            yield coded(order)
            continue
        frame = table_of(order.study, name) if name in COMPUTED or name not in TABLES else canonical(order, name)
        yield Sheet(name, frame, tuple(_meanings(name, frame.columns)))


def default_tables(order: Order) -> list[str]:
    """Canonical tables that hold anything, then the computed ones; a study that was not run is told so."""
    if not (order.study.out / "findings.json").exists():
        raise StudyError(
            Problem(
                str(order.study.root),
                _("has not been run yet."),
                _("Run it: suara run {folder}").format(folder=order.study.root),
            )
        )
    con = order.collected.con
    filled = [t for t in TABLES if con.execute(f"SELECT count(*) FROM (SELECT 1 FROM {t} LIMIT 1)").fetchone() != (0,)]
    return [*filled, *([MADE] if "codings" in filled else []), *SUMMARY]


def canonical(order: Order, name: str) -> pl.DataFrame:
    """A canonical table as it stands; links with the posts that they name."""
    return order.collected.con.execute(f"SELECT * FROM {'links_named' if name == 'links' else name}").pl()


def _meanings(table: str, columns: Iterable[str]) -> Iterator[Meaning]:
    known = {c.name: c for c in TABLES[table].columns} if table in TABLES else {}
    for column in columns:
        if column in known:
            unit = " " + _("(UTC)") if known[column].kind == "instant" and "UTC" not in known[column].meaning else ""
            yield Meaning(column, known[column].meaning + unit, known[column].null)
        else:
            yield Meaning(column, _(BESIDE[column]) if column in BESIDE else "", "")
