"""What is taken of all posts one by one, kept: a file beside each piece of prepared posts, of all posts of its parts.

A piece's name says all that its posts depend on (`pieces.py`), a folder's name the query: what was taken of a piece stands
as long as both do.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from suara.engine.ingest import write_part
from suara.engine.writing import text

TABLE = "piece_posts"


def name_pieces(con: duckdb.DuckDBPyConnection, folder: Path, relations: Mapping[str, str]) -> None:
    """Say to the connection which posts each piece is of: name of its file → relation of canonical posts."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} (folder VARCHAR, piece VARCHAR, relation VARCHAR)")
    rows = ", ".join(f"({text(str(folder))}, {text(piece)}, {text(relation)})" for piece, relation in relations.items())
    con.execute(f"INSERT INTO {TABLE} VALUES {rows}")


def taken(con: duckdb.DuckDBPyConnection, what: str, query: Callable[[str], str]) -> str:
    """A relation of what ``query`` takes of a relation of posts, over all posts; only new pieces are asked.

    The query looks at posts one by one, or its groups are added up by whoever asks. Without pieces it is asked of ``posts``.
    """
    known = con.execute(f"SELECT 1 FROM duckdb_tables() WHERE table_name = {text(TABLE)}").fetchone()
    pieces = con.execute(f"SELECT folder, piece, relation FROM {TABLE} ORDER BY piece").fetchall() if known else []
    if not pieces:
        return f"({query('posts')})"
    tables = Path(pieces[0][0]).parent
    folder = tables / f"kept_{what}_{hashlib.sha256(query('posts').encode()).hexdigest()[:12]}"
    for other in (p for p in tables.glob(f"kept_{what}_*") if p != folder):
        shutil.rmtree(other)
    for _folder, piece, relation in pieces:
        if not (folder / piece).exists():
            write_part(con, query(relation), folder / piece)
    for left in {p.name for p in folder.glob("*")} - {piece for _f, piece, _r in pieces}:
        (folder / left).unlink()
    return f"read_parquet({text(str(folder / '*.parquet'))})"
