"""Rules kept: planted places to look are found, and only those; silence is judged in each unit's own zone; never yes."""

from __future__ import annotations

import pytest

from suara.conclude.findings.rules_kept import rows_behind, rules_kept
from suara.conclude.rules import look
from suara.show import coded_store
from suara.study import load_study
from tests import ruled
from tests.campaign import as_csv

from .conftest import actors


def written(root, files, toml=ruled.TOML):
    for name, content in {"study.toml": toml, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_study(root)


def held(study):
    """The study collected, coded by the dictionary, and the rules held against it."""
    collected = coded_store(study)
    return collected, look(collected.con, study, collected.actors)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    study = written(tmp_path_factory.mktemp("ruled") / "study", ruled.files())
    return study, *held(study)


@pytest.fixture(scope="module")
def found(opened):
    return opened[2]


@pytest.fixture
def changed(tmp_path):
    """The same study with some tables or settings replaced."""

    def make(toml=ruled.TOML, **other):
        return held(written(tmp_path / "study", ruled.files(**other), toml))[1]

    return make


@pytest.fixture
def answer_of(panel):
    """The finding over an opened study."""

    def make(study, collected):
        given = panel(who=collected.actors, registered=bool(collected.registers.actors))
        given.study, given.con = study, collected.con
        return rules_kept(given)

    return make


def ids(found, rule):
    return sorted(found.of(rule)["id"].to_list())


def test_silence_begins_and_ends_at_the_midnight_of_the_unit(found):
    assert set(ids(found, "silence_post")) == ruled.SILENT
    zones = dict(zip(*(found.of("silence_post")[c].to_list() for c in ("id", "zone")), strict=True))
    assert zones["pap_first"] == "Asia/Jayapura"
    assert zones["mks_first"] == "Asia/Makassar"
    assert zones["jkt_first"] == "Asia/Jakarta"
    # pap_first, mks_before, mks_first, jkt_before at the one midnight, pap_after and jkt_last at the other
    assert found.disputed == 6


def test_before_the_campaign_only_campaign_elements_count(found):
    (row,) = found.of("before_campaign").to_dicts()
    assert row["id"] == "early"
    assert row["codes"] == ["mobilization_vote", "vision_mission"]
    assert row["by"] == "machine"
    assert found.looked["before_campaign"] == 2  # early and early_plain; ancient lies further back than a year


def test_content_is_looked_for_in_posts_of_anybody_and_names_nobody(found):
    (row,) = found.of("hate_speech").to_dicts()
    assert (row["id"], row["agreed"], row["by"], row["actor_id"]) == ("hate", "2/3", "people", None)
    assert row["account"] != "warga_biasa"
    assert row["url"] is None


def test_advertisements_by_window_silence_and_payer(found):
    assert ids(found, "silence_ad") == ["into_silence"]
    assert ids(found, "ad_window") == ["too_early"]
    assert ids(found, "ad_payer") == ["no_payer"]
    assert found.open_ended == 1


def test_accounts_beyond_the_limit_of_their_level(found):
    rows = found.of("account_limit")
    assert rows.height == 23
    assert found.places("account_limit") == 3
    assert set(rows["level"]) == {"national"}
    assert rows["source_row"].to_list()[:2] == ["7", "8"]


def test_unregistered_accounts_are_shown_and_not_judged(found):
    assert ids(found, "account_unregistered") == ["volunteer"]


def test_accounts_still_open_after_the_campaign(found):
    posts = {row["account"]: row["found"] for row in found.of("account_open").to_dicts()}
    assert posts == {"calon_pap": 3, "calon_mks": 1, "calon_jkt": 3}


def test_a_screenshot_in_hand_stands_beside_its_post(found):
    row = next(r for r in found.of("silence_post").to_dicts() if r["id"] == "jkt_first")
    assert (row["image"], len(row["image_sha256"]), row["note"]) == ("tangkapan.png", 64, "dilihat piket")
    assert found.links.height == 2


def test_the_answer_is_mixed_where_there_are_places_and_says_what_they_are(opened, answer_of):
    answer = answer_of(*opened[:2])
    assert answer.answer == "mixed"
    assert answer.estimate == 17
    assert "posts in the silence period: 5" in answer.says
    assert "2 of them were marked by words alone" in answer.says
    assert answer.says.endswith("does not say that the rules were kept.")
    assert any("the dispute is not settled" in reason for reason in answer.reasons)
    assert {line.verdict for line in answer.evidence} == {"partial", "silent"}
    payers = next(d for d in answer.described if d.title == "Who paid for whom")
    assert ["Partai Contoh", "Partai Contoh", "Calon Jakarta", 4, 400, 796, "IDR", 500] in payers.rows
    places = next(d for d in answer.described if d.title == "The first places of each rule")
    assert any(row[3] == "11 February 2024, 00:00 WIT" and row[4].endswith("pap_first") for row in places.rows)


def test_the_rows_behind_lead_to_file_and_row(opened):
    study, collected, _found = opened
    rows = rows_behind(collected.con, study, collected.actors)
    lines = ruled.files()["data/posts.csv"].splitlines()
    silent = rows.filter((rows["measure"] == "silence_post") & (rows["actor_id"] == "pap")).to_dicts()
    assert {row["id"] for row in silent} == {"pap_first", "pap_last"}
    assert all(lines[int(row["source_row"])].startswith(f"x,{row['id']},") for row in silent)


def test_a_zone_that_results_give_goes_before_the_name_of_the_unit(changed):
    result = {"election": "2024-02-14", "actor_id": "jkt", "unit": "DKI Jakarta", "zone": "Asia/Jayapura", "votes": "5"}
    found = changed(results=[result])
    assert "jkt_before" in ids(found, "silence_post")
    assert "jkt_last" not in ids(found, "silence_post")


def test_people_go_before_words_and_an_adjudicator_before_people(changed):
    read = [{"unit": "early", "coder": "a", "code": c, "value": "0"} for c in ("vision_mission", "mobilization_vote")]
    read.append({"unit": "early_plain", "coder": "a", "code": "self_praise", "value": "1"})
    settled = {"unit": "hate", "coder": "d", "code": "hate_speech", "value": "0", "kind": "adjudicated"}
    found = changed(codings=[{**c, "kind": c.get("kind", "")} for c in [*ruled.CODINGS, *read, settled]])
    assert found.of("before_campaign").select("id", "by").rows() == [("early_plain", "people")]
    assert ids(found, "hate_speech") == []


def test_words_alone_mark_where_to_look(changed):
    found = changed(codings=[])
    assert found.of("hate_speech").select("id", "by").rows() == [("not_hate", "machine")]


def test_the_limit_of_2019_counts_an_application_whatever_the_level(changed):
    toml = '[study]\ntitle = "2019"\n[rules]\nfile = "indonesia-2019.toml"\n'
    found = changed(toml)
    assert found.of("account_limit")["found"].unique().to_list() == [28]
    assert found.places("account_limit") == 18


def test_nothing_found_is_never_yes(tmp_path, answer_of):
    files = ruled.files(posts=[ruled.POSTS[1]], ads=[], links=[], codings=[], accounts=[ruled.ACCOUNTS[0]])
    study = written(tmp_path / "study", files)
    answer = answer_of(study, coded_store(study))
    assert answer.answer == "cannot tell"
    assert "Not looked at, for want of data: posts in the silence period" in answer.says
    assert any("reaches past the silence period" in need for need in answer.needs)


def test_without_rules_it_names_those_of_the_election(panel):
    answer = rules_kept(panel(election="2024-02-14"))
    assert answer.answer == "cannot tell"
    assert any('file = "indonesia-2024"' in need for need in answer.needs)
    assert "pilkada-2024" in rules_kept(panel(who=actors(3))).needs[0]


def test_without_a_register_every_account_counts_and_it_is_said(tmp_path, answer_of):
    files = {k: v for k, v in ruled.files().items() if k not in ("actors.csv", "accounts.csv")}
    study = written(tmp_path / "study", files)
    answer = answer_of(study, coded_store(study))
    assert answer.answer == "mixed"
    assert any("every account was taken as campaigning" in reason for reason in answer.reasons)


def test_many_units_whose_zone_nobody_knows(tmp_path, answer_of):
    many = [
        {"actor_id": f"a{i}", "name": f"Calon {i}", "kind": "candidate", "unit": f"Kota {i}'; --"} for i in range(5_000)
    ]
    accounts = as_csv([{"actor_id": "a1", "platform": "x", "handle": "calon_jkt"}])
    study = written(tmp_path / "study", {**ruled.files(), "actors.csv": as_csv(many), "accounts.csv": accounts})
    answer = answer_of(study, coded_store(study))
    assert any(
        "the zone of 4,999 actors' units is not known" in r or "the zone of 5,000 actors' units" in r
        for r in answer.reasons
    )
    assert any("(unit, zone)" in need for need in answer.needs)
