"""The canonical tables as views over the store's parts: captures, who is who, what a newer capture replaced, scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from suara.engine.ingest import source_row, write_if_changed
from suara.engine.store import Part, Store
from suara.engine.writing import name, text
from suara.tables import TABLES, Table

NEWEST_WINS = ("posts", "ads")
"""Tables of captures: of one (platform, id) the newest stays. Elsewhere only equal rows are duplicates."""


IDS_OF_THEIR_OWN = ("mcl-csv",)
"""Formats whose ids are not the platform's."""

KEYED_BY_OWNER = ("crowdtangle-fb-csv", "zeeschuimer:facebook.com")
"""Formats whose ``extras.join_key`` is the id that other exports give the post."""

USABLE = "_problem IS NULL AND _left_out IS NULL AND (_unit IS NULL OR _element IS NOT NULL)"
"""Which rows of a part are rows of its table."""

DELETION = "deletion notice"
"""How the reason of a quarantined record begins that tells a post was deleted."""

FIRST_DAY, LAST_DAY = "DATE '0001-01-01'", "DATE '9999-12-31'"
"""The days between which an account is held of which nobody says since when or until when."""

NOBODY = "json_extract_string(c.extras, '$.row_type') IS NOT NULL"
"""A row of results that is nobody's: write-ins, blanks, totals, ballots cast."""


@dataclass(frozen=True)
class Scope:
    """The campaign's window in local days; null is open."""

    zone: str
    start: date | None
    end: date | None
    election: date | None = None


def create_captures(con: duckdb.DuckDBPyConnection, store: Store) -> None:
    """A view ``captures_TABLE`` for every canonical table: all usable rows of all files, with file and row."""
    parts: dict[str, list[tuple[str, Part]]] = {table: [] for table in TABLES}
    for record in store.records():
        for part in record.parts:
            parts[part.table].append((record.file, part))
    for table in TABLES.values():
        rows = [(str(store.root / p.path), file, p.derived, p.path) for file, p in parts[table.name]]
        _keep_rows(con, f"_parts_{table.name}", ("_file", "source_file", "_derived", "_part"), rows)
        query = captures(store, table, [p for _, p in parts[table.name]])
        con.execute(f"CREATE OR REPLACE VIEW captures_{table.name} AS {query}")


def captures(store: Store, table: Table, parts: Sequence[Part]) -> str:
    """A query of the usable rows of some of a table's parts."""
    columns = ", ".join(f"c.{name(c)}" for c in table.names)
    if not parts:
        empty = ", ".join(f"NULL::{c.type} AS {name(c.name)}" for c in table.columns)
        return (
            f"SELECT {empty}, NULL::VARCHAR AS source_file, NULL::VARCHAR AS source_row, false AS _derived, "
            "NULL::VARCHAR AS _part, NULL::BIGINT AS _row WHERE false"
        )
    selects = []
    for place in sorted({p.place for p in parts}):
        paths = "[" + ", ".join(text(str(store.root / p.path)) for p in parts if p.place == place) + "]"
        selects.append(
            f"SELECT {columns}, f.source_file, {source_row(place)} AS source_row, f._derived, f._part, file_row_number AS _row "
            f"FROM read_parquet({paths}, filename=true, file_row_number=true, union_by_name=true) AS c "
            f"JOIN _parts_{table.name} AS f ON f._file = c.filename WHERE {USABLE}"
        )
    return " UNION ALL ".join(selects)


def _keep_rows(
    con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: Sequence[tuple[str | bool | None, ...]]
) -> None:
    """A small table from here, without the libraries that DuckDB would import to take it."""

    def written(value: str | bool | None) -> str:
        return text(value) if isinstance(value, str) else {None: "NULL::VARCHAR", True: "true", False: "false"}[value]

    values = ", ".join(f"({', '.join(map(written, row))})" for row in rows)
    source = f"VALUES {values}" if rows else f"SELECT {', '.join('NULL::VARCHAR' for _c in columns)} WHERE false"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({', '.join(columns)}) AS {source}")


