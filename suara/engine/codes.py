"""Codes of posts in the engine: what the store holds is coded once, and each code becomes a column of the posts.

A machine coder's codings lie as ``codings_CODER.parquet`` beside the tables, the dictionary's in a folder with a file for
every import; what people and other tools coded is the
view ``codings``. A coding's unit is the post's id, ``platform:id`` or the post's address.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from suara.engine.coded_units import create_coded, match_units, slug
from suara.engine.frames import Engine
from suara.engine.ingest import write_part
from suara.engine.matches import Plan, matches_query
from suara.engine.store import Store, write_whole
from suara.engine.views import USABLE
from suara.engine.writing import name, text

MATCHER = 1
"""Another number codes everything anew: for when the same terms are found otherwise."""

COLUMN = "code_"
"""How the column of a code begins."""

DICTIONARY = "dictionary"


def kind_of(alias: str) -> str:
    """Who coded, in SQL: a coding that does not say so is a person's, unless its coder bears a machine's name."""
    return (
        f"CASE WHEN {alias}.kind IN ('adjudicated', 'human') OR {alias}.kind IS NULL AND {alias}.coder NOT IN ('dictionary', 'classifier') "
        f"AND NOT starts_with({alias}.coder, 'model') THEN 'human' ELSE 'machine' END"
    )


@dataclass(frozen=True)
class Column:
    """One code as a column: 1 and 0 where ``binary``, else the value as text.

    ``coders``: machine coders from the best down. The dictionary, which writes down presences alone, says 0 by silence;
    coders after it are never asked.
    """

    slug: str
    binary: bool
    coders: tuple[str, ...]


def code_captures(
    con: duckdb.DuckDBPyConnection, store: Store, plan: Plan, version: str, engine: Engine | None = None
) -> list[Path]:
    """Code the parts of posts that this version of the codebook has not coded yet; the files of codes found.

    All new parts are one pass and one file: part, row, platform, id, kind, code, terms. An engine of several machines
    takes them in as many pieces as it has tasks, each read and written by one of them.
    """
    folder = store.root / "codings" / f"{version}-{MATCHER}"
    folder.mkdir(parents=True, exist_ok=True)
    for old in (p for p in folder.parent.glob("*/*") if p.parent != folder):
        old.unlink()
    present = {p.path for r in store.records() for p in r.parts if p.table == "posts" and not p.derived}
    done: set[str] = set()
    for listed in sorted(folder.glob("*.json")):
        covered = set(json.loads(listed.read_text(encoding="utf-8")))
        if covered & present:
            done |= covered
        else:
            listed.unlink()
    if new := sorted(present - done):
        if engine is None or engine.tasks == 1:
            _code(con, store.root, folder, plan, new)
        else:
            pieces = [piece for i in range(engine.tasks) if (piece := new[i :: engine.tasks])]
            engine.each(partial(_code_elsewhere, store.root.resolve(), folder.resolve(), plan), pieces)
    for found in folder.glob("*.parquet"):
        if not found.with_suffix(".json").exists():
            found.unlink()
    return sorted(folder.glob("*.parquet"))


def _code_elsewhere(root: Path, folder: Path, plan: Plan, parts: list[str]) -> None:
    """The same in a process of its own, one processor a piece."""
    from suara.engine.duck import connect

    con = connect(threads=1)
    _code(con, root, folder, plan, parts)
    con.close()


def _code(con: duckdb.DuckDBPyConnection, root: Path, folder: Path, plan: Plan, parts: list[str]) -> None:
    target = folder / f"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]}.parquet"
    keys = ("_part", "_row", "platform", "id", "kind")
    write_part(con, matches_query(con, _captures(con, root, parts), keys, "text", plan), target)
    write_whole(target.with_suffix(".json"), json.dumps(parts))


def _captures(con: duckdb.DuckDBPyConnection, root: Path, parts: Sequence[str]) -> str:
    con.register("_to_code", pl.DataFrame({"_file": [str(root / p) for p in parts], "_part": parts}).to_arrow())
    listed = ", ".join(text(str(root / p)) for p in parts)
    return (
        f"SELECT f._part, file_row_number AS _row, c.platform, c.id, c.kind, c.text FROM read_parquet([{listed}], filename=true, "
        f"file_row_number=true, union_by_name=true) AS c JOIN _to_code AS f ON f._file = c.filename WHERE {USABLE} AND c.id IS NOT NULL"
    )


def current(files: Iterable[Path]) -> str:
    """A query of the codes found in captures that stand, without those that a newer capture replaced."""
    listed = ", ".join(text(str(f)) for f in files)
    if not listed:
        return "SELECT NULL::VARCHAR AS _part, NULL::VARCHAR AS platform, NULL::VARCHAR AS id, NULL::VARCHAR AS kind, NULL::VARCHAR AS code, NULL::VARCHAR[] AS terms WHERE false"
    return (
        f"SELECT b._part, b.platform, b.id, b.kind, b.code, b.terms FROM read_parquet([{listed}]) AS b "
        "SEMI JOIN (SELECT DISTINCT _part FROM _parts_posts) AS p ON p._part = b._part "
        "ANTI JOIN superseded AS s ON s._table = 'posts' AND s._part = b._part AND s._row = b._row"
    )


def codings_query(found: str, coder: str, version: str) -> str:
    """Codes found (platform, id, kind, code, terms) as codings with ``platform``; terms and version stand in ``extras``."""
    return (
        f"SELECT platform, id AS unit, CASE WHEN kind = 'comment' THEN 'comment' ELSE 'post' END AS unit_kind, {text(coder)} AS coder, code, "
        f"'1' AS value, {text(coder)} AS kind, NULL::DOUBLE AS confidence, NULL::DOUBLE AS sampling_probability, NULL::TIMESTAMP AS coded_at, "
        f"NULL::VARCHAR AS round, concat('{{\"codebook\":', {text(json.dumps(version))}, ',\"platform\":', to_json(platform), ',\"terms\":', to_json(terms), '}}') AS extras "
        f"FROM ({found}) ORDER BY platform, id, code"
    )


def create_found(con: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """The view ``coded_by_dictionary``: part, platform, id, code, value and coder of what was found in captures that stand."""
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW coded_by_dictionary AS SELECT _part, platform, id, {slug('code')} AS code, '1' AS value, "
        f"{text(DICTIONARY)} AS coder FROM ({current(files)})"
    )


def stamp(con: duckdb.DuckDBPyConnection, file: Path) -> str:
    """What ``current`` of one file depends on, in short."""
    listed = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    con.register("_listed", pl.DataFrame({"_part": listed}, schema={"_part": pl.String}).to_arrow())
    row = con.execute(
        "SELECT (SELECT bit_xor(hash(_part)) FROM _parts_posts SEMI JOIN _listed USING (_part)), count(*), bit_xor(hash(_part, _row)) "
        "FROM superseded SEMI JOIN _listed USING (_part) WHERE _table = 'posts'"
    ).fetchone()
    con.unregister("_listed")
    return json.dumps([str(v) for v in row or ()])


def machine_files(tables: Path) -> list[Path]:
    """The files in which machine coders left their codings."""
    files = [tables / f"codings_{coder}.parquet" for coder in ("classifier", "model")]
    return [*sorted((tables / f"codings_{DICTIONARY}").glob("*.parquet")), *(f for f in files if f.exists())]


def all_codings(tables: Path) -> str:
    """A query of the codings of everybody: the view ``codings``, and what machine coders left."""
    made = (
        f"SELECT COLUMNS(lambda c: c NOT IN ('platform', 'seen')) FROM read_parquet({text(str(f))})"
        for f in machine_files(tables)
    )
    return " UNION ALL BY NAME ".join(["SELECT * FROM codings", *made])


def create_codings(con: duckdb.DuckDBPyConnection, machines: Iterable[Path] = ()) -> None:
    """The views of codings of posts: ``coded_by_people`` and ``coded_by_machines``, a row a post, code and coding.

    ``machines``: files of machine coders (platform, unit, code, value, coder, confidence). A unit that fits posts of two
    platforms and names none is nobody's. People's one code of each post is the table ``gold``.
    """
    create_coded(con)
    match_units(con)
    matched = (
        f"SELECT u.platform, u.id, {slug('c.code')} AS code, c.code AS named, c.value, c.coder, c.confidence, c.sampling_probability, c.round, c.coded_at, c.kind, "
        f"{kind_of('c')} AS whose FROM _coded AS c JOIN _units AS u ON u.unit = c.unit AND u.named IS NOT DISTINCT FROM c.platform "
        "WHERE u.fits = 1 AND coalesce(c.unit_kind, 'post') IN ('post', 'comment')"
    )
    con.execute(f"CREATE OR REPLACE TEMP VIEW coded_by_people AS SELECT * FROM ({matched}) WHERE whose = 'human'")
    made = [f"SELECT platform, id, code, named, value, coder, confidence FROM ({matched}) WHERE whose = 'machine'"]
    made += [
        f"SELECT platform, unit, {slug('code')}, code, value, coder, confidence FROM read_parquet({text(str(file))})"
        for file in machines
    ]
    con.execute(f"CREATE OR REPLACE TEMP VIEW coded_by_machines AS {' UNION ALL '.join(made)}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE gold AS {_GOLD}")


_GOLD = """
    WITH own AS (SELECT * FROM coded_by_people QUALIFY row_number() OVER (
        PARTITION BY platform, id, code, coder ORDER BY coded_at DESC NULLS LAST, round DESC NULLS LAST, value) = 1),
    votes AS (SELECT platform, id, code, value, count(*) AS n, bool_or(kind = 'adjudicated' OR coder = 'adjudicator') AS decided FROM own GROUP BY ALL),
    each AS (SELECT platform, id, code, coalesce(round, '') AS round, max(sampling_probability) AS p FROM coded_by_people
        WHERE sampling_probability > 0 GROUP BY ALL),
    parts AS (SELECT code, round, count(*) / sum(count(*)) OVER (PARTITION BY code) AS part FROM each GROUP BY code, round),
    chances AS (SELECT e.platform, e.id, e.code, least(1, 1 / list_sum(list_sort(list(r.part / e.p)))) AS probability
        FROM each AS e JOIN parts AS r USING (code, round) GROUP BY ALL),
    drawn AS (SELECT c.platform, c.id, c.code, any_value(k.probability) AS probability, count(DISTINCT c.coder) AS coders
        FROM coded_by_people AS c LEFT JOIN chances AS k USING (platform, id, code) GROUP BY ALL)
    SELECT v.platform, v.id, v.code, v.value, d.probability, d.coders FROM votes AS v JOIN drawn AS d USING (platform, id, code)
    QUALIFY row_number() OVER (PARTITION BY v.platform, v.id, v.code ORDER BY decided DESC, n DESC, md5(v.platform || v.id || v.code || v.value)) = 1
    ORDER BY v.code, v.platform, v.id"""
"""People's code of a post: the adjudicator's, else what most coders say; of as many against as many one by lot (hash).

