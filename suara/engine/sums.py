"""Sums over the pieces of prepared posts that findings ask for, kept: new pieces are added, pieces that are gone are taken off.

A sum lies in a folder beside the pieces under a hash of its query, and a JSON file says of which pieces it is. All sums are
of whole numbers, so that what was added and taken off is what a pass over everything gives. What nobody asked for in
a run is swept.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from suara.engine.frames import files
from suara.engine.ingest import write_part
from suara.engine.pieces import gone
from suara.engine.store import write_whole
from suara.engine.writing import name, text

COUNT = "posts"
"""The sum of every kept table that counts rows: a key without rows goes."""


@contextmanager
def asked_for(pieces: Path) -> Iterator[None]:
    """While findings ask: sums that stand are taken from the last run's, and what was not asked for goes at the end."""
    now, last = _folder(pieces), _last(pieces)
    last.mkdir(parents=True, exist_ok=True)
    for left in sorted(now.glob("*")):
        left.replace(last / left.name)
    yield
    shutil.rmtree(last, ignore_errors=True)
    shutil.rmtree(gone(pieces), ignore_errors=True)


def sums(
    con: duckdb.DuckDBPyConnection, posts: Path, rows: Callable[[str], str], keys: Sequence[str], added: Mapping[str, str], *,
    keep: bool = True,
) -> str:  # fmt: skip
    """A relation of ``added`` (name → whole-numbered sum, among them `COUNT`) by ``keys``, over what ``rows`` takes of posts.

    ``keep`` false: where rows rest on more than the pieces.
    """
    columns = ", ".join([*map(name, keys), *(f"CAST({e} AS BIGINT) AS {name(c)}" for c, e in added.items())])

    def asked(relation: str) -> str:
        return f"SELECT {columns} FROM ({rows(relation)}) GROUP BY {', '.join(map(name, keys))}"

    whole = read(posts)
    if not keep or not posts.is_dir() or not _last(posts).exists():
        return f"({asked(whole)})"
    kept = _folder(posts) / f"{hashlib.sha256(asked('posts').encode()).hexdigest()[:20]}.parquet"
    book, now = kept.with_suffix(".json"), {p.name for p in posts.glob("*.parquet")}
    then = _taken(_last(posts) / kept.name, kept)
    new, old = [posts / p for p in sorted(now - then)], [gone(posts) / p for p in sorted(then - now)]
    if not then or not all(p.exists() for p in old) or 2 * _size([*new, *old]) > _size(posts / p for p in now):
        write_part(con, asked(whole), kept)
    elif new or old:
        _add(con, kept, asked, (new, old), keys, list(added))
    write_whole(book, json.dumps(sorted(now)))
    return _read([kept])


def _add(
    con: duckdb.DuckDBPyConnection, kept: Path, asked: Callable[[str], str], change: tuple[list[Path], list[Path]], keys: Sequence[str], added: Sequence[str]
) -> None:  # fmt: skip
    selects = [f"SELECT * FROM {_read([kept])}"]
    for sign, some in zip(("", "-"), change, strict=True):
        if some:
            signed = ", ".join([*map(name, keys), *(f"{sign}{name(c)} AS {name(c)}" for c in added)])
            selects.append(f"SELECT {signed} FROM ({asked(_read(some))})")
    total = ", ".join([*map(name, keys), *(f"CAST(sum({name(c)}) AS BIGINT) AS {name(c)}" for c in added)])
    query = f"SELECT {total} FROM ({' UNION ALL '.join(selects)}) GROUP BY {', '.join(map(name, keys))} HAVING sum({name(COUNT)}) > 0"
    write_part(con, query, kept)


def _taken(last: Path, kept: Path) -> set[str]:
    """The pieces that a sum of the last run is of; it lies where this run's do, and its book no more until it is up to date."""
    kept.parent.mkdir(exist_ok=True)
    if kept.with_suffix(".json").exists():  # asked for before
        return set(json.loads(kept.with_suffix(".json").read_text()))
    book = last.with_suffix(".json")
    if not book.exists() or not last.exists():
        return set()
    then = set(json.loads(book.read_text()))
    last.replace(kept)
    book.unlink()
    return then


def read(posts: Path) -> str:
    """Prepared posts as a relation."""
    return _read([files(posts)])


def _folder(pieces: Path) -> Path:
    return pieces.with_name("sums_posts")


def _last(pieces: Path) -> Path:
    return pieces.with_name("last_sums_posts")


def _read(paths: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(text(str(p)) for p in paths)}])"


def _size(paths: Iterator[Path] | Sequence[Path]) -> int:
    return sum(p.stat().st_size for p in paths)
