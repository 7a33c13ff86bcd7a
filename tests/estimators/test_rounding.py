import math
from dataclasses import dataclass

import pytest

from suara.estimators.rounding import rounded, significant


@pytest.mark.parametrize(
    ("x", "digits", "expected"),
    [
        (0.1 + 0.2, 12, 0.3),
        (123456.789, 3, 123000.0),
        (-0.0012345678901234, 12, -0.00123456789012),
        (0.0, 12, 0.0),
        (5e-324, 12, 5e-324),
    ],
)
def test_significant(x, digits, expected):
    assert significant(x, digits) == expected


def test_minus_zero_is_zero_and_missing_stays_missing():
    assert math.copysign(1, significant(-0.0)) == 1
    assert significant(None) is None


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_no_result(x):
    with pytest.raises(ValueError, match="None and a reason"):
        significant(x)


def test_rounded_touches_only_floats():
    @dataclass(frozen=True)
    class Two:
        a: float | None
        n: int
        text: str

    assert rounded(Two(1 / 3, 10**15 + 1, "1/3")) == Two(0.333333333333, 10**15 + 1, "1/3")
    assert rounded(Two(None, 1, "")).a is None
