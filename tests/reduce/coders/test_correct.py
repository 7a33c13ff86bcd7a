"""Measures on codes: naive, corrected and by people alone, on a made campaign whose truth is known."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from suara.estimators.reasons import FEW_CODED
from suara.estimators.surrogate import corrected_share
from suara.estimators.surrogate_regression import corrected_regression
from suara.reduce.coders.correct import (
    ALL_PLATFORMS,
    NO_SAMPLE,
    NOBODY,
    NOT_CORRECTED,
    actor_shares,
    coded_value,
    drawn,
)
from suara.reduce.coders.corrected_cell import corrected
from suara.reduce.measure import MEASURES
from suara.road import walk
from suara.study import load_study

OWN = '''
import narwhals as nw
from suara.reduce.measure import count, measure, median, per_row, share

@measure(construct="x", unit="share of posts, 0 to 1")
def thanking(post):
    """Share of posts that thank.

    0 means none; missing means that nobody coded."""
    return share(post.code_gratitude == 1)

@measure(construct="x", unit="likes")
def thanked(post):
    """Likes of posts that thank.

    0 means none; missing means that nobody coded."""
    return per_row(nw.when(post.code_gratitude == 1).then(post.likes))

@measure(construct="x", unit="posts")
def thanks(post):
    """Posts that thank.

    0 means none; missing means that nobody coded."""
    return count(post.code_gratitude == 1)

@measure(construct="x", unit="likes")
def thanked_middle(post):
    """Likes of the middle post that thanks.

    0 means none; missing means that nobody coded."""
    return median(nw.when(post.code_gratitude == 1).then(post.likes))

@measure(construct="x", unit="posts")
def thanking_twice(thanking):
    """Twice the share.

    0 means none; missing means that nobody coded."""
    return thanking * 2
'''
NAMES = ("thanking", "thanked", "thanks", "thanked_middle", "thanking_twice")
Made = tuple[Path, pl.DataFrame]


def made(study_of: Callable[..., Path], probability: Callable[[str, int], float | None]) -> Made:
    """Three actors; half of the posts that thank do so in words that no dictionary knows, and the others are liked more.
    Truth: unit, actor, value, likes."""
    draw = random.Random(11)
    posts, codings = io.StringIO(), io.StringIO()
    write, code = csv.writer(posts), csv.writer(codings)
    write.writerow(["platform", "id", "handle", "text", "created_at", "likes"])
    code.writerow(["unit", "coder", "code", "value", "kind", "sampling_probability"])
    truth = []
    for actor, size, share in (("alfa", 1200, 0.6), ("beta", 800, 0.2), ("gama", 40, 0.5)):
        for i in range(size):
            thanks = draw.random() < share
            said = draw.random() < 0.5 if thanks else draw.random() < 0.05
            words = f"terima kasih {i}" if said else f"hari {i}"
            unit = f"{actor}{i}"
            likes = i % 50 + 60 * said
            write.writerow(["x", unit, actor, words, f"2024-01-{i % 28 + 1:02}", likes])
            truth.append((unit, actor, int(thanks), likes))
            pi = probability(actor, i)
            if pi is None or draw.random() < pi:
                code.writerow([unit, "ani", "gratitude", int(thanks), "human", pi])
    files = {"data/posts.csv": posts.getvalue(), "data/codings.csv": codings.getvalue(), "own.py": OWN}
    root = study_of(files, '[study]\ntitle = "T"\nmeasures = ["own.py"]\n')
    return root, pl.DataFrame(truth, schema=["unit", "actor", "value", "likes"], orient="row")


def run(root: Path) -> tuple[pl.DataFrame, dict[str, Any]]:
    try:
        walked = walk(load_study(root), "reduce")
    finally:
        for name in NAMES:
            MEASURES.forget(name)
    walked.engine.close()
    assert walked.measures is not None
    return walked.measures, json.loads((root / "out" / "coding.json").read_text())


def of(measures: pl.DataFrame, name: str, actor: str) -> dict[str, Any]:
    whole = measures.filter(
        (pl.col("measure") == name)
        & (pl.col("actor_id") == actor)
        & pl.col("platform").is_null()
        & (pl.col("period") == "whole")
    )
    return whole.row(0, named=True)


def test_a_probability_sample_corrects_what_the_dictionary_misses(study_of: Callable[..., Path]) -> None:
    root, truth = made(study_of, lambda actor, _i: 0.05 if actor == "gama" else 0.25)
    measures, told = run(root)
    for actor in ("alfa", "beta"):
        true = truth.filter(pl.col("actor") == actor)["value"].mean()
        naive, right, people = (of(measures, f"thanking{e}", actor) for e in ("", "_corrected", "_human"))
        assert not naive["lo"] <= true <= naive["hi"]
        assert right["lo"] <= true <= right["hi"]
        assert right["hi"] - right["lo"] <= 1.05 * (people["hi"] - people["lo"])
        assert right["n"] == people["n"] < naive["n"]
        assert (right["unit"], right["source"], right["null_reason"]) == (naive["unit"], naive["source"], None)
    thin = of(measures, "thanking_corrected", "gama")
    assert (thin["value"], thin["null_reason"]) == (None, FEW_CODED)
    assert measures.filter((pl.col("measure") == "thanking_human") & (pl.col("actor_id") == "gama")).is_empty()
    whole, code = told["measures"]["thanking"], told["codes"]["gratitude"]["values"]["1"]
    true = truth["value"].mean()
    assert whole["corrected"] and whole["lo"] <= true <= whole["hi"]
    assert whole["naive"] < whole["lo"]
    assert {k: code[k] for k in ("naive", "estimate", "human", "coded", "n")} == pytest.approx(
        {k: whole[k] for k in ("naive", "estimate", "human", "coded", "n")}
    )


def test_means_and_counts_are_corrected_like_shares(study_of: Callable[..., Path]) -> None:
    """The posts that the machine sees are liked more than those it misses: its mean is too high, its count too low."""
    root, truth = made(study_of, lambda _actor, _i: 0.25)
    measures, told = run(root)
    for actor in ("alfa", "beta"):
        mine = truth.filter((pl.col("actor") == actor) & (pl.col("value") == 1))
        for name, true in (("thanked", mine["likes"].mean()), ("thanks", mine.height)):
            naive, right, people = (of(measures, f"{name}{e}", actor) for e in ("", "_corrected", "_human"))
            assert abs(naive["value"] / true - 1) > 0.2
            assert right["lo"] <= true <= right["hi"]
            assert right["hi"] - right["lo"] <= 1.05 * (people["hi"] - people["lo"])
    thin = of(measures, "thanked_corrected", "gama")
    assert (thin["value"], thin["null_reason"]) == (None, FEW_CODED)
    everybody = told["measures"]["thanks"]
    assert everybody["corrected"] and everybody["lo"] <= truth["value"].sum() <= everybody["hi"]


def test_thin_weeks_stand_together_until_people_coded_enough(study_of: Callable[..., Path]) -> None:
    """alfa has 300 posts a week of which 15 were coded, beta 200 and 10, too few of either kind alone."""
    root, _truth = made(study_of, lambda _actor, _i: 0.05)
    measures, _told = run(root)
    rows = measures.filter((pl.col("measure") == "thanking_corrected") & pl.col("platform").is_null())
    for actor in ("alfa", "beta"):
        mine = rows.filter((pl.col("actor_id") == actor) & (pl.col("period") == "weeks")).sort("period_start")
        whole = of(measures, "thanking_corrected", actor)
        assert mine.height and mine["value"].is_not_null().all()
        assert (mine["period_end"].cast(pl.Int32) - mine["period_start"].cast(pl.Int32) > 6).all()
        assert mine["n"].sum() <= whole["n"]
        assert (mine["period_start"][1:] > mine["period_end"][:-1]).all()


def test_a_thin_platform_is_told_where_it_stands_pooled(study_of: Callable[..., Path]) -> None:
    root, _truth = made(study_of, lambda _actor, _i: 0.1)
    posts = (root / "data" / "posts.csv").read_text().splitlines()
    moved = [
        line.replace("x,alfa", "facebook,alfa", 1) if i % 60 == 1 else line
        for i, line in enumerate(posts)
    ]  # fmt: skip
    (root / "data" / "posts.csv").write_text("\n".join(moved) + "\n")
    measures, _told = run(root)
    thin = measures.filter(
        (pl.col("measure") == "thanking_corrected")
        & (pl.col("actor_id") == "alfa")
        & (pl.col("platform") == "facebook")
        & (pl.col("period") == "whole")
    ).row(0, named=True)
    assert (thin["value"], thin["null_reason"]) == (None, ALL_PLATFORMS)
    assert of(measures, "thanking_corrected", "alfa")["value"] is not None


def test_what_cannot_be_corrected_is_marked(study_of: Callable[..., Path]) -> None:
    root, _truth = made(study_of, lambda _actor, _i: 0.25)
    _measures, told = run(root)
    marked = told["measures"]
    assert marked["thanked_middle"] == {"codes": ["gratitude"], "corrected": False, "reason": NOT_CORRECTED}
    assert marked["inclusive_we"]["reason"] == NOBODY
    assert not marked["thanking_twice"]["corrected"] and marked["thanking_twice"]["codes"] == ["gratitude"]
    assert marked["attack_share"]["reason"] == NOBODY
    assert all(m["corrected"] or m["reason"] for m in marked.values())


def test_codings_without_probabilities_correct_nothing_unless_they_are_of_all_posts(
    study_of: Callable[..., Path],
) -> None:
    root, truth = made(study_of, lambda _actor, _i: None)
    measures, told = run(root)
    assert told["measures"]["thanking"]["coded"] == truth.height
    all_of = of(measures, "thanking_corrected", "alfa")["value"]
    assert all_of == pytest.approx(truth.filter(pl.col("actor") == "alfa")["value"].mean())
    codings = (root / "data" / "codings.csv").read_text().splitlines()
    (root / "data" / "codings.csv").write_text("\n".join(codings[:600]) + "\n")
    measures, told = run(root)
    assert told["measures"]["thanking"] == {"codes": ["gratitude"], "corrected": False, "reason": NO_SAMPLE}
    assert told["codes"]["gratitude"]["reason"] == NO_SAMPLE
    assert told["codes"]["gratitude"]["values"]["1"]["naive"] == pytest.approx(
        measures.filter(
            (pl.col("measure") == "thanking") & pl.col("platform").is_null() & (pl.col("period") == "whole")
        )
        .select((pl.col("value") * pl.col("n")).sum() / pl.col("n").sum())
        .item()
    )
    assert measures.filter(pl.col("measure").str.ends_with("_corrected")).is_empty()


def test_counts_of_posts_correct_like_the_posts_one_by_one() -> None:
    rng = np.random.default_rng(2)
    f = (rng.random(5_000) < 0.3).astype(float)
    y = np.where(rng.random(5_000) < 0.8, f, 1 - f)
    pi = np.where(f == 1, 0.2, 0.05)
    coded = rng.random(5_000) < pi
    sample = pl.DataFrame({"f": f[coded], "y": y[coded], "probability": pi[coded]})
    one_by_one = corrected_share(
        f.tolist(), [v if c else None for v, c in zip(y.tolist(), coded, strict=True)], pi.tolist()
    )
    counted = corrected(sample, int(f.sum()), 5_000)
    for name in ("estimate", "lo", "hi", "naive", "human", "weight"):
        assert getattr(counted, name) == pytest.approx(getattr(one_by_one, name), rel=1e-9)
    assert (counted.coded, counted.n) == (one_by_one.coded, one_by_one.n)


def test_drawn_keeps_known_probabilities_alone() -> None:
    frame = pl.DataFrame({"probability": [0.1, None, 0.2]})
    assert drawn(frame, 100).frame["probability"].to_list() == [0.1, 0.2]
    assert drawn(frame, 3).frame["probability"].to_list() == [1.0, 1.0, 1.0]
    assert drawn(pl.DataFrame({"probability": [None, None]}, schema={"probability": pl.Float64}), 9).reason == NO_SAMPLE


def test_actors_shares_enter_a_regression_that_dsl_corrects() -> None:
    """200 actors of 30 posts: the machine misses half of what the small ones say, so that its slope is too steep."""
    rng = np.random.default_rng(4)
    naive, slopes = [], []
    for _ in range(60):
        size = rng.normal(size=200)
        true = np.clip(0.4 + 0.05 * size + rng.normal(scale=0.05, size=200), 0.02, 0.98)
        posts = []
        for a in range(200):
            y = rng.random(30) < true[a]
            f = y & (rng.random(30) < (0.9 if size[a] > 0 else 0.5))
            posts += [(f"a{a}", float(f[i]), float(y[i])) for i in range(30)]
        frame = pl.DataFrame(posts, schema=["actor_id", "f", "y"], orient="row")
        shares = frame.group_by("actor_id").agg(pl.col("f").mean().alias("value"), pl.len().alias("n")).sort("actor_id")
        sample = frame.filter(pl.Series(rng.random(frame.height) < 0.1)).with_columns(probability=pl.lit(0.1))
        told = actor_shares(sample, shares)
        x = pl.DataFrame({"actor_id": [f"a{a}" for a in range(200)], "x": size}).sort("actor_id")["x"].to_list()
        pi = told["probability"].to_list()
        slopes.append(corrected_regression(coded_value(told), {"x": x}, pi).estimate)
        naive.append(float(np.polyfit(x, told["machine"].to_numpy(), 1)[0]))
    assert np.mean(naive) > 0.09
    assert np.mean(slopes) == pytest.approx(0.05, abs=0.01)
