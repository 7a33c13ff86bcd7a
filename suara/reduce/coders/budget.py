"""How many more posts people must code until a corrected share is as narrow as wanted, and in which strata.

The corrected share of a code is the machine's, mended by what people said in each class of the machine's label. Its
variance is what people's codes still vary inside a class, over the posts coded there, and the machine's own spread over
all posts (prediction-powered inference, Angelopoulos et al. 2023, Science 382:669-674, with the machine's weight tuned).
The spread inside a class is estimated from the pilot, as if half a post more had been coded each way. New posts are
counted as `suara sample` would draw them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import polars as pl

from suara.estimators import significant, wilson
from suara.estimators.quantiles import normal, student
from suara.estimators.surrogate import LEAST_CODED, LEAST_OF_EACH
from suara.reduce.coders.sampling import allocate
from suara.words import N_

SMALL = N_("too few posts are coded to say how far people and machine differ: a first sample must come before")
RARE = N_("people found the code, or its absence, fewer than 5 times: its spread is not known yet")
OUT_OF_REACH = N_("even with every post coded the interval would be wider")


@dataclass(frozen=True)
class Needed:
    """What one group (an actor, or all posts: null) needs for the share of one ``value`` of the code.

    ``present``: coded posts to which people gave the value. ``coded`` posts so far of ``posts``; ``width`` of the interval that they give, null where the pilot is too small;
    ``more`` posts to code, by ``strata`` (machine's label → more); ``cautious`` the same if the pilot was lucky: with the
    largest spread that its own 95 % intervals allow, null where even all posts would not do; ``at_most`` what would do
    whatever the code's share is, without any help of the machine; ``reason`` why nothing better is known.
    """

    group: str | None
    posts: int
    coded: int
    present: int
    width: float | None
    more: int | None
    cautious: int | None
    strata: Mapping[str, int]
    at_most: int
    reason: str | None = None
    value: str = "1"


@dataclass(frozen=True)
class _Class:
    """Posts with one label of the machine: how many, how many coded, and how many of those people gave the code."""

    posts: int
    coded: int
    present: int

    @property
    def share(self) -> float:
        """People's share, as if half a post more had been coded each way."""
        return (self.present + 0.5) / (self.coded + 1)

    @property
    def spread(self) -> float:
        """The variance of people's codes inside the class."""
        return self.share * (1 - self.share)

    @property
    def widest(self) -> float:
        """The largest variance that the pilot does not exclude."""
        share = wilson(self.present, self.coded)
        if share.lo is None or share.hi is None:
            return 0.25
        nearest = min(max(0.5, share.lo), share.hi)
        return nearest * (1 - nearest)


def needed(
    sizes: Mapping[str, int], pilot: pl.DataFrame, width: float, group: str | None = None, value: str = "1"
) -> Needed:
    """What is needed for an interval ``width`` wide (0 to 1, both sides together, 95 %) of the share of a value.

    ``sizes``: machine's label → posts; ``pilot``: machine, human (the value) of the posts coded so far.
    """
    posts = sum(sizes.values())
    coded, present = pilot.height, int((pilot["human"] == value).sum())
    worst = min(posts, ceil((normal(0.95) / width) ** 2))
    nothing = Needed(group, posts, coded, present, None, None, None, {}, max(0, worst - coded), value=value)
    if coded < LEAST_CODED:
        return Needed(**{**vars(nothing), "reason": SMALL})
    if min(present, coded - present) < LEAST_OF_EACH:
        return Needed(**{**vars(nothing), "reason": RARE})
    classes = _classes(sizes, pilot, value)
    if min(k.coded for k in classes.values()) == 0:  # of one class nothing is known: the machine does not help yet
        sizes, classes = {"": posts}, {"": _Class(posts, coded, present)}
    now = _width(classes, {c: k.coded for c, k in classes.items()}, {c: k.spread for c, k in classes.items()})
    more = _more(sizes, classes, width, {c: k.spread for c, k in classes.items()})
    cautious = _more(sizes, classes, width, {c: k.widest for c, k in classes.items()})
    if more is None:
        return Needed(**{**vars(nothing), "width": now, "reason": OUT_OF_REACH})
    strata = _parts(sizes, classes, more)
    return Needed(group, posts, coded, present, now, more, cautious, strata, nothing.at_most, value=value)


def _classes(sizes: Mapping[str, int], pilot: pl.DataFrame, value: str) -> dict[str, _Class]:
    found = {}
    for label, posts in sizes.items():
        mine = pilot.filter(pl.col("machine").fill_null("") == label)
        found[label] = _Class(posts, mine.height, int((mine["human"] == value).sum()))
    return found


def _width(classes: Mapping[str, _Class], coded: Mapping[str, int], spread: Mapping[str, float]) -> float:
    """The width of the corrected interval with so many posts coded in each class."""
    total = sum(k.posts for k in classes.values())
    mean = sum(k.posts / total * k.share for k in classes.values())
    inside = sum((k.posts / total) ** 2 * spread[c] / max(coded[c], 1) for c, k in classes.items())
    between = sum(k.posts / total * (k.share - mean) ** 2 for k in classes.values()) / total
    everyone = max(2, sum(coded.values()))
    return significant(2 * student(0.95, everyone - 1) * sqrt(inside + between))


def _parts(sizes: Mapping[str, int], classes: Mapping[str, _Class], more: int) -> dict[str, int]:
    """How `suara sample` would spread new posts over the classes."""
    if more == 0:
        return dict.fromkeys(sizes, 0)
    return {c: min(round(n), classes[c].posts - classes[c].coded) for c, n in allocate(sizes, more).items()}


def _more(
    sizes: Mapping[str, int], classes: Mapping[str, _Class], width: float, spread: Mapping[str, float]
) -> int | None:
    """The fewest new posts with which the interval is narrow enough; null if all do not suffice."""
    left = sum(k.posts - k.coded for k in classes.values())

    def reached(more: int) -> bool:
        parts = _parts(sizes, classes, more)
        return _width(classes, {c: k.coded + parts[c] for c, k in classes.items()}, spread) <= width

    if not reached(left):
        return None
    low, high = 0, left
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle + 1, high)
    return low
