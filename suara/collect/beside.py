"""Figures that a table of votes gives beside them, a column each: earlier votes, followers, posts, spending.

Published data often lie so: a row a candidate or party, with ``votes``, ``votes_2019``, ``facebook_followers``,
``tweets`` and ``spending`` side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from suara.collect.headers import (
    MEASURED,
    PERCENT_WORDS,
    PLATFORMS,
    SYNONYMS,
    Recognised,
    columns_of,
    plain,
    recognise_table,
)
from suara.collect.source import Columns, Derived, Value
from suara.engine.writing import name, text
from suara.tables import TABLES

EARLIER_BY_DAYS = 14
"""Figures that bear no day are taken as known two weeks before polling day; where only the year is told, at its beginning."""
_WON = {
    **dict.fromkeys(("votes", *SYNONYMS["votes"], "suara_sah"), "votes"),
    **dict.fromkeys(("share", *SYNONYMS["share"], *PERCENT_WORDS), "share"),
    **dict.fromkeys(("seats", *SYNONYMS["seats"]), "seats"),
}
_COUNTED = {word: measure for measure, words in MEASURED.items() for word in (measure, *words)}
_YEAR = re.compile(r"(?:19|20)\d\d")
_FILLERS = {"n", "num", "number", "no", "of", "jumlah", "total", "count", "counts", "pre", "election"}
_OUTCOMES = ("election", "votes", "share", "seats", "elected", "valid_votes", "registered")


@dataclass(frozen=True)
class Figure:
    """What a header counts: a measure, on which platform, or what was won in which year."""

    header: str
    measure: str
    platform: str | None = None
    year: str | None = None


def figure_of(header: str) -> Figure | None:
    """*votes_2019*, *Persen 2014*, *facebook_followers*, *Jumlah Unggahan*, *tweets*; null for any other header."""
    words = plain(header).split("_")
    years = [word for word in words if _YEAR.fullmatch(word)]
    places = [PLATFORMS[word] for word in words if word in PLATFORMS]
    if "tweets" in words or "retweets" in words:
        places = places or ["x"]
    said = [word for word in words if word not in years and word not in PLATFORMS]
    for rest in ("_".join(said), "_".join(word for word in said if word not in _FILLERS)):
        if len(years) == 1 and not places and rest in _WON:
            return Figure(header, _WON[rest], year=years[0])
        if not years and len(places) < 2 and rest in _COUNTED:
            return Figure(header, _COUNTED[rest], places[0] if places else None)
    return None


def tables_of(header: tuple[str, ...]) -> list[Recognised]:
    """The canonical tables that a header can be, a table with a column for each election among them."""
    years = _by_years(header)
    return recognise_table(header) or ([years] if years is not None else [])


def _by_years(header: tuple[str, ...]) -> Recognised | None:
    """A table of results with a column for each election: *Partai, Suara 2024, Persen 2024, Persen 2019*."""
    results = TABLES["results"]
    found = {c: h for c, h in columns_of(results, header).items() if figure_of(h) is None}
    years = sorted({f.year for h in header if (f := figure_of(h)) and f.year})
    if not years or not found.keys() & {"actor_id", "name"} or found.keys() & {"election", "votes", "share", "elected"}:
        return None
    return Recognised(results, found, False, year=years[-1])


def of_year(found: Recognised, header: tuple[str, ...]) -> dict[str, Value]:
    """Election and what was won at it, of a table with a column for each election: the latest one's."""
    if found.year is None:
        return {}
    won = {f.measure: _won(f) for h in header if (f := figure_of(h)) and f.year == found.year}
    return {"election": text(found.year), **won}


def beside(found: Recognised, header: tuple[str, ...], columns: dict[str, Value]) -> tuple[list[Derived], set[str]]:
    """Rows of results and series that the columns beside the votes make, and the headers that they use."""
    if found.table.name != "results":
        return [], set()
    free = [h for h in header if h not in found.columns.values()]
    figures = [f for h in free if (f := figure_of(h)) is not None and (f.year is None or f.year != found.year)]
    counted = [f for f in figures if f.year is None]
    years = sorted({f.year for f in figures if f.year})
    rows = [_earlier(columns, [f for f in figures if f.year == year], year) for year in years]
    rows += [_series(columns, f) for f in counted]
    used = {f.header for f in figures} | {h for h in free if (f := figure_of(h)) and f.year == found.year and f.year}
    return rows, used


def _won(figure: Figure) -> str:
    cell = f"CAST({name(figure.header)} AS VARCHAR)"
    bare = "_".join(word for word in plain(figure.header).split("_") if not _YEAR.fullmatch(word))
    if figure.measure != "share":
        return f"said({cell})"
    return f"round(as_share({cell}) / 100, 12)" if bare in PERCENT_WORDS else f"as_share({cell})"


def _earlier(columns: dict[str, Value], figures: list[Figure], year: str) -> Derived:
    who: Columns = {c: v for c, v in columns.items() if c not in (*_OUTCOMES, "extras", "source")}
    won = {f.measure: _won(f) for f in figures}
    told = f"coalesce({', '.join(f'CAST({value} AS VARCHAR)' for value in won.values())}) IS NOT NULL"
    return Derived("results", {**who, "election": text(year), **won}, where=told)


def _series(columns: dict[str, Value], figure: Figure) -> Derived:
    series = TABLES["series"].names
    who: Columns = {c: v for c, v in columns.items() if c in ("actor_id", "name", "unit", "handle") and c in series}
    value = f"as_count(CAST({name(figure.header)} AS VARCHAR))"
    if figure.measure in ("spending", "press_share"):
        value = f"as_real(CAST({name(figure.header)} AS VARCHAR))"
    made = {**who, "measure": text(figure.measure), "value": value, "source": text(f"column {figure.header}")}
    made |= {"platform": text(figure.platform)} if figure.platform else {}
    election = columns.get("election")
    if isinstance(election, str):
        day = (
            f"CASE WHEN regexp_full_match({election}, '\\d{{4}}') THEN try_cast({election} || '-01-01' AS DATE) "
            f"ELSE as_day({election}) - {EARLIER_BY_DAYS} END"
        )
        made["date"] = day
    return Derived("series", made, where=f"{value} IS NOT NULL")
