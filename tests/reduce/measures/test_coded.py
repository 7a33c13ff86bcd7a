"""Measures on codes: counted on a frame by hand, nulls apart from zeros, every issue field with its code."""

import narwhals as nw
import polars as pl
import pytest

from suara.reduce.codebook import codebook
from suara.reduce.measure import CODE, MEASURES, codes_asked

ROWS = pl.DataFrame(
    {
        "code_question_to_citizens": [1, 0, None, 0],
        "code_invitation_to_dialogue": [0, 0, None, 1],
        "code_reply_to_citizen": [0, 0, None, 0],
        "code_personal_individual": [1, 1, 0, None],
        "code_personal_emotional": [0, 1, 0, None],
        "code_personal_private": [0, 0, 0, None],
        "code_personal_professional": [1, 1, 1, None],
        "code_kami": [1, 1, 0, 0],
        "code_kita": [1, 0, 1, 1],
        "code_attack_target": ["party", "government", None, "none"],
        "code_sentiment": ["1", "-1", "0", None],
        "engagement": [10, 100, 5, 7],
    },
    schema_overrides={"code_question_to_citizens": pl.Int64},
)


def counted(name, rows=ROWS):
    """Value, n of a measure over all rows."""
    made = MEASURES.get(name).aggregate()
    bottom = made.n if made.bottom is None else made.bottom
    frame = nw.from_native(rows).select(made.top.alias("top"), bottom.alias("bottom"), made.n.alias("n"))
    top, bottom, n = frame.row(0)
    return (top if made.bottom is None else top / bottom if bottom else None), n


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("question_share", 1 / 3, 3),
        ("interactive_share", 2 / 3, 3),
        ("personal_share", 2 / 3, 3),
        ("professional_share", 1, 3),
        ("inclusive_we", 3 / 5, 4),
        ("rival_attack_share", 1 / 3, 3),
        ("elite_attack_share", 1 / 3, 3),
        ("positive_share", 1 / 3, 3),
        ("negative_share", 1 / 3, 3),
        ("interactive_engagement", 17 / 2, 2),
        ("interactive_median_engagement", 8.5, 2),
    ],
)
def test_measures_count_what_they_say(name, value, n):
    assert counted(name) == (pytest.approx(value), n)


def test_nobody_coded_is_missing_and_not_zero():
    nobody = ROWS.with_columns(pl.lit(None, pl.Int64).alias("code_question_to_citizens"))
    assert counted("question_share", nobody) == (None, 0)


def test_every_code_that_a_measure_asks_for_is_in_the_codebook():
    assert not set(codes_asked()) - set(codebook().codes)


def test_every_issue_of_the_codebook_has_its_share():
    issues = {c for c in codebook().codes if c.startswith("issue_")}
    asked = {c for m in MEASURES if m.construct == "issues" for c in m.asked()}
    assert asked == {f"{CODE}{issue}" for issue in issues}
