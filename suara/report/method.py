"""How the study was done, written from the run itself: sources, dates, counts, versions, parameters, exclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from suara.report.record import Json, Record
from suara.report.tables import MOST, Table, rows_of
from suara.words import MISSING, _, count, day, listed, moment, ngettext, percent

BOOKS = ("read", "stored", "duplicate", "out_of_scope", "quarantined", "derived")
ENGINES = {"duckdb": "DuckDB", "spark": "Apache Spark"}
METHOD_CITES = ("miles1994", "denzin1978")


def paragraphs(record: Record, cards: Sequence[Json]) -> list[str]:
    """The method paragraph, one string a step."""
    steps = (_steps(), _sources(record, cards), _books(record), _window(record), _computed(record), _reading())
    return [" ".join(sentences) for sentences in steps]


def _steps() -> Iterator[str]:
    yield _(
        "This is a descriptive study of secondary data. It follows the steps of Miles and Huberman (1994): data "
        "collection, reduction, display, and conclusion drawing with verification; what several sources, methods, "
        "and times say is laid side by side (triangulation; Denzin, 1978)."
    )


def _sources(record: Record, cards: Sequence[Json]) -> Iterator[str]:
    n = len(record.files)
    formats = Counter(str(file["format"]) for file in record.files if file.get("format"))
    yield ngettext("{n} file was read.", "{n} files were read.", n).format(n=count(n))
    if formats:
        kinds = [f"{name} ({count(times)})" for name, times in sorted(formats.items())]
        yield _("Their formats, recognised by content: {formats}.").format(formats=listed(kinds))
    unknown = [str(file["file"]) for file in record.files if not file.get("format")]
    if unknown:
        yield _("Not recognised, and therefore not used: {files}.").format(files=listed(unknown[:10]))
    producers = list(dict.fromkeys(str(card["producer"]) for card in cards if card.get("producer")))
    if producers:
        yield _("The data come from {producers}.").format(producers=listed(producers))


def _books(record: Record) -> Iterator[str]:
    total = record.total
    read = total.get("read") or 0
    if not read:
        return
    yield _(
        "Of {read} records, {stored} ({share}) were stored; {duplicate} repeated a record already held, "
        "{out_of_scope} lay outside the window of the study, and {quarantined} could not be used and are kept in "
        "quarantine with file, row, and reason."
    ).format(
        share=percent((total.get("stored") or 0) / read),
        **{name: count(total.get(name) or 0) for name in ("read", *BOOKS[1:5])},
    )
    if total.get("derived"):
        yield _("{derived} records that others carried inside them are counted apart.").format(
            derived=count(total["derived"])
        )


def _window(record: Record) -> Iterator[str]:
    start, end = record.parameter("campaign", "start"), record.parameter("campaign", "end")
    if start and end:
        yield _("The window runs from {start} to {end}.").format(start=day(start), end=day(end))
    elif start or end:
        words = _("The window opens on {day}.") if start else _("The window closes on {day}.")
        yield words.format(day=day(start or end))
    else:
        yield _("No window was set, so no record was left out for its date.")
    if election := record.parameter("campaign", "election"):
        yield _("Polling day was {day}.").format(day=day(election))
    yield _("Days and hours are those of the time zone {zone}.").format(zone=record.zone)


def _computed(record: Record) -> Iterator[str]:
    version = record.run.get("suara") or MISSING
    started = record.run.get("started")
    if started:
        when = moment(started, record.zone)
        said = _("Everything was computed with suara {version} on {engine}, on {moment}.")
        yield said.format(version=version, engine=_engine(record), moment=when)
    else:
        yield _("Everything was computed with suara {version} on {engine}.").format(
            version=version, engine=_engine(record)
        )
    reused = record.run.get("reused")
    n = len(reused) if isinstance(reused, list | dict) else int(reused or 0)
    if n:
        yield ngettext(
            "{n} unchanged file was taken from the store of an earlier run.",
            "{n} unchanged files were taken from the store of an earlier run.",
            n,
        ).format(n=count(n))
    if own := record.run.get("own_code"):
        yield _("Some measures are the study's own code: {files}.").format(files=listed(list(own)))
    if record.run.get("seeds"):
        yield _("Random draws start from seeds made of the data, so a second run gives the same numbers.")


def _engine(record: Record) -> str:
    """The engine's name and version as the run gives them."""
    given = record.run.get("engine") or "duckdb"
    name = str(given.get("name", "duckdb") if isinstance(given, dict) else given)
    versions = record.run.get("versions") or {}
    version = next((versions[key] for key in (name, f"py{name}") if key in versions), "")
    return f"{ENGINES.get(name, name)} {version}".strip()


def _reading() -> Iterator[str]:
    yield _(
        "Intervals are 95% intervals. The grade (high, moderate, low, very low) says how far an answer can be "
        "trusted, with its reasons. Two platforms of one campaign are not independent of each other, and a line of "
        "evidence without data does not count as agreement."
    )


def waterfall(record: Record) -> Table:
    """The books file by file; read = stored + duplicate + out of scope + quarantined."""
    columns = [
        *(_("File"), _("Format"), _("Read"), _("Stored"), _("Duplicate"), _("Out of scope"), _("Quarantined")),
        _("Carried inside"),
    ]
    rows = [
        [str(file.get("file")), file.get("format") or _("not recognised"), *(count(file.get(name)) for name in BOOKS)]
        for file in record.files[:MOST]
    ]
    rows.append([_("Total"), "", *(count(record.total.get(name)) for name in BOOKS)])
    caption, left = _("What became of every record, file by file"), max(0, len(record.files) - MOST)
    return Table(caption, columns, rows, set(range(2, 8)), total=True, left=left)


def stored(record: Record) -> Table | None:
    """What the store holds after reduction, where the run says it."""
    tables = record.run.get("tables") or []
    if not tables:
        return None
    columns = [_("Table"), _("Rows"), _("First"), _("Last"), _("Platforms")]
    return Table(_("What the study holds after reduction"), columns, [rows_of(table) for table in tables], {1})


def settings(record: Record) -> Table:
    """Parameters, versions, seeds, and the study's own code (with its hash) of the run."""
    rows = [[name, value] for name, value in _flat("", record.run.get("parameters") or {})]
    versions = {name: record.run.get(name) for name in ("suara", "python")} | (record.run.get("versions") or {})
    rows += [[name, str(value)] for name, value in versions.items() if value]
    for part in ("seeds", "own_code"):
        rows += [[name, value] for name, value in _flat(part, record.run.get(part) or {})]
    return Table(_("Parameters and versions of the run"), [_("Name"), _("Value")], rows)


def fingerprints(record: Record) -> Table:
    """The files that went in, with their hashes: the same hash is the same file."""
    files = record.run.get("files") or []
    if isinstance(files, dict):
        files = [{"file": name, "sha256": value} for name, value in files.items()]
    rows = [[str(f.get("file")), str(f.get("sha256") or f.get("hash") or MISSING)] for f in files[:MOST]]
    caption, left = _("Files that went in, with their fingerprints"), max(0, len(files) - MOST)
    return Table(caption, [_("File"), "SHA-256"], rows, left=left)


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), inner)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for i, inner in enumerate(value, start=1):
            yield from _flat(f"{prefix}[{i}]", inner)
    elif value not in (None, [], ""):
        yield prefix, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
