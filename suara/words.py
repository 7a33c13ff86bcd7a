"""Words: what a user reads, in English or Indonesian, and numbers and dates as that language writes them.

Sentences are written in English in the code and looked up in ``suara/locale/<language>/LC_MESSAGES/suara.po``, which is
read as it stands (no compiled file to go stale). The language belongs to the running context: a web server sets it per
request, and two requests do not disturb each other. A new thread starts in English; run it in a copied context to
carry the language over. Babel is imported at the first number, date or Indonesian sentence, never for English text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from numbers import Integral
from pathlib import Path

LANGUAGES = ("en", "id")
MISSING = "–"
CORRELATION = re.compile(r"correlation|\b(rho|tau|spearman|pearson|kendall)\b", re.IGNORECASE)
Number = float | Decimal
_LOCALES = {"en": "en_GB", "id": "id_ID"}
_current: ContextVar[str] = ContextVar("suara_language", default="en")


def set_language(language: str) -> None:
    """Speak "id" or "en" from here on, in this context only."""
    if language not in LANGUAGES:
        raise ValueError(f"suara speaks {' and '.join(LANGUAGES)}, not {language!r}.")
    _current.set(language)


def language() -> str:
    """The language of this context: "id" or "en"."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for the length of a block."""
    before = _current.get()
    set_language(language)
    try:
        yield
    finally:
        _current.set(before)


@cache
def _catalogue(language: str) -> tuple[dict[str, tuple[str, ...]], Callable[[int], int]]:
    if language == "en":
        return {}, lambda n: int(n != 1)
    from gettext import c2py

    from babel.messages.pofile import read_po

    path = Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "suara.po"
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    said: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if key and texts and all(texts) and not message.fuzzy:
            said[key] = texts
    return said, c2py(catalogue.plural_expr)


def _(text: str) -> str:
    """The sentence in the language of this context; a sentence nobody translated stays English."""
    texts = _catalogue(_current.get())[0].get(text)
    return texts[0] if texts else text


@cache
def _originals(language: str) -> dict[str, str]:
    return {texts[0]: text for text, texts in _catalogue(language)[0].items()}


def original(text: str, language: str) -> str:
    """The English sentence whose translation this is, so that it can be said in another language; else the text itself."""
    return _originals(language).get(text, text)


def ngettext(one: str, many: str, n: int) -> str:
    """The sentence for n things, in the language of this context."""
    said, plural = _catalogue(_current.get())
    form = plural(n)
    texts = said.get(one)
    return texts[form] if texts else (one, many)[min(form, 1)]


def N_(text: str) -> str:
    """Mark a sentence for translation where it stands as data; `_` translates it where it is shown."""
    return text


def _missing(x: object) -> bool:
    return x is None or (isinstance(x, float) and math.isnan(x))


def _digits(x: Decimal) -> int:
    """Decimals worth reading: 1234.5, 56.8, 0.84, 0.0123."""
    size = abs(x)
    if x == x.to_integral_value():
        return 0
    if size >= 10:
        return 1
    return 2 if size >= Decimal("0.1") else 2 - size.adjusted()


def decimals(*values: Number | None) -> int:
    """How many decimals values that stand side by side share, an estimate with its interval: as the largest asks."""
    exact = [Decimal(str(value)) for value in values if value is not None and math.isfinite(value)]
    if all(value == value.to_integral_value() for value in exact):
        return 0
    return max(0, _digits(max(exact, key=abs) + Decimal("1e-12")))


def number(x: Number | None, digits: int | None = None) -> str:
    """A number: 1,234.5 in English, 1.234,5 in Indonesian; "–" where it is missing.

    With ``digits`` exactly so many decimals, otherwise as many as are worth reading: 1,234.5, 0.84, 0.0123.
    """
    if x is None or _missing(x):
        return MISSING
    if math.isinf(x):
        return "∞" if x > 0 else "-∞"
    exact = x if isinstance(x, Decimal) else Decimal(int(x) if isinstance(x, Integral) else str(float(x)))
    places = max(0, _digits(exact)) if digits is None else digits
    return _decimal(round(exact, places), places, _LOCALES[_current.get()])


@lru_cache(maxsize=65_536)
def _decimal(exact: Decimal, places: int, locale: str) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(exact if exact else Decimal(0), pattern, locale=locale)


