"""The dictionary as a coder: which posts, which codes, and the terms that say why."""

import json

import polars as pl
import pytest

from suara.engine.duck import connect
from suara.reduce.codebook import codebook
from suara.reduce.coders.dictionary import code_posts
from tests.conftest import DATA

POSTS = [
    ("x", "1", "Jangan lupa coblos nomor 1 di TPS!", "post"),
    ("x", "2", "Pemerintah ingkar janji. Terima kasih relawan, ayo bergabung!", "post"),
    ("instagram", "2", "Selamat pagi", "post"),
    ("x", "3", "mencobloskan televisi", "post"),
    ("x", "4", None, "post"),
    ("x", "5", "golput", "comment"),
]


def coded(tmp_path, posts=POSTS):
    con = connect(threads=1)
    frame = pl.DataFrame(posts, schema=["platform", "id", "text", "kind"], orient="row")
    con.register("given", frame.to_arrow())
    return pl.read_parquet(code_posts(con, codebook(), tmp_path / "c.parquet", "FROM given"))


def test_codings_say_coder_version_and_the_terms_found(tmp_path):
    rows = coded(tmp_path)
    found = {(r["platform"], r["unit"], r["code"]): json.loads(r["extras"]) for r in rows.iter_rows(named=True)}
    assert found["x", "1", "mobilization_vote"]["terms"] == ["coblos"]
    assert found["x", "2", "attack"]["terms"] == ["ingkar janji"]
    assert found["x", "2", "gratitude"]["terms"] == ["terima kasih"]
    assert found["instagram", "2", "ritual_greeting"] == {
        "codebook": codebook().version, "platform": "instagram", "terms": ["selamat pagi"],
    }  # fmt: skip
    assert set(rows["coder"]) == set(rows["kind"]) == {"dictionary"}
    assert set(rows["value"]) == {"1"}
    assert not {"3", "4"} & set(rows["unit"])
    assert rows.filter(pl.col("unit") == "5")["unit_kind"].to_list() == ["comment"]


def test_coding_twice_gives_the_same_bytes(tmp_path):
    first = coded(tmp_path)
    again = coded(tmp_path, POSTS[::-1])
    assert first.equals(again)


def test_candidates_of_2019_thank_and_report(tmp_path):
    """Shares on the candidates' own tweets, between what a broken dictionary gives: nothing, and everything."""
    files = [DATA / "indonesia2019" / f"{who}_tweets.xlsx" for who in ("jokowi", "prabowo")]
    if not all(f.exists() for f in files):
        pytest.skip("the candidates' tweets are not here: set SUARA_DATA")
    from python_calamine import CalamineWorkbook

    posts = []
    for file in files:
        for sheet in CalamineWorkbook.from_path(file).sheet_names:
            head, *rows = CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python() or [[]]
            if "text" in head:
                posts += [
                    ("x", f"{file.stem}-{sheet}-{i}", str(r[head.index("text")]), "post") for i, r in enumerate(rows)
                ]
    rows = coded(tmp_path, posts)
    shares = {code: n / len(posts) for code, n in rows.group_by("code").len().iter_rows()}
    assert 0.5 < rows["unit"].n_unique() / len(posts) < 0.98
    assert 0.02 < shares["gratitude"] < 0.4
    assert 0.01 < shares["achievement"] < 0.3
    assert shares["hate_speech"] < 0.02
    assert max(shares.values()) < 0.6
