"""Posts by what they carry: cells add up, marks are null where nothing is known, weeks give way to many cells."""

import polars as pl
import pytest

from suara.engine import coded
from suara.engine.coded import by_day, cells, middles
from suara.engine.duck import connect
from tests.conclude.made_posts import posts

MARKS = {"question": ("question_to_citizens",), "any": ("question_to_citizens", "invitation_to_dialogue")}


@pytest.fixture
def made(tmp_path):
    def write(frame):
        path = tmp_path / "posts.parquet"
        frame.write_parquet(path)
        return connect(threads=1), path

    return write


def frame():
    return posts(1, actors=3, each=50, shares={"question_to_citizens": 0.3, "invitation_to_dialogue": 0.2})


def test_cells_add_up_to_the_posts(made):
    rows = frame()
    found = cells(*made(rows), MARKS)
    assert found["posts"].sum() == rows.height
    assert found["reactions"].sum() == rows["engagement"].sum()
    own = cells(*made(rows), MARKS, replies=False)
    assert own["posts"].sum() == rows.filter(~pl.col("answers")).height
    some = rows.select(pl.max_horizontal("code_question_to_citizens", "code_invitation_to_dialogue").sum()).item()
    assert found.filter(pl.col("any") == 1)["posts"].sum() == some


def test_reposts_hidden_counts_and_uncoded_posts_take_no_part(made):
    rows = frame().with_row_index()
    rows = rows.with_columns(
        repeats=pl.col("index") < 10,
        engagement=pl.when(pl.col("index") < 20).then(None).otherwise("engagement"),
        code_question_to_citizens=pl.when(pl.col("index") < 30).then(None).otherwise("code_question_to_citizens"),
        code_invitation_to_dialogue=pl.when(pl.col("index") < 25).then(None).otherwise("code_invitation_to_dialogue"),
    )
    con, path = made(rows)
    assert cells(con, path, {"question": MARKS["question"]})["posts"].sum() == 120
    assert cells(con, path, {"any": MARKS["any"]})["posts"].sum() == 125


def test_views_speak_of_posts_that_show_them(made):
    rows = (
        frame()
        .with_row_index()
        .with_columns(views=pl.when(pl.col("index") % 2 == 0).then(pl.col("engagement") * 10 + 1))
    )
    found = cells(*made(rows), MARKS)
    seen = rows.filter(pl.col("views").is_not_null())
    assert found["views"].sum() == seen["views"].sum()
    assert found["viewed_reactions"].sum() == seen["engagement"].sum()


def test_too_many_cells_leave_weeks_out(made, monkeypatch):
    monkeypatch.setattr(coded, "MOST_CELLS", 20)
    assert cells(*made(frame()), MARKS)["week"].null_count() > 0


def test_middle_posts_are_medians(made):
    rows = frame()
    found = middles(*made(rows), MARKS["question"]).row(0, named=True)
    own = rows.filter((pl.col("actor_id") == "a00") & (pl.col("code_question_to_citizens") == 1))
    assert found["with_it"] == own["engagement"].median()
    assert found["n_with"] == own.height


def test_days_count_their_posts(made):
    rows = frame()
    found = by_day(*made(rows), MARKS)
    assert found["posts"].sum() == rows.height
    assert found["question"].sum() == rows["code_question_to_citizens"].sum()


def test_codes_nobody_made_a_column_of_are_unknown(made):
    assert cells(*made(frame()), {"no": ("no_such_code",)}).is_empty()


def test_people_and_values(made):
    rows = frame()
    con, path = made(rows)
    gold = rows.head(40).select("platform", "id", pl.lit("picture_setting").alias("code"), pl.when(pl.col("code_question_to_citizens") == 1).then(pl.lit("personal")).otherwise(pl.lit("graphic")).alias("value"))  # fmt: skip
    con.register("_gold", gold.to_arrow())
    con.execute("CREATE TEMP TABLE gold AS SELECT * FROM _gold")
    found = cells(con, path, {"home": ("picture_setting=personal",)}, people=True)
    assert found["posts"].sum() == 40
    assert found.filter(pl.col("home") == 1)["posts"].sum() == rows.head(40)["code_question_to_citizens"].sum()
