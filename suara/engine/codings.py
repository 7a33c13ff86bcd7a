"""What people coded in this study, beside what was imported, in the one table ``codings``."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from suara.engine.codes import kind_of
from suara.engine.store import Store
from suara.engine.writing import text


def add_to_codings(con: duckdb.DuckDBPyConnection, store: Store, rows: pl.DataFrame) -> None:
    """Keep the ledger's rows in the store, and show them in the view ``codings``; without rows it stays as it is.

    ``rows``: the columns of ``codings`` with source_file and source_row.
    """
    part = store.tables / "codings_ledger.parquet"
    if rows.is_empty():
        part.unlink(missing_ok=True)
        return
    rows.write_parquet(part)
    row = con.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'codings'").fetchone()
    assert row is not None
    con.execute(str(row[0]).replace("codings", "codings_imported", 1).replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))
    con.execute(
        "CREATE OR REPLACE VIEW codings AS SELECT * FROM codings_imported UNION ALL BY NAME "
        f"SELECT *, true AS in_scope, false AS derived FROM read_parquet({text(str(part))})"
    )


def ratings(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """unit, code (as codings write it), coder, value, round, platform, lang: what people said of whole units.

    Codings of pieces of a text are left out, and so is the platform of a unit that is no post of the study.
    """
    return con.execute(
        f"SELECT DISTINCT coalesce(u.platform || ':' || u.id, c.unit) AS unit, c.code, c.coder, c.value, c.round, u.platform, p.lang FROM _coded AS c "
        "LEFT JOIN _units AS u ON u.unit = c.unit AND u.named IS NOT DISTINCT FROM c.platform AND u.fits = 1 "
        "LEFT JOIN posts AS p ON p.platform = u.platform AND p.id = u.id AND NOT p.derived "
        f"WHERE {kind_of('c')} = 'human' AND c.value IS NOT NULL AND c.code IS NOT NULL AND c.coder IS NOT NULL AND c.unit IS NOT NULL "
        "AND coalesce(c.unit_kind, 'post') <> 'span' ORDER BY ALL"
    ).pl()


def against_people(con: duckdb.DuckDBPyConnection, listed: Sequence[str]) -> pl.DataFrame:
    """code, machine coder, platform, lang, human, said, confidence, probability: posts that people and a machine coded.

    The dictionary, which writes presences alone, says 0 of every other post with text; ``listed`` are the codes that it
    has terms for.
    """
    con.register("_listed", pl.DataFrame({"code": list(listed)}, schema={"code": pl.String}).to_arrow())
    return con.execute(
        "WITH spoke AS (SELECT code, coder, platform, id, min(value) AS value, min(confidence) AS confidence FROM coded_by_machines GROUP BY ALL), "
        "who AS (SELECT code, coder FROM spoke UNION SELECT code, 'dictionary' FROM _listed), "
        "asked AS (SELECT g.*, w.coder, p.lang, coalesce(trim(p.text), '') <> '' AS written FROM gold AS g JOIN who AS w ON w.code = g.code "
        "JOIN posts AS p ON p.platform = g.platform AND p.id = g.id AND NOT p.derived) "
        "SELECT a.code, a.coder, a.platform, a.id, a.lang, a.value AS human, "
        "CASE WHEN a.coder = 'dictionary' AND a.written THEN coalesce(s.value, '0') ELSE s.value END AS said, s.confidence, a.probability "
        "FROM asked AS a LEFT JOIN spoke AS s ON s.code = a.code AND s.coder = a.coder AND s.platform = a.platform AND s.id = a.id "
        "WHERE s.value IS NOT NULL OR (a.coder = 'dictionary' AND a.written) ORDER BY ALL"
    ).pl()
