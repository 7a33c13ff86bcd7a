"""Which posts people code: a probability sample, whose probabilities are known and stored.

Each stratum gets a part of the sample that goes with the square root of its size (power allocation, Bankier 1988, The
American Statistician 42:174-177): a rare machine label and a small actor are drawn more often than they occur, a large
one still gives most of the sample. Units are drawn systematically from the strata laid end to end, in the order of
hashes within them, so that every post has a known chance above 0 even where there are more strata than units.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

import duckdb
import polars as pl

from suara.engine.codes import Column
from suara.engine.drawing import at_places, create_frame, named_units, strata_sizes
from suara.errors import Problem, StudyError
from suara.words import N_, _, number

_SCALE = 10**12
DRAWN = {"posts": N_("posts"), "comments": N_("comments"), "passages": N_("passages")}


@dataclass(frozen=True)
class Sample:
    """Units drawn: unit, platform, id, stratum, sampling_probability. ``posts`` of the frame, ``wordless`` left out.

    ``strata``: stratum → (posts in it, units expected from it).
    """

    units: pl.DataFrame
    strata: Mapping[str, tuple[int, float]]
    posts: int
    wordless: int


def draw(
    con: duckdb.DuckDBPyConnection, n: int, by: Sequence[str], columns: Sequence[Column], seed: str, *, named: bool, of: str = "posts",
) -> Sample:  # fmt: skip
    """Draw n posts of the campaign (``of``: or comments, or passages), stratified by ``by`` (of actor, platform, machine).

    ``columns``: the codes as the machine codes them; ``seed``: the same text draws the same posts.
    """
    posts, wordless = create_frame(con, by, columns, named, of)
    if posts < n or posts == 0:
        raise StudyError(_too_few(posts, wordless, named, of))
    sizes = dict(strata_sizes(con))
    expected = allocate(sizes, n)
    places = systematic(sizes, expected, seed)
    drawn = named_units(con, at_places(con, places, hashlib.sha256(seed.encode()).hexdigest()), of)
    chance = {s: float(expected[s] / sizes[s]) for s in sizes}
    drawn = drawn.with_columns(unit_kind=pl.lit(of.removesuffix("s")))
    units = drawn.with_columns(
        pl.col("stratum").replace_strict(chance, return_dtype=pl.Float64).alias("sampling_probability")
    )
    return Sample(units, {s: (sizes[s], float(expected[s])) for s in sizes}, posts, wordless)


def _too_few(posts: int, wordless: int, named: bool, of: str) -> Problem:
    if posts == 0:
        what = _("the study has no {what} with text.").format(what=_(DRAWN[of]))
        if named and of == "posts":
            what = _("the study has no posts of campaigning actors with text.")
        return Problem(
            "-n", what, _("suara check DIR says what was found in data/, and which accounts match no actor.")
        )
    what = _("there are {n} {what} to draw from.").format(n=number(posts), what=_(DRAWN[of]))
    without = _("{n} have no text to code.").format(n=number(wordless)) + " " if wordless else ""
    return Problem("-n", what, without + _("Ask for {n} or fewer.").format(n=number(posts)))


def allocate(sizes: Mapping[str, int], n: int) -> dict[str, Fraction]:
    """Units expected from each stratum, as exact fractions that sum to n; no stratum gives more than it has."""
    expected: dict[str, Fraction] = {}
    free = sorted(sizes)
    left = n
    while free:
        roots = {s: isqrt(sizes[s] * _SCALE**2) for s in free}
        total = sum(roots.values())
        share = {s: Fraction(left * roots[s], total) for s in free}
        full = [s for s in free if share[s] >= sizes[s]]
        if not full:
            return expected | share
        expected |= {s: Fraction(sizes[s]) for s in full}
        left -= sum(sizes[s] for s in full)
        free = [s for s in free if s not in expected]
    return expected


def systematic(sizes: Mapping[str, int], expected: Mapping[str, Fraction], seed: str) -> list[tuple[str, int]]:
    """The places drawn: (stratum, place from 1), one unit for each whole step from a start that the seed gives."""
    point = start(seed)
    places = []
    before = Fraction(0)
    for stratum in sorted(sizes):
        after = before + expected[stratum]
        while point < after:
            places.append((stratum, int((point - before) * sizes[stratum] / expected[stratum]) + 1))
            point += 1
        before = after
    return places


def start(seed: str) -> Fraction:
    """A number from 0 to below 1 that follows from the seed."""
    return Fraction(int.from_bytes(hashlib.sha256(f"start\0{seed}".encode()).digest()[:8]), 2**64)
