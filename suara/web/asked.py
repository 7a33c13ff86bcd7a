"""What an address asks for: its filters, checked. Nonsense is refused with a page that says so, never guessed at."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import quote, urlencode

from suara.display.shown import Asked
from suara.errors import Problem, StudyError
from suara.words import LANGUAGES, _

FILTERS = ("actor", "platform", "from", "to", "lang")
KEYS = (
    *FILTERS,
    "page",
    "limit",
    "order",
    "measure",
    "id",
    "kind",
    "file",
    "row",
    "round",
    "unit",
    "code",
    "next",
    "on",
    "find",
)
"""Every name that an address of the dashboard may bear."""

ORDERS = {"newest": ("created_at", True), "oldest": ("created_at", False), "engagement": ("engagement", True)}
"""How a list of posts may be ordered: by which column, and whether falling."""

DEEPEST = 1_000
"""Pages of a long table that can be turned to; filters lead further than pages."""

LONGEST = 500
"""Characters that a filter may have."""


class BadAddress(StudyError):
    """The address asks for what cannot be (status 400)."""


@dataclass(frozen=True)
class Filters:
    """Filters of an address. ``given`` keeps them as written, so that links can carry them on."""

    asked: Asked = field(default_factory=Asked)
    lang: str | None = None
    page: int = 1
    limit: int | None = None
    order: str = ""
    given: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str | None:
        """The first value of a name, null where the address does not give it."""
        return next((value for name, value in self.given if name == key and value), None)

    @property
    def any(self) -> bool:
        """Does the address ask for a part only?"""
        asked = self.asked
        return bool(asked.actors or asked.platform or asked.since or asked.until)

    def carried(self) -> list[tuple[str, str]]:
        """What links to other pages carry on: actor, platform, period, language."""
        return [(name, value) for name, value in self.given if name in FILTERS and value]

    def address(self, path: str, **changes: str | int | date | Iterable[str] | None) -> str:
        """A link that keeps the filters, but for what it changes; None takes a filter away."""
        changed = {name.rstrip("_"): value for name, value in changes.items()}
        pairs = [(name, value) for name, value in self.carried() if name not in changed]
        for name, value in changed.items():
            if isinstance(value, str | int | date):
                pairs.append((name, str(value)))
            elif value is not None:
                pairs += [(name, each) for each in value]
        return quote(path, safe="/#") + (f"?{urlencode(pairs)}" if pairs else "")


def filters(pairs: Sequence[tuple[str, str]], actors: Mapping[str, str], platforms: Iterable[str]) -> Filters:
    """The filters of an address; every mistake in it is told at once (BadAddress).

    ``actors`` maps actor_id → name, ``platforms`` are those of the study.
    """
    problems = [p for p in (_wrong(name, value, actors, list(platforms)) for name, value in pairs) if p]
    if problems:
        raise BadAddress(problems)
    last = {name: value for name, value in pairs if value}
    since, until = (date.fromisoformat(last[k]) if k in last else None for k in ("from", "to"))
    if since and until and until < since:
        raise BadAddress(Problem("to", _("the period ends before it begins."), _("Change one of the two days.")))
    return Filters(
        Asked(tuple(dict.fromkeys(v for k, v in pairs if k == "actor" and v)), last.get("platform"), since, until),
        last.get("lang"), int(last.get("page", 1)), int(last["limit"]) if "limit" in last else None, last.get("order", ""), tuple(pairs),
    )  # fmt: skip


def _wrong(name: str, value: str, actors: Mapping[str, str], platforms: list[str]) -> Problem | None:
    """What is wrong with one filter; null where nothing is."""
    if name not in KEYS:
        return Problem(_short(name), _("an address has no such part."), _near(name, KEYS))
    if len(value) > LONGEST or "\x00" in value:
        return Problem(name, _("is too long to be meant."), _("Open the page without it."))
    if not value:
        return None
    if name == "actor" and value not in actors:
        return Problem(name, _("no actor is called {name}.").format(name=repr(_short(value))), _near(value, actors))
    if name == "platform" and value not in platforms:
        known = _near(value, platforms) or _("There are {names}.").format(names=", ".join(platforms) or "–")
        return Problem(name, _("this study has no platform {name}.").format(name=repr(_short(value))), known)
    if name in ("from", "to") and not _is_day(value):
        return Problem(name, _("{text} is not a day.").format(text=repr(_short(value))), _("Write it as 2024-02-14."))
    if name == "lang" and value not in LANGUAGES:
        return Problem(name, _("pages speak id and en, not {name}.").format(name=repr(_short(value))))
    if name in ("page", "limit") and not (value.isascii() and value.isdigit() and len(value) < 7 and int(value) >= 1):
        return Problem(name, _("{text} is not a whole number from 1.").format(text=repr(_short(value))))
    if name == "order" and value not in ORDERS:
        return Problem(
            name,
            _("{text} is no order.").format(text=repr(_short(value))),
            _("There are {names}.").format(names=", ".join(ORDERS)),
        )
    if name == "page" and int(value) > DEEPEST:
        return Problem(
            name,
            _("only the first {n} pages can be turned to.").format(n=DEEPEST),
            _("Ask for fewer rows with filters."),
        )
    return None


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and date.fromisoformat(value).year > 0
    except ValueError:
        return False


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known)[:10_000], n=1)
    return _("Did you mean {name}?").format(name=near[0]) if near else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def paged(filters: Filters, size: int) -> tuple[int, int]:
    """First row and number of rows of the page that is asked for."""
    limit = min(filters.limit or size, 10_000)
    return (filters.page - 1) * limit, limit


def without(filters: Filters, *names: str) -> Filters:
    """The filters without some of them."""
    return replace(filters, given=tuple(p for p in filters.given if p[0] not in names))
