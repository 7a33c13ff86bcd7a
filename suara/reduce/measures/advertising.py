"""Advertising: what is spent, as the platforms' archives tell it in ranges."""

from typing import Any

from suara.reduce.measure import Aggregate, count, measure, share, total


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


@measure(construct="transparency", unit="share of ads, 0 to 1")
def payer_share(ad: Any) -> Aggregate:
    """Advertisements that name who paid.

    0 means that none does; missing means that no archive was collected.
    """
    return share(~ad.payer.is_null())


@measure(construct="transparency", unit="share of ads, 0 to 1")
def other_payer_share(ad: Any) -> Aggregate:
    """Advertisements paid by somebody else than the one for whom they speak, where both are named.

    0 means that every beneficiary paid itself; missing means that payer or beneficiary is never named.
    """
    return share(ad.payer != ad.beneficiary)


@measure(construct="transparency", unit="spending declared, in the ads' currency")
def declared_spending(ad: Any) -> Aggregate:
    """Spending on these advertisements as the campaign finance reports declare it.

    0 means that nothing was declared; missing means that no declaration stands beside the ads.
    """
    return total(ad.declared)