``probability``: how it was drawn. Of several rounds each speaks for all posts by itself; put together, a round counts by the
part of the coded posts that are its own, so that a second, denser round is not drowned by the weights of the first.
"""


def codes_coded(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """slug, named (as codings write it), coder (null: people), values (at most 100, sorted), n: who coded what."""
    return con.execute(
        "SELECT code AS slug, min(named) AS named, coder, list_sort(list_distinct(list(value)))[:100] AS values, count(*) AS n FROM ("
        "SELECT code, named, NULL AS coder, value FROM coded_by_people UNION ALL SELECT code, named, coder, value FROM coded_by_machines WHERE coder <> 'dictionary') "
        "GROUP BY code, coder ORDER BY ALL"
    ).pl()


def confusion(con: duckdb.DuckDBPyConnection, code: str, coder: str) -> pl.DataFrame:
    """human, machine, n: posts by what people and a machine coder said; the dictionary's silence on a text is 0."""
    machine = f"(SELECT platform, id, value FROM coded_by_machines WHERE code = {text(code)} AND coder = {text(coder)})"
    silent = coder == DICTIONARY
    said = "coalesce(m.value, '0')" if silent else "m.value"
    posts = "JOIN posts AS p ON p.platform = g.platform AND p.id = g.id AND trim(p.text) <> ''" if silent else ""
    return con.execute(
        f"SELECT g.value AS human, {said} AS machine, count(*) AS n FROM gold AS g {posts} {'LEFT' if silent else ''} JOIN {machine} AS m "
        f"ON m.platform = g.platform AND m.id = g.id WHERE g.code = {text(code)} GROUP BY ALL ORDER BY ALL"
    ).pl()


