"""Presence (kehadiran): on how many platforms an actor can be found."""

from typing import Any

from suara.reduce.measure import Aggregate, distinct, measure


@measure(construct="presence", unit="platforms", cite="bene2023")
def platforms(presence: Any) -> Aggregate:
    """Platforms on which an actor has an account, posts or followers in the collection.

    0 means nowhere in the collection; missing means that none was collected, which is not absence.
    """
    return distinct(presence.platform)
