"""Study folders as users make them, run to findings on the first try."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.campaign import PARTIES, TOML, as_csv, files

UNNAMED = '[study]\ntitle = "Skripsi"\ntimezone = "Asia/Jakarta"\n'


def sheet(header: list[str], rows: list[list[Any]]) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values(root: Any, measure: str) -> dict[tuple[str, str | None], float | None]:
    """(actor, platform) → value over the whole period, or at an election."""
    frame = pl.read_parquet(root / "out/measures.parquet").filter(
        (pl.col("measure") == measure) & pl.col("actor_id").is_not_null() & (pl.col("period") != "week")
    )
    return {(r["actor_id"], r["platform"]): r["value"] for r in frame.iter_rows(named=True)}


def findings(root: Any) -> dict[str, dict[str, Any]]:
    return {f["id"]: f for f in json.loads((root / "out/findings.json").read_text())}


@pytest.mark.parametrize(
    "header",
    [
        ["Tanggal", "Teks", "Suka", "Komentar", "Bagikan", "Tayangan", "Jenis", "Tautan", "Akun"],
        ["Tgl Posting", "Caption", "Jumlah Like", "Jumlah Komentar", "Jumlah Share", "Jumlah View", "Jenis Konten", "Link", "Nama Akun"],
        ["Waktu Unggah", "Isi Unggahan", "Total Likes", "Jml Komentar", "Dibagikan", "Ditonton", "Tipe Konten", "URL", "Username"],
    ],
)  # fmt: skip
def test_two_hundred_posts_of_one_account_in_excel(study_of, suara, header):
    forms = ["Foto", "Video", "Teks", "Reels"]
    rows = [[f"{1 + i % 28:02d}/01/2024 10:{i % 60:02d}", f"Unggahan {i} #pemilu", "1,2 rb", 12, "1.234", "1,5 jt", forms[i % 4],
             f"https://www.instagram.com/p/ABC{i}/", "@ganjar"] for i in range(200)]  # fmt: skip
    root = study_of({"data/unggahan.xlsx": sheet(header, rows)}, toml=UNNAMED)
    assert suara("run", root).code == 0
    whose = ("ganjar", "instagram")
    assert (
        values(root, "posts")[whose] == 200
        and values(root, "likes")[whose] == 240_000
        and values(root, "comments")[whose] == 2400
    )
    assert values(root, "shares")[whose] == 246_800 and values(root, "views")[whose] == 300_000_000
    assert values(root, "photo_share")[whose] == 0.25 and values(root, "video_share")[whose] == 0.5
    assert (root / "out/report.html").exists()


def test_day_and_clock_in_two_columns_and_a_platform_from_the_headers(study_of, suara):
    root = study_of({"data/daftar.csv": "Tanggal;Jam;Cuitan;Suka;Retweet\n31/01/2024;23.30;halo;1;2\n"}, toml=UNNAMED)
    assert suara("run", root).code == 0
    (post,) = json.loads(suara("show", root, "posts", "--format", "json").out)
    assert (post["platform"], post["created_at"], post["shares"]) == ("x", "2024-01-31T16:30:00Z", 2)


def test_series_alone(study_of, suara):
    rows = [{"actor_id": p, "measure": m, "platform": "x" if m != "press_hits" else None, "date": f"2024-01-{d:02d}", "value": d * (i + 1)}
            for i, p in enumerate(PARTIES) for d in (3, 4) for m in ("posts", "likes", "press_hits", "spending")]  # fmt: skip
    rows += [
        {"actor_id": p, "measure": "followers", "platform": "x", "date": "2024-01-20", "value": 1000 * i}
        for i, p in enumerate(PARTIES)
    ]
    given = files()
    root = study_of({n: given[n] for n in ("actors.csv", "data/results.csv")} | {"data/s.csv": as_csv(rows)}, toml=TOML)
    assert suara("run", root).code == 0
    assert values(root, "posts")["a3", "x"] == 28
    assert findings(root)["activity_and_votes"]["n"] == findings(root)["following_and_votes"]["n"] == 12


def test_a_period_lasts_to_its_last_day(study_of, suara):
    rows = [
        {
            "actor_id": "a",
            "measure": "posts",
            "platform": "x",
            "period_start": "2024-01-01",
            "period_end": "2024-01-31",
            "value": 62,
        }
    ]
    root = study_of({"data/s.csv": as_csv(rows)})
    assert suara("run", root).code == 0
    assert values(root, "posts_per_day")["a", "x"] == 2


def test_only_the_year_of_the_vote_is_known(study_of, suara):
    rows = [
        {"election": y, "name": f"P{i}", "unit": f"C{i % 3}", "share": (i + 1) / 100}
        for i in range(12)
        for y in (2014, 2019)
    ]
    counts = [
        {"platform": "facebook", "name": f"P{i}", "unit": f"C{i % 3}", "captured_at": "2019-05-01", "followers": i + 1}
        for i in range(12)
    ]
    register = [{"actor_id": f"{i}", "name": f"P{i}", "kind": "party", "unit": f"C{i % 3}"} for i in range(12)]
    root = study_of({"actors.csv": as_csv(register), "data/r.csv": as_csv(rows), "data/f.csv": as_csv(counts)})
    assert suara("run", root).code == 0
    found = findings(root)["following_and_votes"]
    assert (found["estimate"], found["n"], found["evidence"][0]["election"]) == (1.0, 12, "2014")
    assert "vote of 2019" in found["says"] and any("only the year" in r for r in found["reasons"])


def test_what_is_missing_is_never_zero(study_of, suara):
    root = study_of(
        {
            "data/p.csv": "platform,id,created_at,text,handle,likes\nx,1,2024-01-01,hi,a,5\n",
            "data/r.csv": "election,actor_id,elected\n2024,a,yes\n",
        }
    )
    assert suara("run", root).code == 0
    for measure in ("virality", "discussion_share", "sympathy_share", "shares", "vote_share"):
        assert set(values(root, measure).values()) == {None}, measure
    assert values(root, "elected") == {("a", None): 1.0}


def test_names_are_matched_and_the_doubtful_confirmed_by_a_person(study_of, suara):
    register = "actor_id,name,kind,aliases\npkb,Partai Kebangkitan Bangsa,party,PKB\ndem,Partai Demokrat,party,\npan,Partai Amanat Nasional,party,\n"
    results = 'Pemilu;Partai;Suara;Persen\n2019;P.K.B.;"13,5 jt";"9,69"\n2019;Démokrat;10.876.507;7,77\n2019;Partai Amanat Nasionl;9.572.623;6,84\n'
    root = study_of({"actors.csv": register, "data/hasil.csv": results})
    assert "1 names are doubtful" in suara("run", root).err
    assert (
        set(values(root, "votes")) == {("pkb", None), ("dem", None)}
        and values(root, "votes")["pkb", None] == 13_500_000
    )
    confirm = (root / "out/matches_to_confirm.csv").read_text(encoding="utf-8-sig").splitlines()
    (root / "matches.csv").write_text("\n".join([confirm[0], confirm[1] + "ya"]).replace(",", ";"), encoding="utf-16")
    assert suara("run", root).code == 0
    assert values(root, "vote_share")["pan", None] == pytest.approx(0.0684)


EVERY_FEATURE = (
    UNNAMED
    + """
