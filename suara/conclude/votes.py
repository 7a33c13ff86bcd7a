"""Predictors against votes: every comparison beside the previous vote on the same actors, its time order, its power."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from suara.conclude.compositions import composed
from suara.conclude.finding import Line
from suara.conclude.models import LEAST_ROWS, Fit, Rows, fit, is_held, rows_of
from suara.conclude.panel import Panel, paired
from suara.conclude.predictors import LEAST, Predictor, latest_before
from suara.conclude.previous import Previous, previous_vote
from suara.estimators.association import Association, spearman
from suara.estimators.compositions import Composition
from suara.estimators.held import Held, held_still
from suara.estimators.intervals import Signs
from suara.estimators.logs import is_amount, logged
from suara.words import N_, _, listed

__all__ = ["ALPHA", "LEAST", "Compared", "Predictor", "compare", "latest_before", "verdict"]

ALPHA = 0.05
RANKS = N_("rank correlation")
ELASTICITY = N_("elasticity: percent more votes with one percent more")
LOG_POINTS = N_("log points of the vote with one more")
LOG_ODDS = N_("log odds of being elected")
MORE = N_("change of the outcome with one more")

FORWARD = N_("{what} with the vote of {election}")
REVERSED = N_("{what} with the earlier vote of {election} (time order reversed)")
_WON = {
    True: N_("{what} with winning at {election}"),
    False: N_("{what} with having won at {election}, earlier (time order reversed)"),
}
SAME = N_("{what} with the vote of {election}, only actors that also have a previous vote")
BASELINE = N_("previous vote ({previous}) with the vote of {election}, the same actors as {what}")
BEYOND = N_("{what} with the vote of {election}, the previous vote held still")
COMPOSED = N_("{what} with the votes of {election} as one composition a unit, {held} held still")
MODEL = N_("{what} with the vote of {election}, {held} held still")


@dataclass
class Compared:
    """A predictor against one election: the line, the baseline on the same actors, and what is left beyond it.

    ``beyond`` rests on logs of votes and amounts: `held` where there are few actors, `fit` where there are many. A
    ``fit`` without a previous vote holds still what else is known and is a line of its own, ``modelled``. ``composed``: the
    votes of each unit as one composition, where votes are counted by unit.
    """

    predictor: Predictor
    election: date
    line: Line
    association: Association
    baseline: Line | None = None
    same: Line | None = None
    beyond: Line | None = None
    modelled: Line | None = None
    held: Held | None = None
    fit: Fit | None = None
    composed: Composition | None = None
    previous: Previous | None = None
    zeros: int = 0
    inseparable: str | None = None
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

    @property
    def partial(self) -> float | None:
        """The partial correlation beyond the previous vote."""
        return (
            self.fit.partial
            if self.fit is not None and self.fit.estimate is not None
            else self.held.partial
            if self.held
            else None
        )

    @property
    def detectable(self) -> float | None:
        """The coefficient of ``beyond`` that would have been seen in four studies of five."""
        return (
            self.fit.detectable
            if self.fit is not None and self.fit.estimate is not None
            else self.held.detectable
            if self.held
            else None
        )


def compare(panel: Panel, predictor: Predictor, election: date, *, without: str = "") -> Compared | None:
    """Compare a predictor with the votes of an election; null where fewer than four actors have both."""
    votes = panel.votes(election)
    actors, x, y = paired(dict(predictor.values), votes)
    if len(actors) < LEAST:
        return None
    forward = predictor.known is None or predictor.known <= election
    said = (FORWARD if forward else REVERSED) if panel.outcome(election) == "vote_share" else _WON[forward]
    found = _ranks(panel, x, y, predictor.measure, loo=forward and len(actors) < LEAST_ROWS)
    words = {"what": predictor.what, "election": panel.spoken(election)}
    line = _line(panel, _(said).format(**words), "predictor", predictor, election, found)
    if not forward and line.estimate is not None:
        line.verdict = "reversed"
    compared = Compared(predictor, election, line, found, lines=[line])
    if forward:
        values = dict(zip(actors, x, strict=True))
        _beside_baseline(panel, compared, values, votes)
        if len(actors) >= LEAST_ROWS:
            _model(panel, compared, values, without)
        if compared.baseline is not None and compared.beyond is None:
            _held(panel, compared, values, votes)
    return compared


def _ranks(panel: Panel, x: list[float], y: list[float], measure: str, loo: bool = False) -> Association:
    """Rank correlation, computed once a panel: several questions hold the same figures against the same votes."""
    key = ("ranks", tuple(x), tuple(y), measure, loo)
    return panel.once(key, lambda: spearman(x, y, seed_text=measure, loo=loo))


def _beside_baseline(panel: Panel, compared: Compared, values: dict[str, float], votes: dict[str, float]) -> None:
    """The previous vote on the same actors, the predictor on them, and what is left with the previous vote held still."""
    compared.previous = previous_vote(panel, compared.election)
    if compared.previous is None:
        return
    before = compared.previous.values
    actors = sorted(values.keys() & before.keys())
    if len(actors) < LEAST:
        return
    predictor, election = compared.predictor, compared.election
    x, y, z = [values[a] for a in actors], [votes[a] for a in actors], [before[a] for a in actors]
    words = {
        "what": predictor.what,
        "election": panel.spoken(election),
        "previous": panel.spoken(compared.previous.election),
    }
    if len(actors) < len(values):
        same = _ranks(panel, x, y, predictor.measure)
        compared.same = _line(panel, _(SAME).format(**words), "same actors", predictor, election, same)
        compared.lines.append(compared.same)
    base = Predictor(predictor.what, "vote_share", None, {}, compared.previous.election, "results")
    strength = _ranks(panel, z, y, "vote_share")
    compared.baseline = _line(panel, _(BASELINE).format(**words), "baseline", base, election, strength)
    compared.lines.append(compared.baseline)


def _held(panel: Panel, compared: Compared, values: dict[str, float], votes: dict[str, float]) -> None:
    """Few actors: the slope of logs beside the previous vote. Logs and not ranks: see `partial_pearson`."""
    before = compared.previous.values if compared.previous else {}
    actors = sorted(values.keys() & before.keys())
    x, y, z = [values[a] for a in actors], [votes[a] for a in actors], [before[a] for a in actors]
    binary, amount = panel.outcome(compared.election) == "elected", is_amount(x)
    taken = [logged(x) if amount else None, None if binary else logged(y), None if binary else logged(z)]
    series = [list(t.values) if t is not None else s for t, s in zip(taken, (x, y, z), strict=True)]
    compared.zeros = sum(t.zeros for t in taken if t is not None)
    compared.held = held = held_still(*series)
    unit = MORE if binary else ELASTICITY if amount else LOG_POINTS
    words = {"what": compared.predictor.what, "election": panel.spoken(compared.election)}
    compared.beyond = _slope(panel, _(BEYOND).format(**words), "beyond baseline", compared, held, unit)
    compared.lines.append(compared.beyond)


def _model(panel: Panel, compared: Compared, values: dict[str, float], without: str) -> None:
    """Many actors: the model with all that is known held still. It is the line beyond the baseline if that holds the previous vote."""
    before = compared.previous.values if compared.previous else {}
    key = ("model", compared.election, tuple(sorted(values.items())), without if is_held(without) else "")

    def modelled() -> tuple[Rows, Fit, Composition | None]:
        rows = rows_of(panel, values, compared.election, before, without=without)
        found = fit(rows)
        return rows, found, composed(panel, rows, found, compared.election)

    rows, found, compared.composed = panel.once(key, modelled)
    compared.inseparable = found.reason if found.inseparable else None
    with_previous = _("the previous vote") in found.held
    if compared.baseline is not None and not (with_previous and found.estimate is not None):
        return
    compared.fit, compared.zeros = found, sum(rows.zeros.values())
    words = {"what": compared.predictor.what, "election": panel.spoken(compared.election)}
    said = _(MODEL).format(**words, held=listed(found.held) if found.held else _("nothing"))
    unit = LOG_ODDS if rows.binary else ELASTICITY if rows.logs else LOG_POINTS
    line = _slope(panel, said, "beyond baseline" if with_previous else "model", compared, found, unit)
    if with_previous:
        compared.beyond = line
    else:
        compared.modelled = line
    compared.lines.append(line)
    if compared.composed is not None and compared.composed.estimate is not None:
        told = _(COMPOSED).format(**words, held=listed(found.held) if found.held else _("nothing"))
        compared.lines.append(_slope(panel, told, "method", compared, compared.composed, unit))


def _line(panel: Panel, said: str, kind: str, predictor: Predictor, election: date, found: Association) -> Line:
    return Line(
        said, kind, predictor.measure, predictor.platform, panel.label(election), found.estimate, (found.lo, found.hi), found.p, found.n,
        verdict(found), predictor.source, _(RANKS),
    )  # fmt: skip


def _slope(panel: Panel, said: str, kind: str, compared: Compared, found: Held | Fit | Composition, unit: str) -> Line:
    predictor = compared.predictor
    return Line(
        said, kind, predictor.measure, predictor.platform, panel.label(compared.election), found.estimate, (found.lo, found.hi), found.p,
        found.n, verdict(found), predictor.source, _(unit),
    )  # fmt: skip


def verdict(found: Association | Held | Fit | Composition) -> str:
    """agree: positive beyond chance; dissonant: negative beyond chance; partial: neither; silent: not computable."""
    if found.estimate is None or found.p is None:
        return "silent"
    if found.p >= ALPHA:
        return "partial"
    return "agree" if found.estimate > 0 else "dissonant"


def verdict_of_signs(signs: Signs) -> str:
    """What a sign test says: agree or dissonant beyond chance, partial for neither, silent where it cannot be computed."""
    if signs.p is None:
        return "silent"
    if signs.p >= ALPHA:
        return "partial"
    return "agree" if signs.positive > signs.negative else "dissonant"
