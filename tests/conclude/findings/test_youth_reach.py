"""Youth reach: audiences and delivered ads against the voter roll, with the bounds that age groups allow."""

import json
from datetime import date

import pytest

from suara.conclude.findings.youth_reach import youth_reach

from .conftest import actors, voted

ROLL = [
    {"group": g, "voters": v, "age_min": a, "age_max": b, "election": "2024-02-14"}
    for g, v, a, b in (("gen Z", 46_800_161, 17, 27), ("millennial", 68_822_389, 28, 43), ("gen X", 57_486_482, 44, 59),
                       ("baby boomer", 28_127_340, 60, 78), ("pre-boomer", 3_570_850, 79, None))
]  # fmt: skip
YOUNG_VOTERS = (46_800_161 + 68_822_389) / 204_807_222
BINS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")


def audience(shares, platform="instagram", actor="a00", **more):
    return [
        {"actor_id": actor, "platform": platform, "group": g, "share": s, **more}
        for g, s in zip(BINS, shares, strict=True)
    ]


def test_an_audience_younger_than_the_voters_is_a_yes_with_its_bounds(panel):
    tables = {"electorate": ROLL, "audience": audience([0.35, 0.35, 0.15, 0.08, 0.05, 0.02])}
    found = youth_reach(panel((), actors(1), tables=tables))
    assert found.answer == "yes"
    assert found.main.estimate == pytest.approx(100 * (0.7 + 0.15 * 0.9) / YOUNG_VOTERS)
    assert found.main.interval == (pytest.approx(100 * 0.7 / YOUNG_VOTERS), pytest.approx(100 * 0.85 / YOUNG_VOTERS))
    assert (
        "83.5% (70.0% to 85.0%) of the audience on Instagram for Party 00, and 56.5% of the voter roll: index 148 (124 to 151"
        in found.says
    )
    assert found.unit.startswith("index")
    assert "Reach is not sympathy" in found.says


def test_an_older_audience_is_a_no(panel):
    tables = {"electorate": ROLL, "audience": audience([0.05, 0.15, 0.2, 0.3, 0.2, 0.1], "facebook")}
    assert youth_reach(panel((), actors(1), tables=tables)).answer == "no"


def test_bounds_on_both_sides_of_100_cannot_tell(panel):
    """Exactly in proportion: where the group of 35 to 44 falls decides."""
    tables = {"electorate": ROLL, "audience": audience([0.2, 0.3, 0.15, 0.2, 0.1, 0.05])}
    found = youth_reach(panel((), actors(1), tables=tables))
    assert found.answer == "cannot tell"
    assert found.main.interval[0] < 100 < found.main.interval[1]


def test_over_actors_the_sign_test_tells(panel):
    """Eight actors above 100, one below: more than chance."""
    young, old = [0.35, 0.35, 0.15, 0.08, 0.05, 0.02], [0.05, 0.1, 0.1, 0.3, 0.3, 0.15]
    rows = [r for i in range(9) for r in audience(young if i < 8 else old, actor=f"a{i:02d}")]
    found = youth_reach(panel((), actors(9), tables={"electorate": ROLL, "audience": rows}))
    assert found.answer == "yes"
    assert found.main.p == pytest.approx(2 * 10 / 512)
    assert found.main.n == 9
    half = [r for i in range(8) for r in audience(young if i < 4 else old, actor=f"a{i:02d}")]
    assert youth_reach(panel((), actors(8), tables={"electorate": ROLL, "audience": half})).answer in (
        "mixed",
        "cannot tell",
    )


def test_counts_by_sex_add_up_to_the_shares(panel):
    shares = [0.35, 0.35, 0.15, 0.08, 0.05, 0.02]
    rows = [
        {"actor_id": "a00", "platform": "instagram", "group": g, "count": int(5000 * s), "sex": sex}
        for g, s in zip(BINS, shares, strict=True)
        for sex in ("f", "m")
    ]
    whole = youth_reach(panel((), actors(1), tables={"electorate": ROLL, "audience": audience(shares)}))
    found = youth_reach(panel((), actors(1), tables={"electorate": ROLL, "audience": rows}))
    assert found.main.estimate == pytest.approx(whole.main.estimate)
    assert found.described[0].rows[0][-1] == 10_000


def test_the_newest_report_counts(panel):
    rows = [
        *audience([0.05, 0.1, 0.1, 0.3, 0.3, 0.15], date=date(2023, 1, 1)),
        *audience([0.4, 0.4, 0.1, 0.05, 0.03, 0.02], date=date(2024, 1, 1)),
    ]
    assert youth_reach(panel((), actors(1), tables={"electorate": ROLL, "audience": rows})).answer == "yes"


