"""All built-in measures over posts at actor x platform x day, beside DuckDB SQL written by hand for the same numbers.

    python -m bench.measures --posts 20000000 [--more 100000000] [--spark] [--folder build/bench] [--write docs/bench-measures.md]

The store's posts are generated directly (1,000 actors, 4 platforms, 120 days, sorted by actor; one actor has a tenth of
all); more than 20 million are the same file several times. Every row is a whole process; *work* is what it took apart from starting and importing. That both give the same
numbers is checked in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.ingest import ROOT, Cost, machine, measured
from bench.measures_sql import SHARES_OF_A_CODE, query
from bench.picture import write as write_picture

ACTORS, PLATFORMS, DAYS = 1_000, 4, 120
LARGEST = 20_000_000
"""Posts in one generated file."""

KEYS = ("actor_id", "platform", "day")
MEMORY = "3GiB"
DIFFERENT = "Numbers that differ from the SQL: {n}."
NAMES = {
    "sql": "DuckDB, SQL written by hand (limit)",
    "ours": "**suara**: rollup of what adds up, a pass for the rest, values",
    "spark": "suara on Spark, local[2]",
    "coarser": "suara: whole period and weeks, summed from the rollup",
    "pandas": "pandas, one groupby a step as in a script",
}


def generate(path: Path, posts: int, first: int | None = None) -> None:
    """Prepared posts with every column that a measure looks at, the same for the same number; ``first``: the first actor's."""
    from suara.engine.duck import connect
    from suara.engine.ingest import write_part
    from suara.reduce.measure import MEASURES

    asked = sorted({c for m in MEASURES if m.rows == "post" for c in m.asked() if c.startswith("code_")})
    text = {"code_attack_target": ["party", "leader", "government", "none"], "code_emotion": ["anger", "joy", "fear", "none"],
            "code_picture_setting": ["personal", "graphic"], "code_sentiment": ["-1", "0", "1"]}  # fmt: skip
    codes = []
    for j, code in enumerate(asked):
        drawn = f"((h{j // 8} >> {8 * (j % 8)}) & 255)"
        value = (
            f"{text[code]}[CAST(1 + {drawn} % {len(text[code])} AS BIGINT)]"
            if code in text
            else f"CAST({drawn} < 12 AS INTEGER)"
        )
        codes.append(f"CASE WHEN written THEN {value} END AS {code}")
    hashes = ", ".join(f"hash(i, {salt}) AS h{salt}" for salt in range(len(asked) // 8 + 1))
    numbers = ", ".join(
        f"CASE WHEN hash(i, {salt}) % 20 > 0 THEN CAST(pow(hash(i, {salt}) % 1000, 2) // {1 + 9 * (salt - 100)} AS BIGINT) END AS {c}"
        for salt, c in enumerate(("likes", "comments", "shares", "views"), 100)
    )
    first = first or posts // 10
    rows = (
        f"SELECT i, 'a' || lpad(CAST(CASE WHEN i < {first} THEN 0 ELSE 1 + (i - {first}) * {ACTORS - 1} // {posts - first} END AS VARCHAR), 4, '0') AS actor_id, "
        f"'p' || hash(i, 1) % {PLATFORMS} AS platform, DATE '2023-11-28' + CAST(hash(i, 2) % {DAYS} AS INTEGER) AS day, hash(i, 3) % 33 > 0 AS written, "
        f"hash(i, 4) % 3 = 0 AS answers, hash(i, 5) % 9 = 0 AS repeats, ['photo', 'video', 'text', 'link', NULL][CAST(1 + hash(i, 6) % 5 AS BIGINT)] AS medium_kind, "
        f"list_value('@a')[:CAST(hash(i, 7) % 2 AS BIGINT)] AS mentions, {numbers}, {hashes} FROM range({posts}) AS t(i)"
    )
    con = connect(path.parent / "work", 2, MEMORY)
    write_part(
        con,
        f"SELECT actor_id, platform, i::VARCHAR AS id, day, CAST(date_trunc('week', day) AS DATE) AS week, answers, repeats, medium_kind, mentions, "
        f"likes, comments, shares, views, likes + coalesce(comments, 0) + coalesce(shares, 0) AS engagement, likes // 2 AS sympathy, {', '.join(codes)} FROM ({rows})",
        path,
    )


def by_sql(posts: Path, out: Path) -> None:
    """The limit."""
    from suara.engine.duck import connect
    from suara.engine.frames import files

    connect(out.parent / "work", 2, MEMORY).execute(
        f"COPY ({query(str(files(posts)))}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
    )


def by_suara(posts: Path, out: Path, engine: Any) -> None:
    """What a run does for these measures, and their values: what adds up, and what does not."""
    from suara.engine.frames import Cells
    from suara.reduce.measure import MEASURES
    from suara.reduce.rollup import additive, divided, parts, scan, write_rollup

    measures = [m for m in MEASURES if m.rows == "post"]
    added, others = additive(measures)
    rollup, rest = out.with_name("rollup_" + out.name), out.with_name("rest_" + out.name)
    write_rollup(engine, posts, added, rollup)
    engine.materialise(engine.cells(posts, Cells(KEYS, parts(others))), rest)
    for some, path, target in ((added, rollup, out), (others, rest, out.with_name("middle_" + out.name))):
        values = [e.alias(n) for m in some for n, e in ((m.name, divided(m)[2]), (f"{m.name}|n", divided(m)[1]))]
        scan(path).select(*KEYS, *values).sink_parquet(target)


def coarser(posts: Path, out: Path) -> None:
    """Sums of the rollup that ``by_suara`` left: actors over the whole period, and by week."""
    from suara.reduce.measure import MEASURES
    from suara.reduce.rollup import additive, summed

    added, _others = additive(m for m in MEASURES if m.rows == "post")
    rollup = out.with_name("rollup_" + posts.name)
    for keys in (["actor_id"], ["actor_id", "platform"], ["actor_id", "week"], ["actor_id", "platform", "week"]):
        summed(rollup, added, keys)


def by_pandas(posts: Path, out: Path) -> None:
    """A third of the measures as a script would do them: shares of codes, totals, means, the middle."""
    import pandas as pd

    shares = dict(pair.split("=") for pair in SHARES_OF_A_CODE.split())
    codes = [f"code_{code}" for code in shares.values()]
    counts = ["likes", "comments", "shares", "views", "engagement"]
    frame = pd.read_parquet(posts, columns=[*KEYS, *counts, *codes])
    by = frame.groupby(list(KEYS))
    found = [by[codes].mean(), by[codes].count(), by[counts].sum(), by[counts].count(), by["engagement"].median()]
    pd.concat(found, axis=1).reset_index().set_axis(range(3 + 2 * len(codes) + 11), axis=1).rename(
        columns=str
    ).to_parquet(out)


def child(what: str, posts: Path, out: Path) -> None:
    """One row of the table, in a process of its own; its seconds of work beside its output."""
    engine: Any = None
    if what == "ours":
        from suara.engine.frames import Duck

        engine = Duck(2, MEMORY, out.parent / "work")
    if what == "spark":
        from suara.engine.spark import Spark

        engine = Spark("local[2]", MEMORY, out.parent / "spark")
        engine.local(engine.scan(posts).select("actor_id").head(1))
    began, before = time.perf_counter(), processor()
    if engine is not None:
        by_suara(posts, out, engine)
    else:
        {"sql": by_sql, "coarser": coarser, "pandas": by_pandas}[what](posts, out)
    seconds, after = time.perf_counter() - began, processor()
    out.with_suffix(".seconds").write_text(json.dumps([seconds, after - before]))
    if engine is not None:
        engine.close()


def processor() -> float:
    """Processor seconds of this process and of all that it started (Spark's Java and its Pythons), where there is /proc."""
    found: dict[int, tuple[int, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended meanwhile
            continue
        found[int(path.parent.name)] = int(told[1]), sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")

    def ours(pid: int) -> bool:
        while pid in found and pid != os.getpid():
            pid = found[pid][0]
        return pid == os.getpid()

    return sum(seconds for pid, (_parent, seconds) in found.items() if ours(pid)) or time.process_time()


def run(what: str, posts: Path) -> tuple[Cost, float, float]:
    """The cost of a whole process; of its work alone seconds, and processor seconds with what it started."""
    out = posts.with_name(f"{what}-{posts.name}" if what != "coarser" else f"ours-{posts.name}")
    if what == "coarser":
        posts = out
    cost = measured([sys.executable, "-m", "bench.measures", "--child", what, str(posts), str(out)])
    seconds, processor_seconds = json.loads(out.with_suffix(".seconds").read_text())
    return cost, seconds, processor_seconds


def same(posts: Path, what: str) -> int:
    """Cells in which suara and the hand-written SQL differ; every number is compared, exactly."""
    import polars as pl

    sql = pl.scan_parquet(posts.with_name(f"sql-{posts.name}")).sort(KEYS)
    different, compared = 0, 0
    for prefix in ("", "middle_"):
        ours = pl.scan_parquet(posts.with_name(f"{prefix}{what}-{posts.name}")).sort(KEYS)
        columns = [c for c in ours.collect_schema() if c not in KEYS]
        compared += len(columns)
        for start in range(0, len(columns), 20):
            some = columns[start : start + 20]
            one, other = (frame.select(*KEYS, pl.col(some).cast(pl.Float64)).collect() for frame in (ours, sql))
            if not one.select(KEYS).equals(other.select(KEYS)):
                return one.height
            different += sum(int((~one[c].eq_missing(other[c])).sum()) for c in some)
    missing = len(sql.collect_schema()) - len(KEYS) - compared
    return different if missing == 0 else abs(missing)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=20_000_000)
    parser.add_argument("--more", type=int, default=0)
    parser.add_argument("--few", type=int, default=1_000_000, help="posts that the pandas script gets")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--child", nargs=3)
    given = parser.parse_args()
    if given.child:
        what, posts, out = given.child
        child(what, Path(posts), Path(out))
        return
    folder = given.folder.resolve() / "measures"
    folder.mkdir(parents=True, exist_ok=True)
    said = report(folder, given)
    print(said)
    if given.write:
        given.write.write_text(said, encoding="utf-8")
        write_picture(given.write, given.write.with_suffix(".svg"))
    if DIFFERENT.split("{")[0] in said.replace(DIFFERENT.format(n=0), ""):
        sys.exit("suara and the SQL differ: see above")


def made(folder: Path, posts: int) -> Path:
    """The posts, generated once, by a process of its own; beyond 20 million as a folder that names a file several times."""
    path = folder / f"posts-{posts}.parquet"
    if posts > LARGEST and not path.exists():
        part = made(folder, LARGEST)
        path.mkdir()
        for i in range(-(-posts // LARGEST)):
            os.link(part, path / f"{i}.parquet")
    elif not path.exists():
        code = f"from pathlib import Path; from bench.measures import generate; generate(Path({str(path)!r}), {posts})"
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    return path


def report(folder: Path, given: argparse.Namespace) -> str:
    """The table. Turns go round, so that what else the machine does meets all alike; the least of each counts."""
    rows: list[tuple[str, int, Cost, float]] = []
    notes: list[str] = []
    limit: dict[int, float] = {}
    ours: dict[int, float] = {}
    for posts in [given.posts, *([given.more] if given.more else [])]:
        path = made(folder, posts)
        kinds = ["sql", "ours", "coarser", *(["spark"] if given.spark and posts == given.posts else [])]
        turns: dict[str, list[tuple[Cost, float, float]]] = {kind: [] for kind in kinds}
        for turn in range(given.repeat if posts == given.posts else 1):
            for kind in (k for k in kinds if turn == 0 or k != "coarser"):
                turns[kind].append(run(kind, path))
        for kind, done in turns.items():
            rows.append((kind, posts, min((c for c, _, _ in done), key=lambda c: c.wall), min(s for _, s, _ in done)))
        limit[posts], ours[posts] = (min(s for _, s, _ in turns[k]) for k in ("sql", "ours"))
        cpu = min(c.cpu for c, _, _ in turns["ours"]) / min(c.cpu for c, _, _ in turns["sql"])
        ratio = f"suara / SQL {ours[posts] / limit[posts]:.2f} by time of work, {cpu:.2f} by processor"
        notes.append(f"- {posts:,} posts: {ratio}. {DIFFERENT.format(n=same(path, 'ours'))}")
        if "spark" in turns:
            time_of, processor_of = ({k: min(t[i] for t in turns[k]) for k in ("spark", "ours")} for i in (1, 2))
            ratio = f"{time_of['spark'] / time_of['ours']:.2f} by time of work, {processor_of['spark'] / processor_of['ours']:.2f} by processor"
            spent = f"{processor_of['spark']:.1f} s against {processor_of['ours']:.1f} s"
            notes.append(
                f"- Spark / DuckDB at {posts:,} posts, start-up apart: {ratio} ({spent}). {DIFFERENT.format(n=same(path, 'spark'))}"
            )
    if given.more:
        notes.append(
            f"- {given.more:,} against {given.posts:,} posts: {ours[given.more] / ours[given.posts]:.1f} times the time."
        )
    if given.few:
        rows.append(("pandas", given.few, *run("pandas", made(folder, given.few))[:2]))
    return "\n".join([*_head(given), *(_row(*row, limit) for row in rows), "", *notes]) + "\n"


def _head(given: argparse.Namespace) -> list[str]:
    return [
        "# Measures, measured", "",
        f"All built-in measures over posts at actor x platform x day ({ACTORS:,} actors, {PLATFORMS} platforms, {DAYS} days), {MEMORY} of memory and two "
        f"processors for each; least of {given.repeat} turns; made by `make bench`.", "", machine(), "",
        "![Seconds of processor by number of posts](bench-measures.svg)", "",
        "| what | posts | work s | posts/s | whole process s | processor s | peak MiB | against the SQL |", "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip


def _row(kind: str, posts: int, cost: Cost, seconds: float, limit: dict[int, float]) -> str:
    against = f"{seconds / limit[posts]:.2f}" if posts in limit and kind in ("sql", "ours", "spark") else ""
    peak, cpu = ("", "") if kind == "spark" else (f"{cost.peak / 2**20:,.0f}", f"{cost.cpu:.2f}")
    return f"| {NAMES[kind]} | {posts:,} | {seconds:.2f} | {posts / seconds:,.0f} | {cost.wall:.2f} | {cpu} | {peak} | {against} |"


if __name__ == "__main__":
    main()
