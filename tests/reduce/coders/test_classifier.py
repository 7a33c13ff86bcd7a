"""The classifier: what it learns on published codings, that it never judges what it saw, and when it refuses."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from suara.reduce.coders.classifier import TOO_FEW_CODED, TOO_FEW_VALUES, scored
from suara.reduce.coders.features import Features, plain
from suara.reduce.coders.learning import cross_fit, folds
from suara.road import walk
from suara.study import load_study
from tests.conftest import DATA, needs_data

CODED = {"negative_tones": 0.83, "personal_attacks": 0.72, "policy_attacks": 0.73, "incivility": 0.65}
"""Published set → the macro-F1 that a plain classifier reaches."""


def learnt(texts: list[str], values: list[str]) -> dict[str, Any]:
    features = Features.learn([plain(t) for t in texts])
    assert features is not None
    seen = [plain(t) for t in texts]
    return scored(values, cross_fit(seen, features.seen(seen), values).said)


@needs_data
@pytest.mark.parametrize("name", CODED)
def test_tweets_of_senate_candidates(name: str) -> None:
    frame = pl.read_csv(DATA / "coded" / f"petkevic_political_2022-campaigntweets_{name}.csv", infer_schema_length=0)
    assert learnt(frame["text"].to_list(), frame["label"].to_list())["macro_f1"] >= CODED[name]


@needs_data
def test_message_types_of_congress() -> None:
    frame = pl.read_csv(
        str(DATA / "congress113" / "political_social_media.csv"), encoding="latin-1", infer_schema_length=0
    )
    found = learnt(frame["text"].to_list(), frame["message"].to_list())
    assert found["accuracy"] >= 0.39
    assert found["macro_f1"] >= 0.26
    assert len(found["by_value"]) == 9


def test_scores_are_those_of_scikit_learn() -> None:
    from sklearn.metrics import accuracy_score, f1_score, precision_score

    draw = random.Random(3)
    human, said = ([draw.choice("abc") for _ in range(300)] for _ in range(2))
    found = scored(human, said)
    assert found["macro_f1"] == pytest.approx(f1_score(human, said, average="macro"))
    assert found["accuracy"] == pytest.approx(accuracy_score(human, said))
    assert found["by_value"]["b"]["precision"] == pytest.approx(
        precision_score(human, said, labels=["b"], average=None)[0]
    )


def test_copies_of_a_text_are_dealt_like_other_posts_and_order_changes_nothing() -> None:
    texts = [f"text {i % 60}" for i in range(240)]
    values = [str(i % 2) for i in range(240)]
    cut = folds(texts, values)
    assert sum(len({cut[i] for i in range(240) if texts[i] == t}) > 1 for t in set(texts)) > 50
    order = random.Random(1).sample(range(240), 240)
    again = folds([texts[i] for i in order], [values[i] for i in order])
    dealt = sorted(zip(texts, values, cut.tolist(), strict=True))
    assert dealt == sorted((texts[i], values[i], fold) for i, fold in zip(order, again.tolist(), strict=True))
    assert {*folds(texts, values, 1)} == {*cut}


def test_coded_posts_are_judged_with_the_luck_of_all_others() -> None:
    """Forty texts posted over and over: what the classifier says of coded posts and of the rest must be alike."""
    rng = np.random.default_rng(5)
    apart = []
    for _ in range(4):
        chance, words = rng.beta(0.6, 1.2, 40), rng.integers(0, 300, (40, 8))
        of = rng.integers(0, 40, 1000)
        truth = (rng.random(1000) < chance[of]).astype(int)
        texts = [" ".join(f"k{w}" for w in words[t]) for t in of]
        features = Features.learn(texts[:160])
        assert features is not None
        found = cross_fit(texts[:160], features.seen(texts[:160]), [str(v) for v in truth[:160]])
        rest = np.array(found.model.said(features.seen(texts[160:]))[0]) == "1"
        apart.append(np.mean(np.array(found.said) == "1") - rest.mean())
    assert abs(np.mean(apart)) < 0.06  # with copies in one fold: -0.13


def test_a_value_that_stands_in_one_repeated_text_is_no_mistake() -> None:
    """Fifteen copies of one text are the whole value."""
    texts = [f"rapat warga kampung nomor {i}" for i in range(120)] + ["terima kasih relawan"] * 15
    found = learnt(texts, ["0"] * 120 + ["1"] * 15)
    assert found["accuracy"] >= 120 / 135


def test_noise_is_not_learnt() -> None:
    """Labels by lot: a model that saw what it judges would be right far oftener than half the time."""
    draw = random.Random(7)
    words = [f"w{i}" for i in range(400)]
    texts = [" ".join(draw.sample(words, 12)) for _ in range(400)]
    values = [draw.choice("01") for _ in texts]
    assert abs(learnt(texts, values)["accuracy"] - 0.5) < 0.1


def test_chances_are_calibrated() -> None:
    """Of posts given a value with a chance of 70 to 80 %, about so many are right."""
    draw = random.Random(5)
    texts, values = [], []
    for _ in range(1500):
        value = draw.random() < 0.3
        sign = draw.random() < (0.8 if value else 0.2)
        texts.append(" ".join(["yes" if sign else "no", *draw.sample([f"w{i}" for i in range(50)], 5)]))
        values.append(str(int(value)))
    seen = [plain(t) for t in texts]
    features = Features.learn(seen)
    assert features is not None
    found = cross_fit(seen, features.seen(seen), values)
    right = np.array(found.said) == np.array(values)
    for low in (0.5, 0.6, 0.7, 0.8):
        among = (found.chance >= low) & (found.chance < low + 0.1)
        if among.sum() > 100:
            assert right[among].mean() == pytest.approx(found.chance[among].mean(), abs=0.08)


def study(study_of: Callable[..., Path], coded: int, values: Callable[[int], str], posts: int = 300) -> Path:
    rows, codings = io.StringIO(), io.StringIO()
    write, code = csv.writer(rows), csv.writer(codings)
    write.writerow(["platform", "id", "handle", "text", "created_at"])
    code.writerow(["unit", "coder", "code", "value"])
    for i in range(posts):
        word = "janji palsu penguasa" if i % 2 else "selamat pagi semua"
        write.writerow(["x", i, "abc"[i % 3], f"{word} nomor{i % 7} dan kata{i % 11}", f"2024-01-{i % 28 + 1:02}"])
        if i < coded:
            code.writerow([i, "ani", "mood", values(i)])
    return study_of({"data/posts.csv": rows.getvalue(), "data/codings.csv": codings.getvalue()})


def reduced(root: Path) -> None:
    walked = walk(load_study(root), "reduce")
    walked.engine.close()


def told(root: Path) -> dict[str, Any]:
    return dict(json.loads((root / "out" / "coding.json").read_text())["codes"]["mood"])


def test_a_run_trains_codes_all_posts_and_learns_again_only_when_something_changed(
    study_of: Callable[..., Path],
) -> None:
    root = study(study_of, 120, lambda i: "sour" if i % 2 else "sweet")
    reduced(root)
    found = told(root)
    assert found["classifier"]["macro_f1"] == 1.0
    assert (found["posts"], found["coded"]) == (300, 120)
    coded = pl.read_parquet(root / "out" / "store" / "tables" / "codings_classifier.parquet")
    assert coded.height == 300
    assert coded["confidence"].is_between(0.5, 1).all()
    models = root / "out" / "models"
    before = (models / "models.json").stat().st_mtime_ns
    reduced(root)
    assert (models / "models.json").stat().st_mtime_ns == before
    (root / "data" / "more.csv").write_text(
        "platform,id,handle,text,created_at\nx,999,a,janji palsu penguasa,2024-01-02\n"
    )
    reduced(root)
    assert (models / "models.json").stat().st_mtime_ns == before
    after = pl.read_parquet(root / "out" / "store" / "tables" / "codings_classifier.parquet")
    assert after.filter(pl.col("unit") == "999")["value"].to_list() == ["sour"]
    (root / "data" / "again.csv").write_text("unit,coder,code,value\n200,ani,mood,sweet\n")
    reduced(root)
    assert (models / "models.json").stat().st_mtime_ns != before


def test_models_hold_nothing_that_runs(study_of: Callable[..., Path]) -> None:
    root = study(study_of, 120, lambda i: str(i % 2))
    reduced(root)
    for file in (root / "out" / "models").glob("*.npz"):
        with np.load(file, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype.kind in "fiU" for name in arrays)
    assert not [*(root / "out" / "models").glob("*.pkl"), *(root / "out" / "models").glob("*.joblib")]
    (root / "out" / "models" / "models.json").write_text("{not json")
    reduced(root)
    assert json.loads((root / "out" / "models" / "models.json").read_text())["codes"]["mood"]["accuracy"] == 1.0


@pytest.mark.parametrize(
    ("coded", "values", "reason"),
    [
        (60, lambda i: str(i % 2), TOO_FEW_CODED),
        (120, lambda i: "1" if i < 3 else "0", TOO_FEW_VALUES),
    ],
)
def test_too_few_codings_train_nothing_and_say_so(
    study_of: Callable[..., Path], coded: int, values: Callable[[int], str], reason: str
) -> None:
    root = study(study_of, coded, values)
    reduced(root)
    assert told(root)["classifier"]["reason"] == reason
    assert not (root / "out" / "store" / "tables" / "codings_classifier.parquet").exists()
