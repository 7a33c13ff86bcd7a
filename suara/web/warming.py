"""Pages made before anybody asks: after the start and after each run, one after the other, with pauses for readers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.types import Message

from suara.display.picture import PICTURES
from suara.errors import StudyError
from suara.web.accounts import OWNER, Signed
from suara.web.left import Left
from suara.web.visit import fresh
from suara.words import LANGUAGES, set_language

ACTORS = 60
"""Actors whose pages are made: of a larger study, the others' when they are asked for."""

PAUSE = 2.0
"""Seconds after which it looks for a new run."""


async def keep_warm(app: FastAPI) -> None:
    """Make the pages of the newest run, and of each that follows."""
    done: tuple[int, ...] | None = None
    while True:
        with suppress(StudyError, OSError):
            left = app.state.folder.left()
            if left.stamp != done:
                done = left.stamp
                await _make(app, left)
        await asyncio.sleep(PAUSE)


async def _make(app: FastAPI, left: Left) -> None:
    signed = [None] if app.state.accounts is None else [Signed("", role) for role in _roles(app)]
    for path, query in await asyncio.to_thread(lambda: list(addresses(left))):
        for who in signed:
            if app.state.folder.left() is not left:
                return
            begun = time.monotonic()
            await _asked(app, path, query, who, left.study.language)
            await asyncio.sleep(time.monotonic() - begun)  # half of the time is the readers'


def _roles(app: FastAPI) -> list[str]:
    return sorted({user.role for user in app.state.accounts.users()} - {"coder"}) or [OWNER]


def addresses(left: Left) -> Iterator[tuple[str, str]]:
    """What people open first, in the language of the study and then in the other: path and query."""
    steps = ["/", "/findings", "/measures", "/data", "/triangulation", "/actors", "/posts", "/pictures"]
    findings = [f"/findings/{finding.get('id')}" for finding in left.record.findings]
    measures = [f"/measures/{name}" for name in left.measures["measure"].unique().sort()]
    pictures = [f"/pictures/{picture.name}" for picture in PICTURES]
    others = [each for each in LANGUAGES if each != left.study.language]
    for spoken in ([], *([("lang", other)] for other in others)):
        for path in (*steps, *findings, *measures, *pictures):
            yield path, urlencode(spoken)
        for actor in list(left.actors)[:ACTORS]:
            yield "/actors", urlencode([("actor", actor), *spoken])
        for name in left.platforms:
            for path in steps[:6]:
                yield path, urlencode([("platform", name), *spoken])


async def _asked(app: FastAPI, path: str, query: str, signed: Signed | None, spoken: str) -> None:
    """Ask the application as a visitor would; what it answers is thrown away, what it kept stays."""
    set_language(next((each for each in LANGUAGES if f"lang={each}" in query), spoken))
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "scheme": "http",
        "http_version": "1.1", "headers": [(b"host", b"localhost")], "server": ("localhost", 80), "client": ("127.0.0.1", 0),
        "state": {"token": fresh(), "signed": signed},
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        return None

    with suppress(Exception):  # a page that cannot be made says so to whoever opens it
        await app(scope, receive, send)
