"""Bad input: one clear message with file and row, the right exit code, and nothing lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from suara.cli.app import main

ACTORS = "actor_id,name,kind\n" + "".join(f"{a},Partai {a.upper()},party\n" for a in "abcde")
ACCOUNTS = "actor_id,platform,handle\n" + "".join(f"{a},x,{a}\n" for a in "abcde")
HEADER = "platform,id,created_at,text,handle,likes\n"
POSTS = HEADER + "".join(f"x,{1000 + i},2024-01-{1 + i:02d}T10:00:00Z,é {i},{'abcde'[i % 5]},{i}\n" for i in range(20))


def waterfall(root: Path) -> dict[str, dict[str, object]]:
    """File → its books."""
    return {f["file"]: f for f in json.loads((root / "out/waterfall.json").read_text())["files"]}


def test_folder_without_study(tmp_path, suara):
    said = suara("run", tmp_path)
    assert said.code == 1
    assert "there is no study.toml in this folder" in said.err and "suara new" in said.err
    assert suara("check", tmp_path / "nowhere").code == 1


MISTAKES = """[study]
title = "x"
timezone = "Asia/Jakata"
langage = "id"

[campaign]
start = 2024-02-01
end = soon
election = 2024-01-01

[[data.map]]
file = "a.csv"
table = "postz"
columns = { id = "A" }

