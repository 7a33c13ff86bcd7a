"""Pages of the dashboard: every one answers, in both languages, and says what is wrong where something is."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.web import made
from tests.web.conftest import Client

csv.field_size_limit(1 << 27)
PAGES = (
    "/", "/data", "/coding", "/measures", "/measures/posts", "/measures/vote_share", "/measures/reply_share", "/triangulation", "/findings", "/findings/presence",
    "/actors", "/actors?actor=ani", "/posts", "/posts?actor=ani&platform=x&from=2024-01-01&to=2024-01-20", "/pictures", "/pictures/overview", "/quarantine",
    "/rounds", "/report.html",
)  # fmt: skip
TABLES = (
    "/data",
    "/coding",
    "/measures",
    "/measures/posts",
    "/actors",
    "/posts",
    "/findings",
    "/findings/presence",
    "/triangulation",
    "/pictures/overview",
    "/quarantine",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_page_answers_in_its_language(client: Client, path: str, lang: str) -> None:
    answer = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    assert answer.status_code == 200
    if path != "/report.html":
        assert f'<html lang="{lang}">' in answer.text
        assert all(
            f"lang={lang}" in href
            for href in re.findall(r'href="(/(?:data|measures|findings)[^"]*)"(?! lang=)', answer.text)
            if "." not in href
        )


@pytest.mark.parametrize("path", TABLES)
def test_every_table_is_csv_json_and_xlsx_at_the_same_address(client: Client, path: str) -> None:
    rows = client.get(path + ".json").json()
    assert isinstance(rows, list)
    told = list(csv.DictReader(io.StringIO(client.get(path + ".csv").text)))
    assert len(told) == len(rows)
    assert not rows or list(told[0]) == list(rows[0])
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(path + ".xlsx").content)).active
    assert sheet is not None and sheet.max_row == max(1, len(rows) + 1)


def test_a_number_leads_to_its_posts_and_a_post_to_its_file_and_row(client: Client, ran: Path) -> None:
    value = next(
        r for r in client.get("/measures/reply_share.json").json() if r["actor_id"] == "eko" and r["platform"] == "x"
    )
    link = next(
        h
        for h in re.findall(r'href="([^"]+)"', client.get("/measures/reply_share").text)
        if "/posts?" in h and "eko" in h and "platform=x" in h
    )
    rows = client.get(html.unescape(link).replace("/posts?", "/posts.json?")).json()
    assert len(rows) == round(value["value"] * value["n"]) > 0
    assert all(r["actor_id"] == "eko" and r["platform"] == "x" for r in rows)
    lines = list(csv.DictReader((ran / "data/posts.csv").open(encoding="utf-8", newline="")))
    for row in rows:
        assert lines[int(row["source_row"]) - 1]["id"] == row["id"]
    raw = client.get("/row", params={"file": rows[0]["source_file"], "row": rows[0]["source_row"]}).text
    assert f"id: {rows[0]['id']}" in raw and "in_reply_to_account: warga1" in raw


def test_filters_are_part_of_the_address(client: Client) -> None:
    rows = client.get("/posts.json?actor=ani&actor=budi&platform=facebook&from=2024-01-03&to=2024-01-05").json()
    assert {r["actor_id"] for r in rows} == {"ani", "budi"}
    assert {r["platform"] for r in rows} == {"facebook"}
    assert {r["created_at"][:10] for r in rows} <= {"2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"}
    weeks = client.get("/measures/posts.json?from=2024-01-08&to=2024-01-14").json()
    assert {(r["period"], r["period_start"]) for r in weeks} == {("week", "2024-01-08")}


def test_numbers_behind_votes_and_followers_are_rows_of_their_tables(client: Client) -> None:
    votes = client.get("/posts.json?measure=vote_share&actor=ani&from=2024-02-14&to=2024-02-14").json()
    assert [(r["election"], r["source_file"]) for r in votes] == [("2024-02-14", "data/results.csv")]
    followers = client.get("/posts.json?measure=followers&actor=ani&platform=x").json()
    assert [r["source_file"] for r in followers] == ["data/followers.csv"]


def test_long_tables_are_turned_page_by_page(client: Client) -> None:
    first = client.get("/posts.json?limit=50")
    assert first.headers["x-total-rows"] == str(len(made.posts()) - 1)
    assert 'rel="next"' in first.headers["link"]
    seen = {r["id"] for r in first.json()} | {r["id"] for r in client.get("/posts.json?limit=50&page=2").json()}
    assert len(seen) == 100


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/measures?platform=tiktik", "no platform"), ("/posts?actor=anni", "Did you mean ani?"), ("/posts?from=2024-13-01", "not a day"),
        ("/posts?from=2024-02-01&to=2024-01-01", "ends before it begins"), ("/?lang=xx", "id and en"), ("/posts?page=0", "from 1"), ("/posts?page=-1", "from 1"),
        ("/posts?page=٣", "from 1"), ("/?colour=red", "no such part"), ("/posts?order=rising", "no order"), ("/posts?actor=' OR 1=1 --", "no actor is called"), ("/posts?page=100000", "pages"),
        ("/posts?platform=" + "x" * 600, "too long"), ("/posts.json?actor=%00", "too long"), ("/post", "which post"),
    ],
)  # fmt: skip
def test_nonsense_in_an_address_is_told(client: Client, address: str, says: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert says in html.unescape(answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "/measures/nothing",
        "/findings/nothing",
        "/pictures/nothing",
        "/nothing",
        "/post?platform=x&id=nothing",
        "/findings/nothing.json",
    ],
)
def test_what_is_not_there_is_told(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_text_never_becomes_markup(client: Client) -> None:
    for path in ("/posts", "/posts?actor=budi", "/post?platform=x&id=20001", "/row?file=data/posts.csv&row=2", "/"):
        text = client.get(path).text
        assert "<script>window" not in text and "<img src=x" not in text and "<b>uji" not in text
    assert "مرحبا" in client.get("/posts?actor=budi").text


def test_a_post_of_ten_megabytes_is_cut_and_says_so(client: Client) -> None:
    row = next(
        r for r in client.get("/posts.json?actor=ani&platform=x").json() if (r["text"] or "").startswith("panjang")
    )
    page = client.get("/post", params={"platform": "x", "id": row["id"]})
    assert len(client.get("/posts?actor=ani").content) < 250_000
    assert page.status_code == 200 and len(page.content) < 250_000
    assert "10,400,000 characters" in page.text


def test_an_actor_without_posts_is_told(client: Client) -> None:
    answer = client.get(f"/actors?actor={made.SILENT}")
    assert answer.status_code == 200 and "Nothing was measured of this actor" in answer.text
    assert client.get(f"/posts?actor={made.SILENT}").status_code == 200


def test_a_finding_that_cannot_tell_says_what_would_help(client: Client, ran: Path) -> None:
    untold = next(
        f for f in json.loads((ran / "out/findings.json").read_text()) if f["answer"] == "cannot tell" and f["needs"]
    )
    text = html.unescape(client.get(f"/findings/{untold['id']}").text)
    assert "What would help" in text and untold["needs"][0] in text


def test_a_study_that_was_not_run(own: Path, visit: Callable[..., Client]) -> None:
    shutil.rmtree(own / "out")
    client = visit(own)
    for path in ("/", "/data", "/findings", "/triangulation"):
        answer = client.get(path)
        assert answer.status_code == 409
        assert "has not been run" in answer.text and "Run the study" in answer.text
    for path in ("/measures", "/coding", "/posts", "/actors", "/rounds"):
        assert client.get(path).status_code == 200


def test_a_run_that_broke_off(own: Path, visit: Callable[..., Client]) -> None:
    (own / "out/findings.json").write_text('[{"id": "pres')
    client = visit(own)
    assert client.get("/").status_code == 409 and "not whole" in client.get("/").text
    assert client.get("/measures").status_code == 200
    (own / "out/measures.parquet").write_bytes(b"PAR1 half")
    assert client.get("/measures").status_code in (200, 409)


def test_a_broken_study_file_is_told(own: Path, visit: Callable[..., Client]) -> None:
    (own / "study.toml").write_text('[study]\ntitel = "x"\n')
    answer = visit(own).get("/")
    assert answer.status_code == 409 and "study.toml, line 2" in answer.text


def test_five_thousand_actors(own: Path, visit: Callable[..., Client]) -> None:
    names = pl.read_parquet(own / "out/store/tables/actors.parquet")
    more = pl.DataFrame({"actor_id": [f"n{i}" for i in range(5_000)], "name": [f"Calon {i}" for i in range(5_000)]})
    pl.concat([names, more], how="diagonal").write_parquet(own / "out/store/tables/actors.parquet")
    client = visit(own)
    for path in ("/", "/actors", "/measures/posts", "/posts", "/actors?find=Calon%204999"):
        answer = client.get(path)
        assert answer.status_code == 200 and len(answer.content) < 400_000
    assert "Calon 4999" in client.get("/actors?find=calon 4999").text


def test_running_again_shows_its_progress_and_its_results(
    study_of: Callable[..., Path], visit: Callable[..., Client]
) -> None:
    client = visit(study_of({"data/results.csv": "election,name,votes\n2024-02-14,A,10\n2024-02-14,B,20\n"}))
    assert client.get("/").status_code == 409
    assert client.send_form("/run", "/", lang="id").status_code == 303
    assert client.send_form("/run", "/measures").status_code == 409  # one at a time
    steps = {""}
    while (state := client.get("/progress.json").json())["state"] == "running":
        steps.add(state["step"])
        time.sleep(0.1)
    assert state["state"] == "idle" and len(steps) > 1
    time.sleep(0.6)
    assert "belum dapat disimpulkan" in client.get("/?lang=id").text
