"""How fast pages answer over a study of many posts, with many readers who never pause.

    python -m bench.pages --posts 20000000 --readers 20

Measured are the first page after the start; every page asked for the first time, one after the other (``cold``); then
readers who ask for one page after the other without a pause. One page in fifty is one that nobody asked for before
(a number's posts in a week of its own, a measure of a few actors), so that pages are made all the while.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.study import ACTORS, PLATFORMS, START, WEEKS, make
from suara.conclude.finding import FINDINGS

NAMES = ("posts", "engagement", "likes", "reply_share", "followers")
FRESH = 0.02
"""Part of the pages that nobody asked for before."""


def addresses() -> dict[str, list[str]]:
    """What people open, by kind of page."""
    actors = [f"p{i:02d}" for i in range(ACTORS)]
    steps = ("/measures", "/actors", "/findings", "/triangulation")
    by_platform = [f"/measures/{n}?platform={p}" for n in NAMES for p in PLATFORMS]
    period = "/measures/posts?from=2023-10-01&to=2023-11-01"
    return {
        "front": ["/", "/?lang=id", *(f"/?platform={p}" for p in PLATFORMS)],
        "data and codebook": ["/data", "/coding"],
        "measures": ["/measures", *(f"/measures/{n}" for n in NAMES), *by_platform, period, "/measures/posts.json"],
        "actors": ["/actors", *(f"/actors?actor={a}" for a in actors)],
        "answers": [*steps[2:], *(f"/findings/{f.name}" for f in FINDINGS)],
        "posts behind a number": [f"/posts?measure=posts&actor={a}&platform={p}" for a in actors for p in PLATFORMS],
        "most engagement": ["/posts", *(f"/posts?platform={p}&order=engagement" for p in PLATFORMS)],
    }


def fresh(chance: random.Random) -> tuple[str, str]:
    """A page that nobody asked for before: its days, or its actors, are its own."""
    actors = chance.sample(range(ACTORS), 2)
    first = START + timedelta(days=chance.randrange(WEEKS * 7 - 9))
    last = first + timedelta(days=chance.randrange(9))
    name = chance.choice(NAMES[:4])
    asked = [
        f"/posts?measure={name}&actor=p{actors[0]:02d}&platform={chance.choice(PLATFORMS)}&from={first}&to={last}",
        f"/measures/{name}.csv?actor=p{actors[0]:02d}&actor=p{actors[1]:02d}&from={first}&to={last}",
    ]
    return "asked for the first time", chance.choice(asked)


class Reader(threading.Thread):
    """Somebody who opens one page after the other."""

    def __init__(self, port: int, pages: list[tuple[str, str]], seconds: float, seed: int) -> None:
        super().__init__(daemon=True)
        self.port, self.pages, self.seconds, self.chance = port, pages, seconds, random.Random(seed)
        self.took: list[tuple[str, float]] = []

    def run(self) -> None:
        """Ask until the time is over."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", "/progress.json")
        answer = connection.getresponse()
        cookie = (answer.getheader("set-cookie") or "").split(";")[0]
        answer.read()
        until = time.perf_counter() + self.seconds
        while time.perf_counter() < until:
            new = self.chance.random() < FRESH
            kind, path = fresh(self.chance) if new else self.chance.choice(self.pages)
            self.took.append((kind, asked(connection, path, cookie)))


def asked(connection: http.client.HTTPConnection, path: str, cookie: str = "") -> float:
    """Seconds that a page took."""
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: status {answer.status}")
    return time.perf_counter() - begun


