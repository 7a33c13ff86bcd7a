"""Small rules of setting that pages, Word and PDF share."""

from __future__ import annotations

import re
import unicodedata

# What XML 1.0 has no place for: controls, lone surrogates, and two that are no characters.
_NOWHERE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEGATIVE = re.compile(r"(?<![\w/.-])-(?=\d)")
_NAME = re.compile(r"\w{17,}")
LONGEST = 20_000
"""A longer paragraph is no paragraph: it is cut, and ends with an ellipsis."""


def minus(text: str) -> str:
    """A minus sign before a number, where a hyphen would be passed over by screen readers and set too short."""
    return _NEGATIVE.sub("−", text)


def clean(text: str) -> str:
    """A text without the characters that XML and UTF-8 have no place for."""
    return _NOWHERE.sub("", text)


def printable(text: str) -> str:
    """A text as paper can show it: minus signs set, control characters out, no longer than a few pages."""
    kept = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return minus(clean(kept))


def breakable(text: str) -> str:
    """A text whose long names (``achievement_median_engagement``) may go on in the next line, after an underscore."""
    return _NAME.sub(lambda name: name[0].replace("_", "_\u200b"), text)


def leftward(text: str) -> bool:
    """Whether a text runs from right to left: its first letter says so."""
    first = next((kind for kind in map(unicodedata.bidirectional, text[:200]) if kind in ("L", "R", "AL")), "L")
    return first != "L"
