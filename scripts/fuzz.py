"""Mutated exports against `suara collect`: no crash, no hang, books balanced, every quarantined row with its reason.

    python -m scripts.fuzz --files 10000 --seed 1

Each study of a few mutated files is collected in a process of its own batch, so that an engine that dies takes only
its batch along; what failed is kept under ``fuzz-found/`` with the words it failed with.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(os.environ.get("SUARA_FIXTURES", ROOT.parent / "shared" / "fixtures"))
FOUND = ROOT / "fuzz-found"
LARGEST = 300_000
FILES_A_STUDY, STUDIES_A_BATCH = 8, 10
SECONDS_A_STUDY = 120
NAMES = {
    "all": '[study]\ntitle = "Fuzz"\n[privacy]\nnames = "all"\n',
    "actors": '[study]\ntitle = "Fuzz"\ntimezone = "Asia/Jakarta"\n[privacy]\nnames = "actors"\n',
}


def seeds() -> list[Path]:
    """Files to start from: the pairs of the tests, and the fixtures where they are."""
    pairs = [
        p for p in (ROOT / "tests" / "pairs").rglob("*") if p.is_file() and ".in" in p.relative_to(ROOT).as_posix()
    ]
    fixtures = [p for p in FIXTURES.rglob("*") if p.is_file()] if FIXTURES.is_dir() else []
    return sorted(p for p in pairs + fixtures if 0 < p.stat().st_size <= LARGEST)


# ── mutations ───────────────────────────────────────────────────────────────────────────────────────────────────────

NASTY = (
    *(
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b'"',
        b'""',
        b"'",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\\",
        b"\xed\xa0\xbd",
        b"\xc3\x28",
    ),
    *(
        b"\\ud83d",
        b"\\u0000",
        b"\\x41",
        b"{",
        b"}",
        b"[",
        b"]",
        b"<",
        b"&",
        b"]]>",
        b"<!ENTITY x 'y'>",
        b"null",
        b"NaN",
        b"-0",
    ),
    *(
        b"1e999",
        b"9" * 30,
        b"-1",
        b"1" * 5000,
        b"{{{{",
        b",,,,,,",
        b"\t",
        b";",
        b"=",
        b"\xf0\x9f\x98\x80",
        b"\x1a",
        b"\xc2\x85",
    ),
)
CODECS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig", "gbk", "latin-1")
Mutation = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Some bytes become others."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        made[rng.randrange(len(made))] = rng.randrange(256)
    return bytes(made)


def cut(data: bytes, rng: random.Random) -> bytes:
    """The end or the beginning is lost."""
    at = rng.randrange(len(data))
    return data[:at] if rng.random() < 0.8 else data[at:]


def inserted(data: bytes, rng: random.Random) -> bytes:
    """What parsers stumble over, anywhere."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(NASTY) + data[at:]
    return data


def lines(data: bytes, rng: random.Random) -> bytes:
    """Lines doubled, lost, in another order, or cut."""
    parts = data.splitlines(keepends=True) or [data]
    at = rng.randrange(len(parts))
    how = rng.randrange(4)
    if how == 0:
        parts[at:at] = [parts[at]] * rng.choice((1, 2, 50))
    elif how == 1:
        del parts[at]
    elif how == 2:
        rng.shuffle(parts)
    else:
        parts[at] = parts[at][: rng.randrange(len(parts[at]) + 1)]
    return b"".join(parts)


def recoded(data: bytes, rng: random.Random) -> bytes:
    """Written in another encoding than it says."""
    return data.decode("utf-8", "replace").encode(rng.choice(CODECS), "replace")


def values(data: bytes, rng: random.Random) -> bytes:
    """A number, text or object becomes something else."""
    found = list(re.finditer(rb'-?\d+|"[^"\n]{0,40}"|\{\}|\[\]|null|true', data))
    if not found:
        return data
    hit = rng.choice(found)
    deep = rng.choice((20, 300, 3000))
    new = rng.choice(
        (b"null", b"-1", b"0", b"1e400", b"9" * 25, b'"x"', b"[]", b"{}", b"[1,[2,[3]]]", b'{"a":{"b":1}}', b"NaN",
         b"[" * deep + b"]" * deep, b'{"a":' * deep + b"1" + b"}" * deep, b'"' + b"y" * 20_000 + b'"', b"", b"1.234.567", b"2024-13-45")
    )  # fmt: skip
    return data[: hit.start()] + new + data[hit.end() :]


