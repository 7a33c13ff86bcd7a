"""The budget: the posts that it asks for do bring the interval to the width asked for."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from suara.estimators import corrected_share
from suara.reduce.coders.budget import OUT_OF_REACH, RARE, SMALL, needed
from suara.reduce.coders.sampling import allocate

SIZES = {"0": 17_000, "1": 3_000}
SHARES = {"0": 0.04, "1": 0.7}
"""What people say where the machine says 0 and 1."""


def coded(rng: np.random.Generator, sizes: dict[str, int]) -> pl.DataFrame:
    rows = [(m, str(int(rng.random() < SHARES[m]))) for m, n in sizes.items() for _ in range(n)]
    return pl.DataFrame(rows, schema=["machine", "human"], orient="row")


@pytest.mark.parametrize("width", [0.03, 0.04])
def test_the_interval_is_as_narrow_as_it_was_said_to_be(width: float) -> None:
    """Pilot of 300, then as many as the budget asks for: the corrected interval of the estimator that runs use."""
    rng = np.random.default_rng(3)
    first = {s: round(n) for s, n in allocate(SIZES, 300).items()}
    widths, more = [], []
    for _ in range(25):
        pilot = coded(rng, first)
        found = needed(SIZES, pilot, width)
        assert found.more is not None and found.reason is None
        assert sum(found.strata.values()) == pytest.approx(found.more, abs=1)
        both = pl.concat([pilot, coded(rng, dict(found.strata))])
        machine = np.repeat([0.0, 1.0], [SIZES["0"], SIZES["1"]])
        human, chance = np.full(20_000, np.nan), np.full(20_000, np.nan)
        for label, start in (("0", 0), ("1", SIZES["0"])):
            said = both.filter(pl.col("machine") == label)["human"].cast(pl.Float64).to_numpy()
            human[start : start + len(said)] = said
            chance[start : start + SIZES[label]] = len(said) / SIZES[label]
        mended = corrected_share(machine, human, chance)
        assert mended.lo is not None and mended.hi is not None
        widths.append(mended.hi - mended.lo)
        more.append(found.more)
    assert np.mean(widths) == pytest.approx(width, rel=0.04)
    assert np.mean(np.array(widths) < 1.25 * width) > 0.9  # what a pilot of 300 knows
    assert min(more) > 0


def test_the_cautious_number_nearly_always_suffices() -> None:
    """The true spread inside the classes needs no more than the cautious number, whatever the pilot showed."""
    rng = np.random.default_rng(4)
    first = {s: round(n) for s, n in allocate(SIZES, 300).items()}
    enough = []
    for _ in range(60):
        found = needed(SIZES, coded(rng, first), 0.03)
        assert found.cautious is not None and found.more is not None and found.cautious > found.more
        parts = {c: first[c] + round(n) for c, n in allocate(SIZES, found.cautious).items()}
        inside = sum((SIZES[c] / 20_000) ** 2 * SHARES[c] * (1 - SHARES[c]) / parts[c] for c in SIZES)
        mean = sum(SIZES[c] / 20_000 * SHARES[c] for c in SIZES)
        between = sum(SIZES[c] / 20_000 * (SHARES[c] - mean) ** 2 for c in SIZES) / 20_000
        enough.append(2 * 1.97 * (inside + between) ** 0.5 <= 0.03)
    assert np.mean(enough) > 0.9


def test_what_is_narrow_enough_needs_no_more() -> None:
    pilot = coded(np.random.default_rng(1), {"0": 600, "1": 400})
    found = needed(SIZES, pilot, 0.2)
    assert (found.more, dict(found.strata)) == (0, {"0": 0, "1": 0})
    assert found.width is not None and found.width < 0.2


def test_a_machine_that_knows_nothing_asks_for_what_plain_chance_asks_for() -> None:
    """One class, half present: (2 × 1.96 × 0.5 / width)² posts, within the pilot's luck."""
    pilot = pl.DataFrame({"machine": [""] * 200, "human": ["0", "1"] * 100})
    found = needed({"": 10**6}, pilot, 0.05)
    assert found.more == pytest.approx((1.96 / 0.05) ** 2 - 200, rel=0.02)


def test_a_class_that_nobody_coded_yet_leaves_the_machine_out() -> None:
    pilot = pl.DataFrame({"machine": ["0"] * 200, "human": ["0", "1"] * 100})
    found = needed({"0": 9 * 10**5, "1": 10**5}, pilot, 0.05)
    assert found == needed({"": 10**6}, pilot.with_columns(machine=pl.lit("")), 0.05)


@pytest.mark.parametrize(("present", "absent", "reason"), [(2, 3, SMALL), (3, 60, RARE), (60, 4, RARE)])
def test_a_pilot_that_is_too_small_is_not_stretched(present: int, absent: int, reason: str) -> None:
    pilot = pl.DataFrame({"machine": ["0"] * (present + absent), "human": ["1"] * present + ["0"] * absent})
    found = needed(SIZES, pilot, 0.1)
    assert (found.width, found.more, found.reason) == (None, None, reason)
    assert found.at_most == 385 - present - absent  # the worst case, which needs no pilot


def test_what_no_coding_can_bring_is_said() -> None:
    pilot = pl.DataFrame({"machine": [""] * 40, "human": ["0", "1"] * 20})
    found = needed({"": 60}, pilot, 0.05)
    assert (found.more, found.reason) == (None, OUT_OF_REACH)
    assert found.width is not None


def test_every_value_of_a_code_of_several_has_a_budget_of_its_own() -> None:
    """A common and a rarer value: present or not is judged value by value, with the same classes of the machine's."""
    rng = np.random.default_rng(8)
    sizes = {"anger": 5_000, "hope": 15_000}
    rows = [(m, str(rng.choice(["anger", "hope", "fear"], p=p))) for m, p in (("anger", (0.7, 0.2, 0.1)), ("hope", (0.1, 0.8, 0.1))) for _ in range(150)]  # fmt: skip
    pilot = pl.DataFrame(rows, schema=["machine", "human"], orient="row")
    found = {v: needed(sizes, pilot, 0.06, value=v) for v in ("anger", "hope", "fear", "joy")}
    assert {v: f.value for v, f in found.items()} == {v: v for v in found}
    assert found["joy"].reason == RARE
    one = pilot.with_columns((pl.col("human") == "hope").cast(pl.Int64).cast(pl.String).alias("human"))
    alone = needed(sizes, one, 0.06)
    assert (found["hope"].more, found["hope"].width, found["hope"].present) == (alone.more, alone.width, alone.present)
    assert found["hope"].more and found["fear"].more is not None and found["fear"].more < found["hope"].more
