"""A language model as a coder, against a local server that speaks the protocol, well and badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from suara.errors import StudyError
from suara.reduce.codebook import codebook
from suara.reduce.coders.asking import BROKEN, LIMITED, NONSENSE, TIMED_OUT, Asker, Endpoint
from suara.reduce.coders.model import answers, ask_about, prompts

ATTACK = codebook().get("attack")
POSTS = pl.DataFrame(
    {"platform": ["x"] * 3, "id": ["1", "2", "3"], "text": ["My opponent lied.", "Good morning.", "They lied."]}
)
Reply = tuple[int, dict[str, str], Any]


class Server:
    """Answers by ``reply(body, n)``; ``asked`` holds what came in."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.reply: Callable[[dict[str, Any], int], Reply] = lambda body, _n: said(
            "1" if "lied" in post_of(body) else "0"
        )
        self.seconds = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body)
                outer.keys.append(self.headers.get("Authorization"))
                threading.Event().wait(outer.seconds)
                status, headers, content = outer.reply(body, len(outer.asked))
                payload = content if isinstance(content, bytes) else json.dumps(content).encode()
                try:
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(payload)), **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(payload)
                except OSError:  # who asked has gone
                    pass

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"


def said(value: str, confidence: Any = 0.9) -> Reply:
    content = json.dumps({"value": value, "confidence": confidence})
    return (
        200,
        {},
        {
            "choices": [{"message": {"content": content}}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10},
            "model": "tiny-1",
        },
    )


def post_of(body: dict[str, Any]) -> str:
    return str(body["messages"][1]["content"]).split("Post:")[1]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()


def asker(server: Server, **given: Any) -> Asker:
    slept: list[float] = []
    made = Asker(
        Endpoint(server.url, "tiny", "secret", seconds=given.pop("seconds", 5.0)), httpx.Client(), slept.append, **given
    )
    made.slept = slept  # type: ignore[attr-defined]
    return made


def test_answers_are_kept_with_model_wording_and_prompt_and_never_asked_twice(server: Server, tmp_path: Path) -> None:
    found = ask_about(POSTS, ATTACK, asker(server), tmp_path, wordings=3, most=100)
    assert (found.posts, found.known, found.counted["answered"]) == (3, 0, 9)
    assert found.tokens_in == 900
    assert found.same == 1.0
    kept = list(answers(tmp_path))
    assert [(a["unit"], a["value"]) for a in kept if a["wording"] == 0] == [("1", "1"), ("2", "0"), ("3", "1")]
    assert {a["model"] for a in kept} == {"tiny"}
    assert {a["prompt"] for a in kept} == {p.id for p in prompts(ATTACK, 3)}
    shape = server.asked[0]["response_format"]["json_schema"]["schema"]
    assert shape["properties"]["value"]["enum"] == ["0", "1"]
    assert ATTACK.rule in server.asked[0]["messages"][1]["content"]
    assert server.keys[0] == "Bearer secret"
    assert "secret" not in (tmp_path / "codings-model" / "answers.jsonl").read_text()
    again = ask_about(POSTS, ATTACK, asker(server), tmp_path, wordings=3, most=100)
    assert (again.known, again.counted["requests"], len(server.asked)) == (9, 0, 9)
    changed = POSTS.with_columns(text=pl.col("text") + "!")
    assert ask_about(changed, ATTACK, asker(server), tmp_path, wordings=1, most=100).counted["requests"] == 3


def test_wordings_that_differ_are_told(server: Server, tmp_path: Path) -> None:
    server.reply = lambda body, _n: said("1" if "research assistant" in body["messages"][0]["content"] else "0")
    found = ask_about(POSTS, ATTACK, asker(server), tmp_path, wordings=2, most=100)
    assert found.same == 0.0
    assert found.agreement is not None and (found.agreement.estimate or 0) < 0


@pytest.mark.parametrize(
    ("reply", "reason", "requests"),
    [
        (said("maybe"), NONSENSE, 3),
        ((200, {}, b"<html>"), NONSENSE, 3),
        ((200, {}, {"choices": []}), NONSENSE, 3),
        ((200, {}, {"choices": [{"message": {"content": "As a model I cannot say."}}]}), NONSENSE, 3),
        ((500, {}, {}), BROKEN, 3),
        ((429, {"Retry-After": "2"}, {}), LIMITED, 3),
    ],
)
def test_what_is_no_answer_is_no_coding(
    server: Server, tmp_path: Path, reply: Reply, reason: str, requests: int
) -> None:
    server.reply = lambda _body, _n: reply
    one = asker(server)
    found = ask_about(POSTS.head(1), ATTACK, one, tmp_path, wordings=1, most=100)
    assert (found.counted[reason], found.counted["answered"], found.counted["requests"]) == (1, 0, requests)
    assert [a["value"] for a in answers(tmp_path)] == [None]
    if reason == LIMITED:
        assert one.slept == [2.0, 2.0, 2.0]  # type: ignore[attr-defined]


