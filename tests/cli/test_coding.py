"""The whole round of coding, by the commands of docs/coding.md: two coders, an overlap, a disagreement, a lock."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from suara.reduce.coders.ledger import Ledger
from tests.conftest import ROOT, Said

PAGE = ROOT / "docs" / "coding.md"


def commands() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.startswith("suara ")]


def fill(sheet: Path, column: str, say: Callable[[dict[str, str]], str], delimiter: str = ",") -> list[dict[str, str]]:
    """Fill a column in, as a spreadsheet saves it; the rows."""
    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"), newline="")))
    for row in rows:
        row[column] = say(row)
    out = io.StringIO()
    write = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    write.writeheader()
    write.writerows(rows)
    sheet.write_text("\ufeff" + out.getvalue(), encoding="utf-8", newline="")
    return rows


@pytest.fixture
def step(suara: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Said]:
    """Run the page's command that begins so."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUARA_DATABASE", raising=False)
    left = commands()

    def run(begins: str) -> Said:
        assert left[0].startswith(begins), f"the page says {left[0]}"
        said = suara(*shlex.split(left.pop(0))[1:])
        assert said.code == 0, said.err
        return said

    run.left = left  # type: ignore[attr-defined]
    return run


def attacks(row: dict[str, str]) -> str:
    return str(int("gagal" in row["text"].lower() or int(row["no"]) % 3 == 0))


Step = Callable[[str], Said]
Suara = Callable[..., Said]


def test_the_round_of_the_page(step: Step, suara: Suara, tmp_path: Path) -> None:
    study = tmp_path / "my-study"
    folder = study / "coding" / "attack-1"
    odd = _two_code(step, suara, folder)
    _agree_but_for_one(step, suara)
    _adjudicate_and_lock(step, suara, folder, odd)
    step("suara run")
    first, known = _left(study), _codings_of_the_run(study)
    _what_is_shown(step, suara, study, known)
    assert not step.left  # type: ignore[attr-defined]
    assert suara("run", "my-study").code == 0
    assert first == _left(study)
    _one_more_coding_changes_the_run(suara, study, known)


def _two_code(step: Step, suara: Suara, folder: Path) -> str:
    """Two coders fill their sheets, and differ about one post, whose number comes back; taken in twice it is there once."""
    step("suara simulate")
    drawn = step("suara sample")
    assert "60 of" in drawn.out and "30 are coded by all" in drawn.out
    ani = fill(folder / "ani.csv", "attack", attacks)
    both = sorted(
        {r["no"] for r in ani} & {r["no"] for r in csv.DictReader((folder / "budi.csv").open(encoding="utf-8-sig"))}
    )
    assert len(ani) == 45 and len(both) == 30
    odd = both[0]
    fill(folder / "budi.csv", "attack", lambda r: str(1 - int(attacks(r))) if r["no"] == odd else attacks(r), ";")
    taken = step("suara code")
    assert taken.out.count("45 new codings, 0 changed, 0 as they were; 0 cells are not coded yet") == 2
    again = suara("code", "my-study", folder / "ani.csv")
    assert "0 new codings, 0 changed, 45 as they were" in again.out
    return odd


def _agree_but_for_one(step: Step, suara: Suara) -> None:
    agreed = step("suara agree")
    assert "ani × budi, 30 posts coded by two or more" in agreed.out
    assert "Percent agreement and Holsti do not take out what chance alone would give" in agreed.out
    rows = json.loads(suara("agree", "my-study", "--json").out)["people"]
    (row,) = [r for r in rows if r["code"] == "attack" and r["coders"] == ["ani", "budi"]]
    assert row["percent"]["estimate"] == pytest.approx(29 / 30)
    assert sum(c["n"] for c in row["confusion"] if c["first"] != c["second"]) == 1


def _adjudicate_and_lock(step: Step, suara: Suara, folder: Path, odd: str) -> None:
    assert "one disagreement to decide" in step("suara code").out
    decision = fill(folder / "adjudicator.csv", "value", lambda r: r["said by ani"])
    assert [r["no"] for r in decision] == [odd]
    assert decision[0]["said by ani"] != decision[0]["said by budi"]
    assert "1 new codings" in step("suara code").out
    locked = step("suara code")
    assert "locked" in locked.out and "!" not in locked.out
    refused = suara("code", "my-study", folder / "ani.csv")
    assert refused.code == 1
    assert refused.err.count("✗") == 1 and "is locked: nothing can be changed in it" in refused.err


def _left(study: Path) -> tuple[bytes, bytes]:
    return (study / "out" / "findings.json").read_bytes(), (study / "out" / "codings.csv").read_bytes()


