"""One code learnt from people's codings: logistic regressions on words and on pieces of words, cross-fitted.

A post that people coded is judged by a model that did not see its code; any other by the mean of those models (Zrnic & Candès 2024, PNAS 121:e2322083121: what makes the correction of a share
hold). Values count alike whatever their number, so that a rare one is found at all; the shares that come out are
therefore too even, and are corrected or marked. For codes of two values the same is learnt once more with entries
weighted by how much oftener one value has them than the other (Wang & Manning 2012, ACL 50(2):90-94).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]
Blocks = Mapping[str, csr_matrix]

LEAST_CODED = 100
"""Texts coded by people, under which nothing is learnt."""
LEAST_OF_VALUE = 10
"""Texts of a value, under which a value is never given."""
MOST_VALUES = 30
MANY = 2_000
"""Texts from which on five folds, cut once, do what twenty folds, cut twice, do for fewer."""
CUTS = 2

_EDGE = 1e-6
_AND = " + contrast"
_CONTRAST = 0.1
"""Added to every count before counts of two values are compared."""


@dataclass(frozen=True)
class Learnt:
    """A model of one code: ``values`` in order; for each regression (block, or block + contrast) weights, values × entries,
    and intercepts; calibration.

    ``calibration``: weights (values × values) and intercepts that turn scores into chances, learnt from scores of texts
    that the scoring model had not seen.
    """

    values: tuple[str, ...]
    weights: dict[str, Floats]
    intercepts: dict[str, Floats]
    calibration: tuple[Floats, Floats]

    def score(self, seen: Blocks) -> Floats:
        """Texts × values: how much speaks for each value, summing to 1 (not yet a chance)."""
        return _shared([_judged(seen, r, self.weights[r], self.intercepts[r]) for r in sorted(self.weights)])

    def kept(self) -> dict[str, NDArray[Any]]:
        """Plain arrays, from which ``of`` makes the same model."""
        found: dict[str, NDArray[Any]] = {
            "values": np.array(self.values),
            "calibration": self.calibration[0],
            "levels": self.calibration[1],
        }
        for r in self.weights:
            found |= {f"weights of {r}": self.weights[r], f"intercepts of {r}": self.intercepts[r]}
        return found

    @classmethod
    def of(cls, kept: Mapping[str, NDArray[Any]]) -> Learnt:
        """A model as it was kept."""
        regressions = [name.removeprefix("weights of ") for name in kept if name.startswith("weights of ")]
        return cls(
            tuple(map(str, kept["values"])), {r: kept[f"weights of {r}"] for r in regressions},
            {r: kept[f"intercepts of {r}"] for r in regressions}, (kept["calibration"], kept["levels"]),
        )  # fmt: skip

    def said(self, seen: Blocks) -> tuple[list[str], Floats]:
        """The value of each text, and the chance that it is right."""
        return _said(self.values, self.score(seen), self.calibration)


@dataclass(frozen=True)
class CrossFitted:
    """A model, and what models that had not seen them said of the coded texts: value and chance of being right."""

    model: Learnt
    said: list[str]
    chance: Floats


def learnable(values: Sequence[str]) -> list[str]:
    """The values that people gave often enough, in order."""
    given, counts = np.unique(np.asarray(values), return_counts=True)
    return [str(v) for v, n in zip(given, counts, strict=True) if n >= LEAST_OF_VALUE]


def folds(texts: Sequence[str], values: Sequence[str], cut: int = 0) -> NDArray[np.int64]:
    """The fold of each post, from its content: every value spread over all folds, copies of a text as by lot.

    Copies lie in different folds, because a post that nobody coded may be a copy of one that the model learnt from: coded
    posts must be judged with the same luck. ``cut``: which of many ways of cutting.
    """
    count = 5 if len(texts) > MANY else 20
    copies: Counter[tuple[str, str]] = Counter()
    keys = []
    for text, value in zip(texts, values, strict=True):
        copies[text, value] += 1
        named = f"{cut}\0{copies[text, value]}\0{value}\0{text}"
        keys.append((value, hashlib.sha256(named.encode("utf-8", "replace")).digest()))
    found = np.empty(len(keys), dtype=np.int64)
    for place, i in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        found[i] = place % count
    return found


def cross_fit(texts: Sequence[str], seen: Blocks, values: Sequence[str]) -> CrossFitted:
    """Learn a code from texts with people's values. Two values at least must be ``learnable``."""
    kept, y = tuple(learnable(values)), np.asarray(values)
    cuts = [folds(texts, values, cut) for cut in range(1 if len(texts) > MANY else CUTS)]
    scores = np.zeros((len(y), len(kept)))
    weights: dict[str, Floats] = {}
    intercepts: dict[str, Floats] = {}
    for fold, k in ((cut, k) for cut in cuts for k in range(int(cut.max()) + 1)):
        learning, judged = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        share = 1 / (len(cuts) * (int(fold.max()) + 1))
        parts = []
        for r in _regressions(seen, kept):
            w, i = _fitted(seen[r.removesuffix(_AND)][learning], y[learning], kept, contrast=r.endswith(_AND))
            parts.append(_judged({b: x[judged] for b, x in seen.items()}, r, w, i))
            weights[r], intercepts[r] = weights.get(r, 0.0) + w * share, intercepts.get(r, 0.0) + i * share
        scores[judged] += _shared(parts) / len(cuts)
    fold = cuts[0]
    chance, calibration = _calibrated(scores, y, kept, fold)
    model = Learnt(kept, weights, intercepts, calibration)
    best = scores.argmax(axis=1)
    return CrossFitted(model, [kept[i] for i in best], chance[np.arange(len(y)), best])


