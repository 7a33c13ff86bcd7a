"""What a run costs when nothing has changed, and when one file of 10,000 posts is new, beside a full run.

    python -m bench.incremental --posts 20000000 [--new 10000] [--folder build/bench] [--write docs/bench-incremental.md]

Every row is `suara run` as a user types it, a process of its own. The study is made of real files: 20 tables of posts (1,000
actors with an account on each of 4 platforms, 120 days, a tenth of all posts by one actor, another tenth by 50,000
accounts that are nobody's; texts of about 130 characters made of common words and terms of the dictionary), followers and
the votes of two elections. The new file has posts of all actors and of all days, which is the dearest case.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from bench.ingest import ROOT, Cost, machine, measured

ACTORS, OTHERS, DAYS, START = 1_000, 50_000, 120, date(2023, 10, 18)
PLATFORMS = ("x", "facebook", "instagram", "tiktok")
FILES = 20
DISTINCT = 50_000
"""Halves of texts; a post says two of them."""

MEMORY = "4GiB"
TOML = f"""[study]
title = "Many posts"
timezone = "Asia/Jakarta"
[campaign]
start = {START}
end = {START + timedelta(days=DAYS - 2)}
election = 2024-02-14
[engine]
memory = "{MEMORY}"
"""
STEPS = ("collect", "reduce", "conclude", "display")


def make(root: Path, posts: int) -> None:
    """The study's folder with registers, followers, results, and a store that holds the posts."""
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text(TOML, encoding="utf-8")
    actors = [(f"a{i:04d}", f"Calon Nomor{i:04d}", "candidate", "ab"[i % 2]) for i in range(ACTORS)]
    held = [(a[0], platform, f"{a[0]}_{platform}") for a in actors for platform in PLATFORMS]
    elections = (("2019-04-17", 7), ("2024-02-14", 11))
    tables = {
        "actors.csv": ["actor_id,name,kind,side", *(",".join(a) for a in actors)],
        "accounts.csv": ["actor_id,platform,handle", *(",".join(a) for a in held)],
        "data/results.csv": ["election,actor_id,votes", *(f"{e},{a[0]},{10_000 + i * k * 7919 % 99_991}" for i, a in enumerate(actors) for e, k in elections)],
        "data/followers.csv": ["platform,handle,captured_at,followers", *(f"{p},{h},2024-01-0{m}T00:00:00Z,{1000 + i * m * 6101 % 999_983}" for i, (_, p, h) in enumerate(held) for m in (1, 8))],
    }  # fmt: skip
    for name, lines in tables.items():
        (root / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    con = generator(root)
    for n in range(FILES):
        write_file(con, root / "data" / f"posts-{n:02d}.csv", n * 10**9, posts // FILES)


def generator(root: Path) -> duckdb.DuckDBPyConnection:
    """A connection with halves of texts."""
    from bench.coding import made
    from suara.engine.duck import connect
    from suara.reduce.codebook import codebook

    con = connect(root.with_name("work"), 2, MEMORY)
    halves = [
        " ".join((words := t.split())[: len(words) // 2]) for t in made(codebook(), 2 * DISTINCT)["text"].to_list()
    ]
    con.register("_halves", __import__("polars").DataFrame({"said": halves}).to_arrow())
    con.execute("CREATE TABLE halves AS SELECT row_number() OVER () - 1 AS n, said FROM _halves")
    return con


def rows(first: int, posts: int) -> str:
    """Posts as a query, the same for the same numbers: those of a file in the order of time, as an archive hands them on."""
    who = f"CASE WHEN hash(i, 1) % 10 = 0 THEN 'a0000' WHEN hash(i, 1) % 10 > 1 THEN printf('a%04d', hash(i, 2) % {ACTORS}) END"
    listed = "[" + ", ".join(f"'{p}'" for p in PLATFORMS) + "]"
    return (
        f"SELECT i, {listed}[1 + CAST(hash(i, 3) % {len(PLATFORMS)} AS INTEGER)] AS platform, {who} AS actor, "
        f"TIMESTAMP '{START}' + to_seconds(CAST((i - {first}) * {DAYS * 86400} // {posts} AS BIGINT)) AS created_at, "
        f"CAST(pow(hash(i, 4) % 1000, 2) / 100 AS BIGINT) AS likes, hash(i, 5) % {2 * DISTINCT} AS h1, hash(i, 6) % {2 * DISTINCT} AS h2 "
        f"FROM range({first}, {first + posts}) AS t(i)"
    )


def posts_query(first: int, posts: int) -> str:
    """The same with the columns of the canonical table."""
    other = f"'u' || CAST(hash(i, 7) % {OTHERS} AS VARCHAR)"
    return (
        f"SELECT platform, CAST(7000000000000 + i AS VARCHAR) AS id, created_at, concat(a.said, ' ', b.said) AS text, "
        "NULL::VARCHAR AS url, NULL::VARCHAR AS account_id, "
        f"coalesce(actor || '_' || platform, {other}) AS handle, CASE WHEN hash(i, 8) % 8 = 0 THEN 'reply' WHEN hash(i, 8) % 8 = 1 THEN 'repost' ELSE 'post' END AS kind, "
        f"CASE WHEN hash(i, 8) % 8 = 0 THEN 'u' || CAST(hash(i, 9) % {OTHERS} AS VARCHAR) END AS in_reply_to_account, "
        "['photo', 'video', 'text', 'link'][CAST(1 + hash(i, 10) % 4 AS BIGINT)] AS media_type, "
        "CASE WHEN hash(i, 11) % 20 = 0 THEN ['https://berita.example/' || CAST(hash(i, 12) % 200000 AS VARCHAR)] END AS urls, "
        "CASE WHEN hash(i, 13) % 10 = 0 THEN ['tagar' || CAST(hash(i, 14) % 5000 AS VARCHAR)] END AS hashtags, "
        "CASE WHEN hash(i, 15) % 10 = 0 THEN ['u' || CAST(hash(i, 16) % 50000 AS VARCHAR)] END AS mentions, "
        "likes, likes // 9 AS comments, likes // 20 AS shares, CASE WHEN platform IN ('x', 'tiktok') THEN likes * 31 END AS views, "
        f"TIMESTAMP '2024-02-20' AS captured_at FROM ({rows(first, posts)}) JOIN halves AS a ON a.n = h1 JOIN halves AS b ON b.n = h2 ORDER BY i"
    )


def write_file(con: duckdb.DuckDBPyConnection, file: Path, first: int, posts: int) -> None:
    """A real file: a table of posts."""
    con.execute(
        "COPY (SELECT * REPLACE (array_to_string(urls, ' ') AS urls, array_to_string(hashtags, ' ') AS hashtags, array_to_string(mentions, ' ') AS mentions) "
        f"FROM ({posts_query(first, posts)})) TO '{file}' (FORMAT csv)"
    )


@dataclass(frozen=True)
class Done:
    """A run: its cost, seconds of its steps as `run.json` tells them, pieces of prepared posts that stood and that were made."""

    cost: Cost
    seconds: dict[str, float]
    pieces: dict[str, int]


def run(root: Path) -> Done:
    """`suara run`."""
    cost = measured([sys.executable, "-m", "suara", "run", str(root)])
    told = json.loads((root / "out/run.json").read_text(encoding="utf-8"))
    return Done(cost, told["seconds"], told["pieces"])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=20_000_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    root = given.folder.resolve() / f"incremental-{given.posts}"
    (root / "data/new.csv").unlink(missing_ok=True)
    if not root.exists():
        make(root, given.posts)
    shutil.rmtree(root / "out", ignore_errors=True)
    done = {f"full run over {given.posts:,} posts": run(root), "again, nothing changed": run(root)}
    write_file(generator(root), root / "data/new.csv", 10**12, given.new)
    done[f"one new file of {given.new:,} posts"] = run(root)
    said = report(done)
    print(said)
    if given.write:
        given.write.write_text(said, encoding="utf-8")


def report(done: dict[str, Done]) -> str:
    """The table."""
    full, again, new = done.values()
    lines = [
        "# An unchanged study, and a new file, measured", "",
        f"`suara run` of a study of {ACTORS:,} actors on {len(PLATFORMS)} platforms over {DAYS} days, {MEMORY} of memory for the engine; every row a process of its own; made "
        "by `make bench`. The new file has posts of all actors and all days, the dearest case.", "",
        f"{machine()}; mean load of the last quarter of an hour {os.getloadavg()[2]:.1f} (a bench alone makes 2)", "",
        f"| what | wall s | processor s | peak MiB | of the full run: wall | processor | {' | '.join(f'{s}: wall s' for s in STEPS)} | report and start: wall s | pieces kept, made |",
        "|---|---|---|---|---|---|" + "---|" * (len(STEPS) + 2),
    ]  # fmt: skip
    for what, one in done.items():
        cost, steps = one.cost, _steps(one.seconds)
        parts = [f"{cost.wall / full.cost.wall:.1%}", f"{cost.cpu / full.cost.cpu:.1%}"]
        parts += [f"{v:.1f}" for v in (*steps.values(), cost.wall - sum(steps.values()))]
        parts.append(", ".join(f"{one.pieces.get(k, 0):,}" for k in ("kept", "made")) if one.seconds else "")
        lines.append(f"| {what} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak / 2**20:,.0f} | {' | '.join(parts)} |")
    asked = f"{new.cost.wall / full.cost.wall:.1%} of the full run by wall, {new.cost.cpu / full.cost.cpu:.1%} by processor (asked for: 5 %)"
    lines += ["", f"- Nothing changed: {again.cost.wall:.2f} s (asked for: 3).", f"- One new file: {asked}."]
    return "\n".join(lines) + "\n"


def _steps(seconds: dict[str, float]) -> dict[str, float]:
    """Seconds of each step, of display those that are left of it; an unchanged run has none."""
    return {step: seconds.get(step, 0.0) for step in STEPS}


if __name__ == "__main__":
    main()
