"""Visual closeness: the media mix, and photos and videos against plain posts of the same actor."""

import numpy as np
import polars as pl
import pytest

from suara.conclude.findings.visual_closeness import visual_closeness
from tests.conclude import made_posts

from .conftest import actors, measured, week


def forms(ratios, platform="facebook", n=20, video=None, period="whole", start=None, base=100.0):
    """Engagement by form: plain posts at the base, photos (and videos) at a ratio of it, an actor each."""
    rows = []
    for i, ratio in enumerate(ratios):
        actor, plain = f"a{i:02d}", base * (i + 1)
        for form, value in (("plain", plain), ("photo", plain * ratio), ("video", plain * (video or ratios)[i])):
            rows += measured(f"{form}_engagement", {actor: value}, platform, period, start, n)
    return rows


def mix(photo, video, n, actor="a00"):
    shares = {"photo": photo / n, "video": video / n, "plain": 1 - (photo + video) / n}
    return [
        r
        for f, s in shares.items()
        for p in (None, "facebook")
        for r in measured(f"{f}_share", {actor: s}, p, n=n, lo=0.1, hi=0.9)
    ]


def test_a_quarter_more_reactions_is_found_and_said(panel):
    ratios = [1.25 * r for r in (0.9, 0.95, 0.98, 1.0, 1.0, 1.02, 1.05, 1.1, 1.15)]
    found = visual_closeness(panel([*forms(ratios), *mix(50, 30, 100)], actors(9)))
    assert found.answer == "yes"
    assert found.main.estimate == pytest.approx(0.25)
    assert found.main.n == 9
    assert found.main.p == pytest.approx(2 * 0.5**9)
    assert "25.0% more reactions (median of 9 actors" in found.says
    assert "50.0% are photos, 30.0% videos and 20.0% plain" in found.says
    assert found.unit.startswith("share")


def test_fewer_reactions_are_a_no_in_the_right_words(panel):
    found = visual_closeness(panel(forms([0.8] * 8), actors(8)))
    assert found.answer == "no"
    assert "20.0% fewer reactions" in found.says


def test_no_difference_with_a_narrow_interval_is_a_no(panel):
    ratios = np.exp(np.random.default_rng(1).normal(0, 0.05, 40)).tolist()
    found = visual_closeness(panel(forms(ratios), actors(40)))
    assert found.main.p > 0.05
    assert found.answer == "no"


def test_photos_that_win_and_videos_that_lose_are_mixed(panel):
    found = visual_closeness(panel(forms([1.6] * 9, video=[0.7] * 9), actors(9)))
    assert found.answer == "mixed"
    assert "photos +60.0% (n = 9)" in found.says
    assert "videos -30.0% (n = 9)" in found.says


def test_null_worlds_rarely_say_yes(panel):
    answers = []
    for seed in range(60):
        ratios = np.exp(np.random.default_rng(seed).normal(0, 0.5, 12)).tolist()
        answers.append(visual_closeness(panel(forms(ratios), actors(12))).answer)
    assert answers.count("yes") <= 5


def test_too_few_say_how_many_would_have_been_needed(panel):
    found = visual_closeness(panel(forms([1.3] * 4), actors(4)))
    assert found.answer == "cannot tell"
    assert "With 4 cases no difference could have been told from chance." in found.says
    other = visual_closeness(panel(forms([1.3, 0.7, 1.4, 0.8, 1.2, 0.9, 1.1, 0.6]), actors(8)))
    assert other.answer == "cannot tell"
    assert "at least 8 have to point the same way" in other.says


def test_one_account_is_judged_by_its_weeks_and_says_so(panel):
    rows = [r for i in range(10) for r in forms([1.5], period="week", start=week(i), n=3)]
    found = visual_closeness(panel([*rows, *forms([1.5], n=30)], actors(1)))
    assert found.answer == "yes"
    assert found.main.n == 10
    assert "median of 10 weeks" in found.says
    assert "This speaks of one actor." in found.says
    assert any(t.title.startswith("Reactions by form") and t.rows[0][0] == "Party 00" for t in found.described)


def test_forms_with_too_few_posts_do_not_count(panel):
    found = visual_closeness(panel(forms([1.5] * 8, n=4), actors(8)))
    assert found.answer == "cannot tell"
    assert "no actor has 5 posts of both kinds" in found.says


def test_without_forms_the_need_is_named(panel):
    found = visual_closeness(panel(measured("posts", {"a00": 200}), actors(1)))
    assert found.answer == "cannot tell"
    assert any("media_type" in need for need in found.needs)
    assert any(need.startswith("codings") for need in found.needs)


def test_the_mix_alone_is_described(panel):
    found = visual_closeness(panel(mix(100, 60, 200), actors(1)))
    assert found.answer == "cannot tell"
    assert found.described[0].rows[0][:4] == ["Party 00", "facebook", 200, 0.5]
    assert "Of 200 posts whose form is known 50.0% are photos" in found.says


def test_labels_of_closeness_by_people_are_lines_of_their_own(posted):
    """Pictures labelled by people: family in three of ten, with 1.6 times the reactions."""
    frame = made_posts.posts(1, ratios={"gratitude": 1.6}, shares={"gratitude": 0.3})
    gold = pl.concat(
        frame.select("platform", "id", pl.lit(code).alias("code"), value.alias("value"))
        for code, value in {
            "family_or_child": pl.col("code_gratitude").cast(pl.String),
            "picture_setting": pl.when(pl.col("code_gratitude") == 1)
            .then(pl.lit("personal"))
            .otherwise(pl.lit("graphic")),
        }.items()
    )
    found = visual_closeness(posted(frame, gold=gold, who=actors(10)))
    family = next(line for line in found.evidence if line.measure == "family_share")
    assert family.interval[0] > 0
    assert family.estimate == pytest.approx(0.6, abs=0.15)
    assert family.kind == "investigator"
    assert next(line for line in found.evidence if line.measure == "personal_setting_share").estimate == family.estimate
    assert "Labels of closeness" in found.says
    assert not any("codes of closeness" in need for need in found.needs)
