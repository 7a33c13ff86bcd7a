"""Pages are made once a run, and shown to whoever may see the same: with the own name and the own token."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from suara.cli.serve import _bound
from suara.display.drawer import Drawer
from suara.display.render import svg
from suara.engine.opened import Opened
from suara.study import load_study
from suara.web import actors, warming
from suara.web.accounts import Accounts
from suara.web.app import made as dashboard
from suara.web.shelf import NAME, TOKEN, Shelf
from suara.web.warming import addresses
from tests.web.conftest import Client

POINT = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}}


def test_what_several_ask_for_at_once_is_made_once() -> None:
    shelf: Shelf[str] = Shelf(100)
    made: list[int] = []
    start = threading.Barrier(8)

    def slow() -> str:
        made.append(1)
        time.sleep(0.05)
        return "made"

    def ask() -> None:
        start.wait()
        assert shelf.made("key", slow) == "made"

    crowd = [threading.Thread(target=ask) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(made) == 1 and shelf.get("key") == "made"


def test_what_could_not_be_made_is_tried_again() -> None:
    shelf: Shelf[str] = Shelf(100)
    with pytest.raises(ZeroDivisionError):
        shelf.made("key", lambda: str(1 // 0))
    assert shelf.get("key") is None and shelf.made("key", lambda: "now") == "now"


def test_the_least_used_goes_first_and_what_is_too_large_is_not_kept() -> None:
    shelf: Shelf[bytes] = Shelf(800, len)
    for key in range(8):
        shelf.made(key, lambda: b"x" * 100)
    shelf.get(0)
    shelf.made("new", lambda: b"x" * 100)
    assert shelf.get(0) is not None and shelf.get(1) is None and shelf.get("new") is not None
    assert len(shelf.made("large", lambda: b"x" * 101)) == 101 and shelf.get("large") is None


def test_a_kept_page_is_not_made_again(
    own: Path, visit: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit(own)
    first = client.get("/actors").text
    monkeypatch.setattr(actors, "_cols", None)
    assert client.get("/actors").text == first
    assert client.get("/actors?lang=en").status_code == 500  # that one has to be made


def test_a_kept_page_bears_the_token_of_whoever_asks(own: Path, visit: Callable[..., Client]) -> None:
    one = visit(own)
    with Client(base_url=str(one.base_url), timeout=60) as other:
        texts = [client.get("/data").text for client in (one, one, other, other)]
        tokens = [re.findall(r'name="csrf_token" value="(\w+)"', text) for text in texts]
        assert (
            tokens[0] != tokens[2] and tokens[2] == tokens[3] and all(tokens)
        )  # a visitor's second page has its cookie
        assert not any(mark in text for mark in (NAME, TOKEN) for text in texts)
        assert other.send_form("/run", "/data", lang="xx").status_code in (303, 409)


def test_a_kept_page_is_not_shown_to_another_role(own: Path, visit: Callable[..., Client]) -> None:
    accounts = Accounts.open(own)
    for name, role in (("owen", "owner"), ("rina", "reader"), ("rudi", "reader"), ("ani", "coder")):
        accounts.add(name, role, "a long password")
    accounts.close()
    owner = visit(own, local=False)
    address = str(owner.base_url)

    def signed(name: str) -> Client:
        client = Client(base_url=address, timeout=60)
        client.send_form("/signin", name=name, password="a long password")
        return client

    pages = {name: signed(name) for name in ("owen", "rina", "rudi", "ani")}
    assert "Run again" in pages["owen"].get("/data?lang=en").text
    readers = [pages[name].get("/data?lang=en").text for name in ("rina", "rudi")]
    assert "Run again" not in "".join(readers)
    assert '<span class="name">rina</span>' in readers[0] and '<span class="name">rudi</span>' in readers[1]
    assert pages["ani"].get("/data?lang=en").status_code == 403
    pages["owen"].get("/quarantine.csv")
    assert [pages[name].get("/quarantine.csv").status_code for name in ("owen", "rina")] == [200, 403]
    assert owner.get("/data?lang=en", follow_redirects=False).status_code == 303
    pages["rina"].send_form("/signout", "/data")
    assert pages["rina"].get("/data?lang=en", follow_redirects=False).status_code == 303


def test_a_new_run_makes_pages_new(own: Path, visit: Callable[..., Client]) -> None:
    client = visit(own)
    assert client.get("/data").text == client.get("/data").text
    waterfall = own / "out/waterfall.json"
    waterfall.write_text(waterfall.read_text().replace('"file": "data/', '"file": "data/other-'))
    time.sleep(0.6)
    assert "other-" in client.get("/data").text


def test_pages_are_made_before_anybody_asks(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = dashboard(own).app
    left = app.state.folder.left()  # type: ignore[attr-defined]
    asked = list(addresses(left))
    assert len(asked) == len(set(asked)) and {("/", ""), ("/findings", "lang=id"), ("/", "platform=x")} <= set(asked)
    few = [("/data", ""), ("/actors", ""), ("/data", "lang=id")]
    monkeypatch.setattr(warming, "addresses", lambda _left: few)
    with ThreadPoolExecutor(1) as apart:  # a browser's loop may run in this thread
        apart.submit(asyncio.run, warming._make(app, left)).result()  # type: ignore[arg-type]
    app.state.drawer.close()  # type: ignore[attr-defined]
    kept = [left.pages.get((path, query.encode(), "id" if query else "en", "owner", False)) for path, query in few]
    assert all(page is not None for page in kept) and b'lang="id"' in kept[2].body


def test_pictures_are_drawn_in_another_process_and_here_where_it_died() -> None:
    drawer = Drawer()
    assert drawer.svg(POINT) == svg(POINT)
    assert drawer._process is not None
    drawer._process.kill()
    drawer._process.wait()
    assert drawer.svg(POINT) == svg(POINT) == drawer.svg(POINT)
    drawer.close()
    assert drawer._process is None


def test_answers_are_sent_at_once() -> None:
    bound = _bound("127.0.0.1", 0)
    assert bound.proto == socket.IPPROTO_TCP
    bound.close()


def test_posts_are_found_by_their_place_as_by_their_id(ran: Path, tmp_path: Path) -> None:
    study = load_study(ran)
    opened = Opened(study)
    rows = pl.read_parquet(ran / "out/store/tables/prepared_posts.parquet").select("platform", "id", "_part", "_row")
    placed, sought = (opened.posts(f).sort("platform", "id") for f in (rows, rows.select("platform", "id")))
    assert placed.height == rows.height and placed.equals(sought)
    opened.close()
    shutil.rmtree(tmp_path, ignore_errors=True)
