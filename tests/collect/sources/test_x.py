"""X: the oracles of real exports, and what a pair of files cannot show."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from suara.collect.collecting import Collected, collect
from suara.collect.source import SOURCES
from suara.engine.duck import connect
from suara.plain import plain_rows
from suara.study import load_study

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = Path(os.environ.get("SUARA_FIXTURES", ROOT.parent / "shared" / "fixtures")) / "x"
real = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the fixtures are not there (SUARA_FIXTURES)")

Row = dict[str, Any]


def imported(study: Path, *files: Path) -> Collected:
    (study / "data").mkdir(exist_ok=True)
    for file in files:
        shutil.copy(file, study / "data")
    (study / "study.toml").write_text('[study]\ntitle = "X"\n[privacy]\nnames = "all"\n')
    return collect(load_study(study), connect(), lambda *_: None)


def captures(found: Collected, table: str = "posts", derived: bool = False) -> list[Row]:
    """Every capture, also those that a newer one replaced, in the order of the file."""
    query = f"SELECT * FROM captures_{table} WHERE _derived = {derived} ORDER BY source_file, _row"
    return list(plain_rows(found.con.execute(query).pl()))


def books(found: Collected) -> Row:
    assert len(found.files) == 1
    return found.files[0]


def written(study: Path, name: str, content: str) -> Path:
    path = study / name
    path.write_text(content, encoding="utf-8")
    return path


# ── Zeeschuimer and GraphQL ─────────────────────────────────────────────────────────────────────────────────────────


@real
def test_zeeschuimer_2023(tmp_path: Path) -> None:
    found = imported(tmp_path, FIXTURES / "zeeschuimer-x-2023.ndjson")
    rows = captures(found)
    assert (books(found)["format"], len(rows)) == ("zeeschuimer:twitter.com", 16)
    first = rows[0]
    assert (first["id"], first["created_at"]) == ("1711652255336743414", "2023-10-10T07:57:53Z")
    assert (first["likes"], first["shares"], first["views"], first["kind"]) == (9, 1, 250, "post")
    assert (rows[1]["kind"], rows[1]["views"]) == ("quote", 249)
    assert len(rows[8]["text"]) > 280 and json.loads(rows[8]["extras"])["quotes"] == "2"
    assert rows[7]["id"] == "1712176047821643984"
    assert sum(r["quote_of"] is not None for r in rows) == 6
    assert [r["source_row"] for r in rows if r["kind"] == "reply" and r["quote_of"] is None] == ["4", "5", "10", "14"]
    assert not [r for r in rows if r["kind"] == "repost"]


@real
def test_graphql_2026(tmp_path: Path) -> None:
    found = imported(tmp_path, FIXTURES / "graphql-tweet-results-2026.ndjson")
    first, *others = captures(found)
    assert (first["id"], first["handle"]) == ("2019881223666233717", "xdevelopers")
    assert (first["likes"], first["views"]) == (5569, 2525462)
    assert [(r["kind"], r["likes"], r["views"]) for r in others] == [("repost", None, None)] * 5
    followers = {r["handle"]: r["followers"] for r in captures(found, "followers", derived=True)}
    assert followers["xdevelopers"] == 695695
    seen = {r["id"]: r for r in captures(found, derived=True)}
    assert {r["repost_of"] for r in others} <= set(seen)
    assert seen["2082640274845811115"]["handle"] == "xdevelopers", "what a repeated tweet quotes is there too"


@real
def test_a_user_alone_is_a_snapshot_and_no_post(tmp_path: Path) -> None:
    found = imported(tmp_path, FIXTURES / "graphql-user_by_login.json")
    assert (books(found)["format"], books(found)["read"]) == ("x-graphql-raw", 0)
    (user,) = captures(found, "followers", derived=True)
    assert (user["account_id"], user["followers"], user["following"], user["posts"]) == (
        "2244994945",
        695695,
        762,
        4319,
    )


def test_a_broken_line_of_raw_results_is_set_aside(tmp_path: Path) -> None:
    tweet = {"rest_id": "1", "legacy": {"full_text": "a", "created_at": "Tue Oct 10 07:57:53 +0000 2023"}}
    lines = '{"rest_id": "0", "legacy": {"full_te\n' + json.dumps(tweet) + "\n"
    found = imported(tmp_path, written(tmp_path, "raw.ndjson", lines))
    assert (books(found)["read"], books(found)["quarantined"]) == (2, 1)
    assert [r["source_row"] for r in captures(found)] == ["2.1"]


@pytest.mark.parametrize(
    ("unit", "mine"),
    [
        ({"rest_id": "1", "legacy": {}}, True),
        ({"entryId": "tweet-1", "content": {}}, True),
        ({"data": {"user": {"result": {"__typename": "User", "rest_id": "1"}}}}, True),
        ({"data": {"kind": "t3", "children": []}}, False),
        ({"kind": "x", "data": {"rest_id": "1", "legacy": {}}}, False),
        ({"data": [{"rest_id": "1", "legacy": {}}]}, False),
    ],
)
def test_what_looks_like_a_raw_response(unit: Row, mine: bool) -> None:
    from suara.collect.probing import Probe

    assert SOURCES.get("x-graphql-raw").looks_like(Probe("json-document", units=(unit,))) is mine


# ── API v1.1 and v2 ─────────────────────────────────────────────────────────────────────────────────────────────────


@real
def test_v1_1_original_format(tmp_path: Path) -> None:
    rows = captures(imported(tmp_path, FIXTURES / "v11-original-format-extended.jsonl"))
    kinds = Counter(r["kind"] for r in rows)
    assert (len(rows), kinds["repost"], kinds["reply"]) == (25, 3, 4)
    assert sum(r["quote_of"] is not None for r in rows) == 8
    assert sum(len(r["text"]) > 140 and r["kind"] != "repost" for r in rows) == 5, "five long tweets are not cut off"
    assert all(r["comments"] == 0 for r in rows if r["kind"] != "repost"), "a stream counts replies"


@real
def test_v1_1_ids_are_not_the_rounded_numbers(tmp_path: Path) -> None:
    rows = captures(imported(tmp_path, FIXTURES / "v11-public-api-sample.jsonl"))
    assert len(rows) == 20 and rows[0]["id"] == "872836479608733696"
    assert {r["comments"] for r in rows} == {None}, "the public API does not count replies"


def test_a_stream_of_notices_names_the_deleted_post(tmp_path: Path) -> None:
    tweet = {"id_str": "7", "text": "a", "user": {"id_str": "1"}, "created_at": "Tue Oct 10 07:57:53 +0000 2017"}
    notice = {"delete": {"status": {"id_str": "7"}}}
    found = imported(tmp_path, written(tmp_path, "s.jsonl", json.dumps(tweet) + "\n" + json.dumps(notice)))
    assert (books(found)["read"], books(found)["quarantined"]) == (2, 1)
    assert found.con.execute("SELECT * FROM deletions").fetchall() == [("x", "7")]
    assert found.con.execute("SELECT count(*) FROM posts").fetchone() == (0,)


@real
def test_v2_page(tmp_path: Path) -> None:
    found = imported(tmp_path, FIXTURES / "twarc2-page-100.jsonl")
    rows = captures(found)
    assert Counter(r["kind"] for r in rows) == {"repost": 42, "quote": 14, "reply": 6, "post": 38}
    assert {r["likes"] for r in rows if r["kind"] == "repost"} == {None}
    assert not [r for r in rows if r["kind"] == "repost" and r["text"].startswith("RT @")]
    assert len(captures(found, derived=True)) == 62, "what is referenced is context"
    assert all(r["views"] is None for r in rows), "impressions were not counted in 2021"


@real
@pytest.mark.parametrize(
    ("file", "read", "quarantined"),
    [("streaming_output_with_error", 8, 1), ("two_tweets", 1, 0), ("edited_after", 1, 0), ("many_urls", 1, 0),
     ("media_tweet", 1, 0), ("verified_type", 1, 0), ("flat", 19, 0), ("counts", 169, 0), ("users", 96, 0),
     ("tweets_compliance", 2, 2)],
)  # fmt: skip
def test_every_twarc2_file(file: str, read: int, quarantined: int, tmp_path: Path) -> None:
    found = imported(tmp_path, FIXTURES / f"twarc2-{file}.jsonl")
    assert (books(found)["read"], books(found)["quarantined"]) == (read, quarantined)


@real
def test_v2_details(tmp_path: Path) -> None:
    files = [FIXTURES / f"twarc2-{n}.jsonl" for n in ("media_tweet", "edited_after", "verified_type", "two_tweets")]
    rows = {r["id"]: r for r in captures(imported(tmp_path, *files))}
    video, edited = rows["1558553189766631429"], rows["1576994789110992896"]
    assert (video["media_type"], video["urls"], video["handle"]) == ("video", [], "igorbrigadir")
    assert json.loads(edited["extras"])["versions"] == ["1576994746135764992", "1576994789110992896"]
    assert rows["1603823063690199040"]["views"] == 139075
    assert (rows["1394735776701816833"]["kind"], rows["1394735776701816833"]["shares"]) == ("repost", None)


@real
def test_counts_are_trends_of_the_query(tmp_path: Path) -> None:
    rows = captures(imported(tmp_path, FIXTURES / "twarc2-counts.jsonl"), "trends")
    assert sum(r["volume"] for r in rows) == 771665
    assert {r["term"] for r in rows} == {"dogs"} and min(r["date"] for r in rows) == "2021-10-16"


# ── twarc-csv ───────────────────────────────────────────────────────────────────────────────────────────────────────


@real
@pytest.mark.parametrize("file", ["twarc-csv-default-merged.csv", "twarc-csv-no-merge-retweets.csv"])
def test_merged_retweets_lend_no_counts(file: str, tmp_path: Path) -> None:
    rows = captures(imported(tmp_path, FIXTURES / file))
    reposts = [r for r in rows if r["kind"] == "repost"]
    assert (len(rows), len(reposts)) == (60, 28)
    assert "1380242611781386245" in {r["id"] for r in reposts}
    assert {r[count] for r in reposts for count in ("likes", "comments", "shares", "views")} == {None}
    assert all(r["likes"] is not None for r in rows if r["kind"] != "repost")
    assert not [r for r in rows if "\\n" in r["text"]], "line ends are line ends"


@real
def test_twarc_csv_users(tmp_path: Path) -> None:
    rows = captures(imported(tmp_path, FIXTURES / "twarc-csv-users.csv"), "followers")
    assert len(rows) == 40
    assert (rows[0]["handle"], rows[0]["followers"], rows[0]["verified"]) == ("dodirty78", 580, False)


# ── archive ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@real
def test_archive(tmp_path: Path) -> None:
    rows = captures(imported(tmp_path, FIXTURES / "archive" / "tweets.js", FIXTURES / "archive" / "account.js"))
    assert (len(rows), sum(r["kind"] == "repost" for r in rows)) == (17, 5)
    first = rows[0]
    assert (first["id"], first["created_at"]) == ("1657435576369332225", "2023-05-13T17:20:09Z")
    assert (first["likes"], first["handle"], first["account_id"]) == (0, "simonw", "12497")


@real
def test_the_other_files_of_an_archive_hold_no_posts(tmp_path: Path) -> None:
    names = ("account", "account-suspension", "app", "following", "saved-search")
    found = imported(tmp_path, *(FIXTURES / "archive" / f"{name}.js" for name in names))
    assert [(f["format"], f["read"]) for f in found.files] == [("x-archive", 0)] * 5


def script(name: str, value: object, part: int = 0) -> str:
    return f"window.YTD.{name}.part{part} = {json.dumps(value)}"


def archived(text: str, when: str = "Sat May 13 17:20:09 +0000 2023", tweet: str = "1") -> Row:
    return {"tweet": {"id_str": tweet, "created_at": when, "full_text": text, "favorite_count": "1"}}


def test_a_zipped_archive_finds_what_lies_beside(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "twitter.zip", "w") as archive:
        archive.writestr("data/tweets.js", script("tweets", [archived("a")]))
        archive.writestr("data/tweets-part1.js", script("tweets", [archived("b", tweet="2")], 1))
        archive.writestr("data/account.js", script("account", [{"account": {"accountId": "9", "username": "Kita"}}]))
        archive.writestr(
            "data/manifest.js", 'window.__THAR_CONFIG = {"archiveInfo":{"generationDate":"2024-01-01T00:00:00.000Z"}};'
        )
    rows = captures(imported(tmp_path, tmp_path / "twitter.zip"))
    assert [(r["handle"], r["captured_at"]) for r in rows] == [("kita", "2024-01-01T00:00:00Z")] * 2


def test_direct_messages_are_never_read(tmp_path: Path) -> None:
    message = {"dmConversation": {"messages": [{"messageCreate": {"id": "1", "text": "rahasia"}}]}}
    found = imported(tmp_path, written(tmp_path, "direct-messages.js", script("direct_messages", [message])))
    assert (books(found)["format"], books(found)["read"]) == ("x-archive", 0)
    kept = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and b"rahasia" in path.read_bytes()]
    assert not kept


def test_a_damaged_archive_keeps_what_comes_before(tmp_path: Path) -> None:
    whole = script("tweets", [archived("a"), archived("b", tweet="2")])
    found = imported(tmp_path, written(tmp_path, "tweets.js", whole[:-40]))
    assert [r["text"] for r in captures(found)] == ["a"]
    assert (books(found)["read"], books(found)["quarantined"]) == (2, 1)


@pytest.mark.parametrize(
    ("note", "created", "text"),
    [
        (
            "Awal yang sama dan panjang sekali dan lebih dari itu, sampai selesai",
            "2023-05-13T17:20:08.500Z",
            "Awal yang sama dan panjang sekali dan lebih dari itu, sampai selesai",
        ),
        (
            "Lain sama sekali",
            "2023-05-13T17:20:09.000Z",
            "@warga Awal yang sama dan panjang sekali dan lebih dari itu, samp…",
        ),
        (
            "Awal yang sama dan panjang sekali dan lebih dari itu, sampai selesai",
            "2023-05-13T17:20:11.000Z",
            "@warga Awal yang sama dan panjang sekali dan lebih dari itu, samp…",
        ),
    ],
)
def test_a_long_text_is_joined_by_its_second_and_its_beginning(
    note: str, created: str, text: str, tmp_path: Path
) -> None:
    tweet = archived("@warga Awal yang sama dan panjang sekali dan lebih dari itu, samp…")
    core = {
        "noteTweet": {"noteTweetId": "900", "createdAt": created, "core": {"text": note, "hashtags": [], "urls": []}}
    }
    files = (
        written(tmp_path, "tweets.js", script("tweets", [tweet])),
        written(tmp_path, "note-tweet.js", script("note_tweet", [core])),
    )
    assert [r["text"] for r in captures(imported(tmp_path, *files))] == [text]


def test_a_list_of_followers_without_a_date_is_set_aside(tmp_path: Path) -> None:
    found = imported(tmp_path, written(tmp_path, "follower.js", script("follower", [{"follower": {"accountId": "1"}}])))
    assert (books(found)["format"], books(found)["read"], books(found)["quarantined"]) == ("x-archive", 1, 1)
