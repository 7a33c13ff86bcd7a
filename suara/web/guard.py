"""What stands before every page: whose host the address names, how large a body may be, who signed in, which language.

And what every answer carries: nothing from elsewhere may run in a page, and no page may stand in another's frame.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from suara.errors import StudyError
from suara.study import language_of
from suara.web.accounts import OWNER, Accounts, Signed
from suara.web.shelf import Kept, address
from suara.web.visit import COOKIE, csrf, fresh
from suara.words import LANGUAGES, set_language

LARGEST = 1 << 20
"""Bytes that a body may have."""

SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self' data:; style-src 'self'; script-src 'self'"
)
REPORT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
"""The report is a file that needs nothing else: its style stands in it, and nothing in it runs."""

HEADERS = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}  # fmt: skip


class Guard:
    """The ASGI application behind its guard. ``local``: only this machine may ask, under its own names."""

    def __init__(self, app: ASGIApp, *, state: Any, local: bool) -> None:
        self.app, self.state, self.local = app, state, local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused:
            return await refused(scope, receive, send)
        token, new = _token(headers)
        self._speak(scope)
        signed = None if new or not self._known() else await run_sync(self._signed, token)
        scope.setdefault("state", {}).update(token=token, signed=signed)
        answering = _answering(send, scope, token if new else None)
        made = self._made(scope, signed) if scope["method"] == "GET" else None
        if made is not None:
            return await made.to(signed.name if signed else None, csrf(token))(scope, receive, answering)
        return await self.app(scope, _limited(receive), answering)

    def _made(self, scope: Scope, signed: Signed | None) -> Kept | None:
        """The page, if it was made before for a visitor who may see the same."""
        role = OWNER if self.local else signed.role if signed else ""
        try:
            return self.state.folder.left().pages.get(address(scope, role, signed is not None))  # type: ignore[no-any-return]
        except (StudyError, OSError):
            return None

    def _known(self) -> bool:
        """May sessions stand anywhere?"""
        return not self.local or self.state.names is not None or Accounts.there(self.state.folder.root)

    def _refused(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if self.local and not _loopback(host):
            return PlainTextResponse("This address is not of this machine.", 400)
        if scope["method"] not in SAFE:
            origin = headers.get("origin")
            if headers.get("sec-fetch-site") in ("cross-site", "same-site") or (
                origin and urlsplit(origin).netloc != host
            ):
                return PlainTextResponse("A form of another site was refused.", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            return PlainTextResponse("Too large.", 413)
        return None

    def _speak(self, scope: Scope) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
        set_language(asked if asked in LANGUAGES else self._language())

    def _language(self) -> str:
        try:
            return str(self.state.folder.left().study.language)
        except (StudyError, OSError):
            return language_of(self.state.folder.root) or "en"

    def _signed(self, token: str) -> Signed | None:
        accounts: Accounts | None = self.state.accounts
        if accounts is not None:
            return accounts.of(token)
        names = self.state.names or self._names()
        return names.of(token, open_house=True) if names else None

    def _names(self) -> Accounts | None:
        """Where coders of the own machine said who they are; nothing is made before the first one does."""
        root = self.state.folder.root
        with self.state.lock:
            if self.state.names is None and Accounts.there(root):
                self.state.names = Accounts.open(root)
        return self.state.names  # type: ignore[no-any-return]


def _loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _token(headers: Headers) -> tuple[str, bool]:
    """The session's text, and whether it is new."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        cookie = None
    if cookie is not None and 20 <= len(cookie.value) <= 100:
        return cookie.value, False
    return fresh(), True


def _limited(receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Bodies that do not say how long they are end at the same length."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return message if seen <= LARGEST else {"type": "http.disconnect"}

    return limited


def _answering(send: Send, scope: Scope, token: str | None) -> Send:
    async def answering(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", POLICY)
            headers.setdefault(
                "Cache-Control", "no-store" if not scope["path"].startswith("/static/") else "public, max-age=3600"
            )
            if token and "set-cookie" not in headers:
                headers.append("Set-Cookie", cookie(token, scope["scheme"] == "https"))
        await send(message)

    return answering


def cookie(token: str, secure: bool) -> str:
    """The cookie of a session: no script reads it, no other site's form sends it."""
    return f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200" + ("; Secure" if secure else "")
