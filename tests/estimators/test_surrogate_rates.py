"""Corrected rate ratios: a perfect machine changes nothing, a poor one is corrected, and intervals cover a planted ratio."""

import os

import numpy as np
import polars as pl
import pytest

from suara.estimators import reasons
from suara.estimators.rates import rate_ratios
from suara.estimators.surrogate_rates import Cells, CodedPosts, corrected_rate_ratios

RUNS = int(os.environ.get("SUARA_COVERAGE_RUNS", "60"))
"""More runs in a slow version: with 1,000 of them the bounds are 92 to 97 %."""


def campaign(seed, ratio=1.5, actors=20, each=300, found=0.6, false=0.05, n=400):
    """Actors a hundredfold apart; louder ones carry the code more often, and the machine finds it more often in theirs."""
    rng = np.random.default_rng(seed)
    actor = np.repeat(np.arange(actors), each)
    week, form = rng.integers(0, 10, actor.size), rng.integers(0, 2, actor.size)
    loud = rng.normal(4, 1.2, actors)[actor]
    truth = rng.random(actor.size) < np.clip(0.25 + 0.08 * (loud - 4), 0.05, 0.6)
    sees = np.minimum(1, found + np.where(loud > 4, 0.2, -0.1) * (found < 1))
    machine = np.where(truth, rng.random(actor.size) < sees, rng.random(actor.size) < false)
    own = rng.normal(0, 0.1, actors)[actor] * truth
    mean = np.exp(
        loud + 0.3 * np.sin(week) + 0.3 * form + np.log(ratio) * truth + 0.6 * rng.normal(size=actor.size) + own
    )
    pi = np.where(machine, n / 2 / machine.sum(), n / 2 / (~machine).sum())
    return pl.DataFrame({
        "actor": actor, "week": week, "form": form, "machine": machine.astype(int), "human": truth.astype(int), "pi": pi,
        "y": rng.poisson(mean).astype(float), "coded": rng.random(actor.size) < pi,
    })  # fmt: skip


def parts(posts, kind="machine", human="human"):
    cells = posts.group_by("actor", "week", "form", kind).agg(pl.col("y").sum(), pl.len()).sort(pl.all())
    coded = posts.filter("coded")

    def effects(frame):
        return [frame[c].to_list() for c in ("actor", "week", "form")]

    return (
        Cells(cells["y"].to_list(), cells["len"].to_list(), cells[kind].to_list(), effects(cells), cells["actor"].to_list()),
        CodedPosts(coded["y"].to_list(), coded[kind].to_list(), coded[human].to_list(), coded["pi"].to_list(), effects(coded), coded["actor"].to_list()),
    )  # fmt: skip


def corrected(posts):
    return corrected_rate_ratios(*parts(posts), {"mark": [1]})["mark"]


def naive(posts, code):
    cells = parts(posts.with_columns(pl.col(code).alias("machine")))[0]
    return rate_ratios(cells.events, cells.exposure, {"mark": cells.kind}, cells.effects, cells.cluster)["mark"]


def test_where_people_and_machine_agree_it_is_the_poisson_regression():
    posts = campaign(1, found=1.0, false=0.0)
    plain, right = naive(posts, "human"), corrected(posts)
    assert right.estimate == pytest.approx(plain.estimate, rel=1e-6)
    assert np.log(right.hi / right.lo) == pytest.approx(np.log(plain.hi / plain.lo), rel=0.02)


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_intervals_cover_a_planted_ratio_that_the_machine_shrinks(ratio):
    held, alone, errors = 0, 0, []
    for seed in range(RUNS):
        posts = campaign(seed, ratio)
        right = corrected(posts)
        held += right.lo <= ratio <= right.hi
        errors.append(np.log(right.estimate / ratio))
        if seed < 15 and ratio > 1:
            plain = naive(posts, "machine")
            alone += plain.lo <= ratio <= plain.hi
    room = 0.97 + 2.6 * np.sqrt(0.05 * 0.95 / RUNS), 0.92 - 2.6 * np.sqrt(0.05 * 0.95 / RUNS)
    assert room[1] <= held / RUNS <= room[0]
    assert abs(np.mean(errors)) < 0.02 + 2.6 * np.std(errors) / np.sqrt(RUNS)
    assert alone <= 3


def test_two_codes_together_beyond_each_of_them():
    """Kinds 1, 2 and 3 (both) with ratios 1.4, 1.2 and 1.4 · 1.2 · 1.5: what both have beyond is 1.5."""
    found = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        posts = campaign(seed, ratio=1.0, n=1200)
        human = rng.choice(4, posts.height, p=[0.4, 0.2, 0.2, 0.2])
        machine = np.where(rng.random(posts.height) < 0.75, human, rng.integers(0, 4, posts.height))
        times = np.array([1.0, 1.4, 1.2, 1.4 * 1.2 * 1.5])[human]
        posts = posts.with_columns(
            y=pl.Series(np.round(posts["y"].to_numpy() * times)),
            kind=pl.Series(machine), people=pl.Series(human), pi=pl.lit(0.2), coded=pl.Series(rng.random(posts.height) < 0.2),
        )  # fmt: skip
        found.append(corrected_rate_ratios(*parts(posts, "kind", "people"), {"both": [-1, -1, 1], "first": [1, 0, 0]}))
    assert np.mean([np.log(f["both"].estimate) for f in found]) == pytest.approx(np.log(1.5), abs=0.06)
    assert np.mean([np.log(f["first"].estimate) for f in found]) == pytest.approx(np.log(1.4), abs=0.06)
    assert sum(f["both"].lo <= 1.5 <= f["both"].hi for f in found) >= 10


def test_too_little_says_why():
    posts = campaign(2)
    few = posts.with_columns(pl.col("coded") & (pl.int_range(pl.len()) < 300))
    assert corrected(few).reason == reasons.FEW_CODED
    three = posts.filter(pl.col("actor") < 3)
    told = corrected(three.with_columns(pl.lit(True).alias("coded"), pl.lit(1.0).alias("pi")))
    assert (told.lo, told.reason, told.clusters) == (None, reasons.FEW_CLUSTERS, 3)
    silent = corrected(posts.with_columns(y=pl.lit(0.0)))
    assert silent.reason == reasons.NO_TOTAL


def test_the_order_of_rows_changes_nothing():
    posts = campaign(3)
    assert corrected(posts.sample(fraction=1, shuffle=True, seed=1)).estimate == pytest.approx(
        corrected(posts).estimate, rel=1e-9
    )
