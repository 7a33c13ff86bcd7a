"""Many actors: a factor with votes beside the previous vote, incumbency, spending, list position, party and unit."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from suara.conclude.covariates import INCUMBENT, POSITION, SPENDING, area_of, named, party_of
from suara.conclude.panel import Panel
from suara.estimators.logs import is_amount, logged
from suara.estimators.quantiles import student
from suara.estimators.sensitivity import e_value_of_difference, robustness_value
from suara.estimators.small import detectable_effect
from suara.estimators.wild import LEAST_CLUSTERS, wild_cluster
from suara.words import N_, _, listed, number

LEAST_ROWS = 30
"""Fewer actors than this bear no model with more than one thing held still."""
FEW_CLUSTERS = 50
ROWS_A_GROUP = 2.5
"""Effects of units or parties need so many rows in each on average."""
ENOUGH_KNOWN = 0.8
"""What is known of fewer of the actors than this is not held still: too many would be lost."""
COLLINEAR = 1e-9
"""A factor of whose variance less than this is its own is the same as what is held still."""
HELD = {
    "incumbent": (N_("incumbency"), INCUMBENT),
    "spending": (N_("spending"), SPENDING),
    "position": (N_("place on the list"), POSITION),
}


@dataclass
class Fit:
    """A factor's coefficient beside what is held still. With `logs` an elasticity of the vote; of a binary outcome log odds.

    ``held``: what was held still, in words; ``lost``: why rows were lost → how many; ``judged``: how p was found;
    ``controls``, ``effects``: the same as columns of `Rows`; ``reason``: why there is no estimate; ``inseparable``: because the factor moves with what is held still. ``t`` and ``df`` are those by which p was judged (of clusters: their number
    less one); ``ordinary`` and ``left`` are t with ordinary errors and what the rows leave free, on which partial
    correlation and robustness value rest.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    p: float | None = None
    t: float | None = None
    df: float = 0.0
    ordinary: float | None = None
    left: float = 0.0
    n: int = 0
    offered: int = 0
    logs: bool = True
    binary: bool = False
    spread: float | None = None
    held: list[str] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=dict)
    zeros: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    judged: str = ""
    reason: str | None = None
    inseparable: bool = False

    @property
    def partial(self) -> float | None:
        """The partial correlation, -1 to 1."""
        return (
            None
            if self.ordinary is None or self.left <= 0
            else self.ordinary / sqrt(self.ordinary * self.ordinary + self.left)
        )

    @property
    def detectable(self) -> float | None:
        """The coefficient that would have been seen in four studies of five."""
        return None if self.se is None else detectable_effect(self.se, self.df or None)

    def words(self) -> list[str]:
        """What was held still, how many rows were used and lost, how p was found, and how strong a confounder need be."""
        said = [_("held still: {what}").format(what=listed(self.held) if self.held else _("nothing"))]
        lost = "; ".join(f"{why} ({n})" for why, n in self.lost.items() if n)
        said.append(
            _("the model used {n} of {offered} actors").format(n=self.n, offered=self.offered)
            + (f"; {lost}" if lost else "")
        )
        for what, n in self.zeros.items():
            said.append(
                _("{n} actors with a zero ({what}) stand at half the smallest value above zero, for zero has no logarithm").format(n=n, what=what)
            )  # fmt: skip
        said += [*self.notes, *([self.judged] if self.judged else [])]
        if self.ordinary is not None and self.left > 1 and not self.binary:
            said.append(self._sensitivity())
        return said

    def _sensitivity(self) -> str:
        assert self.ordinary is not None and self.estimate is not None
        value = robustness_value(self.ordinary, self.left)
        said = _("something unmeasured would have to explain {share}% of what is left of both to bring it to nothing (robustness value)").format(share=number(100 * value, 0))  # fmt: skip
        if self.spread and self.se:
            e = e_value_of_difference(self.estimate * self.spread, self.se * self.spread)
            said += "; " + _("E-value {value}, of the interval's nearer end {bound}").format(
                value=number(e.estimate, 2), bound=number(e.bound, 2)
            )
        return said