def with_codes(query: str, columns: Sequence[Column], coded: str = "coded_by_machines") -> str:
    """The query of prepared posts with a column a code, from the best machine coder that coded the post.

    Null where nobody coded the post; where the dictionary is asked, 0 for a post with text in which it found nothing.
    ``coded``: a relation of codings. A post's codes are a list, for most posts a short one.
    """
    if not columns:
        return query
    asked = [(c.slug, coder, rank) for c in columns for rank, coder in enumerate(_until_dictionary(c.coders))]
    values = ", ".join(f"({text(s)}, {text(coder)}, {rank})" for s, coder, rank in asked) or "(NULL, NULL, 0)"
    shown = ", ".join(_shown(c) for c in columns)
    return (
        f"SELECT q.*, {shown} FROM ({query}) AS q LEFT JOIN (SELECT platform, id, list(code) AS codes, list(value) AS said FROM ("
        f"SELECT m.platform, m.id, m.code, arg_min(m.value, r.rank) AS value FROM {coded} AS m "
        f"JOIN (VALUES {values}) AS r(code, coder, rank) ON r.code = m.code AND r.coder = m.coder GROUP BY ALL) GROUP BY platform, id) AS k "
        "ON k.platform = q.platform AND k.id = q.id"
    )


def _until_dictionary(coders: Sequence[str]) -> Sequence[str]:
    return coders[: coders.index(DICTIONARY) + 1] if DICTIONARY in coders else coders


