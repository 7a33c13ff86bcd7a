"""The dictionary as a coder: every term of every code, in one pass, with the terms that were found.

A post in which no term of a code was found has no row: to a dictionary absent is not written down, and `codings` of
the dictionary therefore hold presences alone. A dictionary finds words, not meanings: what it says is a surrogate.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from suara.engine.ingest import write_part
from suara.engine.matches import Sought, matches_query, plan
from suara.reduce.codebook import Codebook

CODER = "dictionary"
POSTS = "SELECT platform, id, text, kind FROM posts WHERE NOT derived AND id IS NOT NULL"


def sought(codebook: Codebook) -> list[Sought]:
    """The terms of all codes of a codebook."""
    return [Sought(t.text, c.name, t.exact) for c in codebook.codes.values() for t in c.terms]


def code_posts(con: duckdb.DuckDBPyConnection, codebook: Codebook, part: Path, rows: str = POSTS) -> Path:
    """Code posts and comments; write codings, one row a unit and code, in the columns of ``codings`` with ``platform``.

    ``rows`` gives platform, id, text and kind. The terms found and the codebook's version stand in ``extras``.
    """
    found = matches_query(con, rows, ("platform", "id", "kind"), "text", plan(sought(codebook)))
    write_part(
        con,
        f"SELECT platform, id AS unit, CASE WHEN kind = 'comment' THEN 'comment' ELSE 'post' END AS unit_kind, '{CODER}' AS coder, code, "
        f"'1' AS value, '{CODER}' AS kind, NULL::DOUBLE AS confidence, NULL::DOUBLE AS sampling_probability, NULL::TIMESTAMP AS coded_at, "
        f"NULL::VARCHAR AS round, CAST(to_json({{'codebook': '{codebook.version}', 'platform': platform, 'terms': terms}}) AS VARCHAR) AS extras FROM ({found}) ORDER BY platform, id, code",
        part,
    )
    return part
