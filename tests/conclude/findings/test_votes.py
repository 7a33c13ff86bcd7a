"""Findings on votes: what they rest on, how they name what disagrees, and what bad input makes of them."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from suara.collect.registers import Actor
from suara.conclude.concluding import asked_of_votes, conclude
from suara.conclude.covariates import as_number, is_label
from suara.conclude.finding import Answer, Line
from suara.conclude.findings.activity_and_votes import activity_and_votes
from suara.conclude.findings.following_and_votes import following_and_votes
from suara.conclude.findings.winning_factors import winning_factors
from suara.conclude.rounds import CONTESTS
from suara.reduce.measuring import SCHEMA
from tests.conclude.findings.conftest import actors, measured, voted

VOTE = date(2024, 2, 14)


def parties(n=17, seed=1, effect=0.0, confounding=1.0, spread=0.9):
    """Strength, the previous vote, the vote and posts of n parties."""
    chance = np.random.default_rng(seed)
    strength = chance.normal(0, spread, n)
    posts = confounding * strength + chance.normal(0, 0.6, n)
    vote = strength + effect * posts + 0.2 * chance.normal(size=n)
    ids = [a.actor_id for a in actors(n)]
    shares = [dict(zip(ids, np.exp(v) / np.exp(v).sum(), strict=True)) for v in (strength, vote)]
    return dict(zip(ids, np.round(200 * np.exp(posts)), strict=True)), *shares


def rows(posts, before, now):
    found = measured("posts", posts, start=date(2024, 1, 1)) + measured("posts", posts, "x", start=date(2024, 1, 1))
    return found + (voted(2019, before) if before else []) + voted(2024, now)


def stood(ids, units, parties=None, days=(date(2019, 2, 14), VOTE)):
    made = [(a, d, u, 1, p) for d in days for a, u, p in zip(ids, units, parties or [None] * len(ids), strict=True)]
    return pl.DataFrame(made, schema=CONTESTS, orient="row")


def test_a_planted_elasticity_stands_in_the_sentence_with_its_interval(panel):
    answer = activity_and_votes(panel(rows(*parties(effect=0.7)), actors(17), election=VOTE))
    assert answer.answer == "yes" and answer.main.kind == "beyond baseline" and answer.unit.startswith("elasticity")
    lo, hi = answer.main.interval
    assert lo < 0.7 < hi and answer.main.n == 17
    assert f"1% more posts on X goes with {answer.main.estimate:.2f}% more votes" in answer.says
    assert "implausibly large" in answer.says  # twice the posts, half as many votes again


def test_strength_alone_is_no_yes(panel):
    answer = activity_and_votes(panel(rows(*parties(seed=2)), actors(17), election=VOTE))
    assert answer.answer == "mixed" and "None of them goes beyond the previous vote" in answer.says
    assert any("least with one actor left out" in d.columns for d in answer.described)
    belief = next(d for d in answer.described if d.title == "What so few actors can tell").rows[0]
    assert belief[7] == 0.5 and 0 < belief[12] < 1 and belief[9] < belief[8] < belief[10]
    assert any("with any one actor left out" in r for r in answer.reasons)


def test_measures_that_disagree_are_named(panel):
    posts, before, now = parties(n=12, seed=3)
    likes = dict(zip(posts, np.random.default_rng(9).permutation(12) + 1.0, strict=True))
    made = rows(posts, before, now) + measured("likes", likes, start=date(2024, 1, 1))
    answer = activity_and_votes(panel(made, actors(12), election=VOTE))
    assert "The measures disagree: posts on X go with votes, likes on all platforms do not." in answer.says


def test_a_vote_counted_daily_is_held_against_few_days(panel):
    posts, before, now = parties()
    counts = [(a, "x", date(2024, 1, d), 100.0 * v + d, 1) for a, v in posts.items() for d in range(1, 31)]
    answer = following_and_votes(panel(rows(posts, before, now), actors(17), snapshots=counts, election=VOTE))
    assert (
        len({line.line for line in answer.evidence if line.kind == "predictor" and line.election == "2024-02-14"}) == 3
    )
    assert "30 January 2024" in answer.evidence[-1].line or any("30 January 2024" in x.line for x in answer.evidence)


def candidates(n=120, seed=5, effect=0.3):
    chance = np.random.default_rng(seed)
    unit = np.arange(n) // 6
    strength = chance.normal(0, 0.8, n)
    posts = np.round(np.exp(4 + 0.6 * strength + chance.normal(0, 0.7, n)) + 1)
    vote = strength + effect * np.log(posts) + 0.3 * chance.normal(size=n)
    who = tuple(
        Actor(f"c{i:03d}", f"C {i}", "candidate", "ABCD"[i % 4], f"d{unit[i]}", covariates={"incumbent": "yes" if strength[i] > 1 else "no", "ballot_number": str(i), "2019": "1"})
        for i in range(n)
    )  # fmt: skip
    ids = [a.actor_id for a in who]
    share = [np.exp(v) / np.bincount(unit, weights=np.exp(v))[unit] for v in (strength, vote)]
    return who, dict(zip(ids, posts, strict=True)), *(dict(zip(ids, s, strict=True)) for s in share)


def made(panel, who, posts, before, now, **given):
    of = panel(rows(posts, before, now), who, election=VOTE, **given)
    of.contests = stood([a.actor_id for a in who], [a.unit for a in who], [a.party for a in who])
    return of


def test_candidates_are_held_against_previous_vote_incumbency_unit_and_party(panel):
    answer = activity_and_votes(made(panel, *candidates()))
    assert answer.answer == "yes" and answer.main.interval[0] < 0.3 < answer.main.interval[1]
    held = next(r for r in answer.reasons if r.startswith("held still"))
    assert all(what in held for what in ("the previous vote", "incumbency", "unit", "party"))
    assert "the model used 120 of 120 actors" in answer.reasons
    assert any("wild cluster bootstrap" in r for r in answer.reasons) and any(
        "robustness value" in r for r in answer.reasons
    )


def test_a_unit_that_was_split_is_not_compared_and_said(panel):
    who, posts, before, now = candidates()
    of = made(panel, who, posts, before, now)
    moved = pl.col("unit").is_in(["d0", "d1"]) & (pl.col("day") == VOTE)
    of.contests = of.contests.with_columns(pl.when(moved).then(pl.col("unit") + "-new").otherwise("unit").alias("unit"), party=pl.lit(None, pl.String))  # fmt: skip
    answer = activity_and_votes(of)
    assert answer.main.n == 108 and "the model used 108 of 120 actors; no previous vote (12)" in answer.reasons
    assert any("12 actors won their earlier vote in another unit" in r for r in answer.reasons)


def test_spending_missing_for_half_is_said_and_loses_nobody(panel):
    who, posts, before, now = candidates()
    half = tuple(Actor(a.actor_id, a.name, a.kind, a.party, a.unit, covariates={**a.covariates, "spending": str(1000 + i)} if i % 2 else a.covariates) for i, a in enumerate(who))  # fmt: skip
    answer = activity_and_votes(made(panel, half, posts, before, now))
    assert answer.main.n == 120
    assert any("spending is known for 60 of 120 actors and not held still" in r for r in answer.reasons)


def test_zero_votes_stand_at_half_the_smallest_and_are_counted(panel):
    who, posts, before, now = candidates()
    answer = activity_and_votes(made(panel, who, posts, before, {**now, "c003": 0.0}))
    assert answer.main.n == 120 and any(r.startswith("1 actors with a zero (votes)") for r in answer.reasons)
    posts, before, now = parties()
    few = activity_and_votes(panel(rows(posts, before, {**now, "a03": 0.0}), actors(17), election=VOTE))
    assert few.main.n == 17 and any(r.startswith("1 zeros stand at half") for r in few.reasons)


def test_a_factor_that_repeats_the_previous_vote_cannot_tell(panel):
    _posts, before, now = parties()
    same = {a: v * 1e6 for a, v in before.items()}
    answer = activity_and_votes(panel(rows(same, before, now), actors(17), election=VOTE))
    assert answer.answer in ("cannot tell", "mixed") and answer.main.kind == "predictor"
    assert any("the previous vote cannot be held still" in r for r in answer.reasons)
    who, _posts, before, now = candidates()
    many = activity_and_votes(made(panel, who, {a: v * 1e7 for a, v in before.items()}, before, now))
    assert many.answer != "yes"


def test_one_election_is_no_yes(panel):
    posts, _before, now = parties(effect=0.7)
    answer = activity_and_votes(panel(rows(posts, {}, now), actors(17), election=VOTE))
    assert answer.answer == "cannot tell" and "There is no previous vote" in answer.says
    assert any("earlier election" in need for need in answer.needs)


def test_two_parties_and_no_votes_at_all_are_told_in_words(panel):
    posts, before, now = parties(n=2)
    answer = activity_and_votes(panel(rows(posts, before, now), actors(2), election=VOTE))
    assert answer.answer == "cannot tell" and "fewer than four actors have both" in answer.says
    nothing = winning_factors(panel(measured("posts", posts), actors(2)))
    assert nothing.answer == "cannot tell" and "no election results are in" in nothing.says


def test_who_was_elected_is_told_in_odds(panel):
    chance = np.random.default_rng(4)
    who = tuple(Actor(f"k{i}", f"K {i}", "candidate", "AB"[i % 2]) for i in range(300))
    posts = np.exp(3 + chance.normal(0, 1, 300))
    won = chance.random(300) < 1 / (1 + np.exp(-(np.log(posts) - 3)))
    made_of = measured("posts", {a.actor_id: p for a, p in zip(who, posts, strict=True)}, "x", start=date(2024, 1, 1))
    made_of += measured(
        "elected", {a.actor_id: w for a, w in zip(who, won, strict=True)}, period="election", start=VOTE
    )
    answer = activity_and_votes(panel(made_of, who, election=VOTE))
    line = next(x for x in answer.evidence if x.kind == "model")
    assert answer.answer == "cannot tell" and line.interval[0] < 1 < line.interval[1]
    assert "twice the posts on X goes with odds of winning" in answer.says


def test_units_that_vote_on_days_of_their_own_are_rounds(panel):
    chance = np.random.default_rng(6)
    ids = [f"a{i:02d}" for i in range(48)]
    units = [f"land {i // 8}" for i in range(48)]
    days = {u: (date(2010 + k, 3, 1), date(2014 + k, 5, 1)) for k, u in enumerate(dict.fromkeys(units))}
    strength = chance.normal(0, 1, 48)
    made_of = [r for a, u, s in zip(ids, units, strength, strict=True) for d in days[u] for r in measured("vote_share", {a: float(np.exp(s + 0.2 * chance.normal()) / 30)}, period="election", start=d)]  # fmt: skip
    counts = [(a, "facebook", d.replace(month=1), float(np.exp(9 + s)), 1) for a, u, s in zip(ids, units, strength, strict=True) for d in days[u]]  # fmt: skip
    of = panel(made_of, tuple(Actor(a, a, "party") for a in ids), snapshots=counts)
    of.contests = pl.DataFrame(
        [(a, d, u, 1, None) for a, u in zip(ids, units, strict=True) for d in days[u]], schema=CONTESTS, orient="row"
    )
    assert of.in_rounds and len(of.elections) == 2 and len(of.votes(of.elections[-1])) == 48
    answer = following_and_votes(of)
    assert answer.main.n == 48 and answer.main.election == "2014-2019"
    assert "each unit's latest election (2014 to 2019)" in answer.says


def test_numbers_that_are_names_or_what_was_won_are_no_factors(panel):
    assert all(is_label(n) for n in ("2019", "ballot_number", "nomor urut", "tahun_berdiri", "votes_2024", "kursi", "party_id", "lat", "7_days", ""))  # fmt: skip
    assert not any(
        is_label(n)
        for n in ("incumbent", "votes_before", "kursi_sebelumnya", "spending", "age", "parliament_before_2019")
    )
    assert [as_number(s) for s in ("1,5", "ya", "no", "x", "nan")] == [1.5, 1.0, 0.0, None, None]
    who, posts, before, now = candidates()
    answer = winning_factors(made(panel, who, posts, before, now))
    assert {row[0] for row in answer.described[0].rows} == {"posts", "incumbent"}


def test_the_study_says_how_many_questions_it_tested_and_leaves_its_specifications(panel):
    posts, before, now = parties(effect=0.7)
    counts = [(a, "x", date(2024, 1, 2), 100.0 * v, 1) for a, v in posts.items()]
    of = panel(rows(posts, before, now), actors(17), snapshots=counts, election=VOTE)
    found = {f["id"]: f for f in conclude(of)}
    assert any(
        "3 questions of this study ask what goes with votes: corrected for that (closed testing)" in r
        for r in found["activity_and_votes"]["reasons"]
    )
    ways = of.records["specifications"]
    assert set(ways["model"]) >= {"ranks", "logs", "shares in points"} and set(ways["denominator"]) == {
        "as counted",
        "per previous vote",
    }
    main = ways.filter((pl.col("finding") == "activity_and_votes") & pl.col("main"))
    assert main.height >= 1 and main["estimate"].abs().max() <= 1


@pytest.mark.parametrize("seed", range(3))
def test_an_estimate_does_not_hang_on_the_order_of_actors(panel, seed):
    posts, before, now = parties(seed=seed)
    shuffled = np.random.default_rng(seed).permutation(list(posts))
    one, other = (activity_and_votes(panel(rows({a: posts[a] for a in order}, before, now), actors(17), election=VOTE)) for order in (list(posts), shuffled))  # fmt: skip
    assert one.main == other.main and one.says == other.says


def said(p, answer="yes", claimed=None, kind="beyond baseline", election="2024-02-14"):
    line = Line("posts", kind, election=election, estimate=0.5, p=p, n=11, verdict="agree")
    return None, Answer(answer, "It goes with votes.", main=line, claimed=claimed)


def test_a_yes_about_votes_outlasts_that_several_were_asked_or_is_mixed():
    several = [said(0.04), said(0.6, "mixed"), said(0.5, "cannot tell", claimed=0.9)]
    asked_of_votes(several)
    alone = several[0][1]
    assert (
        alone.answer == "mixed"
        and "among the 3 questions about votes that were asked it is not (p = 0.12)" in alone.says
    )
    assert any("p = 0.040 becomes p = 0.12" in r for r in alone.reasons)
    strong = [said(0.001), said(0.6, "mixed"), said(0.001, claimed=0.008)]
    asked_of_votes(strong)
    assert [a.answer for _f, a in strong] == ["yes", "mixed", "yes"] and len(strong[1][1].reasons) == 1
    one = [said(0.04), said(0.5, "cannot tell", kind="predictor"), said(0.01, election=None)]
    asked_of_votes(one)
    assert one[0][1].answer == "yes" and not one[0][1].reasons, (
        "what cannot be a yes about votes asks for no correction"
    )


def test_votes_of_units_are_also_held_against_it_as_compositions(panel):
    who, posts, before, now = candidates()
    units = {a.actor_id: a.unit for a in who}
    counted = [
        row for year, shares in ((2019, before), (2024, now))
        for row in measured("votes", {a: round(50_000 * v) for a, v in shares.items()}, period="election", start=date(year, 2, 14), source="results")
    ]  # fmt: skip
    of = made(panel, who, posts, before, now)
    assert not any("one composition" in line.line for line in activity_and_votes(of).evidence), (
        "shares alone are no counts"
    )
    with_votes = replace(of, measures=pl.concat([of.measures, pl.DataFrame(counted, schema=SCHEMA)]), kept={})
    answer = activity_and_votes(with_votes)
    line = next(x for x in answer.evidence if "as one composition a unit" in x.line)
    model = next(x for x in answer.evidence if x.kind == "beyond baseline")
    assert line.kind == "method" and line.n <= len(units) and line.unit == model.unit
    assert line.estimate == pytest.approx(model.estimate, abs=0.1)
    assert any("votes of a unit as one composition (Dirichlet-multinomial)" in r for r in answer.reasons)