def find_superseded(con: duckdb.DuckDBPyConnection, store: Store, keep_evidence: bool) -> str:
    """Write ``superseded``: rows that a newer capture or version replaces, that an equal row already gave, or that were deleted.

    ``keep_evidence`` is the study's recorded decision not to honour deletion notices. Returns what it was made of.
    """
    create_deletions(con, store)
    found = [_superseded(table) for table in TABLES.values() if table.key]
    own_ids = [p.path for record in store.records() for p in record.parts if record.format in IDS_OF_THEIR_OWN]
    if own_ids:
        found.append(_same_post_under_two_ids(own_ids))
    keyed = [p.path for record in store.records() for p in record.parts if record.format in KEYED_BY_OWNER]
    if keyed:
        found.append(_same_post_by_join_key(keyed))
    posts = [p.path for record in store.records() for p in record.parts if p.table == "posts" and not p.derived]
    if posts:
        found.append(_older_versions([str(store.root / path) for path in posts]))
    if not keep_evidence:
        found.append(_deleted())
    query = f"SELECT _table, _part, _row, min(why) AS why FROM ({' UNION ALL '.join(found)}) GROUP BY ALL ORDER BY _table, _part, _row"
    target = store.tables / "superseded.parquet"
    made_of = write_if_changed(con, query, target, store.fingerprint())
    con.execute(f"CREATE OR REPLACE VIEW superseded AS SELECT * FROM read_parquet({text(str(target))})")
    return made_of


def create_deletions(con: duckdb.DuckDBPyConnection, store: Store) -> None:
    """A view of the posts that a deletion list names: platform and id."""
    parts = [
        p
        for record in store.records()
        for p in record.parts
        if p.table == "posts" and not p.derived and record.quarantined
    ]
    if not parts:
        con.execute(
            "CREATE OR REPLACE VIEW deletions AS SELECT NULL::VARCHAR AS platform, NULL::VARCHAR AS id WHERE false"
        )
        return
    paths = "[" + ", ".join(text(str(store.root / p.path)) for p in parts) + "]"
    con.execute(
        f"CREATE OR REPLACE VIEW deletions AS SELECT DISTINCT platform, id FROM read_parquet({paths}, union_by_name=true) "
        f"WHERE _problem LIKE '{DELETION}%' AND id IS NOT NULL"
    )


def _deleted() -> str:
    return (
        "SELECT 'posts' AS _table, c._part, c._row, 'deleted' AS why FROM captures_posts AS c "
        "JOIN deletions AS d ON d.platform = c.platform AND d.id = c.id"
    )


def _same_post_under_two_ids(parts: list[str]) -> str:
    """Rows whose format has ids of its own are the post of the same account, minute and text of another export."""
    listed = ", ".join(text(part) for part in parts)
    return (
        "SELECT 'posts' AS _table, m._part, m._row, 'same post' AS why FROM captures_posts AS m JOIN captures_posts AS o "
        "ON o.platform = m.platform AND coalesce(o.author_name, o.handle) = coalesce(m.author_name, m.handle) "
        "AND date_trunc('minute', o.created_at) = date_trunc('minute', m.created_at) AND o.text = m.text "
        "WHERE m.text <> '' "
        f"AND m._part IN ({listed}) AND o._part NOT IN ({listed})"
    )


def _same_post_by_join_key(parts: list[str]) -> str:
    """Rows whose id is the post's part alone are the post that another export calls owner_post."""
    listed = ", ".join(text(part) for part in parts)
    return (
        "SELECT 'posts' AS _table, m._part, m._row, 'same post' AS why FROM captures_posts AS m JOIN captures_posts AS o "
        "ON o.platform = m.platform AND o.id = json_extract_string(m.extras, '$.join_key') "
        f"WHERE m._part IN ({listed}) AND o.id <> m.id"
    )


