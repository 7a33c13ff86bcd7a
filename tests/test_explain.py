"""From a finding to measures, to post ids, to file and row; opening the file at that row shows that post."""

from __future__ import annotations

import json

import polars as pl
import pytest

from suara.conclude.finding import FINDINGS
from suara.explain import explained
from suara.road import walk
from suara.study import load_study
from tests.campaign import PARTIES, TOML, as_csv, files, posts


@pytest.fixture
def study(study_of):
    study = load_study(study_of(files(), toml=TOML))
    walk(study).engine.close()
    return study


def test_file_and_row_show_the_post(study):
    given = posts()
    seen = 0
    for finding in FINDINGS:
        for measure in explained(study, finding.name, limit=None)["measures"]:
            for row in measure["posts"]:
                if row["table"] == "posts":
                    post = given[int(row["source_row"]) - 1]
                    assert post["id"] == row["id"] and post["handle"].startswith(measure["actor_id"])
                    seen += 1
    assert seen > 1000


def test_as_many_rows_as_a_count_says(study):
    for name in ("posts", "likes", "engagement", "followers", "votes", "platforms"):
        measures = explained(study, name, limit=None)["measures"]
        assert measures and all(len(m["posts"]) == m["n"] for m in measures), name


def test_a_derived_measure_leads_to_the_rows_of_what_it_is_made_from(study):
    found = explained(study, "posts_per_follower", limit=None)["measures"]
    assert {row["table"] for m in found for row in m["posts"]} == {"posts", "followers"}


def test_the_first_twenty_unless_all_are_asked(study):
    assert max(len(m["posts"]) for m in explained(study, "posts")["measures"]) == 20


def test_series_lead_to_their_own_figures_only(study_of):
    rows = [
        {"actor_id": p, "measure": m, "platform": "x", "date": f"2024-01-{d:02d}", "value": d}
        for p in PARTIES
        for d in (3, 4)
        for m in ("posts", "likes", "shares")
    ]
    study = load_study(study_of({"data/s.csv": as_csv(rows)}, toml=TOML))
    walk(study).engine.close()
    (likes,) = [
        m for m in explained(study, "likes", limit=None)["measures"] if m["actor_id"] == "a0" and m["platform"] == "x"
    ]
    (both,) = [
        m
        for m in explained(study, "engagement", limit=None)["measures"]
        if m["actor_id"] == "a0" and m["platform"] == "x"
    ]
    assert [rows[int(r["source_row"]) - 1]["measure"] for r in likes["posts"]] == ["likes", "likes"]
    assert sorted(rows[int(r["source_row"]) - 1]["measure"] for r in both["posts"]) == [
        "likes",
        "likes",
        "shares",
        "shares",
    ]


def test_whose_elections_have_no_votes_leads_to_who_was_elected(study_of, suara):
    rows = [
        {"election": "2024-02-14", "actor_id": p, "elected": "yes" if i > 5 else "no"} for i, p in enumerate(PARTIES)
    ]
    root = study_of(files() | {"data/results.csv": as_csv(rows)}, toml=TOML)
    assert suara("run", root).code == 0
    found = json.loads(suara("explain", root, "following_and_votes", "--json").out)
    elected = {m["actor_id"]: m["value"] for m in found["measures"] if m["id"] == "elected"}
    assert elected == {p: float(i > 5) for i, p in enumerate(PARTIES)}
    assert "with winning at 14 February 2024" in found["says"]
    assert (
        pl.read_parquet(root / "out/measures.parquet").filter(pl.col("measure") == "vote_share")["value"].null_count()
        == 14
    )
