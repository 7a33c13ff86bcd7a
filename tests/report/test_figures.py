"""Small pictures: marks stand where the numbers say."""

from __future__ import annotations

import pytest

from suara.report.figures import PAD, WIDTH, Axis, axis, nice, whisker


def line(estimate: float | None, lo: float | None = None, hi: float | None = None) -> dict[str, object]:
    return {"estimate": estimate, "interval": None if lo is hi is None else [lo, hi]}


def test_correlations_share_one_scale() -> None:
    scale = axis([line(0.8, 0.3, 0.96)], "Spearman correlation")
    assert scale == Axis(-1, 1, "Spearman correlation")
    assert scale.at(-1) == PAD and scale.at(1) == WIDTH - PAD and scale.zero == WIDTH / 2
    assert [label for _x, label in scale.ticks] == ["-1.0", "-0.5", "0.0", "0.5", "1.0"]


def test_other_units_span_their_values_and_zero() -> None:
    scale = axis([line(9.6, 6.1, 13.4), line(1.7)], "points")
    assert scale is not None and (scale.lo, scale.hi) == (0, 15)
    assert [label for _x, label in scale.ticks] == ["0", "5", "10", "15"]
    shares = axis([line(0.944, 0.74, 0.99)], "share of contestants")
    assert shares is not None and [label for _x, label in shares.ticks] == ["0%", "50%", "100%"]
    small = axis([line(0.03, 0.01, 0.05)], "share of posts")
    assert small is not None and [label for _x, label in small.ticks][:3] == ["0%", "2%", "4%"]


@pytest.mark.parametrize("lines", [[], [line(None)], [line(0.0)], [line(float("nan"))]])
def test_no_picture_without_something_to_draw(lines: list[dict[str, object]]) -> None:
    assert axis(lines, "points") is None


def test_whiskers() -> None:
    scale = Axis(0, 10, "points")
    full, open_end, bare = (whisker(x, scale, False) for x in (line(5, 2, 8), line(5, None, 8), line(5)))
    assert full is not None and (full.lo, full.dot, full.hi) == (scale.at(2), scale.at(5), scale.at(8))
    assert open_end is not None and open_end.lo == PAD
    assert bare is not None and bare.lo is None and bare.hi is None
    assert whisker(line(None), scale, False) is None
    assert whisker(line(5), None, False) is None


@pytest.mark.parametrize(("rough", "round_"), [(0.3, 0.2), (0.4, 0.5), (0.9, 1), (4.4, 5), (700, 500), (0.012, 0.01)])
def test_nice_steps(rough: float, round_: float) -> None:
    assert nice(rough) == pytest.approx(round_)
