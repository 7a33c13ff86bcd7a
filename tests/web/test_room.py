"""The coding room over HTTP: blind, refused where it must be, and nothing lost when the server dies."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from suara.reduce.coders.ledger import Ledger
from tests.web.conftest import Client, opened


def coder(visit: Callable[..., Client], root: Path, name: str) -> Client:
    """A coder at the own machine."""
    one = visit(root)
    assert one.send_form("/signin", name=name).status_code == 303
    return one


def post(client: Client, *said: dict[str, Any], round: str = "pilot") -> int:
    token = re.search(r'name="csrf_token" value="(\w+)"', client.get("/room").text)
    assert token
    return client.post(f"/room/{round}/codings", json=list(said), headers={"X-Csrf-Token": token[1]}).status_code


def test_a_click_is_stored_once_however_often_it_is_sent(own: Path, visit: Callable[..., Client]) -> None:
    units = opened(own, 4, ["ani", "budi"])
    ani = coder(visit, own, "ani")
    said = {"key": "0123456789", "unit": units[0], "code": "attack", "value": "1"}
    assert [post(ani, said) for _again in range(3)] == [200] * 3
    assert Ledger.open(own).history().height == 1
    assert post(ani, {**said, "value": "0"}) == 409  # the same key with another meaning is no retry
    assert post(ani, {"key": "0123456790", "unit": units[0], "code": "attack", "value": None}) == 200
    assert Ledger.open(own).latest().is_empty() and Ledger.open(own).history().height == 2
    told = ani.get("/history.json").json()
    assert [(r["action"], r["coder"], r["value"]) for r in told] == [("withdraw", "ani", None), ("code", "ani", "1")]
    assert {r["what"] for r in ani.get("/audit.json").json()} >= {"opened"}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"value": "7"}, 409), ({"code": "attakc"}, 409), ({"unit": "no such"}, 409), ({"code": "sentiment"}, 409), ({"key": "short"}, 400), ({"value": "1" * 20_000}, 400),
        ({"unit": "'; DROP TABLE codings; --"}, 409),
    ],
)  # fmt: skip
def test_what_the_round_does_not_ask_is_refused(
    own: Path, visit: Callable[..., Client], said: dict[str, str], status: int
) -> None:
    units = opened(own, 2, ["ani"])
    assert (
        post(coder(visit, own, "ani"), {"key": "0123456789", "unit": units[0], "code": "attack", "value": "1", **said})
        == status
    )
    assert Ledger.open(own).history().is_empty()


def test_coders_are_blind_to_each_other_and_to_the_machine(own: Path, visit: Callable[..., Client]) -> None:
    units = opened(own, 3, ["ani", "budi"])
    ani, budi = coder(visit, own, "ani"), coder(visit, own, "budi")
    for code in ("attack", "question_to_citizens"):
        post(ani, {"key": f"key of {code}", "unit": units[0], "code": code, "value": "1"})
    post(ani, {"key": "key of the memo", "unit": units[0], "code": "memo", "value": "rahasia ani"})
    place = next(i for i in (1, 2, 3) if f'data-unit="{units[0]}"' in ani.get(f"/room/pilot/{i}").text)
    mine, hers = ani.get(f"/room/pilot/{place}").text, budi.get(f"/room/pilot/{place}").text
    assert mine.count('aria-pressed="true"') == 2 and "rahasia ani" in mine
    assert hers.count('aria-pressed="true"') == 0 and "rahasia" not in hers and "dictionary" not in hers
    assert coder(visit, own, "cici").get("/room/pilot").status_code == 404


def test_without_a_script_every_button_is_a_form(own: Path, visit: Callable[..., Client]) -> None:
    units = opened(own, 1, ["ani"])
    ani = coder(visit, own, "ani")
    assert ani.get("/room/pilot").headers["location"] == "/room/pilot/1"
    fields = {"unit": units[0], "code": "attack", "key": "0123456789"}
    assert ani.send_form("/room/pilot/1", **fields, value="1").status_code == 303
    assert 'aria-pressed="true"' in ani.get("/room/pilot/1").text
    assert ani.send_form("/room/pilot/1", **fields, undo="1").status_code == 303
    assert 'aria-pressed="true"' not in ani.get("/room/pilot/1").text


def test_a_locked_round_takes_nothing_and_says_so(own: Path, visit: Callable[..., Client]) -> None:
    units = opened(own, 2, ["ani", "budi"])
    ani = coder(visit, own, "ani")
    post(ani, {"key": "0123456789", "unit": units[0], "code": "attack", "value": "1"})
    assert ani.send_form("/rounds/pilot/lock", "/rounds/pilot").status_code == 303
    assert post(ani, {"key": "1123456789", "unit": units[1], "code": "attack", "value": "1"}) == 409
    assert "locked" in ani.get("/room/pilot").text and "locked" in ani.get("/rounds/pilot").text
    assert Ledger.open(own).audit()[-1]["what"] == "locked"


def test_a_text_of_a_post_is_no_markup_in_the_room(own: Path, visit: Callable[..., Client]) -> None:
    opened(own, 60, ["ani"])
    ani = coder(visit, own, "ani")
    texts = [ani.get(f"/room/pilot/{i}").text for i in range(1, 61)]
    assert any("&lt;script&gt;window.hacked" in t for t in texts) and not any("<script>window" in t for t in texts)


def test_a_round_is_drawn_from_the_page(own: Path, visit: Callable[..., Client]) -> None:
    owner = visit(own)
    for wrong in ({"codes": "no_such_code"}, {"coders": "--by"}, {"n": "-5"}, {"name": "../x"}):
        assert (
            owner.send_form(
                "/rounds", "/rounds", **{"codes": "attack", "coders": "ani,budi", "n": "10", **wrong}
            ).status_code
            == 400
        )
    assert (
        owner.send_form(
            "/rounds", "/rounds", codes="attack", coders="ani,budi", n="10", overlap="4", name="drawn"
        ).status_code
        == 303
    )
    while owner.get("/progress.json").json()["state"] == "running":
        time.sleep(0.1)
    (one,) = Ledger.open(own).rounds()
    assert (one.name, one.units, one.overlap, one.drawn) == ("drawn", 10, 4, True)
    assert "drawn" in owner.get("/rounds").text


CODERS = [f"k{i}" for i in range(8)]
EACH = 500


class Coder(threading.Thread):
    """A browser of a coder who clicks on: a click is sent until the server says that it is stored."""

    def __init__(self, name: str, port: int, units: list[str]) -> None:
        super().__init__(daemon=True)
        self.coder, self.port, self.units = name, port, units
        self.acknowledged: list[str] = []
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = self.token = ""

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
        try:
            self.connection.request(method, path, body, {"Cookie": self.cookie, **headers})
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.getheaders()}
        except (OSError, http.client.HTTPException):
            self.connection.close()
            time.sleep(0.05)
            return 0, "", {}

    def sign_in(self) -> None:
        _status, page, headers = self.ask("GET", "/signin")
        self.cookie = headers["set-cookie"].split(";")[0]
        token = re.search(r'name="csrf_token" value="(\w+)"', page)
        form = f"csrf_token={token and token[1]}&name={self.coder}"
        _status, _page, headers = self.ask(
            "POST", "/signin", form, **{"Content-Type": "application/x-www-form-urlencoded"}
        )
        self.cookie = headers["set-cookie"].split(";")[0]
        found = re.search(r'name="csrf_token" value="(\w+)"', self.ask("GET", "/room")[1])
        self.token = found[1] if found else ""

    def run(self) -> None:
        headers = {"Content-Type": "application/json", "X-Csrf-Token": self.token}
        for unit in self.units:
            key = f"{self.coder}-{unit}"
            click = json.dumps([{"key": key, "unit": unit, "code": "attack", "value": str(len(unit) % 2)}])
            while (answer := self.ask("POST", "/room/pilot/codings", click, **headers))[0] != 200:
                assert answer[0] in (0, 503), answer
            self.acknowledged.append(key)


@contextlib.contextmanager
def server(root: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The command itself, in a process that can be killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "suara", "serve", str(root), "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert "dashboard" in process.stdout.readline()
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_eight_coders_and_a_server_killed_three_times(
    own: Path, database: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every acknowledged coding is there, once."""
    if database == "postgresql":
        monkeypatch.setenv("SUARA_DATABASE", request.getfixturevalue("postgres")())
    units = opened(own, EACH, CODERS, codes=("attack",))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with server(own, port):
        coders = [Coder(name, port, units) for name in CODERS]
        for one in coders:
            one.sign_in()
        for one in coders:
            one.start()
        wait_for(coders, EACH)
    for share in (2, 3):
        with server(own, port):
            wait_for(coders, share * EACH)
    with server(own, port):
        for one in coders:
            one.join(120)
    assert not any(one.is_alive() for one in coders)
    acknowledged = [key for one in coders for key in one.acknowledged]
    history = Ledger.open(own).history()
    assert len(acknowledged) == len(CODERS) * EACH == 4_000
    assert sorted(history["key"]) == sorted(acknowledged)
    assert Ledger.open(own).latest("pilot").height == 4_000


def wait_for(coders: list[Coder], n: int) -> None:
    """Until so many codings were acknowledged: then the server is killed in the middle of the work."""
    while sum(len(one.acknowledged) for one in coders) < n:
        assert any(one.is_alive() for one in coders)
        time.sleep(0.02)
