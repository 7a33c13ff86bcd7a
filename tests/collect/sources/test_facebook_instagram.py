"""Facebook, Instagram and Threads: what real exports must give, and what must be refused with which words."""

from __future__ import annotations

import base64
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from suara.collect.collecting import collect
from suara.collect.probing import Probe
from suara.collect.source import SOURCES
from suara.engine.duck import connect
from suara.plain import plain_rows
from suara.study import load_study

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = Path(os.environ.get("SUARA_FIXTURES", ROOT.parent / "shared" / "fixtures"))
real = pytest.mark.skipif(not (FIXTURES / "facebook").is_dir(), reason=f"no example exports in {FIXTURES}")


def collected(
    folder: Path, *files: Path | tuple[str, str], names: str = "all", register: str = "", settings: str = ""
) -> dict[str, Any]:
    """Tables, files and quarantine of a study that holds these files: paths, or names with their text."""
    (folder / "data").mkdir(exist_ok=True)
    for file in files:
        if isinstance(file, Path):
            shutil.copy(file, folder / "data" / file.name)
        else:
            (folder / "data" / file[0]).write_text(file[1], encoding="utf-8")
    (folder / "study.toml").write_text(f'[study]\ntitle = "Test"\n[privacy]\nnames = "{names}"\n{settings}')
    if register:
        (folder / "actors.csv").write_text("actor_id,name,kind\na,Calon A,candidate\n")
        (folder / "accounts.csv").write_text(register)
    found = collect(load_study(folder), connect(), lambda *_: None)
    tables = {
        t: plain_rows(found.con.execute(f"SELECT * FROM {t} ORDER BY source_file, source_row::DOUBLE").pl())
        for t in ("posts", "followers")
    }
    refused = sorted((folder / "out" / "store" / "captures" / "quarantine").glob("*.parquet"))
    reasons = [r for p in refused for (r,) in found.con.execute(f"SELECT reason FROM read_parquet('{p}')").fetchall()]
    return {**tables, "files": found.files, "reasons": reasons}


def reason(row: dict[str, Any], column: str) -> str | None:
    """Why a value is missing, as the row says."""
    return json.loads(row["extras"] or "{}").get("null_reason", {}).get(column)


@real
def test_crowdtangle_posts_keep_their_zone(tmp_path: Path) -> None:
    found = collected(tmp_path, FIXTURES / "facebook" / "crowdtangle-posts-column-subset.csv")
    first, second = found["posts"][:2]
    assert len(found["posts"]) == 40 and not found["reasons"]
    assert (first["id"], first["created_at"], first["shares"]) == ("660862489568787", "2023-11-13T09:30:36Z", 6457)
    assert second["created_at"] == "2023-10-27T19:00:03Z"
    assert first["likes"] is None and first["views"] is None
    assert json.loads(first["extras"])["join_key"] == "100069351265250_660862489568787"


@real
def test_crowdtangle_pages_are_no_posts(tmp_path: Path) -> None:
    found = collected(tmp_path, FIXTURES / "facebook" / "crowdtangle-pages-column-subset.csv")
    assert found["posts"] == [] and found["followers"] == []
    assert found["reasons"] == ["a page, no post: it has no time"] * 58


@real
def test_crowdtangle_api(tmp_path: Path) -> None:
    found = collected(tmp_path, FIXTURES / "facebook" / "crowdtangle-api-posts.json")
    post = found["posts"][0]
    assert post["likes"] == 42617 + 10937 + 35 + 123 + 4 + 2 + 0 + 520
    assert (post["comments"], post["shares"], post["captured_at"]) == (1060, 303, "2020-10-29T19:03:44Z")
    assert [f["followers"] for f in found["followers"]] == [13231210, 5043407]
    assert found["followers"][0]["captured_at"] == post["created_at"] == "2020-10-29T14:56:05Z"


@real
def test_crowdtangle_flat_without_dates_keeps_posts_of_unknown_time(tmp_path: Path) -> None:
    found = collected(tmp_path, FIXTURES / "facebook" / "crowdtangle-api-flattened-coornet.csv")
    assert [p["likes"] for p in found["posts"]] == [7, 0, 1, 55, 43, 244, 4273, 18]
    assert {p["created_at"] for p in found["posts"]} == {None}
    assert found["followers"] == []