[[data.map]]
file = "b.csv"
table = "posts"
[data.map.columns]
id = "A"
txt = "B"
"""


def test_every_mistake_of_a_study_at_once_with_its_line_and_the_mend(study_of, suara):
    said = suara("check", study_of({}, toml=MISTAKES))
    lines = said.err.splitlines()
    assert said.code == 1 and len(lines) == 6
    for line, words in {
        3: "Did you mean Asia/Jakarta?", 4: "Did you mean language?", 8: "dates as 2024-02-14", 9: "before the campaign's start",
        13: "Did you mean posts?", 21: "Did you mean text?",
    }.items():  # fmt: skip
        assert any(said.startswith(f"✗ study.toml, line {line}:") and words in said for said in lines), line


@pytest.mark.parametrize(
    ("toml", "line", "words"),
    [
        ("[campaign]\nstart = 2024-01-01\n", None, "study is missing"),
        ('[study]\ntitle = ""\n', 2, 'title = "…"'),
        ('[study]\ntitle = "x"\nmeasures = "my.py"\n', 3, "Write a list"),
        ('[study]\ntitle = "x"\n[engine]\nname = "sparc"\n', 4, "'duckdb', 'spark'"),
        ('[study]\ntitle = "x"\n[engine]\nmemory = "big"\n', 4, "4GB"),
        ('[study]\ntitle = "x"\n[campaign]\nstart = 2024-02-01\nend = 2024-01-01\n', 5, "before it starts"),
        ('[study]\ntitle = "x"\n[[data.map]]\nfile = "a"\ntable = "posts"\nencoding = "klingon"\ncolumns = { id = "A" }\n', 6, "klingon"),
    ],
)  # fmt: skip
def test_one_mistake(study_of, suara, toml, line, words):
    said = suara("run", study_of({}, toml=toml))
    assert said.code == 1
    assert words in said.err
    assert (f"line {line}:" if line else "study.toml:") in said.err


def test_study_in_another_encoding(study_of, suara):
    toml = '[study]\ntitle = "Pemilu é"\n'
    assert suara("check", study_of({"study.toml": toml.encode("utf-16")})).code == 0
    said = suara("check", study_of({"study.toml": toml.encode("latin-1")}))
    assert said.code == 1 and "study.toml, line 2: is not UTF-8" in said.err


def test_mistakes_in_the_language_of_the_study(study_of, suara):
    assert (
        "Asia/Jakarta"
        in suara("check", study_of({}, toml='[study]\ntitle = "x"\nlanguage = "id"\ntimezone = "Jakarta"')).err
    )


def test_registers_tell_all_mistakes_with_file_and_row(study_of, suara):
    actors = "actor_id,name,kind\na,Alpha,party\na,Beta,party\n,Gamma,party\nd,Delta,prty\n"
    accounts = "actor_id,platform,handle\na,x,same\nd,x,same\nz,x,zed\n"
    said = suara("run", study_of({"actors.csv": actors, "accounts.csv": accounts}))
    assert said.code == 1
    for words in ("actors.csv, row 2: the id 'a'", "actors.csv, row 3: has no actor_id", "actors.csv, row 4", "accounts.csv, row 3",
                  "accounts.csv, row 2: same on x is claimed by a"):  # fmt: skip
        assert words in said.err


def test_registers_that_are_no_tables(study_of, suara):
    said = suara("run", study_of({"actors.csv": "id;nama\n1;x\n", "accounts.csv": b"\x00\x01\x02 binary"}))
    assert said.code == 1
    assert "actors.csv: has no column actor_id" in said.err and "accounts.csv: is no table" in said.err
    assert suara("run", study_of({"actors.csv": "", "accounts.csv": ""})).code == 0


def test_account_without_handle_is_told_and_left_out(study_of, suara):
    said = suara("run", study_of({"actors.csv": ACTORS, "accounts.csv": ACCOUNTS + "a,facebook,\n"}))
    assert said.code == 0
    assert "accounts.csv, row 6: neither handle nor account_id" in said.err


def test_files_of_every_sorry_kind(study_of, suara):
    root = study_of({
        "actors.csv": ACTORS, "accounts.csv": ACCOUNTS, "data/cp1252.csv": POSTS.encode("cp1252"),
        "data/utf16.csv": POSTS.replace("x,1", "x,2").encode("utf-16"), "data/empty.csv": "", "data/header.csv": HEADER,
        "data/broken.xlsx": b"PK\x03\x04 nonsense", "data/broken.json": '{"data": [',
    })  # fmt: skip
    said = suara("run", root)
    books = waterfall(root)
    assert said.code == 0
    assert books["data/cp1252.csv"]["stored"] == books["data/utf16.csv"]["stored"] == 20
    assert books["data/empty.csv"]["why"] == "is empty" and books["data/header.csv"]["format"] == "posts-long"
    assert {f for f in books if books[f]["format"] is None} == {
        "data/empty.csv",
        "data/broken.xlsx",
        "data/broken.json",
    }
    assert "data/cp1252.csv: is not UTF-8" in said.err
    shown = json.loads(suara("show", root, "posts", "--format", "json").out)
    assert {p["text"][:2] for p in shown} == {"é "}


def test_rows_that_cannot_be_used_are_quarantined_with_reason_and_row(study_of, suara):
    rows = ["x,3.83249E+17,2024-01-03,hi,a,1", "x,1,31/02/2024,hi,a,1", "x,2,yesterday,hi,a,1", "x,,2024-01-01,hi,b,1", ",7,2024-01-05,hi,b,1",
            "x,9,2024-01-05,long,a,1,2,3", "x,10,2024-01-05,good,a,1", '"x,11,2024-01-05,open,a,1']  # fmt: skip
    root = study_of({"actors.csv": ACTORS, "accounts.csv": ACCOUNTS, "data/p.csv": HEADER + "\n".join(rows) + "\n"})
    assert suara("run", root).code == 0
    books = waterfall(root)["data/p.csv"]
    assert (books["read"], books["stored"], books["quarantined"]) == (8, 1, 7)
    shown = json.loads(suara("show", root, "quarantine", "--format", "json").out)
    reasons = {(r["source_file"], r["source_row"]): r["reason"] for r in shown}
    assert "id_corrupt" in reasons["data/p.csv", "1"]
    assert reasons["data/p.csv", "2"] == reasons["data/p.csv", "3"] == "time not understood"
    assert reasons["data/p.csv", "4"] == "no id" and reasons["data/p.csv", "5"] == "no platform"
    assert "8 cells" in reasons["data/p.csv", "6"] and "quote" in reasons["data/p.csv", "8"]


def test_votes_that_do_not_sum_are_warnings_and_no_row_is_dropped(study_of, suara):
    results = (
        "election,actor_id,unit,votes,valid_votes\n"
        "2024-02-14,a,U1,600,1000\n2024-02-14,b,U1,500,1000\n2024-02-14,a,U2,600,1000\n2024-02-14,b,U2,100,1000\n"
        "2024-02-14,a,U3,600,1000\n2024-02-14,b,U3,400,1000\n"
    )
    root = study_of(
        {
            "actors.csv": ACTORS,
            "data/r.csv": results,
            "data/s.csv": "election,actor_id,share_percent\n2019-04-17,a,60\n2019-04-17,b,55\n",
        }
    )
    said = suara("run", root)
    assert said.code == 0
    assert (
        "data/r.csv, row 1: in 1 units the votes sum to more than the total; the first is U1 at 2024-02-14: 1,100 of 1,000"
        in said.err
    )
    assert "data/r.csv, row 3: in 1 units the votes do not reach valid_votes; the first is U2" in said.err
    assert "data/s.csv, row 1" in said.err and "U3" not in said.err
    assert waterfall(root)["data/r.csv"]["stored"] == 6


def test_maps_tell_all_mistakes(study_of, suara):
    toml = """[study]