@dataclass(frozen=True)
class Rows:
    """The rows of a model: columns y, x, z (null: no previous vote), unit, party, area and what else is held still."""

    frame: pl.DataFrame
    logs: bool
    binary: bool
    zeros: dict[str, int]


def rows_of(
    panel: Panel, values: Mapping[str, float], election: date, before: Mapping[str, float], *, without: str = ""
) -> Rows:
    """A row an actor that has both factor and vote; ``without`` is a factor that is not to be held still beside itself."""
    standing = panel.standing(election)
    known = standing.filter(pl.col("actor_id").is_in(list(values)))
    ids = known["actor_id"].to_list()
    outcome = panel.outcome(election)
    x, y, z = [values[a] for a in ids], known["value"].to_list(), [before.get(a) for a in ids]
    zeros: dict[str, int] = {}
    logs, binary = is_amount(x), outcome == "elected"
    columns: dict[str, Any] = {"actor_id": ids, "unit": known["unit"], "x": x, "y": y, "z": z}
    for key, told, take in (
        ("x", _("the factor"), logs),
        ("y", _("votes"), not binary),
        ("z", _("previous vote"), not binary),
    ):
        if take:
            found = logged(columns[key])
            columns[key] = list(found.values)
            zeros |= {told: found.zeros} if found.zeros else {}
    parties, areas = party_of(panel), {a.actor_id: area_of(a) for a in panel.actors}
    columns |= {"party": [parties.get(a) for a in ids], "area": [areas.get(a) for a in ids]}
    for key, (_called, names) in HELD.items():
        given = named(panel, names) or (panel.values(key) if key == "spending" else {})
        if given and without not in (key, *names):
            said = [given.get(a) for a in ids]
            columns[key] = list(logged(said).values) if is_amount(said) else said
    return Rows(pl.DataFrame(columns, strict=False), logs, binary, zeros)


def is_held(name: str) -> bool:
    """Whether a factor of this name would be held still beside others."""
    return any(name in (key, *names) for key, (_called, names) in HELD.items())


def fit(rows: Rows) -> Fit:
    """The model that so many rows bear. Without an estimate the reason says why."""
    frame, found = rows.frame, Fit(offered=rows.frame.height, logs=rows.logs, binary=rows.binary, zeros=rows.zeros)
    controls = found.controls = _controls(frame, found)
    frame = _complete(frame, ["y", "x", *controls], found)
    effects = found.effects = _effects(frame, found, rows.binary)
    for column in effects:
        frame = _without_alone(frame, column, found)
    if frame.height < LEAST_ROWS or frame["x"].n_unique() < 2 or frame["y"].n_unique() < 2:
        found.n = frame.height
        found.reason = _("too few actors, or all alike, once rows with gaps are left out")
        return found
    found.spread = _ratio(frame)
    return _binary(frame, controls, effects, found) if rows.binary else _linear(frame, controls, effects, found)


def _ratio(frame: pl.DataFrame) -> float | None:
    x, y = float(frame["x"].std() or 0), float(frame["y"].std() or 0)  # type: ignore[arg-type]
    return x / y if x > 0 and y > 0 else None


def _controls(frame: pl.DataFrame, found: Fit) -> list[str]:
    """What is known of enough rows and varies; what is not held still is said."""
    kept = []
    for key, called in {"z": N_("the previous vote"), **{k: c for k, (c, _n) in HELD.items()}}.items():
        if key not in frame.columns:
            continue
        known = frame[key].drop_nulls()
        least = LEAST_ROWS if key == "z" else ENOUGH_KNOWN * frame.height
        if len(known) >= least and known.n_unique() > 1:
            kept.append(key)
            found.held.append(_(called))
        elif len(known):
            said = _("{what} is known for {n} of {of} actors and not held still: the others would be lost")
            found.notes.append(said.format(what=_(called), n=len(known), of=frame.height))
    return kept


def _complete(frame: pl.DataFrame, columns: list[str], found: Fit) -> pl.DataFrame:
    called = {"z": _("no previous vote"), **{k: _("{what} missing").format(what=_(c)) for k, (c, _n) in HELD.items()}}
    for column in columns:
        left = frame.filter(pl.col(column).is_not_null())
        if left.height < frame.height:
            found.lost[called.get(column, _("value missing"))] = frame.height - left.height
        frame = left
    return frame