def test_ads_weigh_by_impressions_and_any_of_them_may_be_true(panel):
    """One young ad of 0 to 999 impressions, one old of 1,000 to 4,999: shares by hand."""

    def ad(i, young, lo, hi):
        demographics = json.dumps(
            [{"age": "18-24", "sex": "f", "share": young}, {"age": "45-54", "sex": "m", "share": 1 - young}]
        )
        return {
            "ad_id": str(i),
            "actor_id": "a00",
            "platform": "facebook",
            "impressions_min": lo,
            "impressions_max": hi,
            "demographics": demographics,
        }

    found = youth_reach(
        panel((), actors(1), tables={"electorate": ROLL, "ads": [ad(1, 0.9, 0, 999), ad(2, 0.3, 1000, 4999)]})
    )
    assert found.main.source == "ads"
    middle = (0.9 * 499.5 + 0.3 * 2999.5) / (499.5 + 2999.5)
    most = (0.9 * 999 + 0.3 * 1000) / 1999
    assert found.main.estimate == pytest.approx(100 * middle / YOUNG_VOTERS)
    assert found.main.interval == (pytest.approx(100 * 0.3 / YOUNG_VOTERS), pytest.approx(100 * most / YOUNG_VOTERS))
    open_end = youth_reach(
        panel((), actors(1), tables={"electorate": ROLL, "ads": [ad(1, 0.9, 0, None), ad(2, 0.3, 1000, 4999)]})
    )
    assert open_end.main.interval[1] == pytest.approx(100 * 0.9 / YOUNG_VOTERS, rel=1e-3)


def test_a_young_platform_is_said_to_be_one(panel):
    users = [
        {"platform": "instagram", "group": g, "share": s}
        for g, s in zip(BINS, [0.35, 0.35, 0.15, 0.08, 0.05, 0.02], strict=True)
    ]
    rows = [*audience([0.35, 0.35, 0.15, 0.08, 0.05, 0.02]), *users]
    found = youth_reach(panel((), actors(1), tables={"electorate": ROLL, "audience": rows}))
    assert "Against the platform's own users the index is 100" in found.says
    assert next(line for line in found.evidence if line.kind == "method").verdict == "partial"


def test_sympathy_comes_from_surveys_by_age(panel):
    asked = [
        {"actor_id": "a00", "question": "intends to vote", "group": g, "share": s, "n": n, "source": "poll"}
        for g, s, n in (("all", 0.2, 1200), ("gen Z", 0.3, 300), ("millennial", 0.25, 300), ("gen X", 0.1, 600))
    ]
    tables = {"electorate": ROLL, "audience": audience([0.35, 0.35, 0.15, 0.08, 0.05, 0.02]), "surveys": asked}
    found = youth_reach(panel((), actors(1), tables=tables))
    line = next(line for line in found.evidence if line.kind == "survey")
    assert line.estimate == pytest.approx(100 * 0.275 / 0.2)
    assert line.n == 600
    assert line.verdict == "agree"
    assert "In surveys 1 of 1 actors have more intentions to vote among the young" in found.says


def test_only_the_voter_roll_is_described(panel):
    found = youth_reach(panel(voted(2024, {"a00": 1.0}), actors(1), tables={"electorate": ROLL}))
    assert found.answer == "cannot tell"
    assert "56.5% of 204,807,222 registered voters" in found.says
    assert found.described[0].rows[0] == ["gen Z", 17, 27, 46_800_161, pytest.approx(0.2285, abs=1e-4)]
    assert [need.split(":")[0] for need in found.needs] == ["audience", "ads", "surveys"]


def test_a_roll_by_generation_and_by_age_is_not_counted_twice(panel):
    twice = [
        *ROLL,
        *(
            {"group": g, "voters": v, "election": "2024-02-14"}
            for g, v in (("17-30", 63_953_031), ("31-40", 42_398_719))
        ),
    ]
    found = youth_reach(panel((), actors(1), tables={"electorate": twice}))
    assert "56.5% of 204,807,222" in found.says


def test_a_roll_by_province_and_sex_is_summed(panel):
    halves = [
        {**r, "unit": unit, "sex": sex, "voters": r["voters"] // 4}
        for r in ROLL
        for unit in ("Aceh", "Bali")
        for sex in ("f", "m")
    ]
    found = youth_reach(panel(voted(2024, {"a00": 1.0}), actors(1), tables={"electorate": halves}))
    assert found.described[0].rows[0][3] == 4 * (46_800_161 // 4)


def test_nothing_is_in(panel):
    found = youth_reach(panel((), actors(1), count={"posts": 200}))
    assert found.answer == "cannot tell"
    assert ["posts", 200] in found.described[0].rows
    assert len(found.needs) == 4
