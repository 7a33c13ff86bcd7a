"""Advertising: what is spent, as the platforms' archives tell it in ranges."""

from typing import Any

from suara.reduce.measure import Aggregate, count, measure, total


@measure(construct="advertising", unit="ads")
def ads(ad: Any) -> Aggregate:
    """Advertisements paid by or for an actor.

    0 means none in the archive; missing means that no archive was collected.
    """
    return count()


@measure(construct="advertising", unit="least spent, in the ads' currency")
def spending(ad: Any) -> Aggregate:
    """Least that was spent: the sum of the ranges' lower ends.

    0 means that every range begins at 0; missing means that no spending is told.
    """
    return total(ad.spend_low)


@measure(construct="advertising", unit="most spent, in the ads' currency")
def spending_most(ad: Any) -> Aggregate:
    """Most that may have been spent: the sum of the ranges' upper ends, where they have one.

    0 means that nothing was spent; missing means that no range has an upper end.
    """
    return total(ad.spend_high)