def _regressions(seen: Blocks, values: Sequence[str]) -> list[str]:
    return sorted([*seen, *(block + _AND for block in seen if len(values) == 2)])


def _judged(seen: Blocks, regression: str, weights: Floats, intercepts: Floats) -> Floats:
    return np.asarray(expit(seen[regression.removesuffix(_AND)] @ weights.T + intercepts))


def _fitted(x: csr_matrix, y: NDArray[Any], values: Sequence[str], *, contrast: bool) -> tuple[Floats, Floats]:
    """One regression a value, this value against all others; of two values the second's tells both."""
    found = [_one(x, y == value, contrast) for value in (values[1:] if len(values) == 2 else values)]
    weights, intercepts = np.array([w for w, _ in found]), np.array([i for _, i in found])
    if len(values) == 2:
        return np.vstack([-weights, weights]), np.concatenate([-intercepts, intercepts])
    return weights, intercepts


def _one(x: csr_matrix, is_value: NDArray[Any], contrast: bool) -> tuple[Floats, float]:
    if not 0 < is_value.sum() < len(is_value):  # nothing to learn from in this fold
        return np.zeros(x.shape[1]), float(logit(1 - _EDGE if is_value.any() else _EDGE))
    scale = _contrast(x, is_value) if contrast else None
    model = LogisticRegression(solver="liblinear", dual=True, C=1.0, class_weight="balanced", max_iter=200, tol=1e-3, random_state=0)  # fmt: skip
    model.fit(x if scale is None else x.multiply(scale).tocsr(), is_value)
    return np.asarray(model.coef_[0] if scale is None else model.coef_[0] * scale), float(model.intercept_[0])


def _contrast(x: csr_matrix, is_value: NDArray[Any]) -> Floats:
    """How much oftener (log ratio, without sign) each entry stands in texts of one value than of the other."""
    of, against = (np.asarray(x[rows].sum(axis=0)).ravel() + _CONTRAST for rows in (is_value, ~is_value))
    return np.asarray(np.abs(np.log((of / of.sum()) / (against / against.sum()))))


def _shared(parts: Sequence[Floats]) -> Floats:
    """Blocks count alike; each text's scores sum to 1."""
    total = np.sum([p / p.sum(axis=1, keepdims=True) for p in (np.clip(p, _EDGE, 1) for p in parts)], axis=0)
    return np.asarray(total / len(parts))


def _calibrated(
    scores: Floats, y: NDArray[Any], values: tuple[str, ...], fold: NDArray[np.int64]
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Chances for coded texts, each from a calibration that did not see it, and the calibration for all others."""
    known = np.isin(y, values)
    chance = np.zeros_like(scores)
    for k in range(int(fold.max()) + 1):
        chance[fold == k] = _chances(scores[fold == k], _calibration(scores, y, values, known & (fold != k)))
    return chance, _calibration(scores, y, values, known)


def _calibration(scores: Floats, y: NDArray[Any], values: tuple[str, ...], rows: NDArray[Any]) -> tuple[Floats, Floats]:
    every = np.zeros((len(values), len(values)))
    level = np.full(len(values), -20.0)  # a value that is not among these rows has no chance
    only = np.unique(y[rows])
    if len(only) == 1:  # all texts of the others are equal, and lie in the fold that is left out
        level[values.index(str(only[0]))] = 0.0
        return every, level
    model = LogisticRegression(C=1.0, solver="newton-cholesky").fit(np.log(scores[rows] + _EDGE), y[rows])
    weights, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, intercepts = np.vstack([-weights, weights]) / 2, np.concatenate([-intercepts, intercepts]) / 2
    for i, value in enumerate(model.classes_):
        every[values.index(str(value))], level[values.index(str(value))] = weights[i], intercepts[i]
    return every, level


def _chances(scores: Floats, calibration: tuple[Floats, Floats]) -> Floats:
    z = np.log(scores + _EDGE) @ calibration[0].T + calibration[1]
    z = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(z / z.sum(axis=1, keepdims=True))


def _said(values: tuple[str, ...], scores: Floats, calibration: tuple[Floats, Floats]) -> tuple[list[str], Floats]:
    best = scores.argmax(axis=1)
    return [values[i] for i in best], _chances(scores, calibration)[np.arange(len(best)), best]
