"""The dashboard as one application: pages, guard, and what a mistake looks like."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

import suara
from suara.display.drawer import Drawer
from suara.display.picture import PICTURES
from suara.engine.opened import Opened
from suara.errors import StudyError
from suara.reduce.code import CODES
from suara.reduce.measure import MEASURES
from suara.web import actors, codes, data, findings, front, measures, pictures, posts, room, rounds, running, signing
from suara.web.accounts import OWNER, Accounts
from suara.web.asked import BadAddress
from suara.web.given import FORMS
from suara.web.guard import Guard
from suara.web.left import Folder, Left
from suara.web.look import STATIC, bare
from suara.web.visit import csrf
from suara.web.warming import keep_warm
from suara.words import _


def made(root: Path, *, local: bool = True, warm: bool = False) -> Guard:
    """The dashboard of the study in ``root``. ``local``: this machine only, without accounts; ``warm``: make pages in advance."""
    app = FastAPI(title="suara", version=suara.__version__, docs_url=None, redoc_url=None, lifespan=_living)
    state = app.state
    state.folder, state.runner, state.warm = Folder(root), running.Runner(root), warm
    state.accounts = None if local else Accounts.open(root)
    state.names, state.ledger, state.lock = None, None, threading.Lock()
    state.opened, state.drawer = _Opening().of, Drawer()
    for part in (front, data, codes, measures, actors, posts, pictures, findings, running, signing, rounds, room):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind, handler in (
        (StudyError, _study_error),
        (HTTPException, _http_error),
        (RequestValidationError, _invalid),
        (Exception, _unexpected),
    ):
        app.add_exception_handler(kind, handler)  # type: ignore[arg-type]
    return Guard(app, state=state, local=local)


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    threading.Thread(target=_ready, args=(app.state.drawer,), daemon=True).start()
    warming = asyncio.create_task(keep_warm(app)) if app.state.warm else None
    yield
    if warming:
        warming.cancel()
    app.state.runner.stop()
    app.state.drawer.close()


def _ready(drawer: Drawer) -> None:
    """Load what the first page needs while the first visitor is still typing the address."""
    drawer.svg({"data": {"values": []}, "mark": "point"})
    for registry in (MEASURES, CODES, PICTURES):
        registry.load()


class _Opening:
    """The store of the newest run, opened once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._opened: Opened | None = None

    def of(self, left: Left) -> Opened:
        with self._lock:
            if self._opened is None or self._stamp != left.stamp:
                self._opened, self._stamp = Opened(left.study), left.stamp
            return self._opened


def _data_wanted(request: Request) -> bool:
    path = request.url.path
    return path.rsplit(".", 1)[-1] in FORMS or path.endswith("/codings")


def _said(request: Request, title: str, said: list[str], status: int) -> Response:
    if _data_wanted(request):
        return JSONResponse({"title": title, "problems": said}, status)
    owner = request.app.state.accounts is None or (request.state.signed and request.state.signed.role == OWNER)
    return bare(title, said, status, csrf=csrf(request.state.token) if owner and status == 409 else "")


async def _study_error(request: Request, error: StudyError) -> Response:
    """Something that the reader (of an address) or the owner (of a study) can mend."""
    said = [str(problem) for problem in error.problems]
    if isinstance(error.__cause__, DBAPIError):
        return _said(request, _("That did not work"), said, 503)
    if isinstance(error, BadAddress):
        return _said(request, _("This address asks for what cannot be"), said, 400)
    return _said(
        request, _("There is nothing to show yet") if request.method == "GET" else _("This was not stored"), said, 409
    )


async def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 401 and request.method == "GET" and not _data_wanted(request):
        after = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        from urllib.parse import urlencode

        return RedirectResponse("/signin?" + urlencode({"next": after}), 303)
    words = {
        404: _("Not there"),
        403: _("Not for you"),
        405: _("Not there"),
        400: _("This address asks for what cannot be"),
    }
    detail = _("There is no such page.") if error.detail in ("Not Found", "Method Not Allowed") else str(error.detail)
    answer = _said(request, words.get(error.status_code, _("That did not work")), [detail], error.status_code)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    said = [f"{'.'.join(str(p) for p in one['loc'][1:])}: {one['msg']}" for one in error.errors()]
    return _said(request, _("This address asks for what cannot be"), said, 400)


async def _unexpected(request: Request, error: Exception) -> Response:
    """A mistake of suara's own: said in words; the whole of it stands in the terminal."""
    said = _("A mistake of suara's own: {what}. Please report it.").format(what=type(error).__name__)
    return _said(request, _("That did not work"), [said], 500)