def _older_versions(parts: list[str]) -> str:
    """Posts of which a later version was captured: an edited post names the ids of all its versions in ``_versions``."""
    listed = ", ".join(text(part) for part in parts)
    earlier = (
        "SELECT platform, unnest(_versions[:list_position(_versions, id) - 1]) AS id "
        f"FROM read_parquet([{listed}], union_by_name=true) WHERE len(_versions) > 1 AND {USABLE}"
    )
    return (
        "SELECT 'posts' AS _table, c._part, c._row, 'newer version' AS why FROM captures_posts AS c "
        f"SEMI JOIN ({earlier}) AS e ON e.platform = c.platform AND e.id = c.id"
    )


def _superseded(table: Table) -> str:
    """Of one (platform, id) the newest capture stays; of what has no id, and in other tables, the first of equal rows."""
    whole = ", ".join(name(c) for c in table.names if c not in ("extras", "captured_at") or c in table.key)
    equal = "_derived, source_file, _part, _row"
    if table.name not in NEWEST_WINS:
        return _ranked(table, "true", whole, equal, "equal row")
    ident = name(table.key[-1])
    newest = "_derived, captured_at DESC NULLS LAST, source_file, _part, _row"
    keyed = _ranked(table, f"{ident} IS NOT NULL", ", ".join(name(k) for k in table.key), newest, "newer capture")
    return f"{keyed} UNION ALL {_ranked(table, f'{ident} IS NULL', whole, equal, 'equal row')}"


def _ranked(table: Table, which: str, key: str, order: str, why: str) -> str:
    captures = f"captures_{table.name}"
    repeated = f"SELECT hash({key}) FROM {captures} WHERE {which} GROUP BY 1 HAVING count(*) > 1"
    ranked = (
        f"SELECT _part, _row, row_number() OVER (PARTITION BY {key} ORDER BY {order}) AS _rank FROM {captures} "
        f"WHERE {which} AND hash({key}) IN ({repeated})"
    )
    return f"SELECT {text(table.name)} AS _table, _part, _row, '{why}' AS why FROM ({ranked}) WHERE _rank > 1"


def create_tables(con: duckdb.DuckDBPyConnection, scope: Scope, named: bool) -> None:
    """A view for every canonical table: current captures, with ``actor_id`` found and ``in_scope`` decided.

    ``named`` says whether there is a register of actors; without one every account or name that accounts.csv gives to
    nobody is an actor of its own.
    """
    _find_percent_files(con)
    for table in TABLES.values():
        if table.name not in ("actors", "accounts"):
            con.execute(
                f"CREATE OR REPLACE VIEW {table.name} AS {current(table, scope, named, f'captures_{table.name}')}"
            )


def _find_percent_files(con: duckdb.DuckDBPyConnection) -> None:
    """The files that write shares in per cent under a header that does not say so (*share*, *vote_share*).

    Of a whole, the parts beside the largest never sum to more than the whole: where in most contests of a file they do,
    its shares are per cent. A single impossible share does not make its file so.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE percent_files AS SELECT source_file FROM (SELECT source_file, max(share) AS most, "
        "CASE WHEN count(*) = 1 THEN max(share) / 2 ELSE sum(share) - max(share) END AS beside FROM captures_results AS c "
        f"WHERE share IS NOT NULL AND NOT ({NOBODY}) GROUP BY source_file, election, office, unit_level, unit) "
        "GROUP BY source_file HAVING max(most) > 1.05 AND median(beside) > 1.05"
    )


def percent_files(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The files whose shares were read as per cent though their header does not say so."""
    return [row[0] for row in con.execute("SELECT source_file FROM percent_files ORDER BY 1").fetchall()]