def blocks(data: bytes, rng: random.Random) -> bytes:
    """A stretch is repeated elsewhere, or lost."""
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.randint(1, 4000))
    at = rng.randrange(len(data))
    return data[:at] + data[start:end] + data[at:] if rng.random() < 0.5 else data[:start] + data[end:]


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, inserted, lines, recoded, values, blocks)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """One to three mutations."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        if data:
            data = rng.choice(MUTATIONS)(data, rng)
    return data


# ── a study of them ─────────────────────────────────────────────────────────────────────────────────────────────────


def make_study(root: Path, rng: random.Random, files: int = FILES_A_STUDY, of: list[Path] | None = None) -> Path:
    """A study folder with mutated files."""
    (root / "data").mkdir(parents=True, exist_ok=True)
    names = rng.choice(tuple(NAMES))
    (root / "study.toml").write_text(NAMES[names])
    (root / "actors.csv").write_text("actor_id,name,kind\na,Partai A,party\n")
    (root / "accounts.csv").write_text("actor_id,platform,handle\na,x,a\n")
    for number in range(files):
        seed = rng.choice(of or seeds())
        (root / "data" / f"{number}-{seed.name}").write_bytes(mutated(seed.read_bytes(), rng))
    return root


def faults(root: Path) -> Iterator[str]:
    """Collect the study and say what is wrong with what came out."""
    from suara.collect.collecting import collect
    from suara.engine.duck import connect
    from suara.engine.ingest import file_rows
    from suara.study import load_study

    study = load_study(root)
    found = collect(study, connect(root / "out" / "work"), lambda *_: None)
    for file in found.files:
        if file["read"] != file["stored"] + file["duplicate"] + file["out_of_scope"] + file["quarantined"]:
            yield f"books: {file}"
        if file["format"] is None and not file["why"]:
            yield f"unrecognised without a reason: {file['file']}"
    expected = {f["file"]: f["quarantined"] for f in found.files if f["quarantined"]}
    told: dict[str, int] = {}
    for part in (root / "out" / "store" / "captures" / "quarantine").glob("*.parquet"):
        for row in file_rows(found.con, f"SELECT * FROM read_parquet('{part}')"):
            told[row["source_file"]] = told.get(row["source_file"], 0) + 1
            if not row["reason"] or not row["source_row"]:
                yield f"quarantined without a reason or place: {row}"
    if told != expected:
        yield f"quarantine: books say {expected}, the rows are {told}"
    found.con.close()


def batch(seed: int, studies: int, folder: Path) -> int:
    """The studies of one batch, in this process; a failing one stays in ``folder``."""
    of, failed = seeds(), 0
    for number in range(studies):
        root = make_study(folder / f"{seed}-{number}", random.Random(f"{seed} {number}"), of=of)
        faulthandler.dump_traceback_later(SECONDS_A_STUDY, exit=True)
        try:
            said = list(faults(root))
        except Exception:  # whatever it is, it is a finding
            said = [traceback.format_exc()]
        faulthandler.cancel_dump_traceback_later()
        if said:
            failed += 1
            (root / "failure.txt").write_text("\n".join(said))
            print(f"{root.name}: {said[-1].strip().splitlines()[-1][:300]}", flush=True)
        else:
            shutil.rmtree(root)
    return failed


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.batch:
        sys.exit(bool(batch(given.seed, STUDIES_A_BATCH, given.batch)))
    a_batch = FILES_A_STUDY * STUDIES_A_BATCH
    batches, failed, clock = -(-given.files // a_batch), 0, time.monotonic()
    for number in range(batches):
        with tempfile.TemporaryDirectory() as folder:
            command = [
                sys.executable,
                "-m",
                "scripts.fuzz",
                "--seed",
                str(given.seed * 100_000 + number),
                "--batch",
                folder,
            ]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            left = sorted(Path(folder).iterdir())
            if done.returncode or left:
                failed += 1
                for root in left:
                    shutil.copytree(root, FOUND / root.name, dirs_exist_ok=True)
                print(done.stdout or f"batch {number} died ({done.returncode}): {done.stderr[-2000:]}", flush=True)
        if number % 10 == 9:
            print(
                f"{(number + 1) * a_batch:,} files, {time.monotonic() - clock:.0f} s, {failed} batches with faults",
                flush=True,
            )
    print(f"{batches * a_batch:,} mutated files, {failed} batches with faults" + (f": see {FOUND}" if failed else ""))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
