"""`suara collect` beside DuckDB alone and twarc-csv, on the same made-up X v2 posts, in one run.

    python -m bench.ingest --posts 2000000 [--more 4] [--repeat 3] [--folder build/bench] [--write docs/bench.md]

Every row is a whole process: wall time, processor time and peak memory as the system counts them. ``--more N`` adds N
further files of as many posts (other seeds), one after another, for the peak memory of a large study.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from bench.generate import write

ROOT = Path(__file__).resolve().parents[1]
TOML = '[study]\ntitle = "Bench"\ntimezone = "Asia/Jakarta"\n\n[privacy]\nnames = "actors"\n'
ACTORS = 20


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds, processor seconds, peak memory in bytes."""

    wall: float
    cpu: float
    peak: int


def measured(command: list[str], folder: Path = ROOT, **environment: str) -> Cost:
    """Run a command to its end; what failed ends the bench with its words."""
    clock = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    assert child.stderr is not None
    said = child.stderr.read()
    _pid, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - clock
    if status:
        sys.exit(f"{' '.join(command)}\n{said}")
    scale = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * scale)


def best(costs: list[Cost]) -> Cost:
    """The least wall and processor time of the repetitions (others share the machine), the greatest memory."""
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), max(c.peak for c in costs))


def make_study(folder: Path, posts: int) -> Path:
    """A study whose register names 20 of the accounts; everybody else gets a pseudonym."""
    study = folder / f"study-{posts}"
    (study / "data").mkdir(parents=True, exist_ok=True)
    (study / "study.toml").write_text(TOML)
    actors = [f"a{i},Calon {i},candidate" for i in range(ACTORS)]
    accounts = [f"a{i},x,warga{i},{10**18 + i}" for i in range(ACTORS)]
    (study / "actors.csv").write_text("\n".join(["actor_id,name,kind", *actors]) + "\n")
    (study / "accounts.csv").write_text("\n".join(["actor_id,platform,handle,account_id", *accounts]) + "\n")
    file = study / "data" / "posts-1.jsonl"
    if not file.exists():
        write(file, posts, 1)
    return study


