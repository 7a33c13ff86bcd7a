"""Bad input: each file gets its words, the rest of the study goes on, nothing is stored twice or by half.

``SUARA_LONG=200000000`` reads a line of 200 MB instead of one of 40 MB.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import pkgutil
import stat
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import suara.engine
from suara.collect import importing, mending, unpacking
from suara.collect.collecting import Collected, collect
from suara.engine import ingest
from suara.engine.duck import connect
from suara.study import load_study

LONG = int(os.environ.get("SUARA_LONG", "40000000"))
HEADER = "platform,id,created_at,text,handle,likes\n"
GOOD = HEADER + "".join(f"x,{i},2024-01-02T10:00:00Z,teks {i},akun{i},{i}\n" for i in range(1, 6))
TOML = '[study]\ntitle = "Bad"\n[privacy]\nnames = "all"\n'
Make = Callable[..., Path]

# A module that is imported while a function is replaced keeps the replacement for the tests that come after.
for found in pkgutil.iter_modules(suara.engine.__path__):
    importlib.import_module(f"suara.engine.{found.name}")


def post(i: int, text: str = "teks") -> str:
    return json.dumps(
        {"id": str(100 + i), "text": text, "author_id": "7", "created_at": "2024-01-02T10:00:00.000Z", "public_metrics": {"like_count": i},
         "author": {"id": "7", "username": "akun", "name": "Akun"}, "__twarc": {"retrieved_at": "2024-02-20T00:00:00Z"}}
    )  # fmt: skip


def run(root: Path) -> Collected:
    return collect(load_study(root), connect(root / "out" / "work"), lambda *_: None)


def books(found: Collected, name: str) -> tuple[int, int, int]:
    """Read, stored, quarantined of a file."""
    (file,) = [f for f in found.files if f["file"] == f"data/{name}"]
    return file["read"], file["stored"], file["quarantined"]


def quarantine(found: Collected) -> list[tuple[str, str, str]]:
    parts = (found.study.store / "captures" / "quarantine").glob("*.parquet")
    return sorted(row[:3] for part in parts for row in pl.read_parquet(part).rows())


def why(found: Collected, name: str) -> str:
    return next(f["why"] for f in found.files if f["file"] == f"data/{name}")


def goes_on(found: Collected) -> bool:
    """The good file beside the bad one is in, once, and a second run reads nothing that was understood."""
    assert books(found, "good.csv") == (5, 5, 0)
    again = run(found.study.root)
    assert books(again, "good.csv") == (5, 5, 0)
    assert "data/good.csv" in again.reused
    assert [f["stored"] for f in again.files] == [f["stored"] for f in found.files]
    return True


@pytest.fixture
def beside(study_of: Make) -> Make:
    """A study of the good file and others."""

    def make(files: dict[str, str | bytes]) -> Path:
        return study_of({"data/good.csv": GOOD, **{f"data/{n}": c for n, c in files.items()}}, toml=TOML)

    return make


def test_truncated_lines_are_quarantined_by_their_number(beside: Make) -> None:
    lines = [post(i) for i in range(6)]
    lines[2] = lines[2][:60]
    found = run(beside({"x.jsonl": "\n".join(lines)[:-40]}))
    assert books(found, "x.jsonl") == (6, 4, 2)
    assert [(file, row) for file, row, _ in quarantine(found)] == [("data/x.jsonl", "3"), ("data/x.jsonl", "6")]
    assert all(reason.startswith("not JSON: ") for _, _, reason in quarantine(found))
    assert goes_on(found)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD.replace("\n", "\r").encode(), id="bare CR"),
        pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), id="BOM"),
        pytest.param(GOOD.encode("utf-16"), id="UTF-16 with BOM"),
        pytest.param(GOOD.replace("teks", "te\0ks").encode(), id="NUL"),
    ],
)
def test_what_can_be_mended_is(study_of: Make, content: bytes) -> None:
    found = run(study_of({"data/p.csv": content}, toml=TOML))
    assert books(found, "p.csv") == (5, 5, 0)
    assert found.con.execute("SELECT text FROM posts ORDER BY id").fetchall() == [(f"teks {i}",) for i in range(1, 6)]


def test_nul_and_lone_surrogates_in_json_lines(beside: Make) -> None:
    lines = [
        post(0, "a"),
        post(1, "a\ud83db"),
        post(2, "c").replace('"c"', '"c\\u0000"'),
        post(3, "d").replace('"d"', '"d\0"'),
        post(4, "e"),
    ]
    found = run(beside({"x.jsonl": "\n".join(lines) + "\n"}))
    assert books(found, "x.jsonl") == (5, 5, 0)
    texts = [
        t
        for (t,) in found.con.execute(
            "SELECT text FROM posts WHERE platform = 'x' AND id LIKE '10_' ORDER BY id"
        ).fetchall()
    ]
    assert texts[0] == "a" and texts[1] == "a\ufffdb" and texts[2].rstrip("\0") == "c" and texts[3:] == ["d", "e"]
    assert goes_on(found)


@pytest.mark.parametrize(
    "layout", ["[{}]", "[\n{}\n]\n", '{{"data": [{}]}}'], ids=["array", "lines in an array", "document"]
)
def test_a_lone_surrogate_costs_no_document(beside: Make, layout: str) -> None:
    records = ",".join(post(n, text) for n, text in enumerate(["a\ud83db", "\U0001f600", "c"]))
    found = run(beside({"x.json": layout.format(records)}))
    assert books(found, "x.json") == (3, 3, 0)
    texts = found.con.execute("SELECT text FROM posts WHERE source_file = 'data/x.json' ORDER BY id").fetchall()
    assert texts == [("a\ufffdb",), ("\U0001f600",), ("c",)]
    assert goes_on(found)


def test_of_an_array_that_breaks_off_the_rest_is_kept(beside: Make) -> None:
    records = ",".join(post(n) for n in range(4))
    found = run(beside({"x.json": f"[{records}"[:-30], "y.json": f'{{"data": [{records}'}))
    assert books(found, "x.json") == (4, 3, 1) and books(found, "y.json") == (5, 1, 1)
    broken = "the file breaks off or is damaged here"
    assert quarantine(found) == [("data/x.json", "4", broken), ("data/y.json", "1.5", broken)]
    assert goes_on(found)


def test_a_record_with_more_cells_than_the_header_is_not_cut(beside: Make) -> None:
    row = "instagram,{},2024-01-02T10:00:00Z,{},akun,1"
    rows = [row.format(1, "teks"), row.format(2, "teks, dengan koma"), row.format(3, "teks") + ",", row.format(4, "x")]
    found = run(beside({"x.csv": HEADER + "\n".join(rows) + "\n"}))
    assert [(r, why) for _, r, why in quarantine(found)] == [("2", "more cells than the header has")]
    assert books(found, "x.csv")[2] == 1
    assert goes_on(found)


def test_an_unterminated_quote_does_not_swallow_the_file(beside: Make) -> None:
    rows = [f"instagram,{i},2024-01-02T10:00:00Z,teks {i},akun,{i}" for i in range(2000)]
    rows[100] = 'instagram,100,2024-01-02T10:00:00Z,"teks,akun,1'
    found = run(beside({"q.csv": HEADER + "\n".join(rows) + "\n"}))
    assert books(found, "q.csv") == (2000, 1999, 1)
    assert quarantine(found) == [("data/q.csv", "101", "a quote is opened and never closed")]
    assert goes_on(found)


def test_a_backslash_escapes_a_quote_and_else_stands_for_itself(beside: Make) -> None:
    cells = [r"\"Maju\", katanya, \"terus\"", r"C:\dir\x dan \n", r"akhir \\", '""dua"" kali, \\"lagi\\"']
    lines = "".join(f'"x","{i}","2024-01-02T10:00:00Z","{cell}"\n' for i, cell in enumerate(cells))
    found = run(beside({"escaped.csv": f"platform,id,created_at,text\n{lines}".encode()}))
    assert books(found, "escaped.csv") == (4, 4, 0)
    read = found.con.execute("SELECT text FROM posts WHERE source_file LIKE '%escaped%' ORDER BY id").fetchall()
    assert [t for (t,) in read] == ['"Maju", katanya, "terus"', r"C:\dir\x dan \n", "akhir \\", '"dua" kali, "lagi"']


def test_a_record_of_a_page_is_quarantined_with_its_beginning_and_without_keys(beside: Make) -> None:
    page = {"data": [{"id": "1", "text": "a", "author_id": "7", "created_at": "2024-01-02T10:00:00Z"},
                     {"text": "https://x.example/?access_token=EAAB12&b=1", "author_id": "7", "created_at": "2024-01-02T10:00:00Z"}]}  # fmt: skip
    found = run(beside({"page.jsonl": f"{json.dumps(page)}\n{json.dumps(page)}\n"}))
    assert quarantine(found) == [("data/page.jsonl", row, "no id") for row in ("1.2", "2.2")]
    (part,) = (found.study.store / "captures" / "quarantine").glob("*.parquet")
    for excerpt in pl.read_parquet(part)["excerpt"]:
        assert '"text":"https://x.example/?access_token=…&b=1"' in excerpt


def test_the_beginning_of_a_record_that_has_a_column_called_unit(beside: Make) -> None:
    found = run(
        beside({"votes.csv": "election,unit,name,votes\n2024-02-14,Aceh,Ani,10\n2024-02-14,Aceh,Budi,banyak\n"})
    )
    assert quarantine(found) == [("data/votes.csv", "2", "no votes or share or elected or seats")]
    (part,) = (found.study.store / "captures" / "quarantine").glob("*.parquet")
    assert '"unit":"Aceh"' in pl.read_parquet(part)["excerpt"][0]


def test_a_key_to_somebodys_account_is_not_kept(beside: Make) -> None:
    row = "x,77,2024-01-02T10:00:00Z,teks,https://x.example/?a=1&access_token=EAAB12&b=2,EAAB12\n"
    found = run(beside({"keys.csv": f"platform,id,created_at,text,url,access_token\n{row}".encode()}))
    (kept,) = found.con.execute("SELECT url, extras FROM posts WHERE source_file LIKE '%keys%'").fetchall()
    assert kept == ("https://x.example/?a=1&access_token=…&b=2", '{"access_token":"…"}')


def test_a_line_longer_than_the_engine_takes_at_once_is_read(beside: Make) -> None:
    found = run(beside({"x.jsonl": "\n".join([post(0), post(1, "y" * 40_000_000), post(2)])}))
    assert books(found, "x.jsonl") == (3, 3, 0)
    assert found.con.execute("SELECT length(text) FROM posts WHERE id = '101'").fetchone() == (40_000_000,)


def test_a_single_line_of_hundreds_of_megabytes_is_told(beside: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        mending.mend_json_lines,
        "__defaults__",
        (
            False,
            min(mending.LONGEST_LINE, LONG // 2),
        ),
    )
    found = run(beside({"x.jsonl": "\n".join([post(0), post(1, "y" * LONG), post(2)])}))
    assert books(found, "x.jsonl") == (3, 2, 1)
    ((file, row, reason),) = quarantine(found)
    assert (file, row) == ("data/x.jsonl", "2") and reason.startswith("a line of more than")
    assert goes_on(found)


def test_a_zip_bomb_is_refused_in_words(beside: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("p.csv", HEADER + "0" * 30_000_000)
    small = unpacking.Bounds(ratio_from=1_000_000)
    monkeypatch.setattr(importing, "open_file", lambda *a, **k: open_file(*a, **{**k, "bounds": small}))
    from suara.collect.opening import open_file

    found = run(beside({"bomb.zip": bomb.read_bytes()}))
    assert "as a zip bomb does" in why(found, "bomb.zip") and books(found, "bomb.zip") == (0, 0, 0)
    assert not list((found.study.out / "work").iterdir())
    assert goes_on(found)


def test_a_zip_that_leads_out_of_itself(beside: Make, tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../../evil.csv", GOOD)
        archive.writestr("inside.csv", GOOD.replace("x,", "instagram,"))
    root = beside({"evil.zip": evil.read_bytes()})
    found = run(root)
    told = {f["file"]: f["why"] for f in found.files}
    assert "leads out of the archive" in told["data/evil.zip/__/__/evil.csv"]
    assert not list(tmp_path.rglob("evil.csv"))
    assert books(found, "evil.zip/inside.csv") == (5, 5, 0)
    assert goes_on(found)


def test_xml_entities_are_refused(beside: Make, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia")
    xml = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]><rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>'
    found = run(beside({"feed.xml": xml}))
    assert "declares entities of its own" in why(found, "feed.xml")
    assert found.con.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    assert goes_on(found)


def test_five_thousand_columns(beside: Make) -> None:
    wide = ",".join(f"c{i}" for i in range(5000))
    rows = "".join(f"instagram,{i},2024-01-02T10:00:00Z,teks,akun,1,{','.join(['v'] * 5000)}\n" for i in range(5))
    started = time.monotonic()
    found = run(beside({"wide.csv": HEADER.strip() + "," + wide + "\n" + rows}))
    assert books(found, "wide.csv") == (5, 5, 0)
    extras = found.con.execute("SELECT extras FROM posts WHERE platform = 'instagram' LIMIT 1").fetchone()
    assert extras and json.loads(extras[0])["c4999"] == "v"
    assert time.monotonic() - started < 60
    assert goes_on(found)


@pytest.mark.parametrize("name", ["grows.jsonl", "grows.csv"])
def test_a_file_that_grows_while_it_is_read(beside: Make, name: str) -> None:
    """What was there when reading began is in; what came later is in after the next run; nothing is in twice."""

    def line(i: int) -> str:
        return post(i) + "\n" if name.endswith("jsonl") else f"instagram,{i},2024-01-02T10:00:00Z,teks,akun,{i}\n"

    start = "" if name.endswith("jsonl") else HEADER
    root = beside({name: start + "".join(line(i) for i in range(20_000))})
    stop = threading.Event()

    def grow() -> None:
        with (root / "data" / name).open("a") as file:
            for i in range(20_000, 60_000):
                if stop.is_set():
                    return
                text = line(i)
                file.write(text[:20])
                file.flush()
                file.write(text[20:])

    thread = threading.Thread(target=grow)
    thread.start()
    found = run(root)
    stop.set()
    thread.join()
    read, stored, _ = books(found, name)
    assert read >= 20_000 and stored >= 20_000 - 1
    whole = sum(1 for _ in (root / "data" / name).open()) - (start != "")
    last = run(root)
    assert books(last, name) == (whole, whole, 0)
    assert goes_on(last)


@pytest.mark.parametrize("where", ["write_part", "write_documents", "keep", "mended"])
def test_no_space_left_stops_in_words_and_the_next_run_completes(
    beside: Make, monkeypatch: pytest.MonkeyPatch, suara: Callable, where: str
) -> None:
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>a</title><id>u</id><updated>2024-01-02T10:00:00Z</updated></entry></feed>'
    root = beside({"a.atom": atom, "x.jsonl": post(0) + "\n{broken\n" + post(2) + "\n"})
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fails(*_: object, **__: object) -> None:
        raise full

    with monkeypatch.context() as patched:
        place = {"write_part": (ingest, "write_part"), "write_documents": (importing, "write_documents"),
                 "keep": (importing.Store, "keep"), "mended": (importing.FileReader, "_mended")}[where]  # fmt: skip
        patched.setattr(*place, fails)
        said = suara("collect", root)
    assert said.code == 1 and "No space left" in said.err and "run the command again" in said.err
    found = run(root)
    assert books(found, "x.jsonl") == (3, 2, 1) and books(found, "good.csv") == (5, 5, 0)
    assert books(found, "a.atom")[0] == 1
    assert not list(found.study.store.rglob("*.tmp"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_the_engine_says_when_the_disk_is_full(beside: Make, monkeypatch: pytest.MonkeyPatch, suara: Callable) -> None:
    import duckdb

    root = beside({})
    with monkeypatch.context() as patched:

        def fails(*_: object) -> None:
            raise duckdb.IOException('IO Error: Could not write file "x": No space left on device')

        patched.setattr(ingest, "write_part", fails)
        said = suara("collect", root)
    assert said.code == 1 and "No space left" in said.err
    assert books(run(root), "good.csv") == (5, 5, 0)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(beside: Make) -> None:
    root = beside({"secret.csv": GOOD.replace("x,", "instagram,")})
    (root / "data" / "secret.csv").chmod(0)
    found = run(root)
    assert "Permission denied" in why(found, "secret.csv")
    assert goes_on(found)
    (root / "data" / "secret.csv").chmod(stat.S_IRUSR)
    assert books(run(root), "secret.csv") == (5, 5, 0)