def _effects(frame: pl.DataFrame, found: Fit, binary: bool) -> list[str]:
    """Effects of parties and of units, where there are rows enough in each; units are left to the clusters of a yes or no."""
    kept = []
    for column, called in (("unit", _("unit")), ("party", _("party"))):
        known = frame[column].drop_nulls()
        groups = known.n_unique()
        if len(known) < 0.9 * frame.height or groups < 2:
            continue
        if binary and column == "unit":
            found.notes.append(_("what is common to a unit is left to its cluster: effects of units would bias odds"))
        elif frame.height >= ROWS_A_GROUP * groups and (column == "unit" or frame.height >= 5 * groups):
            kept.append(column)
            found.held.append(called)
        else:
            found.notes.append(
                _("{what}: {k} of them for {n} actors, too many to hold still").format(
                    what=called, k=groups, n=frame.height
                )
            )
    return kept


def _without_alone(frame: pl.DataFrame, column: str, found: Fit) -> pl.DataFrame:
    """Rows that are alone in their unit or party say nothing about differences within it."""
    left = frame.filter(pl.col(column).is_not_null() & (pl.len().over(column) > 1))
    if left.height < frame.height:
        told = _("alone in their unit") if column == "unit" else _("alone in their party")
        found.lost[told] = found.lost.get(told, 0) + frame.height - left.height
    return left


def clusters_of(frame: pl.DataFrame) -> str | None:
    """Whose errors go together: the larger area, the unit, or the party; null where none has rows enough."""
    for column in ("area", "unit", "party"):
        known = frame[column].drop_nulls()
        if len(known) == frame.height and LEAST_CLUSTERS <= known.n_unique() <= frame.height / 2:
            return column
    return None


