"""Answers kept as they were sent, until a run changes what they show: a page is made once, not for every visitor.

What differs between two visitors of one role is a name and the token of their forms: a kept page has marks there.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeVar

from starlette.responses import Response
from starlette.types import Scope

from suara.words import language

NAME, TOKEN = secrets.token_hex(16), secrets.token_hex(16)
"""What stands in a kept page for the visitor's name and for the token of forms; no text of a study can hold it."""

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """An answer that was made before: its bytes and its headers (with the kind of its content)."""

    body: bytes
    headers: tuple[tuple[str, str], ...]

    def to(self, name: str | None, token: str) -> Response:
        """The answer for one visitor."""
        body = self.body.replace(TOKEN.encode(), token.encode()).replace(NAME.encode(), escape(name or "").encode())
        return Response(body, headers=dict(self.headers))


def kept(answer: Response) -> Kept:
    """An answer, to be kept."""
    headers = tuple((k, v) for k, v in answer.headers.items() if k != "content-length")
    return Kept(bytes(answer.body), headers)


def address(scope: Scope, role: str, signed: bool) -> Hashable:
    """What two visitors must have in common to be shown the same."""
    return scope["path"], scope["query_string"], language(), role, signed


class Shelf(Generic[T]):
    """What was made, by key, the least used thrown away when ``most`` is passed; what two ask for at once is made once.

    ``size`` is what one thing counts towards ``most``; what counts more than an eighth of it is not kept.
    """

    def __init__(self, most: int, size: Callable[[T], int] = lambda _made: 1) -> None:
        self._most, self._size, self._full = most, size, 0
        self._there: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """What is there under the key, ready; else null."""
        with self._lock:
            found = self._there.get(key)
            if found is None or not found.done():
                return None
            self._there.move_to_end(key)
        return found.result()

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is there under the key, else made now; whoever asks meanwhile waits for it."""
        with self._lock:
            found = self._there.get(key)
            if found is not None:
                self._there.move_to_end(key)
            else:
                mine = self._there[key] = Future()
        return found.result() if found is not None else self._make(key, mine, make)

    def _make(self, key: Hashable, mine: Future[Any], make: Callable[[], T]) -> T:
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                del self._there[key]
            mine.set_exception(error)
            raise
        mine.set_result(made)
        with self._lock:
            self._count(key, self._size(made))
        return made

    def _count(self, key: Hashable, size: int) -> None:
        if size * 8 > self._most:
            del self._there[key]
            return
        self._full += size
        while self._full > self._most:
            oldest = next((k for k, v in self._there.items() if v.done()), None)
            if oldest is None:
                return
            self._full -= self._size(self._there.pop(oldest).result())
