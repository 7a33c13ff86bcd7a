"""What people coded in each actor's posts: one small table of shares."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from suara.engine.frames import files
from suara.engine.writing import text


def coded_shares(con: duckdb.DuckDBPyConnection, posts: Path, until: date) -> pl.DataFrame:
    """code, value, actor_id, share (of the actor's coded posts, 0 to 1), posts (coded). Posts up to a day, or without one.

    The views of `suara.engine.codes.create_codings` stand on ``con``.
    """
    return con.execute(f"""
    WITH own AS (SELECT actor_id, platform, id FROM read_parquet({text(str(files(posts)))}) WHERE day IS NULL OR day <= DATE '{until}'),
    joined AS (SELECT DISTINCT o.actor_id, o.platform, o.id, h.named AS code, h.value FROM coded_by_people AS h JOIN own AS o USING (platform, id)),
    coded AS (SELECT actor_id, code, count(DISTINCT (platform, id)) AS posts FROM joined GROUP BY ALL),
    counted AS (SELECT actor_id, code, value, count(*) AS k FROM joined GROUP BY ALL)
    SELECT v.code, v.value, c.actor_id, coalesce(k.k, 0) / c.posts AS share, c.posts
    FROM coded AS c JOIN (SELECT DISTINCT code, value FROM joined) AS v ON v.code = c.code
    LEFT JOIN counted AS k ON k.actor_id = c.actor_id AND k.code = c.code AND k.value = v.value ORDER BY ALL""").pl()
