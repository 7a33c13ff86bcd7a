"""Tables of votes that give more than votes: earlier votes, followers, posts and spending in columns of their own."""

from __future__ import annotations

import io
import json

import openpyxl
import polars as pl
import pyreadstat
import pytest

from suara.collect.beside import figure_of, tables_of
from suara.collect.registers import Account
from suara.collect.who import same_names

TOML = '[study]\ntitle = "Uji"\nlanguage = "en"\n'


@pytest.mark.parametrize(
    ("header", "measure", "platform", "year"),
    [
        ("votes_2019", "votes", None, "2019"),
        ("Persen 2014", "share", None, "2014"),
        ("Suara Sah 2024", "votes", None, "2024"),
        ("facebook_followers", "followers", "facebook", None),
        ("Pengikut Instagram", "followers", "instagram", None),
        ("Jumlah Unggahan", "posts", None, None),
        ("tweets", "posts", "x", None),
        ("spending", "spending", None, None),
    ],
)
def test_what_a_header_counts(header, measure, platform, year):
    found = figure_of(header)
    assert found is not None and (found.measure, found.platform, found.year) == (measure, platform, year)


@pytest.mark.parametrize("header", ["log_votes_2019_2014", "district", "votes", "vote_share_change", "fb_ig_followers"])
def test_what_no_header_counts(header):
    found = figure_of(header)
    assert found is None or (header == "votes" and found.year is None)


def test_a_column_for_each_election_makes_results():
    (found,) = tables_of(("Nama Partai", "Suara Sah 2019", "Persen 2019", "Persen 2014"))
    assert found.table.name == "results" and found.year == "2019" and found.columns == {"name": "Nama Partai"}
    assert tables_of(("Nama Partai", "Ketua")) == []


def rows(suara, root, table, *columns):
    said = suara("show", root, table, "--format", "json", "--limit", "100")
    return [tuple(row.get(c) for c in columns) for row in json.loads(said.out)]


def test_one_table_of_candidates_gives_votes_earlier_votes_followers_and_incumbents(study_of, suara):
    table = "name;district;year;votes;votes_2015;instagram_followers;incumbent;elected\n" + "".join(
        f"Calon {i};D1;2019;{100 + i};{90 + i};{10 * i + 5};{'ya' if i < 2 else 'tidak'};{'Terpilih' if i < 2 else 'Tidak terpilih'}\n"
        for i in range(4)
    )
    root = study_of({"data/caleg.csv": table}, toml=TOML)
    said = suara("run", root)
    assert said.code == 0 and "bear no day" in said.err
    results = rows(suara, root, "results", "election", "name", "votes", "elected")
    assert ("2019", "Calon 1", 101, True) in results and ("2015", "Calon 1", 91, None) in results and len(results) == 8
    assert ("Calon 3", "instagram", "followers", 35.0, "2019-01-01") in rows(suara, root, "series", "name", "platform", "measure", "value", "date")  # fmt: skip
    factors = next(f for f in json.loads((root / "out/findings.json").read_text()) if f["id"] == "winning_factors")
    assert {"incumbent"} < {row[0] for row in factors["described"][0]["rows"]}
    assert next(f for f in json.loads(suara("show", root, "files", "--format", "json").out))["stored"] == 4


def test_shares_of_a_hundred_are_told_and_read_as_per_cent(study_of, suara):
    table = "election,unit,name,vote_share\n" + "".join(
        f"2019,{u},P{i},{share}\n" for u in "AB" for i, share in enumerate((52.125, 30, 17, 0.875))
    )
    root = study_of({"data/results.csv": table}, toml=TOML)
    said = suara("run", root)
    assert "read as per cent" in said.err and "impossible" not in said.err
    assert sorted(rows(suara, root, "results", "share")) == sorted([(v,) for v in (0.52125, 0.3, 0.17, 0.00875)] * 2)


@pytest.mark.parametrize(("written", "share"), [("0,237", 0.237), ("12,345 %", 0.12345), ("12.345%", 0.12345)])
def test_a_share_has_no_thousands(study_of, suara, written, share):
    root = study_of({"data/results.csv": f'election;name;Persen Suara\n2019;A;{written}\n'.replace("Persen Suara", "share")}, toml=TOML)  # fmt: skip
    suara("collect", root)
    assert rows(suara, root, "results", "share") == [(share,)]


