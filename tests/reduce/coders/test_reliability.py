"""Agreement of a table of codings: the published numbers come out of the rows as they stand in `codings`."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from suara.reduce.code import Code, made_from
from suara.reduce.coders.accuracy import TOO_FEW, TOO_RARE, accuracy
from suara.reduce.coders.reliability import agreement

N = None
KRIPPENDORFF = [
    [1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N],
]  # fmt: skip
WORDS = ["never", "seldom", "at times", "often", "always"]


def code(kind: str) -> Code:
    values = [(w, w, w) for w in WORDS] if kind == "ordinal" else [(str(i), "v", "v") for i in range(1, 6)]
    given = {"construct": "c", "kind": kind, "en": "A.", "id": "B.", "rule": "C.", "rule_id": "D.", "values": values}
    made, _problems = made_from(given, "q", code)
    assert made is not None
    return made


def rows(table: list[list[Any]], value: Any = str, **more: Any) -> pl.DataFrame:
    given = [
        {"unit": f"u{u}", "code": "q", "coder": f"c{c}", "value": value(v), "round": None, "platform": "x" if u % 2 else "tiktok", "lang": None} | more
        for u, row in enumerate(table) for c, v in enumerate(row) if v is not None
    ]  # fmt: skip
    schema = dict.fromkeys(("unit", "code", "coder", "value", "round", "platform", "lang"), pl.String)
    return pl.DataFrame(given, schema=schema)


@pytest.mark.parametrize(("kind", "published"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491)])
def test_krippendorffs_example_from_codings(kind: str, published: float) -> None:
    say = (lambda v: WORDS[v - 1]) if kind == "ordinal" else str
    found = agreement(rows(KRIPPENDORFF, say), {"q": code(kind)})
    assert found[0]["alpha"]["estimate"] == pytest.approx(published, abs=5e-5)
    assert found[0]["coders"] == ["c0", "c1", "c2", "c3"]
    assert found[0]["kappa"] is None
    assert len(found) == 1 + 6  # and every two of the four
    if kind == "nominal":
        assert found[0]["ac1"]["estimate"] == pytest.approx(0.77544, abs=5e-6)


def test_two_coders_have_kappa_holsti_prevalence_and_confusion() -> None:
    table = [[1, 1]] * 30 + [[2, 2]] * 6 + [[1, 2]] * 3 + [[2, 1]]
    (row,) = agreement(rows(table), {"q": code("nominal")})
    assert row["percent"]["estimate"] == row["holsti"]["estimate"] == 0.9
    p_e = (33 / 40) * (31 / 40) + (7 / 40) * (9 / 40)
    assert row["kappa"]["estimate"] == pytest.approx((0.9 - p_e) / (1 - p_e))
    assert row["prevalence"] == {"1": 0.8, "2": 0.2}
    assert row["confusion"] == [
        {"first": "1", "second": "1", "n": 30}, {"first": "1", "second": "2", "n": 3},
        {"first": "2", "second": "1", "n": 1}, {"first": "2", "second": "2", "n": 6},
    ]  # fmt: skip
    assert not row["skewed"]


def test_the_adjudicator_is_no_coder_and_rounds_are_apart() -> None:
    first = rows([[1, 1], [2, 2], [1, 2]] * 5, round="a")
    other = rows([[2, 2], [1, 1], [2, 1]] * 5, round="b")
    decided = first.filter(pl.col("coder") == "c0").with_columns(pl.lit("adjudicator").alias("coder"))
    (row,) = agreement(pl.concat([first, other, decided]), {"q": code("nominal")})
    assert row["coders"] == ["c0", "c1"]
    assert row["n"] == 30
    assert {r["group"] for r in agreement(pl.concat([first, other]), {}, ("round",))} == {None, "round=a", "round=b"}


def test_groups_are_of_their_own_posts() -> None:
    found = agreement(rows([[1, 1], [2, 1]] * 10), {"q": code("nominal")}, ("platform", "lang"))
    by = {r["group"]: r["percent"]["estimate"] for r in found}
    assert by == {None: 0.5, "platform=tiktok": 1.0, "platform=x": 0.0}


def test_a_code_with_several_values_at_once_is_compared_value_by_value() -> None:
    several = rows([[1, 1], [2, 2], [1, 1], [2, 1]])
    more = rows([[3, 3]])
    found = agreement(pl.concat([several, more]), {})
    assert [r["code"] for r in found] == ["q: 1", "q: 2", "q: 3"]
    assert [r["percent"]["estimate"] for r in found] == [0.75, 0.75, 1.0]


def test_coders_who_share_no_unit_are_not_compared() -> None:
    assert agreement(rows([[1, N], [N, 1], [2, N]]), {"q": code("nominal")}) == []


def test_one_value_everywhere_is_no_agreement_but_said() -> None:
    (row,) = agreement(rows([[1, 1]] * 20), {"q": code("nominal")})
    assert row["alpha"]["estimate"] is None and row["alpha"]["reason"]
    assert row["skewed"]


def compared(pairs: list[tuple[str, str, float | None, float | None]]) -> pl.DataFrame:
    given = [
        {"code": "q", "coder": "m", "platform": "x", "id": str(i), "lang": None, "human": h, "said": s, "confidence": c, "probability": p}
        for i, (h, s, c, p) in enumerate(pairs)
    ]  # fmt: skip
    return pl.DataFrame(given, infer_schema_length=None)


def test_precision_recall_and_f1_are_those_of_the_table() -> None:
    pairs = (
        [("1", "1", None, None)] * 12
        + [("1", "0", None, None)] * 4
        + [("0", "1", None, None)] * 8
        + [("0", "0", None, None)] * 76
    )
    (row,) = accuracy(compared(pairs))
    assert (row["precision"], row["recall"]) == (0.6, 0.75)
    assert row["f1"] == pytest.approx(2 * 0.6 * 0.75 / 1.35)
    assert row["macro_f1"] == pytest.approx((row["f1"] + 2 * 76 / (84 + 80)) / 2)
    assert row["accuracy"] == 0.88
    assert row["precision_lo"] < 0.6 < row["precision_hi"]
    assert (row["weighted"], row["brier"]) == (False, None)


def test_posts_count_for_as_many_as_they_stand_for() -> None:
    """Machine hits drawn ten times as often: unweighed, recall would be 20 of 30; of all posts it is 20 of 120."""
    pairs = [("1", "1", None, 1.0)] * 20 + [("1", "0", None, 0.1)] * 10 + [("0", "0", None, 0.1)] * 70
    (row,) = accuracy(compared(pairs))
    assert row["recall"] == pytest.approx(20 / 120)
    assert row["precision"] == 1.0
    assert row["weighted"]


def test_calibration_of_a_confidence() -> None:
    pairs = (
        [("1", "1", 0.8, None)] * 8
        + [("0", "1", 0.8, None)] * 2
        + [("0", "0", 0.8, None)] * 8
        + [("1", "0", 0.8, None)] * 2
    )
    (row,) = accuracy(compared(pairs))
    assert row["ece"] == pytest.approx(0, abs=1e-12)
    assert row["brier"] == pytest.approx(0.16)
    sure = [(h, s, 1.0, p) for h, s, _c, p in pairs]
    assert accuracy(compared(sure))[0]["ece"] == pytest.approx(0.2)


def test_too_few_say_nothing() -> None:
    (row,) = accuracy(compared([("1", "1", None, None)] * 3))
    assert row["reason"] == TOO_FEW and row["accuracy"] is None and row["f1"] is None
    (row,) = accuracy(compared([("1", "1", None, None)] * 3 + [("0", "0", None, None)] * 60))
    assert row["reason"] == TOO_RARE and row["recall"] is None and row["f1"] is None