def measured(root: Path, readers: int, seconds: float) -> dict[str, Any]:
    """Start the dashboard, open every page once, then read."""
    begun, before = time.perf_counter(), _processor()
    command = [sys.executable, "-m", "suara", "serve", str(root), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().split(":")[3].split("/")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        asked(connection, "/")
        start = time.perf_counter() - begun
        pages = [(kind, path) for kind, paths in addresses().items() for path in paths]
        cold = [(kind, asked(connection, path)) for kind, path in pages]
        kept = _kept(process.pid, connection)
        crowd = [Reader(port, pages, seconds, seed) for seed in range(readers)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
    finally:
        process.terminate()
        process.wait()
    took = [t for one in crowd for t in one.took]
    told = {
        "first_page_after_start_s": round(start, 2),
        "server_processor_s": round(_processor() - before, 1),
        "kept_page_processor_ms": kept,
    }
    return {
        **told,
        "pages_a_second": round(len(took) / seconds),
        "load": os.getloadavg()[0],
        "cold": cold,
        "took": took,
    }


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _kept(pid: int, connection: http.client.HTTPConnection, pages: int = 2_000) -> float | None:
    """Milliseconds of processor time that a kept page takes, whatever else the machine does; null where Linux does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return None

    def used() -> int:
        return sum(int(part) for part in stat.read_text().rsplit(")", 1)[1].split()[11:13])

    time.sleep(2)
    begun = used()
    for _ in range(pages):
        asked(connection, "/measures/posts", "suara=" + "a" * 40)
    return round((used() - begun) * 1000 / os.sysconf("SC_CLK_TCK") / pages, 2)


def row(name: str, seconds: list[float]) -> str:
    """A line of the table: how many, the middle, the slowest of twenty, the slowest of all."""
    cut = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    return f"| {name} | {len(seconds):,} | {cut[49] * 1000:.1f} | {cut[94] * 1000:.1f} | {max(seconds) * 1000:.0f} |"


def page(posts: int, readers: int, found: dict[str, Any], command: str) -> str:
    """The measurement as a page."""
    kinds = dict.fromkeys(kind for kind, _took in found["took"])
    return "\n".join([
        "# Pages, measured", "",
        f"The dashboard (`suara serve`, one process and one that draws) over a made-up study of {posts:,} posts, with {readers} readers who ask for one page after the",
        "other without a pause. The texts lie in the store in the order of time; pages show posts by actor, platform, measure and period.",
        f"Made by `{command}` on a machine with {os.cpu_count()} processors that had other work (load {found['load']:.0f}), the readers themselves included.", "",
        f"First page after the start of the command: {found['first_page_after_start_s']} s. Pages a second: {found['pages_a_second']:,}.",
        f"Processor time of a page that was asked for before: {found['kept_page_processor_ms']} ms. Of the server, start and pages made in advance included: {found['server_processor_s']} s for {len(found['took']) + len(found['cold']):,} pages.", "",
        "| page | asked | middle ms | 95 of 100 within ms | slowest ms |", "|---|---|---|---|---|",
        row("**all, 20 readers at once**" if readers == 20 else f"**all, {readers} readers at once**", [s for _kind, s in found["took"]]),
        *(row(kind, [s for k, s in found["took"] if k == kind]) for kind in kinds), "",
        "Every page for the first time, one after the other, while pages were still being made in advance:", "",
        "| page | asked | middle ms | 95 of 100 within ms | slowest ms |", "|---|---|---|---|---|",
        row("**all**", [s for _kind, s in found["cold"]]),
        *(row(kind, [s for k, s in found["cold"] if k == kind]) for kind in addresses()), "",
    ])  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--study", type=Path, help="Make the study here, or take the one that lies here.")
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = given.study or Path(scratch) / "study"
        if not (root / "study.toml").exists():
            make(root, given.posts)
        found = measured(root, given.readers, given.seconds)
    command = f"python -m bench.pages --posts {given.posts} --readers {given.readers} --write docs/bench-pages.md"
    said = page(given.posts, given.readers, found, command)
    print(json.dumps({k: v for k, v in found.items() if k not in ("cold", "took")}), said, sep="\n")
    if given.write:
        given.write.write_text(said, encoding="utf-8")


if __name__ == "__main__":
    main()
