"""Coordination: the null equals dealing out anew, planted groups are found, ordinary traffic has none."""

from collections import Counter
from datetime import timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from suara.engine.buckets import OneBucket
from suara.engine.coshares import co_shares, edge_posts
from suara.engine.shares import shares_of_file, shares_of_posts, write_shares
from suara.triangulate.coordination import coordinated, tails

from .made_shares import group, ordinary, share
from .made_stories import START, study


def network(posts, seconds=60, registered=True):
    return coordinated(co_shares(shared(posts, registered), seconds))


def shared(posts, registered=True):
    return shares_of_posts(OneBucket(study(posts, [])), registered=registered)


def all_pairs(posts, seconds):
    """Every pair of shares of a link looked at: (first, second) → different links within the window."""
    met = {}
    for x, y in combinations(posts, 2):
        near = abs((x["created_at"] - y["created_at"]).total_seconds()) <= seconds
        if x["urls"] == y["urls"] and x["account_id"] != y["account_id"] and near:
            met.setdefault(tuple(sorted(("x:" + x["account_id"], "x:" + y["account_id"]))), set()).add(x["urls"][0])
    return {pair: len(links) for pair, links in met.items() if len(links) > 1}


@pytest.mark.parametrize("seconds", [5, 60, 300, 3600])
def test_the_interval_join_is_the_join_of_all_pairs(seconds):
    posts = ordinary(np.random.default_rng(1), accounts=25, links=30)
    shares = shared(posts)
    edges = co_shares(shares, seconds).edges.filter(pl.col("kind") == "link")
    found = {tuple(sorted(row[:2])): row[3] for row in edges.iter_rows()}
    assert found == all_pairs(posts, seconds)


@pytest.mark.parametrize("seed", range(4))
def test_viral_objects_are_joined_as_any_other(seed):
    """Everybody shares two viral links again and again: they make no candidates, and still count."""
    rng = np.random.default_rng(seed)
    posts = ordinary(rng, accounts=30, links=12)
    posts += [share(f"w{rng.integers(30)}", link, 86_400 * 3 + rng.uniform(0, 3_600)) for link in (90, 91) for _ in range(250)]  # fmt: skip
    shares = shared(posts)
    edges = co_shares(shares, 60).edges
    assert {tuple(sorted(row[:2])): row[3] for row in edges.iter_rows()} == all_pairs(posts, 60)


def test_the_chances_are_those_of_dealing_the_instants_out_anew():
    """Two accounts on four links with others about: 4,000 permutations within link and hour against the exact tail."""
    rng = np.random.default_rng(2)
    posts = []
    for link in range(4):
        posts += [share(who, link, 3_600 * 5 + s) for who, s in (("a", 1_000), ("b", 1_030))]
        posts += [share(f"w{i}", link, 3_600 * 5 + rng.uniform(0, 7_200)) for i in range(8)]
    shares = shared(posts)
    edge = co_shares(shares, 300).edges.filter((pl.col("first") == "x:a") & (pl.col("second") == "x:b"))
    assert edge["weight"].to_list() == [4]
    chances = edge["chances"].to_list()[0]
    hits = Counter()
    for _ in range(4_000):
        met = 0
        for link in range(4):
            pool = [(p["created_at"] - START).total_seconds() for p in posts if p["urls"][0].endswith(f"/{link}")]
            hour = [s for s in pool if s < 3_600 * 6]
            first, second = rng.choice(hour, 2, replace=False)
            met += abs(first - second) <= 300
        hits[met] += 1
    exact = [tails([chances], np.array([k]))[0] for k in range(1, 5)]
    drawn = [sum(n for met, n in hits.items() if met >= k) / 4_000 for k in range(1, 5)]
    assert exact == pytest.approx(drawn, abs=0.03)


def test_across_the_hour_the_chance_is_that_of_one_instant_of_either():
    posts = [
        share(w, link, 3_600 * 5 + s)
        for link in (0, 1)
        for w, s in (("a", 3_590), ("b", 3_610), ("c", 100), ("d", 7_000))
    ]
    shares = shared(posts)
    (edge,) = co_shares(shares, 60).edges.iter_rows(named=True)
    assert (edge["first"], edge["second"]) == ("x:a", "x:b")
    assert edge["chances"] == pytest.approx([0.25, 0.25])  # one of the 2 x 2 pairs of instants is that near


