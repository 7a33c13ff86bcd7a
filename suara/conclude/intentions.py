"""Intentions to vote by age, from surveys: the one place where sympathy of the young is asked for and not guessed."""

from __future__ import annotations

import re

import polars as pl
from scipy import stats

from suara.conclude.ages import FIRST_YOUNG, ages_of
from suara.conclude.finding import Line
from suara.conclude.panel import Panel
from suara.conclude.votes import ALPHA
from suara.words import N_, _

INTENTION = re.compile(
    r"\b(vote|voting|voted|intends?|intention|memilih|pilih|pilihan|dipilih|elektabilitas|mencoblos)\b", re.I
)
SURVEY = N_("intention to vote for {actor} among the young, against all respondents ({source})")
WHOLE = ("all", "semua", "total", "all respondents", "seluruh responden")


def surveyed(
    panel: Panel, year: int
) -> dict[tuple[str, str], tuple[tuple[float, int | None], tuple[float, int | None]]]:
    """(actor, source) → intention to vote (share, respondents) among the young and among all, in the latest survey."""
    if not panel.count.get("surveys"):
        return {}
    rows = panel.read("surveys").filter(pl.col("actor_id").is_not_null() & pl.col("share").is_not_null())
    found = {}
    asked = rows.sort("fieldwork", nulls_last=False).group_by(
        ["actor_id", "source", "question", "fieldwork"], maintain_order=True
    )
    for (actor, source, question, _day), of in asked:
        young = [r for r in of.iter_rows(named=True) if _young(r, year)]
        everybody = [r for r in of.iter_rows(named=True) if (r["group"] or "all").casefold() in WHOLE]
        if INTENTION.search(str(question)) and young and everybody:
            found[str(actor), str(source or "survey")] = (_pooled(young), (everybody[0]["share"], everybody[0]["n"]))
    return found


def _young(row: dict[str, object], year: int) -> bool:
    ages = ages_of(str(row["group"] or ""), row["age_min"], row["age_max"], year)  # type: ignore[arg-type]
    return ages is not None and ages[1] is not None and ages[1] <= year - FIRST_YOUNG


def _pooled(rows: list[dict[str, object]]) -> tuple[float, int | None]:
    """Young groups together: weighted by respondents where all tell them."""
    counts = [int(str(r["n"])) for r in rows if r["n"] is not None]
    shares = [float(str(r["share"])) for r in rows]
    if len(counts) < len(rows) or not sum(counts):
        return sum(shares) / len(shares), None
    return sum(s * n for s, n in zip(shares, counts, strict=True)) / sum(counts), sum(counts)


def survey_lines(panel: Panel, year: int) -> list[Line]:
    """A line an actor and survey: 100 x intention among the young / among all, p from the respondents told."""
    names = panel.names()
    lines = []
    for (actor, source), ((young, n), (everybody, total)) in sorted(surveyed(panel, year).items()):
        if everybody > 0:
            p = _difference(young, n, everybody, total)
            told = "partial" if p is None or p >= ALPHA else "agree" if young > everybody else "dissonant"
            said = _(SURVEY).format(actor=names.get(actor, actor), source=source)
            lines.append(
                Line(
                    said,
                    "survey",
                    None,
                    None,
                    None,
                    100 * young / everybody,
                    (None, None),
                    p,
                    n or 0,
                    told,
                    f"survey:{source}",
                )
            )
    return lines


def _difference(young: float, n: int | None, everybody: float, total: int | None) -> float | None:
    """p of the difference between the young and the others (two shares, normal); null where respondents are not told."""
    if n is None or total is None or not 0 < n < total:
        return None
    others = (everybody * total - young * n) / (total - n)
    variance = everybody * (1 - everybody) * (1 / n + 1 / (total - n))
    return float(2 * stats.norm.sf(abs(young - others) / variance**0.5)) if variance > 0 else None