@real
def test_facebook_graph(tmp_path: Path) -> None:
    names = ("posts-feeds_default_fields_p1", "comments-comments_p1", "live_videos-live_videos_p1", "videos-videos_p1")
    found = collected(tmp_path, *(FIXTURES / "facebook" / f"graph-{name}.json" for name in names))
    by_id = {p["id"]: p for p in found["posts"]}
    post = by_id["19292868552_10158349356748553"]
    assert (post["likes"], post["comments"], post["shares"]) == (125, 13, 10)
    assert post["reactions"]["like"] + post["reactions"]["love"] == 125
    answer = by_id["10158407654328553_10158409983033553"]
    assert (answer["kind"], answer["in_reply_to"]) == ("comment", "10158407654328553_10158407903973553")
    kinds = [p["kind"] for p in found["posts"]]
    assert (kinds.count("comment"), kinds.count("live"), kinds.count("video"), kinds.count("post")) == (10, 3, 4, 4)
    assert "access_token" not in json.dumps(found["posts"])


@real
def test_facebook_page_has_likes_in_place_of_followers(tmp_path: Path) -> None:
    [page] = collected(tmp_path, FIXTURES / "facebook" / "graph-pages-single_default_page.json")["followers"]
    assert (page["followers"], page["verified"], page["captured_at"]) == (214507731, True, None)
    assert json.loads(page["extras"])["basis"] == "page_likes"


@real
def test_page_scraper_asks_for_the_zone(tmp_path: Path) -> None:
    found = collected(tmp_path, FIXTURES / "facebook" / "fb-page-post-scraper-2016.csv")
    assert found["posts"] == [] and len(found["reasons"]) == 40
    assert {r.split(":")[0] for r in found["reasons"]} == {"tz_unknown"}


SCRAPED = (
    "status_id,status_message,status_type,status_published,num_reactions,num_comments,num_shares,num_likes,num_loves"
)


def test_page_scraper_counts_all_reactions_in_a_stated_zone(tmp_path: Path) -> None:
    rows = f"{SCRAPED}\n1_2,Hi,video,2017-03-03 19:30:59,12,4,5,7,3\n1_3,Ho,link,2016-01-03 19:30:59,,4,5,7,\n"
    found = collected(tmp_path, ("a.csv", rows), settings='[[data.map]]\nfile = "a.csv"\nzone = "America/New_York"\n')
    later, early = found["posts"]
    assert (later["created_at"], later["kind"], later["likes"]) == ("2017-03-04T00:30:59Z", "video", 12)
    assert (later["reactions"]["like"], later["reactions"]["love"]) == (7, 3)
    assert (early["likes"], early["reactions"]) == (7, None)


def test_a_stated_zone_does_not_move_times_that_name_theirs(tmp_path: Path) -> None:
    rows = "Page Name,Post Created,Message,URL\nA,2023-11-13 04:30:36 EST,x,https://www.facebook.com/1/posts/2\n"
    found = collected(tmp_path, ("a.csv", rows), settings='[[data.map]]\nfile = "a.csv"\nzone = "Asia/Jakarta"\n')
    assert found["posts"][0]["created_at"] == "2023-11-13T09:30:36Z"


@real
def test_instagram_hidden_likes_are_missing(tmp_path: Path) -> None:
    found = collected(tmp_path, FIXTURES / "instagram" / "zeeschuimer-instagram-2026.ndjson")["posts"]
    assert [p["source_row"] for p in found if p["likes"] is None] == ["6", "9", "10"]
    assert {reason(p, "likes") for p in found if p["likes"] is None} == {"hidden"}
    second = found[1]
    assert (second["id"], second["created_at"]) == ("DUQaZKUFFR_", "2026-02-02T13:01:11Z")
    assert (second["likes"], second["comments"]) == (18204, 190)
    assert {reason(p, "views") for p in found} == {"hidden", "not_collected"}


@real
def test_instagram_shortcodes_name_the_media(tmp_path: Path) -> None:
    for post in collected(tmp_path, FIXTURES / "instagram" / "zeeschuimer-instagram-2026.ndjson")["posts"]:
        number = int.from_bytes(base64.urlsafe_b64decode("A" + post["id"]), "big")
        assert number == int(json.loads(post["extras"])["media_id"])


