"""What the answers of GDELT's interfaces (DOC 2.0, TV 2.0) have in common: lenient JSON, timelines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.recognise import JSON_FORMS
from suara.collect.source import NotPublished, Rows

TIMELINE = "series date value norm query asked problem"
_ESCAPE = re.compile(r"\\(\\|.)", re.DOTALL)
_OPERATOR = re.compile(r'\b[a-z]+:(?:"[^"]*"|\S+)|[()"]')
_DOC_SERIES = ("intensity", "count", "tone")


def answers(opened: Opened) -> Iterator[dict[str, Any]]:
    """The answers that a file holds, one after another; GDELT's escapes that JSON does not know (``\\'``) are mended."""
    known = {'"', "\\", "/", "b", "f", "n", "r", "t", "u"}
    mend = lambda match: match[0] if match[1] in known else match[1]  # noqa: E731
    text = _ESCAPE.sub(mend, opened.path.read_text(encoding="utf-8", errors="replace"))
    decoder, at = json.JSONDecoder(strict=False), 0
    while at < len(text):
        if text[at] in " \r\n\t,[]":
            at += 1
            continue
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError as error:
            yield {"problem": f"not JSON: {str(error)[:80]}"}
            return
        if isinstance(value, dict):
            yield value


def objects(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list; what is no object is an empty one, which is counted as not readable."""
    held = holder.get(name)
    return [item if isinstance(item, dict) else {} for item in held] if isinstance(held, list) else []


def seems(sign: Callable[[dict[str, Any]], bool], *words: str) -> Callable[[Probe], bool]:
    """A JSON file of which a unit has the sign; of one that only mending makes readable its beginning has all words."""

    def looks_like(probe: Probe) -> bool:
        if probe.form not in JSON_FORMS:
            return False
        broken = probe.problem is not None and all(word in probe.head for word in words)
        return broken or any(sign(unit) for unit in probe.units)

    return looks_like


def timeline_kind(answer: dict[str, Any]) -> str | None:
    """doc or tv: which interface a timeline came from, by what its series are called; null if it is none."""
    timeline = answer.get("timeline")
    first = timeline[0] if isinstance(timeline, list) and timeline and isinstance(timeline[0], dict) else {}
    data = first.get("data")
    if not (isinstance(data, list) and data and isinstance(data[0], dict) and {"date", "value"} <= data[0].keys()):
        return None
    return "doc" if str(first.get("series", "")).casefold().endswith(_DOC_SERIES) else "tv"


def timeline_points(opened: Opened) -> Iterator[dict[str, Any]]:
    """A record for every series and date of a timeline."""
    for answer in answers(opened):
        if "problem" in answer:
            yield answer
        details = answer.get("query_details")
        query = str(details.get("title") or "") if isinstance(details, dict) else ""
        for series in objects(answer, "timeline"):
            told = {"series": series.get("series"), "query": query, "asked": asked_for(query)}
            for point in objects(series, "data"):
                yield {**told, **{name: point.get(name) for name in ("date", "value", "norm")}}


def asked_for(query: str) -> str:
    """Whom a query asks for: its words without operators (``sourcelang:indonesian``), brackets and quotes."""
    return " ".join(_OPERATOR.sub(" ", query).split())


def timeline_rows(measure: str, source: str) -> Rows:
    """Rows of ``series``: one figure a date, under the name that was asked for.

    Where a timeline has several times a day, the time stands in ``source``: figures of one day are not repetitions.
    """
    clock = "nullif(regexp_extract(date, '^\\d{8}T?(\\d{2}\\d{2})', 1), '0000')"
    return Rows(
        {
            "name": "nullif(asked, '')",
            "unit": NotPublished("a query has no electoral unit"),
            "platform": NotPublished("the press is no platform"),
            "account_id": NotPublished("the press has no account"),
            "handle": NotPublished("the press has no account"),
            "measure": measure,
            "value": "value",
            "date": "regexp_replace(date, '^(\\d{4})(\\d{2})(\\d{2}).*$', '\\1-\\2-\\3')",
            "period_start": None,
            "period_end": None,
            "source": f"{source} || coalesce(', ' || {clock}, '')",
            "precision": None,
            "extras": {"query": "query", "series": "series", "all": "try_cast(norm AS DOUBLE)", "time": "date"},
        },
        table="series",
        skip="problem",
    )
