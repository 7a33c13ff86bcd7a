"""YouTube, TikTok, Bluesky, Mastodon, Telegram and 4CAT: real exports, zones that must be named, private chats."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suara.collect.collecting import Collected, collect
from suara.collect.opening import Opened
from suara.collect.sources._fourcat_csv import layout_of
from suara.collect.sources._telegram_stream import messages
from suara.collect.sources._ytdt import records
from suara.engine.duck import connect
from suara.plain import plain_rows
from suara.study import load_study
from tests.conftest import FIXTURES, needs_fixtures

Make = Callable[..., Path]
OPEN = '[study]\ntitle = "Test"\n[privacy]\nnames = "all"\n'
ZONE = '[[data.map]]\nfile = "*"\nzone = "Asia/Jakarta"\n'
PAIRS = Path(__file__).resolve().parents[2] / "pairs"


def collected(root: Path) -> Collected:
    return collect(load_study(root), connect(), lambda *_: None)


def of_fixture(study_of: Make, name: str, toml: str = OPEN) -> tuple[Collected, dict[str, Any]]:
    found = collected(study_of({f"data/{Path(name).name}": (FIXTURES / name).read_bytes()}, toml))
    return found, found.files[0]


def rows(found: Collected, table: str = "posts", where: str = "NOT derived") -> list[dict[str, Any]]:
    order = "CAST(string_split(source_row, '.')[1] AS BIGINT), id" if table == "posts" else "source_row"
    return plain_rows(found.con.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY {order}").pl())


def reasons(found: Collected) -> Counter[str]:
    parts = found.store.root.glob("captures/quarantine/*.parquet")
    said = [found.con.execute(f"SELECT reason FROM '{part}'").fetchall() for part in parts]
    return Counter(reason for some in said for (reason,) in some)


# format, read, stored, quarantined, derived: counted by hand in the files
BOOKS = {
    "youtube/api-channel_info_multi.json": ("youtube-api", 2, 0, 2, 0),
    "youtube/api-channels-info_multiple.json": ("youtube-api", 2, 2, 0, 0),
    "youtube/api-comment_threads-comment_threads_by_video_paged_1.json": ("youtube-api", 5, 5, 0, 0),
    "youtube/api-comments-comments_by_parent_paged_1.json": ("youtube-api", 2, 2, 0, 0),
    "youtube/api-phoenix-channels_page_final.json": ("youtube-api", 2, 2, 0, 0),
    "youtube/api-phoenix-comment_threads_response.json": ("youtube-api", 12, 12, 0, 1),
    "youtube/api-playlist_items-playlist_items_paged_1.json": ("youtube-api", 10, 10, 0, 0),
    "youtube/api-search-search_by_keywords_p1.json": ("youtube-api", 25, 25, 0, 0),
    "youtube/api-videos-videos_info_multi.json": ("youtube-api", 2, 2, 0, 0),
    "youtube/ytdlp-metadata_2023-06-29.trimmed.info.json": ("yt-dlp", 1, 1, 0, 1),
    "tiktok/zeeschuimer-tiktok-2023.ndjson": ("zeeschuimer:tiktok.com", 12, 12, 0, 12),
    "tiktok/research-api-example_resp_comments.json": ("tiktok-research", 1, 1, 0, 0),
    "tiktok/research-api-example_resp_q_user.json": ("tiktok-research", 1, 1, 0, 0),
    "tiktok/research-api-example_resp_q_videos.json": ("tiktok-research", 2, 1, 0, 0),
    "bluesky/api-a_profile.json": ("bluesky-api", 1, 1, 0, 0),
    "bluesky/api-f_feedfeed.json": ("bluesky-api", 7, 7, 0, 0),
    "bluesky/api-f_getposts.json": ("bluesky-api", 1, 1, 0, 0),
    "bluesky/api-f_getquotes.json": ("bluesky-api", 2, 2, 0, 1),
    "bluesky/api-f_postthread.json": ("bluesky-api", 1, 1, 0, 0),
    "bluesky/api-f_search.json": ("bluesky-api", 25, 25, 0, 2),
    "bluesky/api-r_listrcd.json": ("bluesky-api", 50, 50, 0, 0),
    "bluesky/atproto-post_record.json": ("bluesky-api", 1, 1, 0, 0),
    "bluesky/atproto-thread_view_post_with_embed_media.json": ("bluesky-api", 1, 1, 0, 1),
    "bluesky/jetstream-expected_v1.jsonl": ("bluesky-jetstream", 152, 17, 135, 0),
    "mastodon/get_account_default.json": ("mastodon", 1, 1, 0, 0),
    "mastodon/get_account_statuses_default.json": ("mastodon", 20, 20, 0, 3),
    "mastodon/get_status_default.json": ("mastodon", 1, 1, 0, 1),
    "mastodon/get_timeline_hashtag_default.json": ("mastodon", 5, 5, 0, 5),
    "mastodon/get_timeline_public_anonymous.json": ("mastodon", 20, 20, 0, 20),
    "telegram/tdesktop-private_channel-2020-21.json": ("telegram-desktop", 19, 0, 19, 0),
    "telegram/tdesktop-private_channel-2020-numeric-from_id.json": ("telegram-desktop", 13, 0, 13, 0),
    "telegram/tdesktop-single-export.json": ("telegram-desktop", 2, 0, 2, 0),
}


@needs_fixtures
@pytest.mark.parametrize("name", BOOKS)
def test_books_of_real_files(study_of: Make, name: str) -> None:
    _, file = of_fixture(study_of, name)
    assert tuple(file[k] for k in ("format", "read", "stored", "quarantined", "derived")) == BOOKS[name], file["why"]


@needs_fixtures
@pytest.mark.parametrize(
    "name",
    ["youtube/ytdlp-minimal_metadata.json", "mastodon/get_poll_anonymous.json", "tiktok/research-api-example_query.json",
     "tiktok/research-api-example_request.json"],
)  # fmt: skip
def test_what_is_no_data_stays_unrecognised(study_of: Make, name: str) -> None:
    assert of_fixture(study_of, name)[1]["format"] is None


@needs_fixtures
def test_tiktok_oracle(study_of: Make) -> None:
    found, _ = of_fixture(study_of, "tiktok/zeeschuimer-tiktok-2023.ndjson")
    second = rows(found)[1]
    assert (second["id"], second["created_at"]) == ("7288710518670396678", "2023-10-11T14:39:24Z")
    assert (second["likes"], second["comments"], second["views"]) == (15800, 762, 911300)
    assert json.loads(second["extras"])["precision"] == {"likes": "rounded", "views": "rounded"}


@needs_fixtures
def test_jetstream_keeps_posts_and_counts_the_rest(study_of: Make) -> None:
    found, _ = of_fixture(study_of, "bluesky/jetstream-expected_v1.jsonl")
    why = reasons(found)
    assert why["engagement event: like create"] == 105
    assert why["engagement event: repost create"] == 15
    assert sum(why.values()) == 135
    assert all(row["id"].startswith(f"at://{row['account_id']}/app.bsky.feed.post/") for row in rows(found))


@needs_fixtures
def test_playlist_items_without_a_publishing_date_have_no_time(study_of: Make) -> None:
    """``snippet.publishedAt`` is when the video was put into the list."""
    found, _ = of_fixture(study_of, "youtube/api-playlist_items-playlist_items_paged_1.json")
    assert {row["created_at"] for row in rows(found)} == {None}
    assert json.loads(rows(found)[0]["extras"])["added_at"] == "2019-11-21T22:17:43.000Z"


@needs_fixtures
def test_telegram_with_its_zone_named(study_of: Make) -> None:
    found, file = of_fixture(study_of, "telegram/tdesktop-private_channel-2020-21.json", OPEN + ZONE)
    assert (file["read"], file["stored"], file["quarantined"]) == (19, 18, 1)
    linked = next(row for row in rows(found) if row["id"] == "1292077344/14")
    assert linked["created_at"] == "2020-11-12T07:48:48Z"
    assert linked["text"] == "text link\n\nexample.com\n\nexample@example.com"
    assert linked["urls"] == ["http://example.com/", "example.com"]
    assert Counter(row["media_type"] for row in rows(found)) == {"text": 9, "photo": 6, "audio": 2, "document": 1}


@needs_fixtures
def test_telegram_of_2020_names_authors_by_number(study_of: Make) -> None:
    found, _ = of_fixture(study_of, "telegram/tdesktop-private_channel-2020-numeric-from_id.json", OPEN + ZONE)
    assert {row["account_id"] for row in rows(found)} == {"9882011936"}


# ── times by a clock that the file does not name ────────────────────────────────────────────────────────────────────

LOCAL: dict[str, dict[str, Any]] = {
    "telegram-desktop#local": {"id": "777/2", "created_at": "2020-11-12T05:54:07Z", "text": "Halo", "account_id": "777"},
    "ytdt-comments": {"id": "UgAAA", "created_at": "2024-01-09T22:00:00Z", "text": 'Setuju, "ya"', "handle": "warga_satu",
                      "in_reply_to": "vidAAAAAAA1", "thread_root": "vidAAAAAAA1", "likes": 2, "comments": 1,
                      "captured_at": "2024-01-20T03:00:00Z"},
    "4cat-csv#youtube-comments": {"id": "UgAAA", "created_at": "2024-01-09T22:00:00Z", "account_id": "UCw", "likes": 2, "comments": 1},
    "4cat-csv#crowdtangle": {"id": "88", "created_at": "2024-01-09T18:02:03Z", "account_id": "700", "kind": "video", "likes": 7,
                             "comments": 1, "shares": 2, "views": None,
                             "reactions": {"like": 3, "love": 1, "care": 1, "haha": 0, "wow": 0, "sad": 0, "angry": 2, "other": None}},
    "4cat-csv#crowdtangle-instagram": {"platform": "instagram", "created_at": "2024-01-09T18:02:03Z", "media_type": "photo", "likes": 3},
    "4cat-csv": {"platform": "instagram", "created_at": "2024-01-09T18:02:03Z", "handle": "melati"},
}  # fmt: skip


@pytest.mark.parametrize("layout", LOCAL)
def test_a_zone_must_be_named_and_then_counts(study_of: Make, layout: str) -> None:
    file = next(p for p in (PAIRS / layout).iterdir() if ".in." in p.name)
    name = file.name.replace(".in.", ".")
    unnamed = collected(study_of({f"data/{name}": file.read_bytes()}, OPEN))
    assert rows(unnamed) == []
    assert set(reasons(unnamed)) == {"tz_unknown: name the zone in a [[data.map]]"}
    (row,) = rows(collected(study_of({f"data/{name}": file.read_bytes()}, OPEN + ZONE)))
    assert {k: row[k] for k in LOCAL[layout]} == LOCAL[layout]


# ── Telegram: privacy, damage, size ─────────────────────────────────────────────────────────────────────────────────

_CHAT = (
    '{"name": "Kawan", "type": "%s", "id": 5, "messages": [{"id": 1, "type": "message", "date": "2024-01-01T07:00:00", '
)
_CHAT += '"date_unixtime": "1704067200", "from": "Budi Rahasia", "from_id": "user1", "text": "kata rahasia"}]}'


@pytest.mark.parametrize("kind", ["personal_chat", "bot_chat", "saved_messages", "private_group", "private_supergroup"])
def test_private_chats_leave_nothing_behind(study_of: Make, kind: str) -> None:
    root = study_of({"data/result.json": _CHAT % kind}, OPEN)
    found = collected(root)
    assert (found.files[0]["read"], found.files[0]["quarantined"]) == (1, 1)
    kept = b"".join(path.read_bytes() for path in (root / "out").rglob("*") if path.is_file())
    assert b"rahasia" not in kept.lower()


@pytest.mark.parametrize("kind", ["public_channel", "private_channel", "public_supergroup"])
def test_public_chats_are_read(study_of: Make, kind: str) -> None:
    assert collected(study_of({"data/result.json": _CHAT % kind}, OPEN)).files[0]["stored"] == 1


def test_a_file_that_breaks_off_keeps_what_came_before(study_of: Make) -> None:
    two = (_CHAT % "public_channel").replace("]}", ', {"id": 2, "type": "message", "date": "2024')
    found = collected(study_of({"data/result.json": two}, OPEN))
    assert [row["id"] for row in rows(found)] == ["5/1"]
    assert reasons(found) == {"the file breaks off or is damaged here": 1}


@pytest.mark.parametrize("size", range(1, 12))
def test_escapes_across_chunks(size: int) -> None:
    class Small(io.BytesIO):
        def read(self, asked: int | None = -1) -> bytes:
            return super().read(min(size, size if asked is None or asked < 0 else asked))

    raw = Small(rb'{"id": 1, "messages": [{"text": "a\x07\\x41\\\x08\n"}], "after": [1]}')
    assert [message for _, message in messages(raw)] == [{"text": "a\x07\\x41\\\x08\n"}]


def test_messages_come_with_their_chat_and_are_not_kept() -> None:
    raw = io.BytesIO(
        b'{"list": [{"id": 1, "messages": [{"id": 1}, {"id": 2, "messages": [{"x": 1}]}]}, {"id": 2, "messages": [{"id": 3}]}]}'
    )
    seen = [(chat["id"], message["id"], len(chat["messages"])) for chat, message in messages(raw) if "id" in message]
    assert seen == [(1, 1, 0), (1, 2, 0), (2, 3, 0)]


# ── YouTube Data Tools, 4CAT ────────────────────────────────────────────────────────────────────────────────────────


def test_both_escapes_and_lone_backslashes(tmp_path: Path) -> None:
    path = tmp_path / "videoinfo_abcdefghijk_2024_07_01-00_30_00_comments.tab"
    path.write_text('id\ttext\n1\t"kata \\"ini\\", ""itu"" \\o/"\n2\ta\tb\n', encoding="utf-8")
    first, second = records(Opened(f"data/{path.name}", path, "delimited"))
    assert first == {
        "id": "1",
        "text": 'kata "ini", "itu" \\o/',
        "captured": "2024_07_01-00_30_00",
        "video": "abcdefghijk",
    }
    assert second == {"problem": "3 cells where the header has 2"}


def test_what_4cat_made_is_told_by_its_columns() -> None:
    assert layout_of(["id", "body", "timestamp", "thread_id", "plays", "tiktok_url"]) == "tiktok"
    assert layout_of(["id", "body", "timestamp", "unix_timestamp", "Page Name", "URL"]) == "custom"
    assert layout_of(["id", "body", "timestamp"]) is None
    assert layout_of(["platform", "id", "created_at", "text"]) is None


def test_a_4cat_upload_stays_4cats(study_of: Make) -> None:
    """It keeps the columns of the tool that made it, which would be recognised too."""
    header = "id,thread_id,author,body,timestamp,unix_timestamp,replyCount,isReply,videoId,publishedAtSQL\n"
    (file,) = collected(study_of({"data/a.csv": header + "1,1,a,b,2024-01-01 00:00:00,1,0,0,x,y\n"}, OPEN)).files
    assert file["format"] == "4cat-csv"
