"""The files of an X account's archive: ``window.YTD.tweets.part0 = [ … ]``, and what lies beside each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from suara.collect.mending import repair
from suara.collect.opening import Opened
from suara.collect.unpacking import Bounds, Job

ASSIGNED = re.compile(r"\s*window\.(?:YTD\.(?P<name>\w+)\.part(?P<part>\d+)|__THAR_CONFIG)\s*=")
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True)
class Owner:
    """Whose archive it is and when it was made, as far as the files beside it say."""

    account_id: str | None = None
    handle: str | None = None
    name: str | None = None
    generated: str | None = None


def elements(path: Path) -> Iterator[dict[str, Any] | None]:
    """The objects assigned in a file, one after another; null where it is damaged, and nothing after that."""
    text = repair(path.read_text(encoding="utf-8", errors="replace"))
    start = ASSIGNED.match(text)
    at = _after_blanks(text, start.end() if start else 0)
    at += text.startswith("[", at)
    while (at := _after_blanks(text, at)) < len(text) and text[at] not in "];":
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield None
            return
        yield value if isinstance(value, dict) else None


def _after_blanks(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def assigned(path: Path) -> tuple[str, int]:
    """The name and the number of the part that a file assigns: ``tweets``, 0; an empty name for the manifest."""
    with path.open(encoding="utf-8", errors="replace") as file:
        found = ASSIGNED.match(file.read(300))
    return (found["name"] or "", int(found["part"] or 0)) if found else ("", 0)


def beside(opened: Opened, name: str) -> Path | None:
    """A file of the same folder or the same zip; null where there is none."""
    if opened.path.name == PurePosixPath(opened.name).name:
        path = opened.path.with_name(name)
        return path if path.is_file() else None
    member, job = PurePosixPath(opened.name).with_name(name), Job(opened.path.parent, 0, Bounds())
    copies = (job.place(f"{member} text"), job.place(str(member)))
    return next((copy for copy in copies if copy.is_file()), None)


def parts(opened: Opened, stem: str) -> Iterator[dict[str, Any] | None]:
    """The objects of ``stem.js`` and of its further parts beside a file."""
    number, path = 0, beside(opened, f"{stem}.js")
    while path is not None:
        yield from elements(path)
        number += 1
        path = beside(opened, f"{stem}-part{number}.js")


def owner(opened: Opened) -> Owner:
    """What ``account.js`` and ``manifest.js`` say; e-mail, telephone and the rest of them are not looked at."""
    account = _first(opened, "account.js").get("account") or {}
    manifest = _first(opened, "manifest.js")
    user, archive = manifest.get("userInfo") or {}, manifest.get("archiveInfo") or {}
    return Owner(
        account.get("accountId") or user.get("accountId"),
        account.get("username") or user.get("userName"),
        account.get("accountDisplayName") or user.get("displayName"),
        archive.get("generationDate"),
    )


def _first(opened: Opened, name: str) -> dict[str, Any]:
    path = beside(opened, name)
    return (next(elements(path), None) if path else None) or {}
