"""Tables for readers: every kind of value, of rows, and of length that a finding may describe."""

from __future__ import annotations

from typing import Any

import pytest

from suara.report.tables import LONGEST, MOST, cell, codebook, described, platform
from suara.words import speaking


def test_tables_with_columns_units_and_missing_values() -> None:
    given = [
        {
            "title": "Parties",
            "columns": ["party", "posts", "share", "year"],
            "units": [None, None, "share of posts, 0 to 1", None],
            "rows": [["A", 1200, 0.25, 2019], ["B", None, None, 2024]],
        }
    ]
    with speaking("id"):
        (table,) = described(given)
    assert table.caption == "Parties"
    assert table.rows == [["A", "1.200", "25,0\u00a0%", "2019"], ["B", "–", "–", "2024"]]
    assert table.numeric == {1, 2}


def test_plain_rows_take_their_columns_from_the_first() -> None:
    (table,) = described([{"platform": "TikTok", "n": 9}, {"platform": "Facebook"}])
    assert table.columns == ["platform", "n"]
    assert table.rows == [["TikTok", "9"], ["Facebook", "–"]]


def test_a_column_of_which_nothing_is_known_is_named_and_left_out() -> None:
    empty = {"columns": ["actor", "press hits"], "rows": [["A", None], ["B", ""]]}
    full = {"title": "By actor", "columns": ["actor", "likes", "posts", "press hits"], "units": [None, None, None, None],
            "rows": [["A", None, 3, None], ["B", None, None, None]]}  # fmt: skip
    (table,) = described([empty, full])
    assert table.caption == "By actor; nothing is known of: likes, press hits"
    assert (table.columns, table.rows, table.numeric) == (["actor", "posts"], [["A", "3"], ["B", "–"]], {1})


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_nothing_described_is_no_table(nothing: Any) -> None:
    assert described(nothing) == []


def test_a_single_table_needs_no_list_and_may_be_empty() -> None:
    (table,) = described({"title": "t", "columns": ["a"], "rows": []})
    assert (table.columns, table.rows, table.numeric) == (["a"], [], set())


def test_long_tables_and_texts_are_cut_and_say_so() -> None:
    (table,) = described([{"title": "t", "columns": ["a"], "rows": [[f"actor {i}"] for i in range(5000)]}])
    assert (len(table.rows), table.left) == (MOST, 5000 - MOST)
    assert cell("x" * (LONGEST + 1)) == "x" * LONGEST + "…"
    assert cell("x" * LONGEST) == "x" * LONGEST


def test_cells() -> None:
    values = [None, "", True, 0, 0.5, "2024-02-14", "2024-02-14 10:00", ["a", 2], []]
    said = ["–", "–", "yes", "0", "0.50", "14 February 2024", "2024-02-14 10:00", "a, 2", "–"]
    assert [cell(value) for value in values] == said


def test_platforms_keep_their_own_spelling() -> None:
    assert [platform(name) for name in ("tiktok", "YouTube", "koloni", None)] == ["TikTok", "YouTube", "koloni", ""]


def test_the_codebook_takes_the_first_line_of_a_description() -> None:
    table = codebook([{"id": "m", "doc": "Says this.\n\nNot this."}])
    assert table.rows == [["m", "Says this.", "–", "–"]]