def _codings_of_the_run(study: Path) -> str:
    return str(json.loads((study / "out" / "run.json").read_text("utf-8"))["codings"])


def _what_is_shown(step: Step, suara: Suara, study: Path, known: str) -> None:
    assert len(known) == 64
    kept = pl.read_csv(study / "out" / "codings.csv", infer_schema_length=0)
    assert kept.height == 91
    assert kept["sampling_probability"].cast(pl.Float64).is_between(0, 1, closed="right").all()
    assert json.loads((study / "out" / "agreement.json").read_text("utf-8"))["people"][0]["n"] == 30
    assert "ani × budi" in step("suara show").out
    assert "dictionary" in step("suara show").out
    assert "adjudicator" in step("suara show").out
    shown = suara("show", "my-study", "codings", "--where", "kind = 'human'", "--format", "csv")
    assert sum("codings.sqlite" in line for line in shown.out.splitlines()) == 91
    assert "60 of" in step("suara budget").out


def _one_more_coding_changes_the_run(suara: Suara, study: Path, known: str) -> None:
    ledger = Ledger.open(study)
    ledger.open_round("two", "attack", ledger.units("attack-1"), ["ani"])
    unit = ledger.queue("ani", "two")[0].unit
    from suara.reduce.coders.coding import Coding

    ledger.add([Coding(unit, "attack", "ani", "1", "two")])
    assert suara("reduce", "my-study").code == 0
    assert _codings_of_the_run(study) != known
    assert pl.read_csv(study / "out" / "codings.csv", infer_schema_length=0).height == 92


def test_imported_codings_are_compared_without_a_ledger(
    study_of: Callable[..., Path], suara: Callable[..., Said]
) -> None:
    rows = [f"{u},{c},attack,{int(u % 3 == 0 or (c == 'b' and u == 1))}" for u in range(12) for c in "ab"]
    root = study_of({"data/codes.csv": "unit,coder,code,value\n" + "\n".join(rows) + "\n"})
    found = json.loads(suara("agree", root, "--json").out)
    assert found["people"][0]["coders"] == ["a", "b"]
    assert found["people"][0]["percent"]["estimate"] == pytest.approx(11 / 12)
    assert not (root / "codings.sqlite").exists()
    assert suara("show", root, "agreement", "--format", "csv").out.splitlines()[1].startswith("attack,,")


def test_nothing_coded_twice_is_said(study_of: Callable[..., Path], suara: Callable[..., Said]) -> None:
    said = suara("agree", study_of({}))
    assert said.code == 1
    assert "nothing was coded twice" in said.err and "suara sample" in said.err


POSTS = "platform,id,created_at,text,handle\n" + "".join(
    f"x,{900000000000000000 + i},2024-01-{i % 27 + 1:02},Unggahan {i} {'hancur' if i % 9 == 0 else ''},akun{i % 4}\n"
    for i in range(80)
)


def test_a_sample_is_drawn_before_anybody_is_named(study_of: Callable[..., Path], suara: Callable[..., Said]) -> None:
    root = study_of({"data/posts.csv": POSTS})
    assert suara("sample", root, "attack", "-n", "20").code == 0
    assert (root / "coding" / "attack-1" / "coder.xlsx").is_file()
    again = suara("sample", root, "attack-1", "--again")
    assert again.code == 0 and "coder-2.xlsx" in again.out
    too_many = suara("sample", root, "attack", "-n", "81")
    assert too_many.code == 1 and "there are 80 posts to draw from" in too_many.err
    assert suara("sample", root, "attack", "-n", "80").code == 0
    unknown = suara("sample", root, "atack", "-n", "5")
    assert unknown.code == 1 and "Did you mean attack" in unknown.err
    for wrong in (
        ["--by", "colour"],
        ["--coders", "dictionary"],
        ["--coders", "a,a"],
        ["--overlap", "6"],
        ["--format", "ods"],
        ["--round", "a/b"],
    ):
        assert suara("sample", root, "attack", "-n", "5", *wrong).code == 2, wrong
    assert "there already" in suara("sample", root, "attack", "-n", "5", "--round", "attack-1").err


def test_a_study_without_posts_says_so(study_of: Callable[..., Path], suara: Callable[..., Said]) -> None:
    said = suara("sample", study_of({}), "attack", "-n", "5")
    assert said.code == 1
    assert "the study has no posts with text" in said.err