def count(n: Number | None) -> str:
    """A number of things, without decimals: 204,807,222 or 204.807.222."""
    return number(n, 0)


def percent(share: Number | None, digits: int = 1) -> str:
    """A share of 0 to 1 as percent: 12.6% in English, 12,6 % in Indonesian."""
    if share is None or _missing(share):
        return MISSING
    return _("{number}%").format(number=number(100 * Decimal(str(share)), digits))


def points(difference: Number | None, digits: int = 1) -> str:
    """A difference of two shares (each 0 to 1) in percentage points, with its sign."""
    if difference is None or _missing(difference):
        return MISSING
    exact = round(100 * Decimal(str(difference)), digits)
    text = ("+" if exact > 0 else "") + number(exact, digits)
    return _("{number} percentage points").format(number=text)


def pvalue(p: float | None, bare: bool = False) -> str:
    """A p value for a sentence ("p = 0.72", "p < 0.001") or, bare, for a column headed p ("0.72", "< 0.001")."""
    if p is None or _missing(p):
        return MISSING
    if p < 0.001:
        sign, text = "<", number(0.001, 3)
    elif p > 0.99:
        sign, text = ">", number(0.99, 2)
    else:
        sign, text = "=", number(p, 3 if p < 0.1 else 2)
    if bare:
        return text if sign == "=" else f"{sign} {text}"
    return f"p {sign} {text}"


def interval(lo: float | None, hi: float | None, digits: int | None = 2, show: Callable[..., str] | None = None) -> str:
    """An interval in words ("0.19 to 0.84", "0,19 sampai 0,84"); an open end is said, two open ends are missing.

    ``show`` writes each end, for example `percent`; without it `number` with so many digits.
    """
    if _missing(lo) and _missing(hi):
        return MISSING
    write = show or (lambda x: number(x, digits))
    if _missing(lo):
        return _("at most {hi}").format(hi=write(hi))
    if _missing(hi):
        return _("at least {lo}").format(lo=write(lo))
    return _("{lo} to {hi}").format(lo=write(lo), hi=write(hi))


def quantity(x: Number | None, unit: str | None, digits: int | None = None) -> str:
    """A measured value as its English unit asks: a share in percent, a correlation with two decimals."""
    if (unit or "").startswith("share"):
        return percent(x, 1 if digits is None else digits)
    if digits is None and CORRELATION.search(unit or ""):
        digits = 2
    return number(x, digits)


def day(value: date | str | None) -> str:
    """A date (or its ISO text) in words: 14 February 2024, 14 Februari 2024; a bare year stays a year."""
    if value is None:
        return MISSING
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}", value):
            return value
        value = date.fromisoformat(value[:10])
    return _day(value.year, value.month, value.day, _LOCALES[_current.get()])


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, locale: str) -> str:
    from babel.dates import format_date

    return format_date(date(year, month, day), "d MMMM y", locale=locale)


def moment(instant: datetime | str | None, zone: str = "UTC") -> str:
    """An instant on the clock and calendar of a time zone: 14 Februari 2024 pukul 07.30 WIB. Naive instants are UTC."""
    if instant is None:
        return MISSING
    from zoneinfo import ZoneInfo

    if isinstance(instant, str):
        instant = datetime.fromisoformat(instant)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    local = instant.astimezone(ZoneInfo(zone))
    clock = local.strftime("%H.%M" if language() == "id" else "%H:%M")
    return _("{day}, {clock} {zone}").format(day=day(local.date()), clock=clock, zone=local.tzname())


def listed(items: list[str]) -> str:
    """Several things in a sentence: "a, b, and c"; "a, b, dan c"."""
    from babel.lists import format_list

    return format_list(items, locale=_LOCALES[_current.get()]) if items else MISSING


# What stands as a code in findings and measures, so that `_(code)` has a word for it.
CODES = (
    *(N_("yes"), N_("no"), N_("mixed"), N_("cannot tell")),
    *(N_("high"), N_("moderate"), N_("low"), N_("very low")),
    *(N_("agree"), N_("partial"), N_("silent"), N_("dissonant"), N_("baseline"), N_("reversed")),
    *(N_("source"), N_("sources"), N_("method"), N_("methods"), N_("time"), N_("data"), N_("investigator")),
    *(N_("investigators"), N_("theory"), N_("literature"), N_("press"), N_("survey"), N_("results")),
    *(N_("direct"), N_("indirect")),
)
