"""Study folders of canonical tables alone, with votes, as people write them: each runs to honest answers on the first try."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np
import openpyxl
import pytest

CHANCE = np.random.default_rng(11)


def table(header: list[str], rows: list[list[Any]], sep: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sep).writerows([header, *rows])
    return out.getvalue()


def sheet(header: list[str], rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def comma(value: float, digits: int = 4) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def answers(root: Any) -> dict[str, dict[str, Any]]:
    return {f["id"]: f for f in json.loads((root / "out/findings.json").read_text())}


def run(study_of: Any, suara: Any, files: dict[str, Any], toml: str) -> dict[str, dict[str, Any]]:
    root = study_of(files, toml=f'[study]\ntitle = "Uji"\nlanguage = "en"\n{toml}')
    said = suara("run", root)
    assert said.code == 0, said.err
    return answers(root)


def shares(strength: Any) -> Any:
    return np.exp(strength) / np.exp(strength).sum()


def test_seventeen_parties_with_daily_series_and_decimal_commas(study_of, suara):
    strength = CHANCE.normal(0, 1, 17)
    names = [f"Partai {chr(65 + i)}ngin" for i in range(17)]
    base = np.exp(0.5 * strength + CHANCE.normal(0, 0.5, 17))
    days = [f"2024-01-{d:02d}" for d in range(2, 30)]
    series = [[n, m, int(CHANCE.poisson(k * base[i])), day, "facebook" if m != "press_hits" else ""]
              for i, n in enumerate(names) for day in days for m, k in (("posts", 3), ("likes", 90), ("press_hits", 2))]  # fmt: skip
    votes = [[e, n, int(s * 1e8), comma(100 * s, 2)] for e, by in (("2019-04-17", shares(strength)), ("2024-02-14", shares(strength + 0.2 * CHANCE.normal(size=17)))) for n, s in zip(names, by, strict=True)]  # fmt: skip
    found = run(study_of, suara, {
        "data/deret.csv": table(["Nama", "Ukuran", "Nilai", "Tanggal", "Platform"], series, ";"),
        "data/hasil.csv": table(["Tanggal Pemilu", "Nama Partai", "Suara Sah", "Persentase"], votes, ";"),
    }, "[campaign]\nelection = 2024-02-14\n")  # fmt: skip
    activity = found["activity_and_votes"]
    assert activity["n"] == 17 and activity["unit"].startswith("elasticity") and activity["baseline"]["n"] == 17
    assert "With the previous vote held still, 1% more posts on Facebook goes with" in activity["says"]
    assert (
        found["winning_factors"]["answer"] in ("yes", "no", "mixed", "cannot tell")
        and found["winning_factors"]["n"] == 17
    )


def test_a_hundred_and_sixteen_candidates_with_spending(study_of, suara):
    n = 116
    strength = CHANCE.normal(0, 1, n)
    spending, posts = np.exp(9 + 0.5 * strength + CHANCE.normal(0, 0.8, n)), CHANCE.poisson(np.exp(3 + 0.3 * strength))
    votes = np.round(np.exp(8 + strength + 0.3 * CHANCE.normal(size=n))).astype(int)
    who = [[f"c{i}", f"Calon {i}", "candidate", "ABCDE"[i % 5], f"Dapil {i // 5}", "yes" if i % 4 == 0 else "no", comma(spending[i], 2) if i % 9 else "", i + 1, "X" if i % 2 else "Y"] for i in range(n)]  # fmt: skip
    found = run(study_of, suara, {
        "actors.csv": table(["actor_id", "name", "kind", "party", "unit", "incumbent", "spending", "ballot_number", "2019"], who),
        "data/series.xlsx": sheet(["actor_id", "measure", "value", "date", "platform"], [[f"c{i}", "posts", int(p), "2022-05-01", "facebook"] for i, p in enumerate(posts)]),
        "data/results.xlsx": sheet(["election", "actor_id", "unit", "votes"], [["2022-05-09", f"c{i}", f"Dapil {i // 5}", int(v)] for i, v in enumerate(votes)]),
    }, "[campaign]\nelection = 2022-05-09\n")  # fmt: skip
    factors = found["winning_factors"]
    assert factors["answer"] == "cannot tell" and "there is no previous vote of the same actors" in factors["says"]
    assert {row[0] for row in factors["described"][0]["rows"]} == {"posts", "spending", "incumbent"}
    model = next(line for line in found["activity_and_votes"]["evidence"] if line["kind"] == "model")
    assert "incumbency" in model["line"] and "spending" in model["line"] and model["n"] < n
    assert any("lost" in r or "spending missing" in r for r in found["activity_and_votes"]["reasons"])


def test_parties_of_many_countries_over_several_elections(study_of, suara):
    results, series = [], []
    for k in range(12):
        strength = CHANCE.normal(0, 1, 9)
        for year in (2010 + k % 3, 2014 + k % 4, 2019 + k % 2):
            strength = strength + 0.3 * CHANCE.normal(size=9)
            for j, s in enumerate(shares(strength)):
                results.append([f"{year}-0{1 + k % 9}-11", f"Land {k}", f"P{k}-{j}", comma(s)])
                series.append(
                    [
                        f"P{k}-{j}",
                        f"Land {k}",
                        "followers",
                        int(np.exp(8 + strength[j] + CHANCE.normal())),
                        f"{year}-01-01",
                        "facebook",
                    ]
                )
    found = run(study_of, suara, {
        "data/results.csv": table(["election", "unit", "name", "share"], results, ";"),
        "data/series.csv": table(["name", "unit", "measure", "value", "date", "platform"], series, ";"),
    }, "")  # fmt: skip
    following = found["following_and_votes"]
    assert following["n"] == 108 and "each unit's latest election" in following["says"]
    assert len(following["evidence"]) < 30
    assert any("wild cluster bootstrap" in r for r in following["reasons"])
    change = next(d for d in following["described"] if d["title"] == "From election to election")["rows"][0]
    assert change[1] == 3 and change[2] == 216 and change[9] is not None


def test_hundreds_of_candidates_elected_or_not(study_of, suara):
    n = 240
    strength = CHANCE.normal(0, 1, n)
    won = CHANCE.random(n) < 1 / (1 + np.exp(1 - strength))
    found = run(study_of, suara, {
        "data/hasil.csv": table(["Tanggal Pemilu", "Nama Caleg", "Partai", "Dapil", "Terpilih"], [["2018-06-24", f"Caleg Nomor{i}", "ABCD"[i % 4], f"D{i // 8}", "ya" if w else "tidak"] for i, w in enumerate(won)], ";"),
        "data/deret.csv": table(["Nama", "Dapil", "Ukuran", "Nilai", "Tanggal", "Platform"], [[f"Caleg Nomor{i}", f"D{i // 8}", "posts", int(p), "2018-06-20", "x"] for i, p in enumerate(CHANCE.poisson(np.exp(3 + 0.5 * strength)))], ";"),
    }, "[campaign]\nelection = 2018-06-24\n")  # fmt: skip
    activity = found["activity_and_votes"]
    assert activity["answer"] == "cannot tell" and "odds of winning" in activity["says"]
    assert any(line["kind"] == "model" and line["n"] > 200 for line in activity["evidence"])


def test_a_share_above_everything_is_told_and_no_answer_rests_on_it(study_of, suara):
    rows = [["2024-02-14", f"P{i}", 140 if i == 0 else 5 + i] for i in range(6)]
    root = study_of({
        "data/results.csv": table(["election", "name", "share_percent"], rows),
        "data/series.csv": table(["name", "measure", "value", "date"], [[f"P{i}", "posts", 10 * i + 1, "2024-01-01"] for i in range(6)]),
    }, toml='[study]\ntitle = "Uji"\nlanguage = "en"\n')  # fmt: skip
    said = suara("run", root)
    assert said.code == 0
    told = said.err + suara("show", root, "quarantine").out + json.dumps(answers(root)["activity_and_votes"])
    assert "140" in told and answers(root)["activity_and_votes"]["answer"] == "cannot tell"


@pytest.mark.parametrize("name", ["activity_and_votes", "following_and_votes", "winning_factors"])
def test_votes_alone_are_answered_in_words(study_of, suara, name):
    rows = [["2024-02-14", f"P{i}", 100 + i] for i in range(6)]
    found = run(study_of, suara, {"data/results.csv": table(["election", "name", "votes"], rows)}, "")
    assert found[name]["answer"] == "cannot tell" and found[name]["needs"] and found[name]["says"]


def test_no_answer_rests_on_a_contest_with_an_impossible_share(study_of, suara):
    """One of twelve shares is 1.4: the others, which go with posts, bear no yes, and the finding names the figure."""
    now = shares(np.linspace(-1, 1, 12))
    before = shares(np.linspace(-1, 1, 12) + 0.5 * np.cos(np.arange(12) * 3.0))
    rows = [[e, f"P{i}", round(float(s), 4)] for e, by in (("2019-04-17", before), ("2024-02-14", now)) for i, s in enumerate(by)]  # fmt: skip
    series = [[f"P{i}", "posts", int(400 * s), "2024-01-01"] for i, s in enumerate(now)]
    files = {"data/series.csv": table(["name", "measure", "value", "date"], series)}
    whole = run(study_of, suara, {**files, "data/results.csv": table(["election", "name", "share"], rows)}, "")
    assert whole["activity_and_votes"]["answer"] == "yes"
    rows[15][2] = 1.4
    broken = run(study_of, suara, {**files, "data/results.csv": table(["election", "name", "share"], rows)}, "")
    for name in ("activity_and_votes", "winning_factors"):
        assert broken[name]["answer"] == "cannot tell" and "140.0% of the votes" in broken[name]["says"]


def test_a_yes_or_no_of_the_register_is_said_as_odds(study_of, suara):
    """Incumbents of 300 candidates win at odds that the sentence carries; who is not compared is named."""
    n = 300
    incumbent = (np.arange(n) // 12) % 3 == 0
    won = CHANCE.random(n) < np.where(incumbent, 0.6, 0.25)
    who = [[f"c{i}", f"Calon {i}", "candidate", "ABCDEFGHIJKL"[i % 12], "yes" if incumbent[i] else "no"] for i in range(n)]  # fmt: skip
    found = run(study_of, suara, {
        "actors.csv": table(["actor_id", "name", "kind", "party", "incumbent"], who),
        "data/series.csv": table(["actor_id", "measure", "value", "date"], [[f"c{i}", "posts", int(CHANCE.poisson(9)) + 1, "2018-06-01"] for i in range(2, n)]),
        "data/results.csv": table(["election", "actor_id", "elected"], [["2018-06-24", f"c{i}", "terpilih" if w else "tidak terpilih"] for i, w in enumerate(won)]),
    }, "")  # fmt: skip
    assert "incumbent (yes against no) goes with odds of winning" in found["winning_factors"]["says"]
    assert any("2 of 300 actors with votes are not compared" in r and "Calon 0 and Calon 1" in r for r in found["activity_and_votes"]["reasons"])  # fmt: skip


def test_spanish_headers_with_earlier_votes_beside(study_of, suara):
    """A sheet of candidates in Windows-1252, semicolons and thousands with points; planted elasticity of posts: 0.5."""
    chance = np.random.default_rng(5)
    strength, posts = chance.normal(0, 1, 60), 1 + chance.poisson(np.exp(3.5 + chance.normal(0, 0.7, 60)))
    now = np.round(np.exp(9 + strength + 0.5 * (np.log(posts) - 3.5) + 0.1 * chance.normal(size=60)))
    rows = [[f"María Núñez {i}", ["PRI", "PAN"][i % 2], f"Distrito {i // 3}", int(now[i]), f"{np.round(np.exp(9 + strength[i])):,.0f}".replace(",", "."), posts[i], "06/06/2021"] for i in range(60)]  # fmt: skip
    header = [
        "Candidato",
        "Partido",
        "Distrito",
        "Votos",
        "Votos 2018",
        "Publicaciones Facebook",
        "Fecha de la elección",
    ]
    found = run(study_of, suara, {"data/candidatos.csv": table(header, rows, ";").encode("cp1252")}, "")
    activity = found["activity_and_votes"]
    assert activity["answer"] == "yes" and activity["n"] == 60
    assert activity["interval"][0] < 0.5 < activity["interval"][1]


def test_german_headers_and_shares_in_per_cent(study_of, suara):
    names = [f"Partei {c}" for c in "ABCDEFGH"]
    votes = [[day, n, comma(4.5 + i * k, 1)] for day, k in (("24.09.2017", 2), ("26.09.2021", 2.2)) for i, n in enumerate(names)]  # fmt: skip
    followers = [["20.09.2021", n, "Facebook", 900 + 137 * i % 1000] for i, n in enumerate(names)]
    found = run(study_of, suara, {
        "data/wahl.csv": table(["Wahltag", "Partei", "Stimmenanteil in Prozent"], votes, ";"),
        "data/facebook.csv": table(["Datum", "Partei", "Plattform", "Anhänger"], followers, ";"),
    }, "")  # fmt: skip
    assert found["following_and_votes"]["n"] == 8


def test_a_share_whose_header_says_per_cent_only_by_a_sign(study_of, suara):
    names = [f"Partai {c}" for c in "ABCDEFGH"]
    votes = [[day, n, f"{comma(5 + k * i, 2)} %"] for day, k in (("17 April 2019", 2), ("14 Februari 2024", 2.1)) for i, n in enumerate(names)]  # fmt: skip
    days = [[n, "01/02/2024", 3 + i * i, ""] for i, n in enumerate(names)]
    found = run(study_of, suara, {
        "data/hasil.xlsx": sheet(["Pemilu", "Partai", "Perolehan Suara (%)"], votes),
        "data/harian.csv": table(["Nama Partai", "Tanggal", "Jumlah Unggahan", "Pemberitaan"], days, ";"),
    }, "[campaign]\nelection = 2024-02-14\n")  # fmt: skip
    assert found["activity_and_votes"]["n"] == 8


def test_who_was_elected_under_a_header_that_says_result(study_of, suara):
    rows = [[f"Caleg Nomor{i}", "ABCD"[i % 4], 1 + i * 7 % 40, "terpilih" if i % 3 == 0 else "tidak terpilih", 2024] for i in range(120)]  # fmt: skip
    header = ["Nama Caleg", "Partai", "Jumlah Unggahan Instagram", "Hasil", "Tahun Pemilu"]
    found = run(study_of, suara, {"data/caleg.xlsx": sheet(header, rows)}, "")
    assert "odds of winning" in found["activity_and_votes"]["says"] and found["activity_and_votes"]["n"] == 120


def test_posts_by_the_name_of_a_party_with_their_form_are_no_events(study_of, suara):
    """Whose a post is stands as a name alone; *Type* is its form. Planted: questions are answered with half as much again."""
    chance = np.random.default_rng(9)
    texts = ("Today we presented the plan in town.", "What do you think about the plan? Tell us!")
    rows = [[f"2022-02-{1 + k % 27:02d} {k % 24:02d}:30", f"Party {c}", texts[k % 3 == 0], chance.poisson((150 if k % 3 == 0 else 100) * np.exp(0.3 * chance.normal())), ("photo", "text")[k % 2]] for i, c in enumerate("ABCDEFGH") for k in range(45 + 5 * i)]  # fmt: skip
    votes = [[day, f"Party {c}", 10 + i * k] for day, k in (("2017-03-08", 1.0), ("2022-03-09", 1.1)) for i, c in enumerate("ABCDEFGH")]  # fmt: skip
    found = run(study_of, suara, {
        "data/posts.csv": table(["Date", "Party", "Message", "Likes", "Type"], rows),
        "data/results.csv": table(["election", "party", "vote share"], votes),
    }, "[campaign]\nelection = 2022-03-09\n")  # fmt: skip
    asked = found["interactivity_engages"]
    assert asked["answer"] == "yes" and asked["n"] == 8 and asked["interval"][0] < 0.5 < asked["interval"][1]
    assert found["effort_of_the_small"]["n"] == 8
