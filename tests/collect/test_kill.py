"""Killed at any moment and run again, the store holds what an undisturbed run leaves; two runs wait for each other.

``SUARA_KILLS=50`` (``make fuzz``) kills at fifty moments instead of six.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from suara.collect.collecting import Collected, collect
from suara.engine.duck import connect
from suara.study import load_study

KILLS = int(os.environ.get("SUARA_KILLS", "6"))
TOML = '[study]\ntitle = "Killed"\ntimezone = "Asia/Jakarta"\n[privacy]\nnames = "actors"\n'
POSTS = 6_000


def x_posts(seed: int, posts: int = POSTS) -> str:
    """X v2 posts, every tenth of them once more with newer counts, and one broken line."""

    def line(i: int, likes: int, at: str) -> str:
        post = {
            "id": str(10**18 + seed * 10**6 + i), "text": f"teks {i} @warga{i % 50}", "author_id": str(10**17 + i % 90),
            "created_at": f"2024-01-{1 + i % 28:02d}T10:00:00.000Z", "public_metrics": {"like_count": likes, "reply_count": 0},
            "author": {"id": str(10**17 + i % 90), "username": f"akun{i % 90}", "name": f"Akun {i % 90}", "public_metrics": {"followers_count": i % 90}},
            "__twarc": {"retrieved_at": at},
        }  # fmt: skip
        return json.dumps(post)

    rows = [line(i, i, "2024-02-20T00:00:00Z") for i in range(posts)]
    rows += [line(i, i + 5, "2024-02-21T00:00:00Z") for i in range(0, posts, 10)]
    return "\n".join([*rows[:100], '{"id": "1", "text": broken', *rows[100:]]) + "\n"


def csv_posts(seed: int) -> str:
    rows = (
        f"instagram,{seed * 10**6 + i},2024-01-{1 + i % 28:02d}T10:00:00Z,teks {i},akun{i % 90},{i}\n"
        for i in range(POSTS)
    )
    return "platform,id,created_at,text,handle,likes\n" + "".join(rows)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    root = tmp_path / "study"
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text(TOML)
    (root / ".suara-key").write_text("k" * 32 + "\n")
    (root / "actors.csv").write_text("actor_id,name,kind\na,Partai A,party\n")
    (root / "accounts.csv").write_text("actor_id,platform,handle\na,x,akun1\na,instagram,akun1\n")
    for n in range(3):
        (root / "data" / f"x{n}.jsonl").write_text(x_posts(n))
        (root / "data" / f"i{n}.csv").write_text(csv_posts(n))
    return root


def collected(root: Path) -> Collected:
    return collect(load_study(root), connect(root / "out" / "work"), lambda *_: None)


def rows(found: Collected) -> dict[str, list[tuple]]:
    """The rows of the tables, of the quarantine and the books."""
    tables = {t: found.con.execute(f"SELECT * FROM {t} ORDER BY ALL").fetchall() for t in ("posts", "followers")}
    parts = sorted((found.study.store / "captures" / "quarantine").glob("*.parquet"))
    quarantine = sorted(row for part in parts for row in pl.read_parquet(part).rows())
    books = [
        tuple(f[c] for c in ("file", "read", "stored", "duplicate", "quarantined", "derived")) for f in found.files
    ]
    return {**tables, "quarantine": quarantine, "books": books}


def start(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "suara", "collect", str(root)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_killed_at_any_moment_the_next_run_ends_with_the_same_rows(study: Path) -> None:
    clock = time.monotonic()
    undisturbed = start(study)
    assert undisturbed.wait() == 0, undisturbed.stderr and undisturbed.stderr.read()
    whole = time.monotonic() - clock
    expected = rows(collected(study))
    assert [b[1:5] for b in expected["books"] if b[0] == "data/x0.jsonl"] == [(6601, 6000, 600, 1)]
    rng, killed, shortest = random.Random(11), 0, 0.5 * whole / 6
    for _turn in range(KILLS):
        files = study / "out" / "store" / "files"
        for path in files.glob("*.json"):
            if rng.random() < 0.7:
                path.unlink()
        run = start(study)
        time.sleep(shortest + rng.random() * whole)
        killed += run.poll() is None
        run.kill()
        run.communicate()
        found = collected(study)
        assert rows(found) == expected
        assert not list((study / "out" / "store").rglob("*.tmp")) and not list((study / "out" / "work").iterdir())
        found.con.close()
    assert killed >= KILLS // 3


def test_a_container_of_which_some_members_are_missing_is_read_again(study: Path) -> None:
    """Killed between the records of a container's members, the next run must not take it for read."""
    with zipfile.ZipFile(study / "data" / "many.zip", "w") as archive:
        for n in range(3, 6):
            archive.writestr(f"i{n}.csv", csv_posts(n))
    expected = rows(collected(study))
    (record, *_) = [p for p in (study / "out" / "store" / "files").glob("*.json") if "many.zip/i4" in p.read_text()]
    record.unlink()
    found = collected(study)
    assert found.fresh == ["data/many.zip"] and rows(found) == expected


def test_killed_while_the_key_is_written_the_next_run_has_a_key(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from suara.collect.importing import study_key

    (study / ".suara-key").unlink()

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            study_key(load_study(study))
    assert len(study_key(load_study(study))) == 32


def test_a_second_run_waits_and_says_so(study: Path) -> None:
    first = start(study)
    for _wait in range(1200):
        if any((study / "out" / "store" / "files").glob("*.json")) or first.poll() is not None:
            break
        time.sleep(0.02)
    if sys.platform != "win32":
        first.send_signal(signal.SIGSTOP)  # in the middle, for as long as the second needs to arrive
    second = start(study)
    time.sleep(4)
    assert second.poll() is None
    if sys.platform != "win32":
        first.send_signal(signal.SIGCONT)
    assert first.wait(120) == 0
    said = second.communicate(timeout=120)[1]
    assert second.returncode == 0 and "waiting for it" in said
    found = collected(study)
    assert sorted(found.reused) == sorted(f["file"] for f in found.files) and not found.fresh
    assert found.con.execute("SELECT count(*) FROM posts").fetchone() == (6 * POSTS,)


def test_removed_unchanged_and_changed_files(study: Path) -> None:
    parts = study / "out" / "store" / "captures" / "posts"
    collected(study).con.close()
    before = {p.name: p.stat().st_mtime_ns for p in parts.iterdir()}
    (study / "data" / "x0.jsonl").unlink()
    changed = study / "data" / "x1.jsonl"
    changed.write_text(x_posts(1, POSTS + 10))
    os.utime(changed, ns=(1, 1))
    found = collected(study)
    after = {p.name: p.stat().st_mtime_ns for p in parts.iterdir()}
    assert found.fresh == ["data/x1.jsonl"] and len(found.reused) == 4
    assert len(before.keys() & after.keys()) == 4 and all(
        before[name] == after[name] for name in before.keys() & after.keys()
    )
    assert len(after) == 5
    by_file = dict(found.con.execute("SELECT source_file, count(*) FROM posts GROUP BY 1").fetchall())
    assert by_file == {
        "data/x1.jsonl": POSTS + 10,
        "data/x2.jsonl": POSTS,
        **{f"data/i{n}.csv": POSTS for n in range(3)},
    }
    assert found.con.execute("SELECT count(*) FROM followers WHERE source_file = 'data/x0.jsonl'").fetchone() == (0,)
