"""Codings of many hands: one value for yes, one name for a coder, one post for an id, a prefix or an address."""

import polars as pl
import pytest

from suara.engine.coded_units import astray, create_coded, match_units
from suara.engine.duck import connect

POSTS = [
    ("x", "100001", "https://x.com/akun/status/100001"),
    ("facebook", "900_77", "https://www.facebook.com/900/posts/77"),
    ("youtube", "AbC-9", "https://www.youtube.com/watch?v=AbC-9"),
    ("instagram", "55", None),
    ("tiktok", "55", None),
]


@pytest.fixture
def con():
    made = connect(threads=1)
    posts = pl.DataFrame(POSTS, schema=["platform", "id", "url"], orient="row").with_columns(derived=pl.lit(False))
    made.register("_p", posts.to_arrow())
    made.execute("CREATE TABLE posts AS SELECT * FROM _p")
    return made


def coded(con, rows):
    """Rows of unit, coder, code, value."""
    frame = pl.DataFrame(rows, schema=["unit", "coder", "code", "value"], orient="row")
    frame = frame.with_columns(pl.lit(None, pl.String).alias("extras"), pl.lit("post").alias("unit_kind"), source_file=pl.lit("data/c.csv"))  # fmt: skip
    con.register("_c", frame.to_arrow())
    con.execute("CREATE OR REPLACE VIEW codings AS SELECT * FROM _c")
    create_coded(con)
    match_units(con)
    return con


@pytest.mark.parametrize(
    ("written", "post"),
    [
        ("100001", "x:100001"),
        ("100001.0", "x:100001"),
        ("'100001", "x:100001"),
        ("x:100001", "x:100001"),
        ("X:100001", "x:100001"),
        ("x_100001", "x:100001"),
        ("https://x.com/akun/status/100001", "x:100001"),
        ("http://www.twitter.com/akun/status/100001/?s=20", "x:100001"),
        ("https://mobile.twitter.com/nama_lain/status/100001", "x:100001"),
        ("https://facebook.com/900/posts/77?ref=share", "facebook:900_77"),
        ("900_77", "facebook:900_77"),
        ("https://m.youtube.com/watch?v=AbC-9", "youtube:AbC-9"),
        ("instagram:55", "instagram:55"),
        ("55", None),
        ("https://example.org/100001", None),
        ("100002", None),
    ],
)
def test_a_unit_is_the_post_that_was_meant(con, written, post):
    coded(con, [(written, "ani", "attack", "1")])
    found = con.execute("SELECT platform || ':' || id FROM _units WHERE fits = 1").fetchall()
    assert found == ([] if post is None else [(post,)])


def test_what_fits_no_post_or_several_is_told_with_an_example(con):
    rows = [("55", "ani", "attack", "1"), ("zz1", "ani", "attack", "1"), ("zz2", "ani", "attack", "0"), ("100001", "ani", "attack", "1")]  # fmt: skip
    told = astray(coded(con, rows)).rows()
    assert told == [("data/c.csv", False, 2, "zz1"), ("data/c.csv", True, 1, "55")]


def test_words_for_yes_and_no_are_1_and_0_where_a_code_has_no_other_value(con):
    yes_no = ["Ya", "tidak", "TRUE", "false", "1.0", "0", " yes ", "No"]
    rows = [(str(i), "ani", "attack", v) for i, v in enumerate(yes_no)]
    rows += [("1", "ani", "stance", "yes"), ("2", "ani", "stance", "no"), ("3", "ani", "stance", "Unclear"), ("4", "budi", "stance", "unclear")]  # fmt: skip
    coded(con, rows)
    said = con.execute(
        "SELECT code, list(value ORDER BY CAST(unit AS INTEGER)) FROM _coded GROUP BY code ORDER BY code"
    ).fetchall()
    assert said == [
        ("attack", ["1", "0", "1", "0", "1", "0", "1", "0"]),
        ("stance", ["yes", "no", "unclear", "unclear"]),
    ]


def test_capitals_and_blanks_make_no_other_coder(con):
    rows = [(str(i), c, "attack", "1") for i, c in enumerate(("Ani", "ANI", "ani ", "Budi"))]
    coded(con, rows)
    assert con.execute("SELECT DISTINCT coder FROM _coded ORDER BY 1").fetchall() == [("Budi",), ("ani",)]


def test_without_codings_no_post_is_looked_at(con):
    con.execute(
        "CREATE OR REPLACE VIEW codings AS SELECT ''::VARCHAR AS unit, ''::VARCHAR AS coder, ''::VARCHAR AS code, ''::VARCHAR AS value, "
        "NULL::VARCHAR AS extras, 'post' AS unit_kind, '' AS source_file WHERE false"
    )
    create_coded(con)
    con.execute("DROP TABLE posts")
    match_units(con)
    assert con.execute("SELECT count(*) FROM _units").fetchone() == (0,)
