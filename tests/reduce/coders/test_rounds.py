"""Several rounds of one code: each speaks for all posts, and together they know more than each alone."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest

from suara.engine.codes import create_codings
from suara.engine.duck import connect
from suara.reduce.coders.sampling import allocate

SIZES = {"0": 3600, "1": 400}
SHARES = {"0": 0.1, "1": 0.8}


def gold(rows: list[tuple[str, str, str, str, float | None]], posts: int = 4000) -> pl.DataFrame:
    """unit, coder, value, round, probability → what `gold` makes of them."""
    con = connect(threads=1)
    _given(con, rows, posts)
    create_codings(con)
    return con.execute("SELECT * FROM gold ORDER BY CAST(id AS BIGINT)").pl()


def _given(con: duckdb.DuckDBPyConnection, rows: list[Any], posts: int) -> None:
    ids = pl.DataFrame({"id": [str(i) for i in range(posts)]})
    con.register(
        "posts", ids.with_columns(platform=pl.lit("x"), url=pl.lit(None, pl.String), derived=pl.lit(False)).to_arrow()
    )
    columns = {
        "unit": pl.String,
        "coder": pl.String,
        "value": pl.String,
        "round": pl.String,
        "sampling_probability": pl.Float64,
    }
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    same = {
        "unit_kind": "post",
        "code": "attack",
        "kind": "human",
        "extras": None,
        "confidence": None,
        "coded_at": None,
    }
    typed = [pl.lit(v, pl.String).alias(k) for k, v in same.items()]
    con.register(
        "codings",
        frame.with_columns(typed)
        .with_columns(pl.col("coded_at").cast(pl.Datetime), pl.col("confidence").cast(pl.Float64))
        .to_arrow(),
    )


def test_a_round_alone_keeps_its_chances() -> None:
    found = gold([("1", "ani", "1", "a", 0.2), ("1", "budi", "1", "a", 0.2), ("2", "ani", "0", "a", 0.05)])
    assert found["probability"].to_list() == pytest.approx([0.2, 0.05], rel=1e-12)
    assert found["coders"].to_list() == [2, 1]


def test_two_rounds_count_by_their_parts() -> None:
    first = [(str(i), "ani", "1", "a", 0.1) for i in range(2)]
    second = [(str(i), "ani", "0", "b", 0.5) for i in range(1, 7)]
    found = {r["id"]: r["probability"] for r in gold([*first, *second]).iter_rows(named=True)}
    assert found["0"] == pytest.approx(1 / (2 / 8 / 0.1))
    assert found["1"] == pytest.approx(1 / (2 / 8 / 0.1 + 6 / 8 / 0.5))  # drawn in both
    assert found["2"] == pytest.approx(1 / (6 / 8 / 0.5))


def test_codings_without_a_chance_give_a_value_and_no_weight() -> None:
    found = gold([("1", "ani", "1", "a", 0.2), ("1", "zul", "1", "free", None), ("2", "zul", "1", "free", None)])
    assert found["probability"].to_list() == [pytest.approx(0.2), None]


def test_a_pilot_and_a_denser_round_speak_for_all_posts_together() -> None:
    """A pilot of 80, then a round of 320, many times: unbiased, and near what one round of 400 gives.

    Weighing every post by the larger of its chances instead gives a standard error larger by 29 %.
    """
    rng = np.random.default_rng(8)
    truth = sum(SIZES[s] * SHARES[s] for s in SIZES) / 4000
    inside = sum(
        (SIZES[s] / 4000) ** 2 * SHARES[s] * (1 - SHARES[s]) / float(n) for s, n in allocate(SIZES, 400).items()
    )
    said = []
    for _ in range(50):
        human = np.concatenate([rng.random(SIZES[s]) < SHARES[s] for s in SIZES])
        rounds = {"a": _drawn(rng, 80), "b": _drawn(rng, 320)}
        rows = [(str(i), "ani", str(int(human[i])), name, p) for name, some in rounds.items() for i, p in some]
        said.append(_share(gold(rows)))
    assert np.mean(said) == pytest.approx(truth, abs=3 * np.std(said) / 50**0.5)
    assert np.std(said) < 1.3 * inside**0.5


def _drawn(rng: np.random.Generator, n: int) -> list[tuple[int, float]]:
    found: list[tuple[int, float]] = []
    start = 0
    for stratum, expected in allocate(SIZES, n).items():
        size, k = SIZES[stratum], round(expected)
        found += [(start + int(i), k / size) for i in rng.choice(size, k, replace=False)]
        start += size
    return found


def _share(found: pl.DataFrame) -> float:
    weight = 1 / found["probability"]
    return float((weight * found["value"].cast(pl.Float64)).sum() / weight.sum())