def _linear(frame: pl.DataFrame, controls: list[str], effects: list[str], found: Fit) -> Fit:
    import pyfixest

    cluster = clusters_of(frame)
    if (same := _nothing_of_its_own(frame, controls, effects)) is not None:
        found.n, found.reason, found.inseparable = frame.height, same, True
        return found
    formula = "y ~ " + " + ".join(["x", *controls]) + (f" | {' + '.join(effects)}" if effects else "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model: Any = pyfixest.feols(formula, data=frame, vcov={"CRV1": cluster} if cluster else "HC1")
            table = model.tidy()
            ordinary = model.vcov("iid").tidy()
        except (ValueError, np.linalg.LinAlgError):
            table = None
    if table is None or "x" not in table.index or not float(table.loc["x", "Std. Error"]) > 0:
        found.n, found.reason = frame.height, _("nothing of the factor is left once the rest is held still")
        return found
    found.estimate, found.se, found.n = (
        float(table.loc["x", "Estimate"]),
        float(table.loc["x", "Std. Error"]),
        int(model._N),
    )
    found.t = found.estimate / found.se
    groups = frame[cluster].n_unique() if cluster else 0
    found.left = float(found.n - len(controls) - 2 - sum(frame[e].n_unique() - 1 for e in effects))
    found.ordinary = float(ordinary.loc["x", "t value"])
    found.df = float(groups - 1) if cluster else found.left
    _judge(frame, controls, effects, cluster, found)
    return found


def _nothing_of_its_own(frame: pl.DataFrame, controls: list[str], effects: list[str]) -> str | None:
    """Why a factor cannot be told from what is held still: it moves with it without error. Null where it has its own way."""
    x = frame["x"].to_numpy().astype(np.float64)
    others = _columns(frame, controls, effects)
    left = x - others @ np.linalg.lstsq(others, x, rcond=None)[0]
    if float(left @ left) > COLLINEAR * float(((x - x.mean()) ** 2).sum()):
        return None
    alike = [
        c for c in controls if abs(float(np.corrcoef(x, frame[c].to_numpy().astype(np.float64))[0, 1])) > 1 - COLLINEAR
    ]
    if not alike:
        return _("nothing of the factor is left once the rest is held still")
    called = {"z": N_("the previous vote"), **{k: c for k, (c, _n) in HELD.items()}}[alike[0]]
    return _("it moves with {what} without error: the two cannot be told apart").format(what=_(called))


def _judge(frame: pl.DataFrame, controls: list[str], effects: list[str], cluster: str | None, found: Fit) -> None:
    """p and interval: the wild cluster bootstrap with few clusters, else t."""
    assert found.estimate is not None and found.se is not None and found.t is not None
    critical = student(0.95, found.df)
    found.p = 2 * float(stats.t.sf(abs(found.t), found.df))
    found.judged = _("robust standard errors; no larger groups whose errors go together")
    if cluster:
        groups = frame[cluster].n_unique()
        called = {"unit": _("units"), "party": _("parties"), "area": _("areas")}[cluster]
        found.judged = _("standard errors by {k} {groups}").format(k=groups, groups=called)
        if groups < FEW_CLUSTERS:
            x, y = (frame[c].to_numpy().astype(np.float64) for c in ("x", "y"))
            wild = wild_cluster(x, y, _columns(frame, controls, effects), _codes(frame[cluster]), seed_text="votes")
            if wild is not None:
                found.p, critical = wild.p, wild.critical
                found.judged = _("few clusters ({k} {groups}): wild cluster bootstrap").format(k=groups, groups=called)
    found.lo, found.hi = found.estimate - critical * found.se, found.estimate + critical * found.se


def _columns(frame: pl.DataFrame, controls: list[str], effects: list[str]) -> Any:
    """A constant, the controls and an indicator for each unit or party but one."""
    parts = [np.ones((frame.height, 1)), *(frame[c].to_numpy().astype(np.float64)[:, None] for c in controls)]
    for effect in effects:
        codes = _codes(frame[effect])
        parts.append((codes[:, None] == np.unique(codes)[1:]).astype(np.float64))
    return np.hstack(parts)


def _codes(column: pl.Series) -> Any:
    return np.unique(column.to_numpy().astype(str), return_inverse=True)[1].astype(np.float64)


def _binary(frame: pl.DataFrame, controls: list[str], effects: list[str], found: Fit) -> Fit:
    """Logistic regression: log odds of being elected with one more (of logs: with e times as much)."""
    import statsmodels.api as sm

    if (same := _nothing_of_its_own(frame, controls, effects)) is not None:
        found.n, found.reason, found.inseparable = frame.height, same, True
        return found
    design = np.column_stack([frame["x"].to_numpy().astype(np.float64), _columns(frame, controls, effects)])
    cluster = clusters_of(frame)
    given = {"cov_type": "cluster", "cov_kwds": {"groups": _codes(frame[cluster])}} if cluster else {"cov_type": "HC1"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            logit = sm.Logit(frame["y"].to_numpy().astype(np.float64), design)
            model = logit.fit(disp=0, maxiter=100, **given)
            found.ordinary = float(model.params[0]) / sqrt(float(np.linalg.inv(-logit.hessian(model.params))[0, 0]))
            estimate, se = float(model.params[0]), float(model.bse[0])
            good = (
                bool(model.mle_retvals["converged"]) and se > 0 and np.isfinite(se) and np.abs(model.params).max() < 25
            )
        except Exception:  # statsmodels names separation and singular designs by different errors in each release
            good, estimate, se = False, 0.0, 0.0
    found.n = frame.height
    if not good:
        found.reason = _("who was elected is foretold without error by a party or the like: odds cannot be estimated")
        return found
    found.estimate, found.se, found.t = estimate, se, estimate / se
    groups = frame[cluster].n_unique() if cluster else 0
    found.left = float(frame.height - design.shape[1])
    found.df = float(groups - 1) if cluster else found.left
    half = student(0.95, found.df) * se
    found.p, found.lo, found.hi = 2 * float(stats.t.sf(abs(found.t), found.df)), estimate - half, estimate + half
    found.judged = (
        _("logistic regression, standard errors by {k} groups").format(k=groups)
        if cluster
        else _("logistic regression, robust standard errors")
    )
    return found
