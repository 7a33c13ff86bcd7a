"""Signing in and out. A session begins with a new text, so that one that somebody else planted is worth nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from suara.errors import StudyError
from suara.web.accounts import OWNER, Accounts, Signed, good_name
from suara.web.guard import cookie
from suara.web.look import page
from suara.web.visit import Anyone, Visit, fresh, posted
from suara.words import _

router = APIRouter()


@router.get("/signin", name="signin")
def signin(here: Anyone) -> Response:
    """The form for name and password; on the own machine, for a coder's name."""
    return _form(here)


def _form(here: Visit, wrong: str = "", status: int = 200) -> Response:
    return page(
        here,
        "signin.html",
        _("Sign in"),
        status=status,
        wrong=wrong,
        next=_local(here.filters.get("next")),
        filtered=False,
    )


@router.post("/signin", dependencies=[Depends(posted)])
def sign_in(
    here: Anyone,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session."""
    name = name.strip()
    if here.accounts is None:
        return _as_coder(here, name, next)
    address = here.request.client.host if here.request.client else ""
    try:
        who = here.accounts.check(name, password[:1_000], address)
    except StudyError as error:
        answer = _form(here, str(error.problems[0]), 429)
        answer.headers["Retry-After"] = "900"
        return answer
    if who is None:
        return _form(here, _("Name or password is wrong."), 401)
    return _begun(here, here.accounts, who, next)


def _as_coder(here: Visit, name: str, next: str) -> Response:
    """On the own machine a coder only says who codes: there is nobody to keep out."""
    if not good_name(name):
        return _form(here, _("Use letters, digits, . _ and -, at most 60."), 400)
    state = here.request.app.state
    with state.lock:
        state.names = state.names or Accounts.open(here.folder.root)
    return _begun(here, state.names, Signed(name, OWNER), next)


def _begun(here: Visit, accounts: Accounts, who: Signed, next: str) -> Response:
    token = fresh()
    accounts.end(here.token)
    accounts.begin(token, who)
    to = _local(next)
    if to == "/" and who.role == "coder":
        to = "/room"
    answer = RedirectResponse(to, 303)
    answer.headers["Set-Cookie"] = cookie(token, here.request.url.scheme == "https")
    return answer


@router.post("/signout", dependencies=[Depends(posted)])
def sign_out(here: Anyone) -> Response:
    """End the session."""
    accounts = here.accounts or here.request.app.state.names
    if accounts is None:
        raise HTTPException(400, _("Nobody is signed in."))
    accounts.end(here.token)
    answer = RedirectResponse("/signin", 303)
    answer.headers["Set-Cookie"] = cookie(fresh(), here.request.url.scheme == "https")
    return answer


def _local(address: str | None) -> str:
    """An address of this dashboard; any other becomes the front page."""
    plain = address or "/"
    return (
        plain
        if plain.startswith("/") and not plain.startswith(("//", "/\\")) and "\n" not in plain and "\r" not in plain
        else "/"
    )