def test_tails_are_binomial_where_all_chances_are_alike():
    assert tails([[0.2] * 9, [0.01] * 12], np.array([4, 12])) == pytest.approx(
        [stats.binom.sf(3, 9, 0.2), 1e-24], rel=1e-9
    )
    assert tails([], np.array([], dtype=int)).size == 0


def test_planted_groups_are_found_and_few_others():
    false = found_edges = hit = planted = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        posts = ordinary(rng)
        posts = posts + group(rng, posts, "g") + group(rng, posts, "h", size=4)
        found = network(posts)
        within = [
            (a[2], b[2]) in (("g", "g"), ("h", "h")) for a, b in found.edges.select("first", "second").iter_rows()
        ]
        false, found_edges = false + within.count(False), found_edges + len(within)
        hit, planted = hit + sum(within), planted + 10 + 6
        assert found.sizes[:2] == [5, 4]
    assert false / found_edges <= 0.10
    assert hit / planted >= 0.9


def test_ordinary_traffic_has_no_group():
    groups = 0
    for seed in range(15):
        for seconds in (10, 60, 300):
            groups += bool(network(ordinary(np.random.default_rng(100 + seed)), seconds).sizes)
    assert groups <= 2  # of 45


def test_official_units_are_set_apart():
    rng = np.random.default_rng(3)
    posts = ordinary(rng)
    units = [{**p, "actor_id": "party"} for p in group(rng, posts, "u")]
    found = network([*posts, *units])
    assert found.edges.is_empty()
    assert found.official >= 10
    assert network([*posts, *units], registered=False).sizes == [5]


def test_what_nobody_else_shares_is_not_told_from_chance():
    posts = [share(w, link, 3_600 * link + s) for link in range(6) for w, s in (("a", 10), ("b", 12), ("c", 15))]
    found = network(posts)
    assert (found.tested, found.alone, found.edges.height) == (3, 3, 0)


def test_one_copied_post_counts_once():
    copied = {"text": "mari kita datang ke lapangan besok pagi", "hashtags": ["a", "b", "c"], "repost_of": "77"}
    shares = shared([share(w, 1, s, **copied) for w, s in (("a", 1), ("b", 2))])
    assert shares.rows == 2
    assert co_shares(shares, 60).edges.is_empty()


def test_every_edge_opens_to_its_posts():
    posts = [share("a", 1, 100), share("b", 1, 130), share("b", 1, 900), share("a", 2, 500), share("b", 2, 501)]
    pair = pl.DataFrame({"first": ["x:a"], "second": ["x:b"], "kind": ["link"]})
    behind = edge_posts(shared(posts), pair, 60)
    assert behind["first_content"].to_list() == ["x:a-1-100", "x:a-2-500"]
    assert behind["seconds"].to_list() == [30, 1]


def test_cooRTweets_four_columns_in_and_out(tmp_path):
    posts = ordinary(np.random.default_rng(4), accounts=20, links=20)
    shares = shared(posts)
    before = co_shares(shares, 60).edges
    write_shares(shares.at.con, tmp_path / "shares.csv")
    assert (tmp_path / "shares.csv").read_text().startswith("object_id,account_id,content_id,timestamp_share\n")
    read = shares_of_file(shares.at, tmp_path / "shares.csv")
    assert read.rows == len(posts)
    after = co_shares(read, 60).edges
    # whole seconds are written, so that a few pairs at the very edge of the window may differ
    assert abs(after.height - before.height) <= 0.1 * before.height + 1


def test_bad_input():
    shares = shared([])
    assert shares.rows == 0
    empty = coordinated(co_shares(shares, 60))
    assert (empty.tested, empty.sizes, empty.edges.height) == (0, [], 0)
    with pytest.raises(ValueError, match="at most 3,600"):
        co_shares(shares, 4_000)
    viral = [share(f"w{i}", 1, i) for i in range(3_000)]
    assert network(viral).tested == 0
    twice = [{**p, "id": p["id"] + "b", "created_at": p["created_at"] + timedelta(seconds=1)} for p in viral]
    assert network(viral + twice).tested == 0