def twarc(folder: Path, file: Path, posts: int) -> Cost | str:
    """twarc-csv on the first posts, in an environment of its own (it needs pandas 2); or why it could not run."""
    home = folder / "twarc"
    command = home / "bin" / "twarc2"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        done = subprocess.run(
            [str(home / "bin" / "pip"), "install", "--quiet", "pandas<3", "twarc-csv"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not command.exists():
            return "could not be installed here"
    part = folder / "slice.jsonl"
    with file.open() as lines, part.open("w") as out:
        for line in islice(lines, posts):  # twarc-csv fails on a field that is there and null
            out.write(json.dumps({k: v for k, v in json.loads(line).items() if v is not None}) + "\n")
    return measured(
        [str(command), "--bearer-token", "none", "csv", str(part), str(folder / "slice.csv")],
        folder=folder,
        HOME=str(folder),
    )


def machine() -> str:
    """The machine in a line, without its name."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next(
            (
                line.split(":", 1)[1].strip()
                for line in cpuinfo.read_text().splitlines()
                if line.startswith("model name")
            ),
            model,
        )
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = ", ".join(f"{library} {version(library)}" for library in ("duckdb", "polars", "pyarrow"))
    return f"{model}, {os.cpu_count()} processors, {pages / 2**30:.0f} GiB; {platform.system()}; Python {platform.python_version()}, {versions}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=2_000_000)
    parser.add_argument("--slice", type=int, default=20_000)
    parser.add_argument("--more", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    folder = given.folder.resolve()
    study = make_study(folder, given.posts)
    file = study / "data" / "posts-1.jsonl"
    for left in set(file.parent.glob("*.jsonl")) - {file}:  # by an earlier --more
        left.unlink()
    suara = [sys.executable, "-m", "suara", "collect", str(study)]
    costs: dict[str, list[Cost]] = {"columns": [], "whole": [], "collect": [], "again": []}
    for _turn in range(given.repeat):
        for what in ("columns", "whole"):
            costs[what].append(
                measured([sys.executable, "-m", "bench.floor", str(file), str(folder / "floor.parquet"), what])
            )
        shutil.rmtree(study / "out", ignore_errors=True)
        costs["collect"].append(measured(suara))
        costs["again"].append(measured(suara))
    peer = twarc(folder, file, given.slice)
    rows = {what: best(cost) for what, cost in costs.items()}
    more = []
    for seed in range(2, 2 + given.more):
        write(study / "data" / f"posts-{seed}.jsonl", given.posts, seed)
        more.append((seed * given.posts, measured(suara), measured(suara)))
    said = report(given.posts, file.stat().st_size, given.slice, given.repeat, rows, peer, more)
    print(said)
    if given.write:
        given.write.write_text(said, encoding="utf-8")


def _told(cost: Cost) -> str:
    return f"{cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak / 2**20:,.0f}"


def report(
    posts: int,
    size: int,
    part: int,
    repeat: int,
    rows: dict[str, Cost],
    peer: Cost | str,
    more: list[tuple[int, Cost, Cost]],
) -> str:
    """The table."""
    floor, ours = rows["columns"], rows["collect"]
    names = {
        "columns": "DuckDB, a stated shape of 14 columns, to Parquet (floor)",
        "whole": "DuckDB, every field that suara reads, to Parquet",
        "collect": "**suara collect**: recognised, mapped, pseudonyms, duplicates, books",
        "again": "suara collect again, file unchanged",
    }
    lines = [
        "# Import, measured", "",
        f"{posts:,} made-up X v2 posts ({size / 1e9:.2f} GB of JSON lines), every row a whole process, least of {repeat} runs in turn; made by `make bench`.", "",
        f"{machine()}; mean load of the last quarter of an hour {os.getloadavg()[2]:.1f} (a bench alone makes 2; with more, only processor time can be compared, and that is dearer too)", "",
        "| what | wall s | processor s | rows/s | peak MiB | floor ÷ this (wall) | (processor) |", "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for what, cost in rows.items():
        rate = f"{posts / cost.wall:,.0f}" if what != "again" else ""
        ratio = (f"{floor.wall / cost.wall:.2f}", f"{floor.cpu / cost.cpu:.2f}") if what != "again" else ("", "")
        lines.append(
            f"| {names[what]} | {cost.wall:.2f} | {cost.cpu:.2f} | {rate} | {cost.peak / 2**20:,.0f} | {ratio[0]} | {ratio[1]} |"
        )
    if isinstance(peer, str):
        lines.append(f"| twarc-csv | {peer} | | | | | |")
    else:
        lines.append(
            f"| twarc-csv, the first {part:,} posts | {peer.wall:.2f} | {peer.cpu:.2f} | {part / peer.wall:,.0f} | {peer.peak / 2**20:,.0f} | | |"
        )
        times = (posts / ours.wall) / (part / peer.wall)
        cpu = (posts / ours.cpu) / (part / peer.cpu)
        lines += [
            "",
            f"suara collect reads {times:.0f} times as many posts a second as twarc-csv, {cpu:.0f} times as many a second of a processor.",
        ]
    if more:
        lines += [
            "",
            "| posts in the study, a file of them new | wall s | processor s | peak MiB | again, unchanged: wall s | processor s | peak MiB |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [f"| {n:,} | {_told(new)} | {_told(again)} |" for n, new, again in more]
    lines += [
        "",
        f"Against DuckDB reading every field that suara reads: {rows['whole'].wall / ours.wall:.2f} by wall, {rows['whole'].cpu / ours.cpu:.2f} by processor time.",
        "The 14 columns of the floor are text, numbers and two lists; suara gives 28 columns, takes away names, keeps a follower count for every author, "
        "hashes the file, looks for fields that are new or gone, and finds duplicates.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