def create_links(con: duckdb.DuckDBPyConnection, store: Store) -> None:
    """``links`` with the post that an address names, and the hash of the screenshot where it lies in ``data/``."""
    images = [(r.file, r.file.rsplit("/", 1)[-1], r.sha256) for r in store.records() if r.format == "image"]
    _keep_rows(con, "_images", ("file", "base", "sha256"), images)
    plain = "rtrim(regexp_replace(lower({0}), '^https?://(www\\.|m\\.|mobile\\.)?', ''), '/')"
    con.execute(
        f"CREATE OR REPLACE VIEW links_named AS SELECT l.* REPLACE (coalesce(l.sha256, i.sha256) AS sha256), p.platform AS post_platform, p.id AS post_id "
        f"FROM links AS l LEFT JOIN _images AS i ON l.image IN (i.file, i.base, regexp_replace(i.file, '^data/', '')) "
        f"LEFT JOIN (SELECT {plain.format('url')} AS address, min(platform) AS platform, min(id) AS id FROM posts WHERE url IS NOT NULL GROUP BY 1) AS p "
        f"ON p.address = {plain.format('l.url')}"
    )


def current(table: Table, scope: Scope, named: bool, captured: str) -> str:
    """A query of the captures that stand, with their actors, and whether they lie in the study's window."""
    who = {"actor_id", "handle", "account_id", "name"} & set(table.names)
    columns = [f"c.{name(c)}" for c in table.names if c != "actor_id"]
    joins = ""
    if who:
        columns.insert(0, f"{_actor(table, named)} AS actor_id")
        joins = _joins(table, scope) + _by_names(table, named)
    if table.name == "results" and scope.election is not None:  # a file of one election need not say which
        columns[columns.index('c."election"')] = f"coalesce(c.election, '{scope.election}') AS election"
    if table.name == "results":
        in_percent = "c.source_file IN (SELECT source_file FROM percent_files)"
        columns[columns.index('c."share"')] = (
            f"CASE WHEN {in_percent} THEN round(c.share / 100, 12) ELSE c.share END AS share"
        )
    columns += ["c.source_file", "c.source_row", f"{in_scope(table, scope)} AS in_scope", "c._derived AS derived"]
    columns += ["c._part", "c._row"] if table.name == "posts" else []
    return (
        f"SELECT {', '.join(columns)} FROM {captured} AS c {joins} "
        f"ANTI JOIN (SELECT _part, _row FROM superseded WHERE _table = {text(table.name)}) AS s ON s._part = c._part AND s._row = c._row"
    )


def _actor(table: Table, named: bool) -> str:
    given = [f"c.{name(c)}" for c in ("actor_id",) if c in table.names]
    if _by_names(table, named):
        given.insert(0, "of_name.actor_id")
    found = []
    if "account_id" in table.names and "platform" in table.names:
        found += ["by_id.actor_id", "by_handle.actor_id"]
    if "name" in table.names:
        found.append("by_name.actor_id")
    if not named:
        provisional = (
            ("handle", "account_id", "name", "author_name")
            if table.name != "posts"
            else ("handle", "account_id", "author_name")
        )
        found += [f"c.{name(c)}" for c in provisional if c in table.names]
    whose = f"coalesce({', '.join([*given, *found, 'NULL'])})"
    return f"CASE WHEN {NOBODY} THEN NULL ELSE {whose} END" if table.name == "results" and not named else whose


def _by_names(table: Table, named: bool) -> str:
    """A list of posts made by hand may say whose each is by the name that the register has."""
    if table.name != "posts" or not named:
        return ""
    names = "SELECT name, min(actor_id) AS actor_id FROM actors GROUP BY name HAVING count(DISTINCT actor_id) = 1"
    return f"LEFT JOIN ({names}) AS of_name ON of_name.name = c.actor_id "


def _joins(table: Table, scope: Scope) -> str:
    joins = ""
    if "account_id" in table.names and "platform" in table.names:
        day = _local_day(table, scope) or "NULL"
        # Comparisons alone, an account's column on one side: with an OR the engine would compare every post with every account.
        valid = f"coalesce({day}, {LAST_DAY}) >= a.valid_from AND coalesce({day}, {FIRST_DAY}) <= a.valid_to"
        for alias, key in (("by_id", "account_id"), ("by_handle", "handle")):
            on = f"{alias}.platform = c.platform AND {alias}.{key} = c.{key} AND {valid.replace('a.valid', alias + '.valid')}"
            joins += f"LEFT JOIN ({_held(key)}) AS {alias} ON {on} "
    if "name" in table.names:
        joins += (
            f'LEFT JOIN who AS by_name ON by_name."table" = {text(table.name)} AND by_name.name = c.name '
            "AND by_name.unit IS NOT DISTINCT FROM c.unit "
            if "unit" in table.names
            else f'LEFT JOIN who AS by_name ON by_name."table" = {text(table.name)} AND by_name.name = c.name '
        )
    return joins


