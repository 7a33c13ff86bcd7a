"""Presence: shares of the census; not seen is never absent."""

from datetime import date

import pytest

from suara.conclude.findings.presence import presence
from suara.estimators.intervals import wilson
from suara.words import speaking

from .conftest import actors, measured, voted


def seen(names, platform="x", account=True, posted=False, counted=False):
    return [
        {"actor_id": a, "platform": platform, "account": account, "posted": posted, "counted": counted} for a in names
    ]


def census(n, year=2024):
    return voted(year, {f"a{i:02d}": 1 / n for i in range(n)})


def test_seventeen_of_eighteen_are_a_share_with_its_interval_and_one_that_was_not_seen(panel):
    names = [f"a{i:02d}" for i in range(17)]
    found = presence(panel(census(18), actors(20), presences=seen(names)))
    share = wilson(17, 18)
    assert found.main.estimate == pytest.approx(17 / 18)
    assert found.main.interval == (share.lo, share.hi)
    assert found.main.n == 18
    assert "Of 18 contestants 17 were seen" in found.says
    assert "94.4%" in found.says
    assert "The other 1 was not seen in the collection, which does not mean that it is absent." in found.says
    assert found.answer == "cannot tell"


def test_the_census_is_who_stood_not_who_is_in_the_register(panel):
    found = presence(panel(census(6), actors(9), presences=seen([f"a{i:02d}" for i in range(9)])))
    assert found.main.n == 6
    assert found.answer == "yes"


@pytest.mark.parametrize(("k", "n", "answer"), [(40, 42, "yes"), (30, 42, "cannot tell"), (2, 2, "cannot tell")])
def test_almost_all_needs_the_lower_end_above_the_threshold(panel, k, n, answer):
    found = presence(panel((), actors(n), presences=seen([f"a{i:02d}" for i in range(k)])))
    assert found.answer == answer
    assert any("80%" in reason for reason in found.reasons)
    assert any("at 90% the answer would be" in reason for reason in found.reasons)


def test_only_a_register_of_accounts_shows_absence(panel):
    """Three of twelve seen: cannot tell; the same three where a register lists no account for the rest: no."""
    rows, who, presences = census(12), actors(12), seen(["a00", "a01", "a02"])
    assert presence(panel(rows, who, presences=presences)).answer == "cannot tell"
    registered = measured("accounts", {f"a{i:02d}": (1 if i < 3 else 0) for i in range(12)}, source="series")
    found = presence(panel([*rows, *registered], who, presences=presences))
    assert found.answer == "no"
    assert "A register of accounts lists none for 9 of them." in found.says
    assert "were not seen in the collection" not in found.says
    assert found.main.verdict == "dissonant"


def test_a_series_that_counts_no_posts_is_no_presence(panel):
    rows = [*census(4), *measured("posts", {"a00": 5, "a01": 0, "a02": 0, "a03": 0}, platform="x", source="series")]
    found = presence(
        panel(rows, actors(4), presences=seen([f"a{i:02d}" for i in range(4)], account=False, posted=True))
    )
    assert found.main.estimate == 0.25


def test_adoption_over_elections_counts_only_what_is_dated_by_then(panel):
    rows = [*census(5, 2014), *census(5, 2019), *census(5, 2024)]
    counts = [
        {"actor_id": f"a{i:02d}", "platform": p, "day": date(y, 6, 1), "followers": 10.0, "accounts": 1}
        for i, p, y in [(0, "x", 2016), (1, "x", 2017), (0, "tiktok", 2022), (2, "tiktok", 2025)]
    ]
    found = presence(panel(rows, actors(5), snapshots=counts))
    by_election = {line.election: (line.estimate, line.verdict) for line in found.evidence if line.kind == "time"}
    assert by_election == {
        "2014-02-14": (None, "silent"),
        "2019-02-14": (0.4, "partial"),
        "2024-02-14": (0.4, "partial"),
    }
    assert "1 by 14 February 2019 and 2 by 14 February 2024" in found.says
    table = next(t for t in found.described if t.title.startswith("Adoption"))
    assert ["tiktok", "2024-02-14", 1, 5, 0.2, date(2022, 6, 1)] in table.rows


def test_a_sum_over_platforms_is_presence_on_no_named_platform(panel):
    counts = [{"actor_id": "a00", "platform": "all", "day": date(2016, 1, 15), "followers": 9.0, "accounts": 1}]
    found = presence(panel((), actors(4), snapshots=counts))
    assert found.main.estimate == 0.25
    assert not [line for line in found.evidence if line.platform]


def test_without_a_register_what_was_seen_is_described(panel):
    found = presence(
        panel((), actors(1, kind=None), registered=False, presences=seen(["a00"], "instagram", posted=True))
    )
    assert found.answer == "cannot tell"
    assert "1 actor, on Instagram" in found.says
    assert found.described[0].rows == [["instagram", 1, 1, 1, None]]
    assert any(need.startswith("actors:") for need in found.needs)
    nothing = presence(panel(registered=False))
    assert nothing.answer == "cannot tell"
    assert nothing.says


def test_it_speaks_indonesian(panel):
    with speaking("id"):
        found = presence(panel(census(18), actors(18), presences=seen([f"a{i:02d}" for i in range(17)])))
    assert "94,4\xa0%" in found.says
    assert "contestants" not in found.says