def _shown(column: Column) -> str:
    value = f"k.said[list_position(k.codes, {text(column.slug)})]"
    if DICTIONARY in column.coders:
        value = f"coalesce({value}, CASE WHEN q.written AND q.id IS NOT NULL THEN '0' END)"
    if column.binary:
        value = f"CASE try_cast({value} AS INTEGER) WHEN 0 THEN 0 WHEN 1 THEN 1 END"
    return f"{value} AS {name(COLUMN + column.slug)}"


def coded_texts(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """platform, id, seen (hash of the text), code, value, text of every post with text that people coded."""
    return con.execute(
        "SELECT g.platform, g.id, hash(p.text) AS seen, g.code, g.value, p.text FROM gold AS g JOIN posts AS p "
        "ON p.platform = g.platform AND p.id = g.id WHERE NOT p.derived AND trim(p.text) <> '' ORDER BY g.code, g.platform, g.id"
    ).pl()


def texts_to_code(con: duckdb.DuckDBPyConnection, known: Path) -> Iterator[pl.DataFrame]:
    """platform, id, seen, text, in batches: posts of actors with text of which ``known`` does not hold codings."""
    rows = con.execute(
        f"SELECT p.platform, p.id, hash(p.text) AS seen, p.text FROM posts AS p ANTI JOIN read_parquet({text(str(known))}) AS k "
        "ON k.platform = p.platform AND k.unit = p.id AND k.seen = hash(p.text) WHERE NOT p.derived AND p.actor_id IS NOT NULL "
        "AND coalesce(p.kind, 'post') <> 'comment' AND p.id IS NOT NULL AND trim(p.text) <> '' ORDER BY p.platform, p.id"
    ).to_arrow_reader(20_000)
    for batch in rows:
        yield pl.DataFrame(pl.from_arrow(batch))


def write_said(con: duckdb.DuckDBPyConnection, said: pl.DataFrame, target: Path) -> None:
    """Keep what a coder said (platform, unit, code, value, confidence, seen), beside what it said before of texts that stand."""
    con.register("_said", said.to_arrow())
    before = (
        f"UNION ALL SELECT b.* FROM read_parquet({text(str(target))}) AS b SEMI JOIN posts AS p ON p.platform = b.platform AND p.id = b.unit AND hash(p.text) = b.seen"
        if target.exists()
        else ""
    )
    write_part(con, f"SELECT * FROM _said {before} ORDER BY platform, unit, code", target)


def posts_by_lot(con: duckdb.DuckDBPyConnection, posts: int) -> pl.DataFrame:
    """platform, id, text of so many campaign posts with text, in the order of hashes: the same ones at each call."""
    return con.execute(
        "SELECT platform, id, text FROM posts WHERE in_scope AND NOT derived AND actor_id IS NOT NULL AND id IS NOT NULL AND trim(text) <> '' "
        f"AND coalesce(kind, 'post') <> 'comment' ORDER BY sha256(platform || ':' || id), platform, id LIMIT {int(posts)}"
    ).pl()