[[data.map]]
file = "partai.xlsx"
table = "actors"
distinct = true
columns = { actor_id = "Kode", name = "Nama", kind = "='party'", ideology = "Ideologi" }
[[data.map]]
file = "partai.xlsx"
table = "accounts"
distinct = true
columns = { actor_id = "Kode", platform = "='x'", handle = "=regexp_extract(\\"Akun Resmi\\", 'com/(.+)', 1)" }
[[data.map]]
file = "p/*.csv"
table = "posts"
encoding = "cp1252"
zone = "Asia/Makassar"
where = "Jenis <> 'RT'"
[data.map.columns]
platform = "='x'"
id = "=regexp_extract(Link, '/status/([0-9]+)', 1)"
created_at = "=strptime(Kapan, '%d.%m.%Y %H:%M')"
text = "Apa"
handle = "Siapa"
likes = "Fav"
"extras.nomor" = "Nr"
[[data.map]]
file = "q.parquet"
table = "posts"
columns = { platform = "='x'", id = "pid", created_at = "='2024-01-05T00:00:00Z'", text = "=NULL", handle = "who", likes = "n", hashtags = "tags" }
[[data.map]]
file = "r.tsv"
table = "results"
columns = { election = "Tahun", actor_id = "Kode", share = "Persen" }
"""
)


def _mapped_files() -> dict[str, bytes | str]:
    """A workbook as both registers, posts in a code page, a Parquet file, and results with tabs."""
    ids = [f"p{i}" for i in range(5)]
    posts = [{"Nr": k, "Kapan": f"{1 + k:02d}.01.2024 22:30", "Apa": f"ünï {k}", "Siapa": f"@P{k % 5}_Resmi", "Link": f"https://x.com/a/status/{10**17 + k}",
              "Fav": f"{k}.000", "Jenis": "RT" if k % 5 == 0 else "T"} for k in range(20)]  # fmt: skip
    parquet = io.BytesIO()
    pl.DataFrame(
        [{"pid": 10**17 + 500 + k, "who": f"{i}_resmi", "n": k, "tags": ["a", "b"]} for k, i in enumerate(ids)]
    ).write_parquet(parquet)
    register = [[i, f"Partai {i}", "x", f"https://x.com/{i.upper()}_Resmi"] for i in ids for _twice in (1, 2)]
    return {
        "data/partai.xlsx": sheet(["Kode", "Nama", "Ideologi", "Akun Resmi"], register), "data/p/x.csv": as_csv(posts).encode("cp1252"),
        "data/q.parquet": parquet.getvalue(), "data/r.tsv": "Tahun\tKode\tPersen\n" + "".join(f"2024\t{i}\t{10 + k},5\n" for k, i in enumerate(ids)),
    }  # fmt: skip


def test_every_feature_of_a_map(study_of, suara):
    root = study_of(_mapped_files(), toml=EVERY_FEATURE)
    assert suara("run", root).code == 0
    books = {f["file"]: f for f in json.loads((root / "out/waterfall.json").read_text())["files"]}
    assert (books["data/p/x.csv"]["stored"], books["data/p/x.csv"]["out_of_scope"]) == (16, 4)
    found = json.loads(suara("show", root, "posts", "--format", "json").out)
    first = next(p for p in found if p["source_file"] == "data/p/x.csv" and p["source_row"] == "2")
    assert (first["id"], first["created_at"], first["actor_id"], first["likes"]) == (
        str(10**17 + 1),
        "2024-01-02T14:30:00Z",
        "p1",
        1000,
    )
    assert first["text"] == "ünï 1" and json.loads(first["extras"])["nomor"] == "1"
    assert next(p for p in found if p["source_file"] == "data/q.parquet")["hashtags"] == ["a", "b"]
    assert values(root, "vote_share")["p0", None] == pytest.approx(0.105)


def test_a_measure_of_the_study_appears_everywhere(study_of, suara):
    from suara.reduce.measure import MEASURES

    code = '''from suara.reduce.measure import measure, share


@measure(construct="greeting", unit="share of posts, 0 to 1")
def greeting_share(post):
    """How much of what an actor posts greets people.

    0 means that it never greets; missing means that the actor did not post.
    """
    return share(post.text.str.contains("Halo"))
'''
    root = study_of(
        files() | {"my_measures/greeting.py": code},
        toml=TOML.replace("[campaign]", 'measures = ["my_measures/*.py"]\n[campaign]'),
    )
    try:
        assert suara("run", root).code == 0
        assert values(root, "greeting_share")["a11", None] > 0
        assert "greeting_share" in suara("list", "measures", "--study", root).out
        assert "How much of what an actor posts greets people." in suara("codebook", root).out
        assert "greeting_share" in (root / "out/report.html").read_text()
        assert "my_measures/greeting.py" in suara("check", root).out
        (one,) = [
            m
            for m in json.loads(suara("explain", root, "greeting_share", "--json", "--all").out)["measures"]
            if m["actor_id"] == "a11" and m["platform"] is None
        ]
        assert len(one["posts"]) == round(one["value"] * one["n"])
        grouped = pl.read_parquet(root / "out/measures.parquet").filter(
            (pl.col("measure") == "greeting_share") & (pl.col("group") == "incumbent=yes")
        )
        assert grouped.height == 3 and grouped["value"].null_count() == 0
    finally:
        MEASURES.forget("greeting_share")