title = "x"
[[data.map]]
file = "a.csv"
table = "posts"
where = "nope >"
columns = { id = "A", platform = "='x'", text = "=B || getenv('HOME')", created_at = "='2024-01-01'" }
[[data.map]]
file = "b.csv"
table = "posts"
columns = { id = "AA", platform = "='x'" }
[[data.map]]
file = "c.bin"
table = "posts"
columns = { id = "A", platform = "='x'" }
[[data.map]]
file = "d.csv"
table = "posts"
columns = { id = "A", platform = "='x'", text = "=(SELECT content FROM read_text('/etc/hostname'))" }
"""
    files = {f"data/{n}": "A,B\n1,2\n" for n in ("a.csv", "b.csv", "d.csv")} | {"data/c.bin": b"\0\1\2"}
    said = suara("run", study_of(files, toml=toml))
    assert said.code == 1
    for words in ("map 1 (a.csv), columns.text", "map 1 (a.csv), where", "map 2 (b.csv): the file has no column 'AA'", "map 3: data/c.bin is no table",
                  "map 4 (d.csv), columns.text"):  # fmt: skip
        assert words in said.err, words


def test_map_of_an_empty_file_or_of_none_is_told(study_of, suara):
    toml = '[study]\ntitle = "x"\n[[data.map]]\nfile = "e.csv"\ntable = "posts"\ncolumns = { id = "A" }\n'
    assert "is empty" in suara("run", study_of({"data/e.csv": ""}, toml=toml)).err
    toml = toml.replace("e.csv", "none.csv")
    assert "no file in data/ is called 'none.csv'" in suara("run", study_of({}, toml=toml)).err


@pytest.mark.parametrize(
    ("matches", "words"),
    [
        ("nama,id\nx,y\n", "matches.csv: has no column name or actor_id"),
        ("name,actor_id,confirm\nPartei,zzz,yes\n", "matches.csv, row 1: the actor 'zzz'"),
    ],
)
def test_matches_that_cannot_be_used(study_of, suara, matches, words):
    said = suara("run", study_of({"actors.csv": ACTORS, "matches.csv": matches}))
    assert said.code == 1 and words in said.err


OWN = 'from suara.reduce.measure import measure, share, total\n@measure(construct="c", unit="u")\ndef {name}({row}):\n{doc}    return {value}\n'
DOC = '    """Likes.\n\n    0 means none; missing means unknown.\n    """\n'


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def x(:\n", "mine.py, line 1: does not import"),
        ("import sys; sys.exit(3)\n", "mine.py, line 1: does not import"),
        (OWN.format(name="own_bad", row="post", doc="", value="share(post.likes > 1)"), "mine.py, line 2"),
        (OWN.format(name="own_bad", row="post", doc=DOC, value="total(post.lkes)"), "mine.py:2: measure own_bad: posts has no column 'lkes'. Did you mean likes?"),
        (OWN.format(name="own_bad", row="post", doc=DOC, value="post.likes"), "mine.py:2: measure own_bad gives a"),
        (OWN.format(name="own_bad", row="post", doc=DOC, value="share(post.likes + 'x')"), "mine.py:2"),
        (OWN.format(name="posts", row="post", doc=DOC, value="total(post.likes)"), "mine.py:2: two measures are called 'posts'"),
    ],
)  # fmt: skip
def test_own_measures_that_do_not_work(study_of, suara, code, words):
    from suara.reduce.measure import MEASURES

    toml = '[study]\ntitle = "x"\nmeasures = ["mine.py"]\n'
    try:
        said = suara("run", study_of({"mine.py": code, "data/p.csv": POSTS}, toml=toml))
        assert said.code == 1 and words in said.err
    finally:
        MEASURES.forget("own_bad")


def test_own_measure_of_an_unknown_name_is_told(study_of, suara):
    from suara.reduce.measure import MEASURES

    code = OWN.format(name="own_bad", row="postz", doc=DOC, value="postz")
    try:
        said = suara(
            "run",
            study_of({"mine.py": code, "data/p.csv": POSTS}, toml='[study]\ntitle = "x"\nmeasures = ["mine.py"]\n'),
        )
        assert said.code == 0 and "no measure or series is called 'postz'. Did you mean post" in said.err
    finally:
        MEASURES.forget("own_bad")


def test_a_mistake_of_its_own_is_told_in_words(monkeypatch, capsys, study_of):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("suara.checking.walk", broken)
    monkeypatch.setattr("sys.argv", ["suara", "check", str(study_of({}))])
    with pytest.raises(SystemExit) as end:
        main()
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert "ZeroDivisionError: division by zero" in said and "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_the_next_run_gives_the_same(study_of: Callable[..., Path], suara, how):
    def lines(k: int) -> str:
        return HEADER + "".join(
            f"x,{k * 100_000 + i},2024-01-{1 + i % 28:02d}T10:00:00Z,text {i},{'abcde'[i % 5]},{i}\n"
            for i in range(20_000)
        )

    root = study_of({"actors.csv": ACTORS, "accounts.csv": ACCOUNTS, **{f"data/p{k}.csv": lines(k) for k in range(6)}})
    run = subprocess.Popen([sys.executable, "-m", "suara", "collect", str(root)], stderr=subprocess.PIPE, text=True)
    for _wait in range(600):  # until the first file is in
        if any((root / "out/store/files").glob("*.json")) or run.poll() is not None:
            break
        time.sleep(0.05)
    run.send_signal(how)
    said = run.communicate()[1]
    assert "Traceback" not in said
    assert suara("run", root).code == 0
    found = {f: books["stored"] for f, books in waterfall(root).items()}
    assert found == {f"data/p{k}.csv": 20_000 for k in range(6)}
    assert sum(pl.read_parquet(root / "out/measures.parquet").filter(
        (pl.col("measure") == "posts") & pl.col("actor_id").is_not_null() & pl.col("platform").is_null() & (pl.col("period") == "whole")
    )["value"]) == 120_000  # fmt: skip
