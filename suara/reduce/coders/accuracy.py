"""How well machine coders say what people say: precision, recall, F1 and calibration against the coded sample.

People's word on a post is the adjudicator's, else what most coders say. Where the sample was drawn with known
probabilities each post counts for as many as it stands for; otherwise the numbers are those of the coded posts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from suara.estimators import significant, wilson
from suara.words import N_

LEAST = 10
"""Posts coded by people and machine, under which no number of accuracy is given."""
LEAST_PRESENT = 5
"""Posts that people gave the value, under which recall and F1 say nothing; machine hits likewise for precision."""
BINS = 10
TOO_FEW = N_("fewer than 10 posts coded by people and machine")
TOO_RARE = N_("fewer than 5 posts to which people gave this value: code more")

_Floats = NDArray[np.float64]


def accuracy(compared: pl.DataFrame, by: Sequence[str] = ()) -> list[dict[str, Any]]:
    """A row for each machine coder, code and value (of a binary code: 1), for all posts and for each group of ``by``.

    ``compared``: code, coder, platform, lang, human, said, confidence, probability. A row: code, coder, group, value,
    n, present (posts to which people gave the value), precision, recall, f1 (lo and hi of precision and recall), macro_f1
    and accuracy over all values, brier and ece of the confidence, weighted (by known probabilities), reason.
    """
    rows = []
    for (code, coder), mine in compared.group_by(["code", "coder"], maintain_order=True):
        rows += _of(str(code), str(coder), None, mine)
        for group in by:
            for (value,), some in mine.filter(pl.col(group).is_not_null()).group_by([group], maintain_order=True):
                rows += _of(str(code), str(coder), f"{group}={value}", some)
    return rows


def _of(code: str, coder: str, group: str | None, rows: pl.DataFrame) -> list[dict[str, Any]]:
    human, said = rows["human"].to_numpy(), rows["said"].to_numpy()
    known = rows["probability"].is_not_null().all()
    weight = 1 / rows["probability"].to_numpy() if known else np.ones(len(rows))
    values = sorted({*human, *said})
    right = human == said
    same = {"code": code, "coder": coder, "group": group, "n": len(rows), "weighted": bool(known)}
    if len(rows) < LEAST:
        return [{**same, "value": None, **_NOTHING, "reason": TOO_FEW}]
    scores = {v: _scored(human == v, said == v, weight) for v in values}
    told = [s["f1"] for v, s in scores.items() if (human == v).any()]
    macro = None if any(f is None for f in told) else significant(float(np.mean([f or 0.0 for f in told])))
    whole = {"macro_f1": macro, "accuracy": significant(_share(right, weight)), **_calibration(rows, right, weight)}
    shown = ["1"] if set(values) <= {"0", "1"} else values
    return [{**same, "value": v, **_NOTHING, **scores.get(v, {}), **whole} for v in shown]


_NOTHING: dict[str, Any] = dict.fromkeys(
    ("present", "precision", "precision_lo", "precision_hi", "recall", "recall_lo", "recall_hi", "f1", "macro_f1", "accuracy", "brier", "ece", "reason")
)  # fmt: skip


def _scored(human: Any, said: Any, weight: _Floats) -> dict[str, Any]:
    hit = human & said
    precise, precise_lo, precise_hi = _rate(hit[said], weight[said])
    recalled, recalled_lo, recalled_hi = _rate(hit[human], weight[human])
    both = float(weight[human].sum() + weight[said].sum())
    enough = int(human.sum()) >= LEAST_PRESENT
    return {
        "present": int(human.sum()), "precision": precise, "precision_lo": precise_lo, "precision_hi": precise_hi,
        "recall": recalled if enough else None, "recall_lo": recalled_lo if enough else None, "recall_hi": recalled_hi if enough else None,
        "f1": significant(2 * float(weight[hit].sum()) / both) if enough and both else None, "reason": None if enough else TOO_RARE,
    }  # fmt: skip


def _rate(hit: Any, weight: _Floats) -> tuple[float | None, float | None, float | None]:
    """A weighted share with Wilson's interval of as many posts as the weights are worth (Kish)."""
    if len(hit) < LEAST_PRESENT:
        return None, None, None
    worth = round(float(weight.sum()) ** 2 / float((weight**2).sum()))
    share = _share(hit, weight)
    found = wilson(round(share * worth), worth)
    return significant(share), found.lo, found.hi


def _share(hit: Any, weight: _Floats) -> float:
    return float(weight[hit].sum() / weight.sum())


def _calibration(rows: pl.DataFrame, right: Any, weight: _Floats) -> dict[str, Any]:
    """Brier score and expected calibration error of a confidence: the machine's own chance of being right."""
    if rows["confidence"].null_count():
        return {"brier": None, "ece": None}
    sure = rows["confidence"].to_numpy()
    brier = float((weight * (sure - right) ** 2).sum() / weight.sum())
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(float((weight * (sure - right))[bins == b].sum())) for b in range(BINS)]
    return {"brier": significant(brier), "ece": significant(sum(gaps) / float(weight.sum()))}
