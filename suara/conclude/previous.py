"""The previous vote: of the actor itself in the same unit, else of its party there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from suara.conclude.covariates import party_of
from suara.conclude.panel import Panel
from suara.words import _


@dataclass(frozen=True)
class Previous:
    """actor_id → previous vote. ``moved``: actors whose earlier vote was won in another unit; ``by_party`` its party's."""

    election: date
    values: dict[str, float] = field(default_factory=dict)
    moved: int = 0
    by_party: int = 0

    def notes(self) -> list[str]:
        """In words, what of the earlier vote was not used or stands for something else."""
        said = []
        if self.moved:
            said.append(
                _("{n} actors won their earlier vote in another unit (split, merged or renamed): it is not compared").format(n=self.moved)
            )  # fmt: skip
        if self.by_party:
            said.append(
                _("for {n} actors that did not stand before, their party's earlier vote in the unit").format(
                    n=self.by_party
                )
            )
        return said


def previous_vote(panel: Panel, election: date) -> Previous | None:
    """The nearest earlier vote of the same actors; null where there is none at all."""
    return panel.once(("previous", election), lambda: _previous_vote(panel, election))


def _previous_vote(panel: Panel, election: date) -> Previous | None:
    earlier = panel.previous(election)
    parties = party_of(panel)
    before = [e for e in panel.elections if e < election]
    if earlier is None and not (parties and before):
        return None
    earlier = earlier or before[-1]
    now, then = panel.standing(election), panel.standing(earlier)
    unit_then = dict(zip(then["actor_id"], then["unit"], strict=True))
    value_then = dict(zip(then["actor_id"], then["value"], strict=True))
    same, moved = {}, 0
    for actor, unit in now.select("actor_id", "unit").iter_rows():
        if actor not in value_then:
            continue
        other = unit_then[actor]
        if unit is not None and other is not None and unit != other:
            moved += 1
        else:
            same[actor] = value_then[actor]
    of_party = _of_party(now, then, parties) if panel.outcome(earlier) == "vote_share" else {}
    filled = {a: v for a, v in of_party.items() if a not in value_then}
    if not same and not filled:
        return Previous(earlier, {}, moved) if moved else None
    return Previous(earlier, {**filled, **same}, moved, len(filled))


def _of_party(now: pl.DataFrame, then: pl.DataFrame, parties: dict[str, str]) -> dict[str, float]:
    """actor_id → what all candidates of its party won together in its unit."""
    if not parties:
        return {}
    named = pl.DataFrame({"actor_id": list(parties), "bears": list(parties.values())})
    won = then.drop_nulls("unit").join(named, on="actor_id").group_by("unit", "bears").agg(pl.col("value").sum())
    found = now.drop_nulls("unit").join(named, on="actor_id").select("actor_id", "unit", "bears")
    rows = found.join(won, on=["unit", "bears"])
    return dict(zip(rows["actor_id"], rows["value"], strict=True))
