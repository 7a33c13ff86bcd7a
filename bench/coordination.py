"""Coordination: made-up shares, one object of which goes round 50 times an hour or more, and the all-pairs join on a slice.

    python -m bench.coordination --shares 10000000 --viral 200000 --memory 4GiB
    python -m bench.coordination --shares 1000000 --viral 20000 --slice 200000

Each object is shared by about 50 accounts over three days; the viral one over 24 hours. Prints seconds, peak memory of
the process and the candidate edges; with ``--slice`` the same for a join of all pairs on the first shares.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import duckdb

from suara.engine.coshares import co_shares, create_shares
from suara.engine.duck import connect
from suara.triangulate.coordination import coordinated


def query(shares: int, viral: int) -> str:
    """Shares as kind, object, account, content, instant, official."""
    accounts = max(1_000, shares // 20)
    common = f"'o' || CAST(hash(i, 1) % {max(1, shares // 50)} AS VARCHAR)"
    start = "TIMESTAMP '2024-01-01'"
    born = f"to_seconds(CAST(hash(hash(i, 1) % {max(1, shares // 50)}, 2) % 5184000 AS BIGINT))"
    return (
        f"SELECT 'link' AS kind, CASE WHEN i < {viral} THEN 'viral' ELSE {common} END AS object, 'w' || CAST(hash(i, 3) % {accounts} AS VARCHAR) AS account, "
        f"i::VARCHAR AS content, {start} + CASE WHEN i < {viral} THEN to_seconds(CAST(hash(i, 4) % 86400 AS BIGINT)) "
        f"ELSE {born} + to_seconds(CAST(hash(i, 4) % 259200 AS BIGINT)) END AS instant, false AS official FROM range({shares}) AS t(i)"
    )


def ours(con: duckdb.DuckDBPyConnection, shares: int, viral: int, seconds: int) -> None:
    """Time the interval join with its null model."""
    began = time.perf_counter()
    create_shares(con, query(shares, viral))
    found = co_shares(con, seconds)
    network = coordinated(found)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"suara     {shares:>11,} shares, viral {viral:,}: {took:.1f} s, {peak:.2f} GiB, {found.edges.height:,} candidate edges, "
          f"{network.edges.height:,} beyond chance")  # fmt: skip


def all_pairs(con: duckdb.DuckDBPyConnection, slice_: int, viral: int, seconds: int) -> None:
    """The join that looks at every pair of shares of an object, on the first shares."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE slice AS {query(slice_, min(viral, slice_ // 10))}")
    began = time.perf_counter()
    row = con.execute(
        "SELECT count(*) FROM (SELECT x.account, y.account FROM slice AS x JOIN slice AS y USING (object) WHERE x.account < y.account "
        f"AND abs(epoch_us(x.instant) - epoch_us(y.instant)) <= {seconds * 1_000_000} GROUP BY ALL HAVING count(DISTINCT object) > 1)"
    ).fetchone()
    print(
        f"all pairs {slice_:>11,} shares: {time.perf_counter() - began:.1f} s, {row[0] if row else 0:,} candidate edges"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shares", type=int, default=500_000)
    parser.add_argument("--viral", type=int, default=10_000)
    parser.add_argument("--window", type=int, default=60)
    parser.add_argument("--slice", type=int, default=0, metavar="SHARES")
    parser.add_argument("--memory", default="3GiB")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        con = connect(Path(work), memory=given.memory)
        ours(con, given.shares, given.viral, given.window)
        if given.slice:
            all_pairs(con, given.slice, given.viral, given.window)
        con.close()


if __name__ == "__main__":
    main()
