"""The 113th Congress: followers and what people coded in posts, against the vote of 2014 with the previous one held still."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import needs_data

pytestmark = needs_data


@pytest.fixture(scope="module")
def found(tmp_path_factory: Any) -> dict[str, dict[str, Any]]:
    from suara.examples import write
    from suara.road import walk
    from suara.study import load_study
    from suara.words import speaking

    root = tmp_path_factory.mktemp("votes") / "congress"
    with speaking("en"):
        write("congress113", root)
        walk(load_study(root))
    return {f["id"]: f for f in json.loads((root / "out" / "findings.json").read_text(encoding="utf-8"))}


def test_followers_go_with_votes_and_not_beyond_the_previous_one(found: dict[str, dict[str, Any]]) -> None:
    following = found["following_and_votes"]
    raw = next(
        line for line in following["evidence"] if line["kind"] == "predictor" and line["election"] == "2014-11-04"
    )
    assert raw["n"] == 353 and raw["estimate"] == pytest.approx(0.18, abs=0.01) and raw["p"] < 0.01
    assert following["answer"] == "mixed" and following["baseline"]["estimate"] == pytest.approx(0.73, abs=0.01)
    lo, hi = following["interval"]
    assert following["n"] == 351 and -0.02 < lo < 0 < hi < 0.02
    assert any("(49 areas): wild cluster bootstrap" in reason for reason in following["reasons"])
    assert "held still: the previous vote and party" in following["reasons"]


def test_neither_messages_nor_activity_go_beyond_it(found: dict[str, dict[str, Any]]) -> None:
    factors = found["winning_factors"]
    tried = {row[0] for row in factors["described"][0]["rows"]}
    assert {
        "share of posts coded message = policy",
        "share of posts coded message = attack",
        "followers on X",
        "seniority",
    } <= tried
    assert factors["answer"] == "no" and "With the previous vote held still none remains" in factors["says"]
    assert found["activity_and_votes"]["answer"] == "no"
