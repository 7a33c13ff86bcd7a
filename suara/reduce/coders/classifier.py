"""The classifier as a coder: each code that people coded often enough, learnt from them and applied to all posts.

It trains by itself in ``suara run`` where people coded at least 100 texts of a code and gave at least two values ten
times each; a value given less often is never assigned. Models lie in ``out/models`` as plain arrays (nothing in them can
run), and are learnt anew when a coding, a text or the way of learning changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from suara.engine.codes import coded_texts, texts_to_code, write_said
from suara.engine.store import Store, write_whole
from suara.estimators.rounding import significant
from suara.words import N_

if TYPE_CHECKING:
    from suara.reduce.coders.features import Features
    from suara.reduce.coders.learning import Learnt

CODER = "classifier"
VERSION = 3
"""Another number learns everything anew."""
TOO_FEW_CODED = N_("fewer than 100 texts coded by people")
TOO_FEW_VALUES = N_("fewer than two values that people gave at least 10 times")
TOO_MANY_VALUES = N_("more than 30 different values")
NO_WORDS = N_("no word stands in two of the texts")

Told = dict[str, dict[str, Any]]


def code_by_classifier(con: duckdb.DuckDBPyConnection, store: Store, models: Path) -> tuple[Path | None, Told]:
    """Train what can be trained, code every post of an actor; the file of codings, and what is told of each code.

    Null where nothing could be trained. Of a code: ``n``, ``values`` (value → how often people gave it), and either
    ``reason`` why it was not trained, or accuracy, macro_f1 and ``by_value`` (precision, recall, f1), all from texts that
    the judging model had not seen.
    """
    coded, target = coded_texts(con), store.tables / "codings_classifier.parquet"
    learnt_from = _hash(coded)
    told = _kept(models, learnt_from)
    if told is None:
        target.unlink(missing_ok=True)
        told = _train(coded, models, learnt_from)
    if not any("accuracy" in t for t in told.values()):
        target.unlink(missing_ok=True)
        return None, told
    if not target.exists():
        write_said(con, pl.read_parquet(models / "coded.parquet"), target)
    trained = None
    new = []
    for batch in texts_to_code(con, target):
        trained = trained or _loaded(models, told)
        new.append(_said(batch, *trained))
    if new:
        write_said(con, pl.concat(new), target)
    return target, told


def _hash(coded: pl.DataFrame) -> str:
    rows = "\n".join(json.dumps(row, ensure_ascii=False) for row in sorted(coded.rows()))
    return hashlib.sha256(f"{VERSION}\n{rows}".encode("utf-8", "replace")).hexdigest()


def _kept(models: Path, learnt_from: str) -> Told | None:
    """What was learnt before, if from the same."""
    try:
        kept = json.loads((models / "models.json").read_text(encoding="utf-8"))
        return dict(kept["codes"]) if kept["learnt_from"] == learnt_from else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _train(coded: pl.DataFrame, models: Path, learnt_from: str) -> Told:
    """Learn every code, and keep models, what they say of the coded posts, and how well."""
    import numpy as np

    for old in models.glob("*") if models.exists() else ():
        old.unlink()
    told: Told = {}
    groups = {str(code): rows for (code,), rows in coded.group_by(["code"], maintain_order=True)}
    for code, rows in groups.items():
        counts = Counter(rows["value"].to_list())
        told[code] = {"n": rows.height, "values": dict(sorted(counts.items()))}
        if reason := _refused(counts):
            told[code]["reason"] = reason
    wanted = [code for code, t in told.items() if "reason" not in t]
    if wanted:
        models.mkdir(parents=True, exist_ok=True)
        units = (
            coded.filter(pl.col("code").is_in(wanted)).unique(["platform", "id"], keep="first").sort("platform", "id")
        )
        found = _learn(units, {code: groups[code] for code in wanted}, told)
        if found is not None:
            features, learnt, said = found
            np.savez_compressed(models / "features.npz", allow_pickle=False, **features.kept())
            for code, model in learnt.items():
                np.savez_compressed(models / f"{_file(code)}.npz", allow_pickle=False, **model.kept())
            said.write_parquet(models / "coded.parquet")
        kept = {"learnt_from": learnt_from, "codes": told}
        write_whole(models / "models.json", json.dumps(kept, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return told


def _refused(counts: Counter[str]) -> str | None:
    from suara.reduce.coders.learning import LEAST_CODED, LEAST_OF_VALUE, MOST_VALUES

    if sum(counts.values()) < LEAST_CODED:
        return TOO_FEW_CODED
    if len(counts) > MOST_VALUES:
        return TOO_MANY_VALUES
    return TOO_FEW_VALUES if sum(n >= LEAST_OF_VALUE for n in counts.values()) < 2 else None


def _learn(
    units: pl.DataFrame, groups: dict[str, pl.DataFrame], told: Told
) -> tuple[Features, dict[str, Learnt], pl.DataFrame] | None:
    """One vocabulary for all codes, a model a code, and what is said of every coded post.

    A post coded for one code only is judged for the others as any post is.
    """
    from suara.reduce.coders.features import Features, plain
    from suara.reduce.coders.learning import cross_fit

    texts = [plain(t) for t in units["text"]]
    features = Features.learn(texts)
    if features is None:
        for code in groups:
            told[code]["reason"] = NO_WORDS
        return None
    seen, place = features.seen(texts), {key: i for i, key in enumerate(units.select("platform", "id").rows())}
    learnt: dict[str, Learnt] = {}
    said = []
    for code, rows in groups.items():
        at = [place[key] for key in rows.select("platform", "id").rows()]
        fitted = cross_fit([texts[i] for i in at], {b: x[at] for b, x in seen.items()}, rows["value"].to_list())
        learnt[code] = fitted.model
        told[code] |= scored(rows["value"].to_list(), fitted.said)
        values, chance = fitted.model.said(seen)
        for i, value, sure in zip(at, fitted.said, fitted.chance, strict=True):
            values[i], chance[i] = value, sure
        said.append(_rows(units, code, values, chance))
    return features, learnt, pl.concat(said)


def _rows(units: pl.DataFrame, code: str, values: Sequence[str], chance: Any) -> pl.DataFrame:
    return units.select(
        "platform", pl.col("id").alias("unit"), pl.lit(code).alias("code"), pl.lit(CODER).alias("coder"), pl.lit(CODER).alias("kind"), pl.Series("value", values, dtype=pl.String),
        pl.Series("confidence", chance, dtype=pl.Float64).round(6), "seen",
    )  # fmt: skip


def _loaded(models: Path, told: Told) -> tuple[Features, dict[str, Learnt]]:
    import numpy as np

    from suara.reduce.coders.features import Features
    from suara.reduce.coders.learning import Learnt

    def arrays(name: str) -> dict[str, Any]:
        with np.load(models / f"{name}.npz", allow_pickle=False) as kept:
            return dict(kept)

    learnt = {code: Learnt.of(arrays(_file(code))) for code, t in told.items() if "accuracy" in t}
    return Features.of(arrays("features")), learnt


def _said(batch: pl.DataFrame, features: Features, learnt: dict[str, Learnt]) -> pl.DataFrame:
    from suara.reduce.coders.features import plain

    seen = features.seen([plain(t) for t in batch["text"]])
    return pl.concat([_rows(batch, code, *model.said(seen)) for code, model in sorted(learnt.items())])


def _file(code: str) -> str:
    return f"code-{re.sub(r'[^a-z0-9_]', '', code)[:40]}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"


def scored(human: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    """accuracy, macro_f1 (over every value that people gave) and by_value: precision, recall, f1 and n."""
    pairs = Counter(zip(human, said, strict=True))
    by_value = {}
    for value in sorted({*human}):
        right, gave, got = pairs[value, value], sum(h == value for h in human), sum(s == value for s in said)
        by_value[value] = {
            "n": gave, "precision": significant(right / got) if got else None, "recall": significant(right / gave),
            "f1": significant(2 * right / (gave + got)),
        }  # fmt: skip
    accuracy = sum(n for (h, s), n in pairs.items() if h == s) / len(human)
    macro = sum(v["f1"] or 0.0 for v in by_value.values()) / len(by_value)
    return {"accuracy": significant(accuracy), "macro_f1": significant(macro), "by_value": by_value}
