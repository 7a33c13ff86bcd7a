"""Coordination: made-up shares, one object of which goes round all day, and the all-pairs join on a slice.

    python -m bench.coordination --shares 10000000 --viral 200000 --write docs/bench-coordination.md
    python -m bench.coordination --shares 1000000 --viral 20000 --slice 200000

Each object is shared by about 50 accounts over twelve hours; the viral one over 24 hours. Three sizes are measured (a
quarter, half, all), each a process of its own; ``--slice``: the same for a join of all pairs on the first shares.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from suara.engine.buckets import OneBucket
from suara.engine.coshares import co_shares
from suara.engine.duck import connect
from suara.engine.shares import create_shares
from suara.triangulate.coordination import coordinated


def query(shares: int, viral: int) -> str:
    """Shares as kind, object, account, content, instant, official; one in a hundred is of groups of five within 15 seconds."""
    accounts, objects, planted = max(1_000, shares // 20), max(1, shares // 50), shares // 100 // 75 * 75
    drawn = (
        f"SELECT i, i < {viral} AS viral, i >= {shares - planted} AS planted, CASE WHEN i >= {shares - planted} THEN hash(i // 5, 5) ELSE hash(i, 1) END "
        f"% {objects} AS o FROM range({shares}) AS t(i)"
    )
    return (
        "SELECT 'link' AS kind, CASE WHEN viral THEN 'viral' ELSE 'o' || CAST(o AS VARCHAR) END AS object, "
        f"CASE WHEN planted THEN 'g' || i // 75 || '-' || i % 5 ELSE 'w' || CAST(hash(i, 3) % {accounts} AS VARCHAR) END AS account, "
        "i::VARCHAR AS content, TIMESTAMP '2024-01-01' + to_seconds(CAST(CASE WHEN viral THEN hash(i, 4) % 86400 WHEN planted THEN "
        "hash(o, 2) % 5184000 + hash(i // 5, 4) % 43200 + i % 5 * 3 ELSE hash(o, 2) % 5184000 + hash(i, 4) % 43200 END AS BIGINT)) AS instant, "
        f"false AS official FROM ({drawn})"
    )


def ours(con: duckdb.DuckDBPyConnection, shares: int, viral: int, seconds: int) -> dict[str, Any]:
    """Time the interval join with its null model."""
    began, busy = time.perf_counter(), time.process_time()
    found = co_shares(create_shares(OneBucket(con), query(shares, viral)), seconds)
    network = coordinated(found)
    return _told(began, busy) | {"edges": found.edges.height, "beyond": network.edges.height}


def all_pairs(con: duckdb.DuckDBPyConnection, shares: int, viral: int, seconds: int) -> dict[str, Any]:
    """The join that looks at every pair of shares of an object; it has no null model."""
    began, busy = time.perf_counter(), time.process_time()
    con.execute(f"CREATE OR REPLACE TEMP TABLE slice AS {query(shares, viral)}")
    row = con.execute(
        "SELECT count(*) FROM (SELECT x.account, y.account FROM slice AS x JOIN slice AS y USING (object) WHERE x.account < y.account "
        f"AND abs(epoch_us(x.instant) - epoch_us(y.instant)) <= {seconds * 1_000_000} GROUP BY ALL HAVING count(DISTINCT object) > 1)"
    ).fetchone()
    return _told(began, busy) | {"edges": row[0] if row else 0}


def _told(began: float, busy: float) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"seconds": time.perf_counter() - began, "processor": time.process_time() - busy, "peak": peak}


WAYS = {"suara": ours, "all pairs": all_pairs}


def measured(way: str, shares: int, viral: int, seconds: int, memory: str) -> dict[str, Any]:
    """One way and size in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", "bench.coordination", "--one", way, "--shares", str(shares), "--viral", str(viral),
               "--window", str(seconds), "--memory", memory]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(said)
    return {"way": way, "shares": shares, "viral": viral} | found


def page(rows: list[dict[str, Any]], given: argparse.Namespace) -> str:
    """The rows as a page."""
    own = [row for row in rows if row["way"] == "suara"]
    lines = [
        "# Coordination, measured",
        "",
        f"Made-up shares, window {given.window} s, memory limit {given.memory}; every row a whole process: shares read into tables, interval join, null model",
        f"on the candidate edges. The viral object is {100 * given.viral / given.shares:.0f} % of the shares within 24 hours and grows with them; one share in a hundred is of groups of five",
        "accounts that share fifteen objects within 15 seconds. Made by",
        f"`python -m bench.coordination --shares {given.shares} --viral {given.viral} --slice {given.slice} --memory {given.memory} --write docs/bench-coordination.md` on a machine",
        f"with {os.cpu_count()} processors that had other work (load {os.getloadavg()[0]:.0f}): processor seconds compare better than seconds.",
        "",
        "| way | shares | viral | seconds | processor s | peak GiB | edges | beyond chance |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        beyond = f"{row['beyond']:,}" if "beyond" in row else ""
        lines.append(f"| {row['way']} | {row['shares']:,} | {row['viral']:,} | {row['seconds']:.1f} | {row['processor']:.1f} | {row['peak']:.2f} | "
                     f"{row['edges']:,} | {beyond} |")  # fmt: skip
    if len(own) > 2:
        times = [row["processor"] / own[-3]["processor"] for row in own[-3:]]
        lines += ["", f"Shares 1 : 2 : 4, processor time {' : '.join(f'{t:.1f}' for t in times)}."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shares", type=int, default=500_000)
    parser.add_argument("--viral", type=int, default=10_000)
    parser.add_argument("--window", type=int, default=60)
    parser.add_argument("--slice", type=int, default=0, metavar="SHARES")
    parser.add_argument("--memory", default="2GiB")
    parser.add_argument("--one", choices=WAYS)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    if given.one:
        with tempfile.TemporaryDirectory() as work:
            con = connect(Path(work), memory=given.memory)
            print(json.dumps(WAYS[given.one](con, given.shares, given.viral, given.window)))
            con.close()
        return
    asked = []
    if given.slice:
        part = max(1, given.viral * given.slice // given.shares)
        asked += [("all pairs", given.slice, part), ("suara", given.slice, part)]
    asked += [("suara", given.shares // k, given.viral // k) for k in (4, 2, 1)]
    rows = [measured(*one, given.window, given.memory) for one in asked]
    print(page(rows, given))
    if given.write:
        given.write.write_text(page(rows, given), encoding="utf-8")


if __name__ == "__main__":
    main()
