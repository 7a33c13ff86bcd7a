"""Predictors against votes: every comparison beside the previous vote on the same actors, its time order, its power."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from suara.conclude.finding import Line
from suara.conclude.panel import Panel, label, paired, spoken
from suara.estimators.association import Association, partial_spearman, spearman
from suara.words import N_, _, day

ALPHA = 0.05
LEAST = 4
"""Fewer actors than this are compared by nobody."""

FORWARD = N_("{what} with the vote of {election}")
REVERSED = N_("{what} with the earlier vote of {election} (time order reversed)")
_WON = {
    True: N_("{what} with winning at {election}"),
    False: N_("{what} with having won at {election}, earlier (time order reversed)"),
}
SAME = N_("{what} with the vote of {election}, only actors that also have a previous vote")
BASELINE = N_("previous vote ({previous}) with the vote of {election}, the same actors as {what}")
BEYOND = N_("{what} with the vote of {election}, the previous vote held still")


@dataclass(frozen=True)
class Predictor:
    """A figure per actor that may go with votes; ``known`` is the day it was counted, ``source`` what it rests on."""

    what: str
    measure: str
    platform: str | None
    values: Mapping[str, float]
    known: date | None
    source: str


@dataclass
class Compared:
    """A predictor against one election: the line, the baseline on the same actors, and what is left beyond it."""

    predictor: Predictor
    election: date
    line: Line
    association: Association
    baseline: Line | None = None
    same: Line | None = None
    beyond: Line | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def forward(self) -> bool:
        """Whether the predictor was counted before the vote."""
        return self.predictor.known is None or self.predictor.known <= self.election

    @property
    def agrees(self) -> bool:
        """Whether more of it goes with more votes, beyond chance."""
        return self.line.verdict == "agree"

    @property
    def beats_baseline(self) -> bool:
        """Whether it still goes with votes when the previous vote is held still."""
        return self.beyond is not None and self.beyond.verdict == "agree"


def compare(panel: Panel, predictor: Predictor, election: date) -> Compared | None:
    """Compare a predictor with the votes of an election; null where fewer than four actors have both."""
    votes = panel.votes(election)
    actors, x, y = paired(dict(predictor.values), votes)
    if len(actors) < LEAST:
        return None
    forward = predictor.known is None or predictor.known <= election
    said = (FORWARD if forward else REVERSED) if panel.outcome(election) == "vote_share" else _WON[forward]
    found = spearman(x, y, seed_text=predictor.measure)
    line = _line(
        _(said).format(what=predictor.what, election=spoken(election)), "predictor", predictor, election, found
    )
    if not forward and line.estimate is not None:
        line.verdict = "reversed"
    compared = Compared(predictor, election, line, found, lines=[line])
    if forward:
        _beside_baseline(panel, compared, dict(zip(actors, x, strict=True)), votes)
    return compared


def _beside_baseline(panel: Panel, compared: Compared, values: dict[str, float], votes: dict[str, float]) -> None:
    """The previous vote on the same actors, the predictor on them, and what is left with the previous vote held still."""
    earlier = panel.previous(compared.election)
    if earlier is None:
        return
    before = panel.votes(earlier)
    actors = sorted(values.keys() & before.keys())
    if len(actors) < LEAST:
        return
    predictor, election = compared.predictor, compared.election
    x, y, z = [values[a] for a in actors], [votes[a] for a in actors], [before[a] for a in actors]
    words = {"what": predictor.what, "election": spoken(election), "previous": spoken(earlier)}
    if len(actors) < len(values):
        compared.same = _line(
            _(SAME).format(**words), "same actors", predictor, election, spearman(x, y, seed_text=predictor.measure)
        )
        compared.lines.append(compared.same)
    base = Predictor(predictor.what, "vote_share", None, {}, earlier, "results")
    compared.baseline = _line(
        _(BASELINE).format(**words), "baseline", base, election, spearman(z, y, seed_text="vote_share")
    )
    compared.lines.append(compared.baseline)
    beyond = partial_spearman(x, y, z, seed_text=predictor.measure)
    compared.beyond = _line(_(BEYOND).format(**words), "beyond baseline", predictor, election, beyond)
    compared.lines.append(compared.beyond)


def _line(said: str, kind: str, predictor: Predictor, election: date, found: Association) -> Line:
    return Line(
        said, kind, predictor.measure, predictor.platform, label(election), found.estimate, (found.lo, found.hi), found.p, found.n,
        verdict(found), predictor.source,
    )  # fmt: skip


def verdict(found: Association) -> str:
    """agree: positive beyond chance; dissonant: negative beyond chance; partial: neither; silent: not computable."""
    if found.estimate is None or found.p is None:
        return "silent"
    if found.p >= ALPHA:
        return "partial"
    return "agree" if found.estimate > 0 else "dissonant"


def snapshot_predictors(panel: Panel) -> list[Predictor]:
    """Followers at every day on which at least four actors were counted on a platform, and at their latest count."""
    found = []
    for (platform,), rows in panel.snapshots.group_by(["platform"], maintain_order=True):
        name = _("all platforms together") if platform == "all" else str(platform)
        days = [d for d, n in rows.group_by("day").len().sort("day").iter_rows() if n >= LEAST and d is not None]
        for when in days:
            at = rows.filter(rows["day"] == when)
            said = _("followers on {platform}, {day}").format(platform=name, day=day(when))
            found.append(
                Predictor(
                    said,
                    "followers",
                    str(platform),
                    dict(zip(at["actor_id"], at["followers"], strict=True)),
                    when,
                    f"followers:{platform}",
                )
            )
    return found


def latest_before(panel: Panel, platform: str, election: date) -> tuple[dict[str, float], date | None, date | None]:
    """Each actor's latest count on a platform before the vote, with the first and last day of counting."""
    rows = panel.snapshots.filter(
        (panel.snapshots["platform"] == platform) & (panel.snapshots["day"] <= election)
    ).sort("day")
    latest = rows.group_by("actor_id", maintain_order=True).last()
    values = dict(zip(latest["actor_id"], latest["followers"], strict=True))
    return values, latest["day"].min(), latest["day"].max()  # type: ignore[return-value]
