"""Authentic support: planted groups are told with their posts; ordinary traffic, official units and too little are not."""

from dataclasses import replace

import numpy as np
import pytest

from suara.conclude.findings.authentic_support import authentic_support
from tests.triangulate.made_shares import group, ordinary, share
from tests.triangulate.made_stories import study

from .conftest import actors


@pytest.fixture
def over(panel):
    """The finding over posts."""

    def make(posts, registered=True):
        given = panel(who=actors(3), registered=registered, count={"posts": len(posts)})
        return authentic_support(replace(given, con=study(posts, [])))

    return make


def test_a_planted_group_is_told_with_its_posts(over):
    rng = np.random.default_rng(1)
    posts = ordinary(rng)
    planted = group(rng, posts, "g")
    found = over(posts + planted)
    assert found.answer == "yes"
    assert "5 public accounts in 1 group share the same things within 60 seconds" in found.says
    assert found.main.estimate == pytest.approx(len(planted) / (len(posts) + len(planted)), abs=0.005)
    assert found.says.endswith("Coordinated is not inauthentic: it says when accounts share, not who they are or why.")
    windows, groups, edges = found.described
    assert [row[0] for row in windows.rows] == [5, 10, 30, 60, 300]
    assert groups.rows[0][4] == "x:g0, x:g1, x:g2, x:g3, x:g4"
    assert len(edges.rows) == 10
    assert all(row[5].count("x:g") == 6 for row in edges.rows)


def test_ordinary_traffic_is_no(over):
    found = over(ordinary(np.random.default_rng(100)))
    assert found.answer == "no"
    assert "no two accounts do so within 60 seconds more often than chance" in found.says


def test_official_units_are_no_coordination(over):
    rng = np.random.default_rng(3)
    posts = ordinary(rng)
    units = [{**p, "actor_id": "a00"} for p in group(rng, posts, "u")]
    assert over(posts + units).answer == "no"
    assert any("could not be set apart" in reason for reason in over(posts + units, registered=False).reasons)


def test_without_the_public_it_cannot_be_told(over, panel):
    assert authentic_support(panel()).answer == "cannot tell"
    own = [{**p, "actor_id": "a00"} for p in ordinary(np.random.default_rng(4))]
    assert over(own).answer == "cannot tell"
    assert "no posts of the public are in" in over(own).says


def test_what_nobody_else_shares_and_too_little_cannot_tell(over):
    alone = [share(w, link, 3_600 * link + s) for link in range(6) for w, s in (("a", 10), ("b", 12))]
    found = over(alone)
    assert found.answer == "cannot tell"
    assert "1 further pair shares what nobody else shared in those hours" in found.says
