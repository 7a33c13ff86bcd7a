"""The canonical tables: a column a line, with its meaning, its unit, and what null means.

Every export becomes rows of these tables; every measure speaks of these columns. Ids are text, instants are
UTC, missing is null with a reason (``extras.null_reason``), never 0 and never NaN.
"""

from __future__ import annotations

import difflib

from suara.tables.columns import REACTIONS, Column, Table
from suara.tables.elections import AUDIENCE, ELECTORATE, EVENTS, PROGRAMMES, RESULTS, SURVEYS
from suara.tables.media import ADS, ARTICLES, LINKS, TRENDS
from suara.tables.scholarship import CLAIMS, CODINGS, PASSAGES, WORKS
from suara.tables.social import ACCOUNTS, ACTORS, FOLLOWERS, POSTS, SERIES

__all__ = ["REACTIONS", "TABLES", "Column", "Table", "table"]

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        POSTS, FOLLOWERS, SERIES, ARTICLES, RESULTS, ELECTORATE, AUDIENCE, SURVEYS, ADS, TRENDS, PROGRAMMES, EVENTS,
        LINKS, WORKS, PASSAGES, CLAIMS, CODINGS, ACTORS, ACCOUNTS,
    )
}  # fmt: skip


def table(name: str) -> Table:
    """The canonical table of that name; an unknown one is refused with a suggestion."""
    if name in TABLES:
        return TABLES[name]
    near = difflib.get_close_matches(name, TABLES, n=1)
    raise KeyError(f"no table is called {name!r}." + (f" Did you mean {near[0]}?" if near else ""))
