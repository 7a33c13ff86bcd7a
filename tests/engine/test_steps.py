"""Expressions that are named once, and the rows they give."""

from __future__ import annotations

import duckdb

from suara.engine.steps import Inline, Steps


def test_an_expression_is_computed_once_and_its_uses_build_upon_each_other() -> None:
    steps = Steps("(SELECT 3 AS n)")
    twice = steps.once("n * 2")
    assert steps.once("n * 2") == twice
    more = steps.once(f"{twice} + {twice}")
    query = steps.select(f"{twice} AS twice, {more} AS more, {steps.once(f'{more} - n')} AS less")
    assert query.count("n * 2") == 1
    assert duckdb.sql(query).fetchall() == [(6, 12, 9)]


def test_nothing_to_name() -> None:
    steps = Steps("(SELECT 3 AS n)")
    assert steps.once("NULL::VARCHAR") == "NULL::VARCHAR"
    assert steps.once("'x'") == "'x'"
    assert steps.once("'x' || n || 'y'") != "'x' || n || 'y'"
    assert steps.once(name := steps.once("n + 1")) == name
    assert duckdb.sql(Steps("(SELECT 3 AS n)").select("n")).fetchall() == [(3,)]
    assert Inline().once("m + 1") == "m + 1"