def test_an_answer_with_talk_around_it_and_a_confidence_beyond_1(server: Server, tmp_path: Path) -> None:
    content = 'Sure! ```json\n{"value": "1", "confidence": 7}\n```'
    server.reply = lambda _body, _n: (200, {}, {"choices": [{"message": {"content": content}}]})
    ask_about(POSTS.head(1), ATTACK, asker(server), tmp_path, wordings=1, most=100)
    assert [(a["value"], a["confidence"]) for a in answers(tmp_path)] == [("1", 1.0)]


def test_slow_down_is_obeyed_and_then_answered(server: Server, tmp_path: Path) -> None:
    server.reply = lambda _body, n: (429, {"Retry-After": "3"}, {}) if n == 1 else said("1")
    one = asker(server)
    assert ask_about(POSTS.head(1), ATTACK, one, tmp_path, wordings=1, most=9).counted["answered"] == 1
    assert one.slept == [3.0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("status", "headers"), [(401, {}), (404, {}), (429, {"Retry-After": "3600"})])
def test_an_endpoint_that_will_not_answer_is_left_at_once(
    server: Server, tmp_path: Path, status: int, headers: dict[str, str]
) -> None:
    server.reply = lambda _body, _n: (status, headers, {})
    found = ask_about(POSTS, ATTACK, asker(server), tmp_path, wordings=3, most=100)
    assert found.counted["requests"] == 1
    assert found.stopped


def test_a_server_that_is_slow_or_away(server: Server, tmp_path: Path) -> None:
    server.seconds = 0.4
    found = ask_about(POSTS.head(1), ATTACK, asker(server, seconds=0.05), tmp_path, wordings=1, most=100)
    assert found.counted[TIMED_OUT] == 1
    away = Asker(Endpoint("http://127.0.0.1:9/v1", "tiny"), httpx.Client(), lambda _: None)
    many = pl.concat([POSTS] * 5)
    found = ask_about(many, ATTACK, away, tmp_path, wordings=1, most=100)
    assert found.counted[BROKEN] == 5
    assert "5" in (found.stopped or "")


def test_a_server_without_schemas_is_asked_without(server: Server, tmp_path: Path) -> None:
    server.reply = lambda body, _n: (400, {}, {"error": "response_format"}) if "response_format" in body else said("1")
    assert ask_about(POSTS, ATTACK, asker(server), tmp_path, wordings=1, most=100).counted["answered"] == 3
    assert sum("response_format" in body for body in server.asked) == 1


def test_limits_of_questions_and_of_cost(server: Server, tmp_path: Path) -> None:
    found = ask_about(POSTS, ATTACK, asker(server), tmp_path / "", wordings=3, most=4)
    assert found.counted["requests"] == 4 and found.stopped
    one = asker(server, prices=(1000.0, 0.0), most_cost=0.25)
    found = ask_about(POSTS.with_columns(text=pl.lit("new")), ATTACK, one, tmp_path, wordings=1, most=100)
    assert found.counted["requests"] == 3
    assert one.cost == pytest.approx(0.3)


def test_without_an_endpoint_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUARA_MODEL_URL", raising=False)
    with pytest.raises(StudyError, match="SUARA_MODEL_URL"):
        Endpoint.configured()


def test_by_commands_the_model_codes_and_the_run_knows(
    server: Server, study_of: Any, suara: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"x,{i},a,{'They lied' if i % 3 else 'Hello'} {i},2024-01-0{i % 9 + 1}\n" for i in range(30))
    root = study_of({"data/posts.csv": "platform,id,handle,text,created_at\n" + rows})
    assert suara("ask-model", root, "attack").code == 1
    monkeypatch.setenv("SUARA_MODEL_URL", server.url)
    monkeypatch.setenv("SUARA_MODEL_NAME", "tiny")
    told = suara("ask-model", root, "attack", "-n", "30", "--wordings", "2")
    assert told.code == 0, told.err
    assert "60 answers" in told.out and "alpha" in told.out
    assert suara("ask-model", root, "atack").code == 1
    assert suara("run", root).code == 0
    coded = pl.read_parquet(root / "out" / "store" / "tables" / "prepared_posts.parquet")
    assert coded["code_attack"].sum() == 20  # the model's word, which the dictionary (also: lied) does not overrule
    shown = suara("show", root, "codings", "--where", "coder = 'model:tiny'", "--format", "json")
    assert len(json.loads(shown.out)) == 30
