"""Age groups that do not match generations: bounds by hand."""

import itertools

import pytest

from suara.conclude.ages import Ages, Bounds, ages_of, index, share_in, weighted, with_unknown


@pytest.mark.parametrize(
    ("group", "ages"),
    [("18-24", (18, 24)), ("25 – 34 tahun", (25, 34)), ("65+", (65, None)), ("F.35-44", (35, 44)), ("17 sampai 30", (17, 30)),
     ("1997-2012", (12, 27)), ("≥ 40", (40, None)), ("gen Z", (12, 27)), ("Generasi Z", (12, 27)), ("millennial", (28, 43)), ("milenial", (28, 43)), ("gen X", (44, 59)),
     ("baby boomer", (60, 78)), ("pre-boomer", (79, None)), ("post gen Z", (0, 11)), ("female", None), (None, None), ("WhatsApp users", None)],
)  # fmt: skip
def test_a_group_says_its_ages(group, ages):
    assert ages_of(group, None, None, 2024) == ages


def test_given_ages_win():
    assert ages_of("gen Z", 17, 27, 2024) == (17, 27)


def test_a_group_on_both_sides_of_the_border_goes_to_either_side():
    """20 of 100 are 35 to 44; 9 of their 10 years are young (35 to 43)."""
    groups = [Ages(18, 24, 30), Ages(25, 34, 40), Ages(35, 44, 20), Ages(45, 99, 10)]
    found = share_in(groups, 17, 43, 17)
    assert (found.lo, found.hi) == (0.7, 0.9)
    assert found.estimate == pytest.approx(0.7 + 0.2 * 0.9)


def test_those_below_voting_age_are_in_neither_part():
    """10 of 100 are 13 to 17 and one of these five years votes."""
    found = share_in([Ages(13, 17, 10), Ages(18, 43, 60), Ages(44, None, 30)], 17, 43, 17)
    assert found.lo == pytest.approx(60 / 90)
    assert found.hi == pytest.approx(70 / 100)
    assert found.estimate == pytest.approx(62 / 92)
    assert share_in([Ages(5, 10, 10)], 17, 43, 17) == Bounds(None, None, None)


def test_a_rest_of_unknown_age_widens_the_bounds_only():
    groups = with_unknown([Ages(18, 43, 0.3), Ages(44, None, 0.3)], 1.0)
    found = share_in(groups, 17, 43, 17)
    assert (found.lo, found.estimate, found.hi) == (pytest.approx(0.3), pytest.approx(0.5), pytest.approx(0.7))
    assert with_unknown([Ages(18, 43, 0.99)], 1.0) == [Ages(18, 43, 0.99)]


def test_weighted_bounds_are_the_extremes_over_all_corners():
    values, low, high = [0.2, 0.9, 0.5, 0.7], [100.0, 0.0, 50.0, 10.0], [200.0, 1000.0, 60.0, 15.0]
    corners = [
        sum(w * v for w, v in zip(ws, values, strict=True)) / sum(ws)
        for ws in itertools.product(*zip(low, high, strict=True))
    ]
    assert weighted(values, low, high, upper=True) == pytest.approx(max(corners))
    assert weighted(values, low, high, upper=False) == pytest.approx(min(corners))
    assert weighted([0.5], [0.0], [0.0], upper=True) is None


def test_an_index_of_100_is_in_proportion():
    assert index(Bounds(0.5, 0.4, 0.6), Bounds(0.5, 0.5, 0.5)) == Bounds(100.0, 80.0, 120.0)
    assert index(Bounds(None, None, None), Bounds(0.5, 0.5, 0.5)) == Bounds(None, None, None)
