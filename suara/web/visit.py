"""Who asks for what: the visitor, the filters of the address, and the state of the study that answers."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from fastapi import Depends, Form, Header, HTTPException, Query, Request

from suara.errors import StudyError
from suara.web.accounts import OWNER, Accounts, Signed
from suara.web.asked import BadAddress, Filters, filters
from suara.web.left import Folder, Left
from suara.words import N_, _, language

STRANGERS = N_(
    "This study names no actors in actors.csv: its accounts may be ordinary people's, and readers see none of them."
)

COOKIE = "suara"
"""The one cookie: a random text that says nothing; who signed in with it stands in the database."""


@dataclass(frozen=True)
class Visit:
    """One request, ready to be answered."""

    request: Request
    left: Left
    filters: Filters
    signed: Signed | None
    token: str

    @property
    def folder(self) -> Folder:
        """The study's folder."""
        return self.request.app.state.folder  # type: ignore[no-any-return]

    @property
    def accounts(self) -> Accounts | None:
        """The accounts; null on the own machine, where everyone is owner."""
        return self.request.app.state.accounts  # type: ignore[no-any-return]

    @property
    def role(self) -> str:
        """What the visitor may do: reader, coder, supervisor, owner; empty before signing in."""
        if self.accounts is None:
            return OWNER
        return self.signed.role if self.signed else ""

    @property
    def name(self) -> str | None:
        """As whom the visitor signed in (as coder, on the own machine)."""
        return self.signed.name if self.signed else None

    @property
    def csrf(self) -> str:
        """What a form must send back: known to pages of this session alone."""
        return csrf(self.token)

    @property
    def language(self) -> str:
        """The language of this page."""
        return language()

    def address(self, path: str, **changes: Any) -> str:
        """A link that keeps the filters."""
        return self.filters.address(path, **changes)

    def again(self, **changes: str | int) -> str:
        """This page once more, with something else in its address."""
        pairs = [(name, value) for name, value in self.filters.given if name not in changes]
        return quote(self.request.url.path, safe="/") + "?" + urlencode([*pairs, *changes.items()])

    def turn(self, page: int) -> str:
        """Another page of the same table."""
        return self.again(page=page)

    def form_address(self, path: str, form: str) -> str:
        """The page's table in another form."""
        pairs = [(name, value) for name, value in self.filters.given if name not in ("page", "limit") and value]
        return quote(f"{path}.{form}", safe="/") + (f"?{urlencode(pairs)}" if pairs else "")

    def key(self) -> str:
        """A new key, for a form that stores something once however often it is sent."""
        return str(uuid4())


def csrf(token: str) -> str:
    """The token of forms that belongs to a session."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()[:40]


def fresh() -> str:
    """A new session's text."""
    return secrets.token_urlsafe(32)


Text = Annotated[str, Query(max_length=500)]


def visit(
    request: Request,
    actor: Annotated[list[str], Query(description="actor_id; may be repeated")] = [],  # noqa: B006
    platform: Annotated[str, Query(description="a platform of the study")] = "",
    from_: Annotated[str, Query(alias="from", description="first day, 2024-01-31")] = "",
    to: Annotated[str, Query(description="last day")] = "",
    lang: Annotated[str, Query(description="id or en")] = "",
    page: Annotated[str, Query(description="page of a long table, from 1")] = "",
    limit: Annotated[str, Query(description="rows of a page")] = "",
) -> Visit:
    """The visit of a request; a study whose own file is wrong, and filters that cannot be, are told (StudyError)."""
    del (
        actor,
        platform,
        from_,
        to,
        lang,
        page,
        limit,
    )  # declared for the description of the address; read as written below
    folder: Folder = request.app.state.folder
    left = folder.left()
    pairs = [(name, value) for name, value in request.query_params.multi_items()]
    given = filters(pairs, *_known(left, pairs))
    return Visit(request, left, given, request.state.signed, request.state.token)


def _known(left: Left, pairs: list[tuple[str, str]]) -> tuple[dict[str, str], list[str]]:
    """Actors and platforms, read only where the address asks for one."""
    if not any(name in ("actor", "platform") and value for name, value in pairs):
        return {}, []
    try:
        return left.actors, left.platforms
    except StudyError as error:
        raise BadAddress(error.problems) from error


def may(*roles: str) -> Any:
    """A dependency: the visit, if the visitor has one of the roles; the owner may do everything."""

    def allowed(here: Annotated[Visit, Depends(visit)]) -> Visit:
        if here.role == "":
            raise HTTPException(401, _("Please sign in."))
        if here.role != OWNER and here.role not in roles:
            raise HTTPException(403, _("Your account may not open this page."))
        if here.role == "reader" and not here.left.registered and not here.left.measures.is_empty():
            raise HTTPException(403, _(STRANGERS))
        return here

    return Depends(allowed)


def posted(request: Request, csrf_token: Annotated[str, Form()] = "") -> None:
    """A dependency of every form that changes something: it carries the session's token."""
    _refuse_elsewhere(request, csrf_token)


def posted_by_script(request: Request, x_csrf_token: Annotated[str, Header()] = "") -> None:
    """The same for what a script of the page sends."""
    _refuse_elsewhere(request, x_csrf_token)


def _refuse_elsewhere(request: Request, given: str) -> None:
    if not hmac.compare_digest(given.encode(), csrf(request.state.token).encode()):
        raise HTTPException(403, _("This form is too old, or came from elsewhere. Open the page again."))


Reading = Annotated[Visit, may("reader", "supervisor")]
"""Aggregates and public actors."""

Supervising = Annotated[Visit, may("supervisor")]
Owning = Annotated[Visit, may()]
Coding = Annotated[Visit, may("coder", "supervisor")]
Learning = Annotated[Visit, may("reader", "supervisor", "coder")]
"""The codebook: for everybody who signed in."""

Anyone = Annotated[Visit, Depends(visit)]
