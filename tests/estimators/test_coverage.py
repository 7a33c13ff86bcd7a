"""Coverage by capture and recapture: a published count, and lists drawn from a known total."""

import numpy as np
import pytest

from suara.estimators.coverage import coverage
from suara.estimators.reasons import NO_ROWS


def test_chapman_on_the_textbook_turtles():
    """10 marked, 15 caught, 5 of them marked: (11 x 16) / 6 - 1 = 28.3 turtles; 20 were seen."""
    found = coverage(10, 15, 5)
    assert found.total == pytest.approx(28.3333333333)
    assert found.estimate == pytest.approx(20 / 28.3333333333)
    assert found.n == 20
    assert found.lo < found.estimate < found.hi < 1


def test_the_interval_holds_the_known_total():
    held, estimates = 0, []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        a, b = rng.random(400) < 0.5, rng.random(400) < 0.4
        found = coverage(int(a.sum()), int(b.sum()), int((a & b).sum()))
        held += found.lo <= (a | b).mean() <= found.hi
        estimates.append(found.estimate - (a | b).mean())
    assert held / 300 > 0.92
    assert abs(np.mean(estimates)) < 0.01


def test_edges():
    assert coverage(0, 0, 0).reason == NO_ROWS
    assert coverage(5, 5, 5).estimate == 1
    assert coverage(5, 6, 0).estimate < 0.3
    with pytest.raises(ValueError, match="no overlap"):
        coverage(3, 4, 5)
