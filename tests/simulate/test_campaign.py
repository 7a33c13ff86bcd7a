"""Made-up campaigns: the planted effect is in them, nothing else is, and a seed gives one campaign."""

from __future__ import annotations

import numpy as np
import pytest

from suara.simulate.campaign import VOTERS, Design, draw


def slope(effect_of_posts: float, confounding: float, hold: bool) -> float:
    """The elasticity of the vote with regard to posts in 200 campaigns, with or without the previous vote held still."""
    found = []
    for seed in range(200):
        c = draw(Design(parties=40, posts=10**7, seed=seed, effect_of_posts=effect_of_posts, confounding=confounding))
        posts, share, before = np.log(sum(c.posts.values())), np.log(c.share), np.log(c.before)
        x = np.column_stack([np.ones(40), posts, before][: 3 if hold else 2])
        found.append(np.linalg.lstsq(x, share, rcond=None)[0][1])
    return float(np.mean(found))


@pytest.mark.parametrize(("effect", "confounding"), [(0.0, 0.6), (0.3, 0.6), (0.3, 0.0), (-0.2, 1.0)])
def test_the_planted_effect_is_there_with_the_previous_vote_held_still(effect: float, confounding: float) -> None:
    assert slope(effect, confounding, hold=True) == pytest.approx(effect, abs=0.02)


def test_confounding_looks_like_an_effect() -> None:
    assert slope(0.0, 0.6, hold=False) > 0.5
    assert abs(slope(0.0, 0.0, hold=False)) < 0.05


@pytest.mark.parametrize("posts", [1, 17, 10_000])
def test_counts_sum(posts: int) -> None:
    c = draw(Design(parties=18, posts=posts, seed=5))
    assert sum(int(v.sum()) for v in c.posts.values()) == posts
    assert all((v >= 0).all() for v in c.posts.values())
    for shares in (c.before, c.share):
        assert round(float(shares.sum()) * VOTERS) == VOTERS


def test_a_seed_is_a_campaign() -> None:
    one, same, other = (draw(Design(seed=s)).truth() for s in (7, 7, 8))
    assert one == same and one["actors"] != other["actors"]
    assert len({a["name"] for a in draw(Design(parties=400)).truth()["actors"]}) == 400


def test_too_few_parties_are_refused() -> None:
    with pytest.raises(ValueError, match="4 to"):
        draw(Design(parties=3))
