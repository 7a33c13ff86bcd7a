"""Openness: indicators over actors, machine's codes alone say neither yes nor no, declared beside archived spending."""

from dataclasses import replace

from suara.conclude.findings.transparency import transparency
from tests.triangulate.made_stories import START, study

from .conftest import actors, measured


def of(values):
    return {f"a{i:02d}": v for i, v in enumerate(values)}


def rows(payer=1.0, coded=0.05, replies=0.1, n=12):
    return [
        *measured("payer_share", of([payer] * n), n=10), *measured("transparency_share", of([coded] * n), n=100),
        *measured("e_democracy_share", of([coded] * n), n=100), *measured("reply_share", of([replies] * n), n=100),
    ]  # fmt: skip


def test_all_indicators_above_half_are_a_yes_and_below_a_no(panel):
    found = transparency(panel(rows(), who=actors(12)))
    assert found.answer == "yes"
    assert "12 of 12 name the payer of all their ads (75.8% to 100.0%)" in found.says
    assert "e-democracy is an indicator of its own" in " ".join(found.reasons)
    assert transparency(panel(rows(0.5, 0.0, 0.0), who=actors(12))).answer == "no"
    assert transparency(panel(rows(1.0, 0.0, 0.1), who=actors(12))).answer == "mixed"


def test_the_answer_under_other_bars_is_shown(panel):
    reasons = transparency(panel(rows(coded=0.02), who=actors(12))).reasons
    assert "with a bar of 0.2% the answer would be: yes" in reasons
    assert "with a bar of 5.0% the answer would be: mixed" in reasons


def test_codes_of_a_machine_alone_tell_nothing(panel):
    coded = [r for r in rows() if r["measure"] in ("transparency_share", "e_democracy_share")]
    assert transparency(panel(coded, who=actors(12))).answer == "cannot tell"


def test_declared_spending_stands_beside_the_archives(panel):
    money = [*measured("spending", of([100, 200, 300, 400])), *measured("spending_most", of([200, 300, 400, 500])),
             *measured("declared_spending", of([50, 250, 350, 450])), *measured("other_payer_share", of([0.5] * 4), n=10)]  # fmt: skip
    says = transparency(panel([*rows(), *money], who=actors(12))).says
    assert (
        "1 of 4 actors declared less than the archive's lower bound: together 1,100 declared against 1,000 to 1,400"
        in says
    )
    assert "Somebody else than the beneficiary paid 50.0% of 40 ads" in says


def test_answers_to_citizens(panel):
    own = [{"platform": "x", "id": f"o{i}", "actor_id": "a00", "text": "post", "created_at": START} for i in range(4)]
    asked = [{"platform": "x", "id": f"q{i}", "in_reply_to": f"o{i % 4}", "kind": "comment", "account_id": f"p{i}", "text": "kapan?", "created_at": START} for i in range(8)]  # fmt: skip
    said = [{"platform": "x", "id": f"r{i}", "actor_id": "a00", "in_reply_to": f"q{i}", "kind": "reply", "text": "besok", "created_at": START} for i in range(2)]  # fmt: skip
    given = replace(panel(rows(), who=actors(12), count={"posts": 14}), con=study([*own, *asked, *said], []))
    assert "Of 8 comments and replies to their posts the actors answered 25.0% (2)" in transparency(given).says


def test_nothing_and_few(panel):
    assert transparency(panel()).answer == "cannot tell"
    assert transparency(panel(rows(n=2), who=actors(2))).answer == "cannot tell"
    thin = measured("reply_share", of([0.0] * 12), n=20)
    assert "no actor has 100 posts" in transparency(panel(thin, who=actors(12))).says