def test_themes_and_memos_take_any_words(study_of: Callable[..., Path], suara: Callable[..., Said]) -> None:
    root = study_of({"data/posts.csv": POSTS})
    suara("sample", root, "theme", "-n", "6", "--format", "csv")
    sheet = root / "coding" / "theme-1" / "coder.csv"
    fill(sheet, "theme", lambda r: "janji; jalan rusak" if int(r["no"]) < 4 else "")
    fill(sheet, "memo", lambda r: "nada marah" if r["no"] in ("1", "6") else "")
    assert suara("code", root, sheet).code == 0
    latest = Ledger.open(root).latest()
    said = {(r["code"], r["value"]) for r in latest.iter_rows(named=True)}
    assert said == {("theme", "janji; jalan rusak"), ("memo", "nada marah")}
    assert latest.filter(pl.col("memo") == "nada marah").height == 2
    assert suara("agree", root).code == 1


def test_passages_of_the_literature_and_comments_are_coded_with_the_same_sheets(
    study_of: Callable[..., Path], suara: Callable[..., Said]
) -> None:
    works = "title,year,id\nTentang kampanye,2020,w1\n"
    passages = "work,quote,page\n" + "".join(f"w1,Kutipan {i} tentang gimik,{i}\n" for i in range(9))
    comments = POSTS.replace("platform,", "kind,platform,").replace("\nx,", "\ncomment,x,")
    root = study_of({"data/works.csv": works, "data/passages.csv": passages, "data/comments.csv": comments})
    assert "9 passages" in suara("sample", root, "theme", "-n", "9", "--of", "passages", "--format", "csv").out
    rows = fill(root / "coding" / "theme-1" / "coder.csv", "theme", lambda r: f"tema {r['date']}")
    assert {(r["account"], r["text"]) for r in rows} == {("w1", f"Kutipan {i} tentang gimik") for i in range(9)}
    assert suara("code", root, root / "coding" / "theme-1" / "coder.csv").code == 0
    assert "10 of 80 comments" in suara("sample", root, "attack", "-n", "10", "--of", "comments", "--format", "csv").out
    fill(root / "coding" / "attack-1" / "coder.csv", "attack", lambda _r: "0")
    assert suara("code", root, root / "coding" / "attack-1" / "coder.csv").code == 0
    kinds = Ledger.open(root).latest().group_by("unit_kind").len().rows()
    assert sorted(kinds) == [("comment", 10), ("passage", 9)]
    assert "the study has no posts with text" in suara("sample", root, "attack", "-n", "1").err
    assert suara("sample", root, "attack", "-n", "1", "--of", "tweets").code == 2


def test_a_team_codes_in_postgresql(
    study_of: Callable[..., Path],
    suara: Callable[..., Said],
    postgres: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = study_of({"data/posts.csv": POSTS})
    monkeypatch.setenv("SUARA_DATABASE", postgres())
    suara("sample", root, "attack", "-n", "12", "--format", "csv", "--coders", "a,b", "--overlap", "12")
    for coder in "ab":
        fill(root / "coding" / "attack-1" / f"{coder}.csv", "attack", attacks)
    taken = suara("code", root, *sorted((root / "coding" / "attack-1").glob("*.csv")))
    assert taken.out.count("12 new codings") == 2
    assert "a × b, 12 posts" in suara("agree", root).out
    assert not (root / "codings.sqlite").exists()


def test_what_is_odd_about_imported_codings_is_said(study_of: Callable[..., Path], suara: Callable[..., Said]) -> None:
    """Units of no post, and a code by a construct's name: told by `agree` and `run`, with what to write."""
    ids = [str(900000000000000000 + i) for i in range(40)] + ["zz1", "zz2"]
    rows = [f"{u},{c},Interactivity,{'Ya' if i % 3 == 0 else 'tidak'}" for i, u in enumerate(ids) for c in ("Ani", "BUDI")]  # fmt: skip
    root = study_of({"data/posts.csv": POSTS, "data/codes.csv": "unit,coder,code,value\n" + "\n".join(rows) + "\n"})
    said = suara("agree", root)
    assert "data/codes.csv: 2 coded units are no posts of the study, for instance 'zz1'" in said.err
    assert "people coded interactivity, which no dictionary knows" in said.err
    assert "of = ['invitation_to_dialogue', 'question_to_citizens', 'reply_to_citizen']" in said.err
    assert "Ani × BUDI, 42 posts coded by two or more" in said.out
    (root / "codes").mkdir()
    (root / "codes" / "own.toml").write_text(
        "[interactivity]\nof = ['invitation_to_dialogue', 'question_to_citizens']\n"
    )
    again = suara("agree", root)
    assert "no dictionary knows" not in again.err and "dictionary against people, 40 posts" in again.out
