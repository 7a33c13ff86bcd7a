"""Prepared posts of a made-up campaign: loud and quiet actors, marks, and reactions that depend on them as planted."""

from datetime import date, timedelta

import numpy as np
import polars as pl

START = date(2024, 1, 1)
CODES = (
    "question_to_citizens", "invitation_to_dialogue", "reply_to_citizen", "personal_individual", "personal_professional", "personal_emotional",
    "personal_private", "mobilization_vote", "mobilization_attend", "mobilization_donate", "mobilization_volunteer", "mobilization_share",
    "mobilization_inform", "mobilization_persuade", "mobilization_petition", "function_information", "achievement", "self_praise", "gratitude",
)  # fmt: skip


def posts(seed, actors=10, each=200, ratios=None, both=1.0, shares=None, days=70, platforms=("x",), likes=True):
    """``ratios``: code → how many times as many reactions; ``both``: what question and emotion have beyond the two."""
    rng, rows = np.random.default_rng(seed), []
    for i in range(actors):
        loud = rng.normal(4, 1)
        for j in range(each):
            marks = {c: int(rng.random() < (shares or {}).get(c, 0.0)) for c in CODES}
            mean = loud + 0.4 * rng.normal() + sum(np.log(r) for c, r in (ratios or {}).items() if marks[c])
            if marks["question_to_citizens"] and marks["personal_emotional"]:
                mean += np.log(both)
            day = START + timedelta(days=int(rng.integers(0, days)))
            rows.append({
                "actor_id": f"a{i:02d}", "platform": platforms[j % len(platforms)], "id": f"{i}-{j}", "day": day,
                "week": day - timedelta(days=day.weekday()), "medium_kind": "photo" if j % 3 else "text",
                "engagement": int(rng.poisson(np.exp(mean))) if likes else None, "views": None, "repeats": False, "answers": j % 20 == 0,
                **{f"code_{c}": v for c, v in marks.items()},
            })  # fmt: skip
    whole = {"engagement": pl.Int64, "views": pl.Int64}
    return pl.DataFrame(rows, schema_overrides=whole, infer_schema_length=None)