def test_every_sheet_that_makes_a_table_is_read(study_of, suara):
    book = openpyxl.Workbook()
    book.active.append(["catatan"])
    for title, lines in {
        "Hasil": [["election", "name", "votes"], ["2019", "A", 10], ["2019", "B", 20]],
        "Pengikut": [["platform", "name", "captured_at", "followers"], ["x", "A", "2019-01-02", 7]],
    }.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    root = study_of({"data/buku.xlsx": out.getvalue()}, toml=TOML)
    said = suara("run", root)
    assert "sheets not read: Sheet" in said.err
    assert len(rows(suara, root, "results", "votes")) == 2 and rows(suara, root, "followers", "followers") == [(7,)]
    suara("run", root)
    assert {f["file"] for f in json.loads(suara("show", root, "files", "--format", "json").out)} == {"data/buku.xlsx/Hasil", "data/buku.xlsx/Pengikut"}  # fmt: skip


@pytest.mark.parametrize("form", ["sav", "dta"])
def test_spss_and_stata_files_are_tables(study_of, suara, tmp_path, form):
    frame = pl.DataFrame({"election": ["2019", "2019"], "name": ["Siti Núñez", "Budi"], "votes": [1200.0, None], "elected": [1.0, 0.0]}).to_pandas()  # fmt: skip
    write = pyreadstat.write_sav if form == "sav" else pyreadstat.write_dta
    write(frame, str(tmp_path / f"r.{form}"), variable_value_labels={"elected": {1: "ya", 0: "tidak"}})
    root = study_of({f"data/r.{form}": (tmp_path / f"r.{form}").read_bytes()}, toml=TOML)
    suara("collect", root)
    assert rows(suara, root, "results", "name", "votes", "elected") == [("Siti Núñez", 1200, True), ("Budi", None, False)]  # fmt: skip


def test_a_damaged_stata_file_is_told(study_of, suara):
    root = study_of({"data/r.dta": b"<stata_dta><header><release>118</release>" + b"\0" * 200}, toml=TOML)
    assert "cannot be read as an SPSS or Stata file" in suara("collect", root).err


def test_accounts_without_actors_join_posts_and_votes(study_of, suara):
    files = {
        "accounts.csv": "actor_id,platform,handle\n" + "".join(f"a{i},instagram,@akun{i}\n" for i in range(5)),
        "data/posts.csv": "platform,id,created_at,text,handle\n" + "".join(f"instagram,{i}{j},2024-01-0{1 + j},x,akun{i}\n" for i in range(5) for j in range(1 + i)),
        "data/results.csv": "election,actor_id,votes\n" + "".join(f"2024-02-14,a{i},{100 * (i + 1)}\n" for i in range(5)),
    }  # fmt: skip
    root = study_of(files, toml=TOML)
    assert "accounts belong to the actors that accounts.csv names" in suara("run", root).err
    found = {f["id"]: f for f in json.loads((root / "out/findings.json").read_text())}
    assert found["activity_and_votes"]["evidence"][0]["estimate"] == pytest.approx(1) and found["activity_and_votes"]["evidence"][0]["n"] == 5  # fmt: skip


def test_registers_may_lie_beside_the_data(study_of, suara):
    root = study_of({"data/actors.csv": "actor_id,name\na,Ani\n", "data/results.csv": "election,name,votes\n2019,ANI,5\n"}, toml=TOML)  # fmt: skip
    (root / "actors.csv").unlink(missing_ok=True)
    said = suara("collect", root)
    assert "not recognised" not in said.err and rows(suara, root, "results", "actor_id") == [("a",)]


def test_names_without_a_register_differ_in_more_than_accents_and_capitals():
    names = [("results", n, None) for n in ("Coalición Canaria", "COALICION CANARIA", "Vox", "Партия А", "Партия Б")]
    found = {m.name: m.actor_id for m in same_names(names, [Account("pp", "Partido Popular", None, "x", "pp", None)])}
    assert found["Coalición Canaria"] == found["COALICION CANARIA"] == "Coalición Canaria"
    assert len({found.get(n, n) for _t, n, _u in names}) == 4
    joined = same_names([("results", "PARTIDO POPULAR", None)], [Account("pp", "Partido Popular", None, "x", "pp", None)])  # fmt: skip
    assert [m.actor_id for m in joined] == ["pp"]
