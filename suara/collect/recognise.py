"""Which format is this? By content, never by name; two answers are an error that names both rules."""

from __future__ import annotations

from dataclasses import dataclass

from suara.collect.beside import tables_of
from suara.collect.headers import Recognised
from suara.collect.probing import Probe
from suara.collect.source import SOURCES, Source
from suara.words import _

JSON_FORMS = ("json-lines", "json-array", "json-document", "js")


@dataclass(frozen=True)
class Recognition:
    """What a file is: a source, a canonical table handed in, or nothing (``why`` says what was seen)."""

    format: str | None
    source: Source | None = None
    table: Recognised | None = None
    why: str = ""


def recognise(probe: Probe) -> Recognition:
    """The one format that fits. Sources come before canonical tables; ambiguous means not recognised, and why."""
    fits = [source for source in SOURCES if _fits(source, probe)]
    fits = [s for s in fits if not any(s.name in other.before for other in fits if other is not s)]
    stop = [s for s in fits if "*" in s.before]
    fits = stop or fits
    if len(fits) == 1:
        return Recognition(fits[0].format, source=fits[0])
    if fits:
        return Recognition(None, why=f"ambiguous: looks like {' and like '.join(s.name for s in fits)}")
    tables = tables_of(probe.header) if probe.header else []
    if len(tables) == 1:
        return Recognition(f"{tables[0].table.name}-long", table=tables[0])
    if tables:
        names = " and like ".join(t.table.name for t in tables)
        return Recognition(None, why=f"ambiguous: looks like {names}; write a [[data.map]]")
    if probe.form == "pdf":
        return Recognition(
            None, why=_("a PDF: suara passages writes what it says of the study's words into a table of passages")
        )
    return Recognition(None, why=_known_but_not_read(probe) or "no format fits")


def _known_but_not_read(probe: Probe) -> str | None:
    """Words for what is known but has no source."""
    for unit in probe.units:
        if {"objectType", "verb", "actor"} <= unit.keys():
            return _("X's Activity Streams (GNIP): not supported. Tweets of API v1.1 or v2 are.")
        if {"source_platform", "timestamp_collected", "data"} <= unit.keys():
            said = _("Zeeschuimer's capture of {site}: not supported. Exports of the other tools for this site may be.")
            return said.format(site=unit["source_platform"])
    return None


def _fits(source: Source, probe: Probe) -> bool:
    if source.reads == "json":
        return probe.form in JSON_FORMS and any(source.looks_like(unit) for unit in probe.units)
    if source.reads == "delimited":
        return bool(probe.header) and bool(source.looks_like(probe.header))
    return bool(source.looks_like(probe))
