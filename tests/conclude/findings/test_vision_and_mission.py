"""Programmes in posts: posts that take up the own programme are found, programmes of the same words are not."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from suara.conclude.findings.vision_and_mission import vision_and_mission
from tests.triangulate.made_stories import START, study

from .conftest import actors

PARTIES = 8


def programmes(common=False):
    """Ten sections a party, each of eight words of its own (or, with ``common``, of all parties' words)."""
    return [
        {"actor_id": f"a{p:02d}", "section": f"misi {s}", "text": " ".join(f"gagasan{0 if common else p}x{s}y{w}" for w in range(8)), "name": "P"}
        for p in range(PARTIES) for s in range(10)
    ]  # fmt: skip


def posts(seed, share, whose="own"):
    """Sixty posts a party; a share of them repeats four words of a section of the own programme, or of anybody's."""
    rng, rows = np.random.default_rng(seed), []
    for p in range(PARTIES):
        for i in range(60):
            words = [f"kata{w}" for w in rng.integers(0, 3000, 12)]
            if rng.random() < share:
                programme = p if whose == "own" else int(rng.integers(0, PARTIES))
                words[:4] = [f"gagasan{programme}x{int(rng.integers(0, 10))}y{w}" for w in range(4)]
                words[:4] = [words[0].rsplit("y", 1)[0] + f"y{w}" for w in range(4)]
            rows.append({"platform": "x", "id": f"{p}-{i}", "actor_id": f"a{p:02d}", "account_id": f"a{p:02d}", "text": " ".join(words), "created_at": START + timedelta(hours=i)})  # fmt: skip
    return rows


@pytest.fixture
def over(panel):
    def make(given, documents, surveys=()):
        made = panel(who=actors(PARTIES), count={"posts": len(given), "programmes": len(documents)}, tables={"surveys": list(surveys)} if surveys else None)  # fmt: skip
        return vision_and_mission(replace(made, con=study(given, [], {"programmes": documents})))

    return make


def test_posts_that_carry_their_own_programme(over):
    found = over(posts(1, 0.6), programmes())
    assert found.answer == "yes"
    assert found.main.estimate == pytest.approx(0.6, abs=0.07)
    assert "take up their own programme: at least 3 uncommon words" in found.says
    assert "Of a programme's sections" in found.says
    assert "needs surveys" in found.says
    own = next(t for t in found.described if t.title == "Posts and programmes")
    assert len(own.rows) == PARTIES
    assert all(row[4] == 0 for row in own.rows)


def test_only_part_of_the_programme_is_mixed(over):
    assert over(posts(2, 0.1), programmes()).answer == "mixed"


def test_words_of_anybody_are_no_programme(over):
    """Posts that take up programmes at random take up their own no more than others'."""
    found = over(posts(3, 0.5, whose="anybody"), programmes())
    assert found.answer in ("no", "cannot tell")
    assert abs(found.main.estimate) < 0.05


def test_programmes_of_the_same_words_tell_nothing(over):
    found = over(posts(4, 0.0), programmes(common=True))
    assert found.answer in ("no", "cannot tell")


def test_what_is_missing_is_said(over, panel):
    assert "no posts are in" in vision_and_mission(panel()).says
    without = over(posts(5, 0.5), [])
    assert without.answer == "cannot tell"
    assert "no programmes are in" in without.says
    assert any("programmes" in need for need in without.needs)
    few = over([r for r in posts(6, 0.6) if r["actor_id"] in ("a00", "a01")], programmes())
    assert few.answer == "cannot tell"
    assert "With fewer than 6 actors" in few.says


def test_surveys_say_what_people_know(over):
    asked = [{"question": "Tahu visi dan misi calon?", "group": "semua", "share": 0.41, "n": 1200}]
    assert "41.0% (Tahu visi dan misi calon?)" in over(posts(7, 0.6), programmes(), asked).says
