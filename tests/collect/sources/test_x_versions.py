"""X: the same tweet is the same text in every export, long texts are whole, and of an edited tweet the newest version stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from suara.collect.collecting import Collected, collect
from suara.engine.duck import connect
from suara.plain import plain_rows
from suara.study import load_study

Row = dict[str, Any]
ESCAPED, PLAIN = "Harga &lt;beras&gt; &amp; telur, ditulis &amp;lt;", "Harga <beras> & telur, ditulis &lt;"
WHEN = "2023-10-10T07:57:53.000Z"
OLD_WHEN = "Tue Oct 10 07:57:53 +0000 2023"


def imported(study: Path, **files: str) -> Collected:
    (study / "data").mkdir(exist_ok=True)
    for name, content in files.items():
        (study / "data" / name).write_text(content, encoding="utf-8")
    (study / "study.toml").write_text('[study]\ntitle = "X"\n[privacy]\nnames = "all"\n')
    return collect(load_study(study), connect(), lambda *_: None)


def posts(found: Collected) -> list[Row]:
    return list(plain_rows(found.con.execute("SELECT * FROM posts ORDER BY derived, source_file, id").pl()))


def v2(ident: str = "7", text: str = ESCAPED, **more: Any) -> Row:
    return {
        "id": ident,
        "text": text,
        "author_id": "1",
        "created_at": WHEN,
        "public_metrics": {"like_count": 1},
        **more,
    }


def graphql(ident: str = "7", text: str = ESCAPED, **more: Any) -> Row:
    legacy = {"full_text": text, "created_at": OLD_WHEN, "user_id_str": "1", "conversation_id_str": ident}
    return {"rest_id": ident, "legacy": legacy, **more}


def twarc_csv(text: str) -> str:
    head = "id,conversation_id,author_id,created_at,text,public_metrics.like_count,referenced_tweets.retweeted.id"
    return f'{head}\n7,7,1,{WHEN},"{text}",1,\n'


def fourcat(text: str, retweet: str = "no") -> str:
    head = "id,thread_id,timestamp,unix_timestamp,body,author,impression_count,is_quote_withheld,is_retweet"
    return f'{head}\n7,7,2023-10-10 07:57:53,1696924673,"{text}",akun,,no,{retweet}\n'


EXPORTS = {
    "v2 page": json.dumps({"data": [v2()]}),
    "v2 flat": json.dumps(v2()),
    "v1.1": json.dumps({"id_str": "7", "full_text": ESCAPED, "created_at": OLD_WHEN, "user": {"id_str": "1"}}),
    "graphql": json.dumps(graphql()),
    "twarc-csv": twarc_csv(ESCAPED),
    "4cat captured": fourcat(ESCAPED),
    "4cat repost": fourcat(f"RT @akun: {ESCAPED}", "yes"),
    "4cat native": json.dumps(v2(author_user={"id": "1", "username": "akun"})),
    "archive": f"window.YTD.tweets.part0 = [{json.dumps({'tweet': {'id_str': '7', 'full_text': ESCAPED, 'created_at': OLD_WHEN}})}]",
}


@pytest.mark.parametrize("export", EXPORTS)
def test_a_tweet_has_the_same_text_in_every_export(export: str, tmp_path: Path) -> None:
    (row,) = posts(imported(tmp_path, file=EXPORTS[export]))
    assert (row["id"], row["text"]) == ("7", PLAIN)


ENTITIES = {
    "hashtags": [{"tag": "akhir"}],
    "mentions": [{"username": "Warga"}],
    "urls": [{"expanded_url": "https://contoh.id/akhir"}],
}
LONG = {"text": "panjang " * 60 + "#akhir @Warga https://t.co/b", "entities": ENTITIES}


def of_long(row: Row) -> tuple[bool, list[str], list[str], list[str]]:
    return row["text"] == LONG["text"], row["hashtags"], row["mentions"], row["urls"]


@pytest.mark.parametrize("flat", [True, False])
def test_a_long_v2_tweet_is_whole_with_what_stands_at_its_end(flat: bool, tmp_path: Path) -> None:
    tweet = v2(text="panjang panjang… https://t.co/x", note_tweet=LONG, entities={"urls": []})
    (row,) = posts(imported(tmp_path, file=json.dumps(tweet if flat else {"data": [tweet]})))
    assert of_long(row) == (True, ["akhir"], ["warga"], ["https://contoh.id/akhir"])


def test_a_repost_of_a_long_tweet_has_its_links_and_hashtags(tmp_path: Path) -> None:
    repost = v2("8", "RT @warga: panjang…", referenced_tweets=[{"type": "retweeted", "id": "7"}])
    page = {"data": [repost], "includes": {"tweets": [v2(text="panjang…", note_tweet=LONG)]}}
    row, original = posts(imported(tmp_path, file=json.dumps(page)))
    assert (row["kind"], of_long(row)) == ("repost", (True, ["akhir"], [], ["https://contoh.id/akhir"]))
    assert (original["derived"], of_long(original)[0]) == (True, True)


# ── edited tweets ───────────────────────────────────────────────────────────────────────────────────────────────────


def history(*ids: str) -> Row:
    return {"edit_history_tweet_ids": list(ids)}


def control(*ids: str) -> Row:
    return {"edit_control": {"initial_tweet_id": ids[0], "edit_control_initial": {"edit_tweet_ids": list(ids)}}}


def lines(*units: Row) -> str:
    return "\n".join(map(json.dumps, units))


EDITED = {
    "v2 page": lines({"data": [v2("9", "baru", **history("7", "9")), v2("7", "lama", **history("7", "9"))]}),
    "v2 flat": lines(v2("7", "lama", **history("7")), v2("9", "baru", **history("7", "9"))),
    "graphql": lines(graphql("7", "lama"), graphql("9", "baru", **control("7", "9"))),
}


@pytest.mark.parametrize("export", EDITED)
def test_of_an_edited_tweet_the_newest_version_is_the_post(export: str, tmp_path: Path) -> None:
    found = imported(tmp_path, file=EDITED[export])
    (row,) = posts(found)
    assert (row["id"], row["text"]) == ("9", "baru")
    (file,) = found.files
    assert (file["read"], file["stored"], file["duplicate"], file["quarantined"]) == (2, 1, 1, 0)
    snapshots = found.con.execute("SELECT id FROM captures_posts ORDER BY id").fetchall()
    assert snapshots == [("7",), ("9",)], "the older one stays as a snapshot"
    assert found.con.execute("SELECT why FROM superseded").fetchall() == [("newer version",)]


def test_versions_in_two_files_and_three_versions(tmp_path: Path) -> None:
    first, last = v2("7", "lama", **history("7")), v2("11", "terbaru", **history("7", "9", "11"))
    found = imported(tmp_path, a=lines(first), b=lines(last, v2("9", "baru", **history("7", "9", "11"))))
    assert [r["id"] for r in posts(found)] == ["11"]
    assert [(f["stored"], f["duplicate"]) for f in found.files] == [(0, 1), (1, 1)]


def test_the_only_version_that_was_captured_stands(tmp_path: Path) -> None:
    (row,) = posts(imported(tmp_path, file=lines(v2("7", "lama", **history("7", "9")))))
    assert row["id"] == "7" and json.loads(row["extras"])["versions"] == ["7", "9"]


def test_what_is_only_context_replaces_no_version_of_the_sample(tmp_path: Path) -> None:
    answer = v2("12", "jawab", referenced_tweets=[{"type": "replied_to", "id": "9"}])
    context = v2("9", "baru", **history("7", "9"))
    page = {"data": [answer, v2("7", "lama", **history("7", "9"))], "includes": {"tweets": [context]}}
    rows = posts(imported(tmp_path, file=json.dumps(page)))
    assert [(r["id"], r["derived"]) for r in rows] == [("12", False), ("7", False), ("9", True)]