def _held(key: str) -> str:
    """An account once for each actor that held it, from its first day to its last."""
    return (
        f"SELECT actor_id, platform, {key}, min(coalesce(valid_from, {FIRST_DAY})) AS valid_from, "
        f"max(coalesce(valid_to, {LAST_DAY})) AS valid_to FROM accounts WHERE {key} IS NOT NULL AND actor_id IS NOT NULL "
        f"GROUP BY actor_id, platform, {key}"
    )


def _local_day(table: Table, scope: Scope) -> str | None:
    if table.time is None:
        return None
    column = table.column(table.time)
    if column.kind == "instant":
        return f"CAST(timezone({text(scope.zone)}, timezone('UTC', c.{name(table.time)})) AS DATE)"
    return f"c.{name(table.time)}"


def in_scope(table: Table, scope: Scope) -> str:
    """Whether a capture ``c`` lies in the window."""
    if not table.scoped or (scope.start is None and scope.end is None):
        return "true"
    first = last = _local_day(table, scope)
    if table.name == "series":
        first, last = "coalesce(c.date, c.period_start)", "coalesce(c.date, c.period_end)"
    if table.name == "ads":
        last = "coalesce(CAST(c.ended_at AS DATE), DATE '9999-12-31')"
        bounds = [
            f"({last}) >= DATE '{scope.start}'" if scope.start else "true",
            f"({first}) <= DATE '{scope.end}'" if scope.end else "true",
        ]
        return f"coalesce({' AND '.join(bounds)}, false)"
    bounds = [
        f"({first}) >= DATE '{scope.start}'" if scope.start else "true",
        f"({last}) <= DATE '{scope.end}'" if scope.end else "true",
    ]
    inside = f"coalesce({' AND '.join(bounds)}, false)"
    return f"(c.measure = 'followers' OR {inside})" if table.name == "series" else inside


def sums(con: duckdb.DuckDBPyConnection) -> list[tuple[str, bool, int, str, str, str | None, float, float]]:
    """Units whose votes do not sum to their valid votes (shares: sum to more than 1), by file.

    A row for each file and direction: (file, more than the total, units, first row, election, unit, sum, total).
    """
    return con.execute(
        "WITH units AS (SELECT source_file, election, office, unit, unit_level, min(CAST(regexp_extract(source_row, '\\d+') AS BIGINT)) AS first_row, "
        "sum(votes) AS votes, max(valid_votes) AS valid, sum(share) AS shares, count(*) FILTER (votes IS NULL) AS unknown "
        "FROM results WHERE json_extract_string(extras, '$.row_type') IS NULL GROUP BY source_file, election, office, unit, unit_level), "
        "wrong AS (SELECT *, votes > valid AS more, CAST(votes AS DOUBLE) AS said, CAST(valid AS DOUBLE) AS total FROM units "
        "WHERE votes <> valid AND (votes > valid OR unknown = 0) UNION ALL SELECT *, true, shares, 1.0 FROM units WHERE votes IS NULL AND shares > 1.005) "
        "SELECT source_file, more, count(*), CAST(min(first_row) AS VARCHAR), arg_min(election, first_row), arg_min(coalesce(unit, ''), first_row), "
        "arg_min(said, first_row), arg_min(total, first_row) FROM wrong GROUP BY source_file, more ORDER BY ALL"
    ).fetchall()


def register(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame, store: Store) -> None:
    """Keep a small table in the store and make it a view."""
    path: Path = store.tables / f"{table}.parquet"
    frame.write_parquet(path)
    con.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet({text(str(path))})")
