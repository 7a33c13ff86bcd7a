"""Codes as columns of the posts: which machine coder speaks, what silence means, and that people never overwrite it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from suara.engine.codes import Column, with_codes
from suara.errors import StudyError
from suara.reduce.coders.best import Known, ranked, refuse_unknown, score, slug
from suara.reduce.measure import MEASURES
from suara.road import walk
from suara.study import load_study

POSTS = [
    ("1", "Terima kasih relawan"),
    ("2", "Selamat pagi"),
    ("3", ""),
    ("4", "terima kasih banyak"),
    ("5", "Kami hadir di sini"),
]
OWN = '''
from suara.reduce.measure import measure, share

@measure(construct="x", unit="share of posts, 0 to 1")
def thanks_by_machine(post):
    """Share of posts that thank.

    0 means none; missing means that nobody coded."""
    return share(post.code_{code} == {value})
'''


def table(*rows: tuple[Any, ...]) -> str:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()


@pytest.fixture
def coded(study_of: Callable[..., Path]) -> Callable[..., pl.DataFrame]:
    def make(*codings: tuple[Any, ...], code: str = "gratitude", value: str = "1") -> pl.DataFrame:
        posts = [
            ("platform", "id", "handle", "text", "created_at"),
            *(("x", i, "abc", t, "2024-01-02") for i, t in POSTS),
        ]
        files = {
            "data/posts.csv": table(*posts),
            "own.py": OWN.format(code=code, value=value),
            "data/codings.csv": table(("unit", "coder", "code", "value", "kind"), *codings),
        }
        root = study_of(files, '[study]\ntitle = "T"\nmeasures = ["own.py"]\n')
        try:
            walked = walk(load_study(root), "reduce")
        finally:
            MEASURES.forget("thanks_by_machine")
        walked.engine.close()
        return pl.read_parquet(walked.prepared["posts"]).sort("id")

    return make


def test_the_dictionary_says_1_and_0_and_nothing_of_a_post_without_text(coded: Callable[..., pl.DataFrame]) -> None:
    assert coded(("9", "ani", "x", "1", "human"))["code_gratitude"].to_list() == [1, 0, None, 1, 0]


def test_imported_machine_codings_go_before_the_dictionary_and_people_never_stand_in_the_column(
    coded: Callable[..., pl.DataFrame],
) -> None:
    found = coded(
        ("1", "lm", "gratitude", "0", "model"), ("x:3", "lm", "gratitude", "1", "model"), ("4", "ani", "gratitude", "0", "human"),
    )  # fmt: skip
    assert found["code_gratitude"].to_list() == [0, 0, 1, 1, 0]


def test_a_code_that_stands_in_the_codings_alone_is_a_column_of_its_values(coded: Callable[..., pl.DataFrame]) -> None:
    found = coded(("1", "lm", "Nada bicara", "marah", "model"), ("2", "lm", "Nada bicara", "ramah", "model"),
                  code="nada_bicara", value='"marah"')  # fmt: skip
    assert found["code_nada_bicara"].to_list() == ["marah", "ramah", None, None, None]


def test_only_codes_that_a_measure_asks_for_are_columns(coded: Callable[..., pl.DataFrame]) -> None:
    found = coded(("1", "lm", "nobody_asks", "1", "model"))
    assert "code_nobody_asks" not in found.columns


def test_a_misspelt_code_is_refused_with_a_suggestion(coded: Callable[..., pl.DataFrame]) -> None:
    with pytest.raises(StudyError, match=r"post\.code_gratitude"):
        coded(("1", "lm", "x", "1", "model"), code="gratitud")
    with pytest.raises(StudyError, match=r"own\.py"):
        refuse_unknown({"gratitud": "own.py:4"}, {"gratitude": Known("gratitude", True, (), 0)})


def test_the_coder_nearer_to_people_speaks() -> None:
    class Asked:
        """A connection that knows two confusions."""

    def confusions(_con: Any, _code: str, coder: str) -> pl.DataFrame:
        right = 30 if coder == "dictionary" else 10
        rows = [("1", "1", right), ("1", "0", 40 - right), ("0", "0", 40)]
        return pl.DataFrame(rows, schema=["human", "machine", "n"], orient="row")

    import suara.reduce.coders.best as best

    real = best.confusion
    best.confusion = confusions  # type: ignore[assignment]
    try:
        known = Known("attack", True, ("lm", "dictionary"), 80)
        assert ranked(Asked(), "attack", known) == ("dictionary", "lm")  # type: ignore[arg-type]
        nobody = Known("attack", True, ("lm", "dictionary", "classifier", "model:a"), 0)
        assert ranked(Asked(), "attack", nobody) == ("lm", "model:a", "classifier", "dictionary")  # type: ignore[arg-type]
    finally:
        best.confusion = real


def test_score_is_the_mean_of_f1_over_what_people_gave() -> None:
    rows = [("1", "1", 6), ("1", "0", 2), ("0", "0", 10), ("0", "1", 2)]
    counted = pl.DataFrame(rows, schema=["human", "machine", "n"], orient="row")
    assert score(counted) == pytest.approx((12 / 16 + 20 / 24) / 2)
    assert score(counted.head(1)) is None


def test_names_become_columns() -> None:
    assert slug("Nada bicara (2)") == "nada_bicara_2_"
    assert with_codes("SELECT 1", []) == "SELECT 1"
    assert '"code_a"' in with_codes("SELECT 1", [Column("a", True, ("dictionary",))])


def test_a_measure_on_codes_is_an_expression_like_any_other() -> None:
    frame = nw.from_native(pl.DataFrame({"code_attack": [1, 0, None, 1]}))
    made = MEASURES.get("attack_share").aggregate()
    assert frame.select(made.top.alias("top"), made.n.alias("n")).row(0) == (2, 3)
