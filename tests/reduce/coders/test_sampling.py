"""The sample: exactly as many as asked for, each post with the chance that is stored, the same wherever it is drawn."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from suara.engine.duck import connect
from suara.errors import StudyError
from suara.reduce.coders.sampling import allocate, draw, systematic

SIZES = {"big": 9000, "rare": 81, "tiny": 1}


def test_the_allocation_is_exact_and_rare_strata_get_more_than_their_part() -> None:
    expected = allocate(SIZES, 200)
    assert sum(expected.values()) == 200
    assert all(0 < expected[s] <= SIZES[s] for s in SIZES)
    assert expected["rare"] / SIZES["rare"] > 10 * expected["big"] / SIZES["big"]
    assert expected["big"] / expected["rare"] == pytest.approx((9000 / 81) ** 0.5, rel=1e-6)


def test_a_stratum_gives_no_more_than_it_has_and_the_others_the_rest() -> None:
    expected = allocate(SIZES, 9000)
    assert (expected["rare"], expected["tiny"]) == (81, 1)
    assert expected["big"] == 8918
    assert allocate(SIZES, 9082) == SIZES


@pytest.mark.parametrize("n", [1, 7, 200, 9082])
def test_as_many_places_are_drawn_as_asked_for_and_none_twice(n: int) -> None:
    places = systematic(SIZES, allocate(SIZES, n), f"seed {n}")
    assert len(places) == len(set(places)) == n
    assert all(1 <= place <= SIZES[s] for s, place in places)


def test_every_post_has_the_chance_that_is_stored_even_with_more_strata_than_units() -> None:
    sizes = {f"s{i}": i + 1 for i in range(9)}
    expected = allocate(sizes, 4)
    drawn: dict[tuple[str, int], int] = {}
    draws = 4000
    for seed in range(draws):
        for place in systematic(sizes, expected, str(seed)):
            drawn[place] = drawn.get(place, 0) + 1
    for stratum, size in sizes.items():
        chance = float(expected[stratum] / size)
        for place in range(1, size + 1):
            share = drawn.get((stratum, place), 0) / draws
            assert abs(share - chance) < 4.5 * (chance * (1 - chance) / draws) ** 0.5


def frame(rows: list[tuple[str, str, str | None, str | None]]) -> pl.DataFrame:
    columns = ["platform", "id", "actor_id", "text"]
    given = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return given.with_columns(pl.lit("post").alias("kind"), in_scope=pl.lit(True), derived=pl.lit(False))


def drawn_from(rows: list[tuple[str, str, str | None, str | None]], n: int, **how: object) -> pl.DataFrame:
    con = connect(threads=1)
    con.register("posts", frame(rows).to_arrow())
    settings = {"by": ["actor", "platform"], "columns": [], "seed": "s", "named": True} | how
    return draw(con, n, settings["by"], settings["columns"], settings["seed"], named=settings["named"]).units  # type: ignore[arg-type]


ROWS = [("x" if i % 3 else "tiktok", str(i), f"a{i % 5}", f"teks {i}") for i in range(300)]


def test_the_same_seed_draws_the_same_posts_in_whatever_order_they_lie() -> None:
    first, again = drawn_from(ROWS, 40), drawn_from(ROWS[::-1], 40)
    assert first.equals(again)
    assert not first.equals(drawn_from(ROWS, 40, seed="t"))
    assert first.height == 40
    assert (1 / first["sampling_probability"]).sum() == pytest.approx(300, rel=0.1)


def test_posts_without_words_comments_of_nobody_and_others_posts_are_not_drawn() -> None:
    rows = [*ROWS[:10], ("x", "w", "a1", "  "), ("x", "n", None, "publik")]
    assert "n" not in drawn_from(rows, 10)["unit"].to_list()
    assert "n" in drawn_from(rows, 11, named=False)["unit"].to_list()
    with pytest.raises(StudyError, match=r"there are 10 posts to draw from\. 1 have no text"):
        drawn_from(rows, 11)


def test_an_id_of_two_platforms_is_named_with_its_platform() -> None:
    rows = [("x", "7", "a", "satu"), ("tiktok", "7", "a", "dua"), ("x", "8", "a", "tiga")]
    assert sorted(drawn_from(rows, 3)["unit"]) == ["8", "tiktok:7", "x:7"]


def test_weighed_by_its_chances_the_sample_speaks_for_all_posts() -> None:
    """The share of posts of small actors, over many samples, against the truth."""
    rows = [("x", str(i), "big" if i % 20 else f"small{i % 3}", "t") for i in range(600)]
    truth = sum(r[2] != "big" for r in rows) / len(rows)
    found = []
    for seed in range(40):
        units = drawn_from(rows, 60, seed=str(seed), by=["actor"])
        weight = 1 / units["sampling_probability"]
        found.append(float(weight.filter(units["stratum"].str.starts_with("small")).sum() / weight.sum()))
    assert sum(found) / len(found) == pytest.approx(truth, abs=0.004)
    assert Fraction(1, 20) == Fraction(truth).limit_denominator(100)
