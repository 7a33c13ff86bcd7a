"""Rules files: the bundled ones hold what was reported; a study's own is checked whole, each mistake with its line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from suara.errors import StudyError
from suara.reduce.codebook import codebook
from suara.rules.reading import bundled, read, rules_of
from suara.study import load_study
from suara.words import speaking

BUNDLED = sorted(bundled())


def rules(name):
    return rules_of(Path(), name)


def test_three_elections_are_bundled():
    assert BUNDLED == ["indonesia-2019", "indonesia-2024", "pilkada-2024"]


@pytest.mark.parametrize(
    ("name", "campaign", "silence", "ads", "most"),
    [
        (
            "indonesia-2019",
            ("2018-09-23", "2019-04-13"),
            ("2019-04-14", "2019-04-16"),
            ("2019-03-24", "2019-04-13"),
            10,
        ),
        (
            "indonesia-2024",
            ("2023-11-28", "2024-02-10"),
            ("2024-02-11", "2024-02-13"),
            ("2024-01-21", "2024-02-10"),
            20,
        ),
        ("pilkada-2024", ("2024-09-25", "2024-11-23"), ("2024-11-24", "2024-11-26"), ("2024-11-10", "2024-11-23"), 20),
    ],
)
def test_calendar_as_reported(name, campaign, silence, ads, most):
    given = rules(name)
    windows = [(w.start.isoformat(), w.end.isoformat()) for w in (given.campaign, given.silence, given.advertising)]
    assert windows == [campaign, silence, ads]
    assert given.accounts.most == most
    assert given.reporting.days == 7


@pytest.mark.parametrize("name", BUNDLED)
def test_a_calendar_has_no_gap_and_speaks_two_languages(name):
    given = rules(name)
    assert given.silence.start == given.campaign.end + timedelta(days=1)
    assert given.silence.end == given.election.day - timedelta(days=1)
    for rule in given.rules():
        with speaking("id"):
            indonesian = next(r for r in rules(name).rules() if r.name == rule.name)
        assert indonesian.says != rule.says
        assert rule.says.endswith(".")
        assert not rule.article or rule.regulation


@pytest.mark.parametrize("name", BUNDLED)
def test_every_code_is_in_the_codebook(name):
    codes = codebook().codes
    assert {*(c.code for c in rules(name).content), *rules(name).campaign.elements} <= set(codes)


def test_registration_three_days_before_the_campaign():
    given = rules("indonesia-2024")
    assert given.accounts.registered_by == date(2023, 11, 25)
    assert given.campaign.start - given.accounts.registered_by == timedelta(days=3)


BROKEN = """[election]
nam = "x"
day = "soon"
zone = "Asia/Jakrta"
[campaign]
start = 2024-02-01
end = 2024-01-01
says = 3
[accounts]
most = 0
says = "x"
per = "level"
[[content]]
code = "a"
says = "x"
[[content]]
cod = "b"
says = "x"
[silense]
"""


def test_every_mistake_is_told_with_its_line_and_the_mend():
    with pytest.raises(StudyError) as told:
        read(BROKEN.encode(), "rules.toml")
    said = [str(problem) for problem in told.value.problems]
    for line, words in (
        (1, "election.name is missing"),
        (2, "Did you mean name?"),
        (3, "Write a date as day = 2024-02-14."),
        (4, "there is no time zone 'Asia/Jakrta'"),
        (7, "ends (2024-01-01) before it starts (2024-02-01)"),
        (8, "Write a text in quotes"),
        (10, "Write a whole number from 1."),
        (12, "Write one of 'application', 'application and level'."),
        (16, "content.code is missing"),
        (17, "Did you mean code?"),
        (19, "Did you mean silence?"),
    ):
        assert any(s.startswith(f"rules.toml, line {line}:") and words in s for s in said), (line, words, said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"[election]\nname = x", "line 2: is not TOML"),
        (b"[election]\nname = '\xff'", "line 2: is not UTF-8."),
        (b"", "election is missing. Add the table [election]."),
        (b"election = 3", "election is 3, which it cannot be. It is a table"),
    ],
)
def test_a_file_that_is_no_rules_file_is_told(given, said):
    with pytest.raises(StudyError, match=said.replace("[", r"\[").replace("]", r"\]")):
        read(given, "rules.toml")


def test_the_studys_own_mistakes_and_those_of_its_rules_are_told_together(study_of, suara):
    root = study_of(
        {"rules.toml": "[election]\nnam = 1\n"}, '[study]\ntitle = "T"\nlang = "id"\n[rules]\nfile = "rules.toml"\n'
    )
    said = suara("check", root)
    assert said.code == 1
    assert "study.toml, line 3" in said.err
    assert "rules.toml, line 2" in said.err


def test_an_unknown_name_gets_a_suggestion(study_of):
    with pytest.raises(StudyError, match=r"Did you mean indonesia-2024\?"):
        load_study(study_of({}, '[study]\ntitle = "T"\n[rules]\nfile = "indonesia2024"\n'))
    with pytest.raises(StudyError, match="suara list rules"):
        load_study(study_of({}, '[study]\ntitle = "T"\n[rules]\nfile = "mars.toml"\n'))


def test_a_file_of_the_study_goes_before_a_bundled_one(study_of):
    own = '[election]\nname = "Pilkades"\nday = 2025-01-01\n'
    study = load_study(study_of({"indonesia-2024": own}, '[study]\ntitle = "T"\n[rules]\nfile = "indonesia-2024"\n'))
    assert study.rules.name == "Pilkades"
    assert not list(study.rules.rules())


def test_list_rules(suara):
    said = suara("list", "rules")
    assert "silence period 11 February 2024 to 13 February 2024" in said.out
    assert "Pasal 280 ayat (1) huruf c" in suara("list", "rules", "--json").out
