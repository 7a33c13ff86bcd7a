"""Of JSON that breaks off or is damaged the whole records are kept, the rest is told, and large pages take little memory."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suara.collect import reader, rescuing
from suara.collect.collecting import Collected, collect
from suara.engine.duck import connect
from suara.study import load_study

DAMAGED = "the file breaks off or is damaged here"
Row = dict[str, Any]


def tweet(number: int) -> Row:
    made = {
        "id": f"{100 + number}",
        "text": f'"kata" {number} }} ] é',
        "author_id": "1",
        "created_at": "2023-10-10T07:57:53.000Z",
    }
    return {**made, "public_metrics": {"like_count": number}, "entities": {"hashtags": [{"tag": "a"}, {"tag": "b"}]}}


def run(root: Path, content: str, name: str = "f.json") -> Collected:
    (root / "data").mkdir(exist_ok=True)
    (root / "data" / name).write_text(content, encoding="utf-8")
    (root / "study.toml").write_text('[study]\ntitle = "R"\n[privacy]\nnames = "all"\n')
    return collect(load_study(root), connect(), lambda *_: None)


def told(found: Collected) -> list[tuple[str, str]]:
    """(place, reason) of what is set aside; the books balance."""
    (file,) = found.files
    assert file["read"] == file["stored"] + file["duplicate"] + file["out_of_scope"] + file["quarantined"], file
    parts = (found.store.root / "captures" / "quarantine").glob("*.parquet")
    return [
        row for p in parts for row in found.con.execute(f"SELECT source_row, reason FROM '{p}' ORDER BY ALL").fetchall()
    ]


def kept(found: Collected) -> list[tuple[str, str]]:
    return found.con.execute("SELECT id, source_row FROM posts WHERE NOT derived ORDER BY id").fetchall()


PAGES: dict[str, Callable[[str], str]] = {
    "document": lambda tweets: '{"meta": {"n": 3}, "data": [' + tweets,
    "pretty": lambda tweets: '{\n  "data": [\n' + tweets.replace(", ", ",\n "),
    "second document": lambda tweets: json.dumps({"data": [tweet(9)]}) + '\n{"data": [' + tweets,
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("cut", [3, 40, 150])
def test_of_a_page_that_breaks_off_the_whole_records_are_kept(page: str, cut: int, tmp_path: Path) -> None:
    tweets = json.dumps([tweet(1), tweet(2), tweet(3)], ensure_ascii=False)[1:-1]
    found = run(tmp_path, PAGES[page](tweets)[:-cut])
    assert [ident for ident, _ in kept(found)] == ["101", "102", *(["109"] if page == "second document" else [])]
    place = "2.3" if page == "second document" else "1.3"
    assert told(found) == [(place, DAMAGED)] or (page, told(found)[0][1][:8]) == ("second document", "not JSON")


def test_a_page_cut_behind_its_records_keeps_them_all(tmp_path: Path) -> None:
    whole = json.dumps(
        {"data": [tweet(1), tweet(2)], "includes": {"users": [{"id": "1", "username": "Akun"}, {"id": "2"}]}}
    )
    found = run(tmp_path, whole[:-12])
    assert found.con.execute("SELECT id, handle FROM posts").fetchall() == [("101", "akun"), ("102", "akun")]
    assert told(found) == [("1", DAMAGED)]


def test_a_page_of_lines_that_is_cut_keeps_its_records_and_the_line_numbers(tmp_path: Path) -> None:
    lines = [json.dumps({"data": [tweet(n), tweet(n + 1)]}) for n in (1, 3, 5)]
    lines[1] = lines[1][:-20]
    found = run(tmp_path, "\n".join(lines), "f.jsonl")
    assert kept(found) == [("101", "1.1"), ("102", "1.2"), ("103", "2.1"), ("105", "3.1"), ("106", "3.2")]
    assert told(found) == [("2.2", DAMAGED)]


def test_a_damaged_record_in_the_middle_costs_itself_only(tmp_path: Path) -> None:
    records = [json.dumps(tweet(n)) for n in (1, 2, 3)]
    records[1] = records[1].replace('"like_count": 2', '"like_count": 02, "more": "}"')
    found = run(tmp_path, f'{{"data": [{", ".join(records)}]}}')
    assert kept(found) == [("101", "1.1"), ("103", "1.3")]
    assert told(found) == [("1.2", DAMAGED)]


def test_an_array_that_is_damaged_and_cut(tmp_path: Path) -> None:
    records = [json.dumps({**tweet(n), "author": {"id": "1"}}) for n in (1, 2, 3, 4)]
    records[1] = records[1].replace('"like_count": 2', '"like_count": 02')
    found = run(tmp_path, f"[{', '.join(records)}"[:-9])
    assert kept(found) == [("101", "1"), ("103", "3")]
    assert told(found) == [("2", DAMAGED), ("4", DAMAGED)]


def test_a_response_of_x_that_breaks_off_keeps_its_whole_entries(tmp_path: Path) -> None:
    def entry(number: int) -> Row:
        legacy = {
            "full_text": "a",
            "created_at": "Tue Oct 10 07:57:53 +0000 2023",
            "entities": {"hashtags": [{"text": "b"}]},
        }
        return {"entryId": f"tweet-{number}", "content": {"result": {"rest_id": f"{number}", "legacy": legacy}}}

    instructions = [{"type": "Clear"}, {"type": "Add", "entries": [entry(1), entry(2), entry(3)]}]
    text = json.dumps({"data": {"timeline": {"instructions": instructions}}})
    found = run(tmp_path, text[: text.rindex("hashtags") + 14])
    assert [ident for ident, _ in kept(found)] == ["1", "2"]
    assert len(told(found)) == 1


def test_nothing_can_be_kept_of_a_page_cut_in_its_first_record(tmp_path: Path) -> None:
    found = run(tmp_path, json.dumps({"data": [tweet(1)]})[:-30])
    assert (kept(found), [reason for _, reason in told(found)]) == ([], [DAMAGED])


def test_a_large_page_is_told_record_by_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WHOLE", 100)
    monkeypatch.setattr(rescuing, "LARGEST", 2_000)
    found = run(tmp_path, json.dumps({"data": [tweet(n) for n in range(50)], "meta": {"n": 50}}))
    assert kept(found) == [(f"{100 + n}", f"1.{n + 1}") for n in range(50)]
    assert told(found) == []


def test_a_large_page_whose_records_need_what_stands_beside_them_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "WHOLE", 100)
    monkeypatch.setattr(rescuing, "LARGEST", 2_000)
    users = [{"id": f"{n}", "username": f"akun{n}", "description": "x" * 50} for n in range(50)]
    found = run(tmp_path, json.dumps({"data": [tweet(n) for n in range(50)], "includes": {"users": users}}))
    assert len(kept(found)) == 50
    assert found.con.execute("SELECT DISTINCT handle FROM posts").fetchall() == [("akun1",)]


@pytest.mark.parametrize("window", [1, 7, 1 << 18])
def test_a_window_of_any_size_gives_the_same(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescuing, "WINDOW", window)
    text = json.dumps([tweet(1), {"a": "\\"}, 5, tweet(2)])[:-5]
    units: list[tuple[str, str | None, str]] = []
    rescuing.take_apart(io.StringIO(text), lambda *unit: units.append(unit), pages=False)
    assert [(place, json.loads(body) if body else body) for place, body, _ in units] == [
        ("1", tweet(1)), ("2", {"a": "\\"}), ("3", None), ("4", None)
    ]  # fmt: skip