@real
def test_instagram_graph(tmp_path: Path) -> None:
    found = collected(tmp_path, *sorted((FIXTURES / "instagram").glob("graph-*.json")))
    posts = {p["id"]: p for p in found["posts"]}
    assert (posts["CSr71Gzlqo4"]["likes"], posts["CSr71Gzlqo4"]["account_id"]) == (87, "17841407673135339")
    assert posts["CRyZpmrjYC4"]["media_type"] == "carousel"
    assert (posts["CGZ-HKbHHM9"]["kind"], posts["CGZ-HKbHHM9"]["handle"]) == ("story", "ikroskun")
    assert sorted(f["followers"] for f in found["followers"]) == [64363, 64976]
    assert sum(f["read"] for f in found["files"]) == len(posts) + len(found["followers"]) + 1


@real
def test_names_of_others_do_not_stay(tmp_path: Path) -> None:
    register = "actor_id,platform,handle\na,instagram,mets\n"
    file = FIXTURES / "instagram" / "zeeschuimer-instagram-2026.ndjson"
    found = collected(tmp_path, file, names="actors", register=register)["posts"]
    assert [p["handle"] for p in found if p["actor_id"]] == ["mets"]
    said = json.dumps([{k: v for k, v in p.items() if k != "text"} for p in found])
    assert "vivalastool" not in said and "abc7ny" not in said


def test_facepager_says_why_a_node_is_no_post(tmp_path: Path) -> None:
    header = "id;object_id;object_type;query_status;query_time;query_type;created_time;message"
    rows = (
        "1;partai;seed;;;;;",
        "2;11;offcut;fetched (200);2021-08-01 10:00:00;Facebook:/feed;;",
        "3;11_1;data;error (400);2021-08-01 10:00:00;Facebook:/feed;2021-07-09T19:09:52+0000;a",
        "4;11_2;data;fetched (200);2021-08-01 10:00:00;Twitter:/search;2021-07-09T19:09:52+0000;b",
        "5;11_3;unpacked;fetched (200);2021-08-01 10:00:00;Facebook:/feed;2021-07-09T19:09:52+0000;c",
    )
    found = collected(tmp_path, ("nodes.csv", "\n".join((header, *rows)) + "\n"))
    assert [p["id"] for p in found["posts"]] == ["11_3"]
    assert found["reasons"] == [
        "no post: seed",
        "no post: offcut",
        "not fetched: error (400)",
        "not Facebook: Twitter:/search",
    ]


def test_a_broken_line_of_ids_keeps_its_place(tmp_path: Path) -> None:
    whole = {"11_1": {"id": "11_1", "message": "a", "created_time": "2021-07-09T19:09:52+0000"}}
    found = collected(tmp_path, ("ids.jsonl", json.dumps(whole) + '\n{"11_2": {"id"\n' + json.dumps(whole) + "\n"))
    assert [(f["read"], f["stored"], f["duplicate"], f["quarantined"]) for f in found["files"]] == [(3, 1, 1, 1)]


@pytest.mark.parametrize(
    "unit",
    [
        {"data": {"kind": "x"}},
        {"data": []},
        {"data": None},
        {"data": ["text"]},
        {"id": 7},
        {},
        {"12": "text"},
        {"business_discovery": None},
    ],
)
def test_odd_objects_are_nobodys(unit: dict[str, Any]) -> None:
    ours = ("facebook", "instagram", "instaloader", "crowdtangle", "threads")
    for source in SOURCES:
        if source.name.startswith(ours) and source.reads != "delimited":
            seen = Probe("json-lines", units=(unit,)) if source.reads == "document" else unit
            assert not source.looks_like(seen) or unit == {"business_discovery": None}


def test_of_facebook_in_the_browser_only_posts_are_read(tmp_path: Path) -> None:
    wrapper = {"source_platform": "facebook.com", "timestamp_collected": 1717200000000}
    story = {
        "post_id": "7",
        "actors": [{"id": "1", "name": "A"}],
        "message": {"text": "x"},
        "wwwURL": "https://f.example/7",
    }
    post = {**wrapper, "data": {"comet_sections": {"content": {"story": story}}}}
    comment = {**wrapper, "data": {"legacy_fbid": "8", "body": {"text": "komentar"}}}
    found = collected(
        tmp_path,
        ("posts.ndjson", "\n".join(map(json.dumps, (post, comment)))),
        ("comments.ndjson", json.dumps(comment)),
    )
    books = {f["file"]: (f["format"], f["read"], f["stored"], f["quarantined"]) for f in found["files"]}
    assert books["data/posts.ndjson"] == ("zeeschuimer:facebook.com", 2, 1, 1)
    assert books["data/comments.ndjson"][0] is None
    assert "facebook.com: not supported" in next(
        f["why"] for f in found["files"] if f["file"] == "data/comments.ndjson"
    )
