"""What a report holds, section by section, from what a run left; it reads everything and computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from typing import Any

from suara import words
from suara.collect.source import SOURCES
from suara.display.labels import label
from suara.display.picture import Drawn
from suara.report import method
from suara.report.coding import coding
from suara.report.document import (
    Answered,
    Block,
    Document,
    Facts,
    Heading,
    Items,
    Picture,
    Section,
    Text,
    Works,
    overview,
)
from suara.report.factors import factors, without_data
from suara.report.findings import Shown, matrix, shown
from suara.report.limits import coverage, ethics, limits
from suara.report.pictured import pictured
from suara.report.record import Json, Record
from suara.report.references import references
from suara.report.tables import codebook, held
from suara.words import N_, _, count, day, moment

QUESTION = N_("Does a campaign's voice on social media go with votes, by which factors, and how sure can we be?")

ANSWERS = ("votes", "specifications", "literature", "forest")
"""Pictures that stand with the answers; the convergence matrix stands in its own section, the waterfall with the data."""

ORDER = ("overview", "activity", "followers", "growth", "voices", "media_mix", "profile", "intervals", "stories", "responses",
         "trends", "coordination", "units")  # fmt: skip

MOST_CARDS = 10


def contents(
    title: str, record: Record, measures: Sequence[Json] = (), cards: Sequence[Json] = (), question: str = "",
    pictures: Sequence[Drawn] = (),
) -> Document:  # fmt: skip
    """The whole report in the language of this context."""
    findings = [shown(finding, number) for number, finding in enumerate(record.findings, 1)]
    keys = [*method.METHOD_CITES, *record.cites, *(str(m["cite"]) for m in measures if m.get("cite"))]
    drawn = {one.name: one for one in pictures if one.spec is not None}
    sections = [
        Section("main", _("Answers at a glance"), overview(findings)),
        Section("data", _("Data and their reduction"), [*_cards(record, cards), *_drawn(drawn, ["waterfall"]), method.waterfall(record), *_stored(record)]),
        Section("method", _("Method"), [Text(paragraph) for paragraph in method.paragraphs(record, cards) if paragraph]),
        Section("factors", _("Factors and indicators"), _factors(record, findings, measures)),
        Section("display", _("Display of the data"), _display(drawn)),
        Section("findings", _("Answers one by one"), [*_drawn(drawn, ANSWERS), *(Answered(finding) for finding in findings)]),
        Section("matrix", _("Triangulation: the convergence matrix"), _matrix(record, drawn)),
        Section("coding", _("Quality of the coding"), coding(record)),
        Section("limits", _("Limits"), [Items(limits(record))]),
        Section("ethics", _("Ethics and coverage"), [Text(" ".join(ethics(record))), *(Text(said) for said in coverage(record))]),
        Section("references", _("References"), [Works(references(keys))]),
        Section("codebook", _("Appendix: measures"), [codebook(measures)] if measures else []),
        Section("run", _("Appendix: the run"), _run(record)),
    ]  # fmt: skip
    return Document(
        title, words.language(), _(question or QUESTION), _facts(record), [s for s in sections if s.blocks], record.study,
        str(record.run.get("started") or ""),
    )  # fmt: skip


def _facts(record: Record) -> list[tuple[str, str]]:
    start, end = record.parameter("campaign", "start"), record.parameter("campaign", "end")
    given = {
        _("Country"): record.parameter("study", "country"),
        _("Campaign"): _("{start} to {end}").format(start=day(start), end=day(end)) if start and end else None,
        _("Polling day"): day(record.parameter("campaign", "election"))
        if record.parameter("campaign", "election")
        else None,
        _("Computed"): moment(record.run["started"], record.zone) if record.run.get("started") else None,
        _("Made with"): f"suara {record.run['suara']}" if record.run.get("suara") else None,
    }
    return [(name, str(value)) for name, value in given.items() if value]


def _cards(record: Record, cards: Sequence[Json]) -> list[Block]:
    """What is known of the data: cards of the study, then a card a file."""
    blocks: list[Block] = []
    for card in cards:
        blocks += [Heading(str(card.get("title") or card.get("producer") or _("Data")), 3), Facts(_card(card))]
    if len(record.files) > MOST_CARDS:
        said = _("{n} files were read: more than ten have no card each; the table below has them all.")
        return [*blocks, Text(said.format(n=count(len(record.files))), "small")]
    for file in record.files:
        of = [card for card in cards if any(fnmatch(str(file["file"]), str(p)) for p in card.get("files") or [])]
        blocks += [Heading(str(file["file"]), 4), Facts(_file(file, of))]
    return blocks


def _card(card: Json) -> list[tuple[str, str]]:
    names = {
        "producer": _("Producer"), "citation": _("Citation"), "licence": _("Licence"), "obtained": _("How obtained"), "url": _("Address"),
    }  # fmt: skip
    said = [(word, str(card[name])) for name, word in names.items() if card.get(name)]
    return [*said, *([(_("Files"), ", ".join(map(str, card["files"])))] if card.get("files") else [])]


def _file(file: Json, cards: Sequence[Json]) -> list[tuple[str, str]]:
    name = str(file.get("format") or "")
    format_ = f"{name}: {SOURCES.get(name).summary}" if name in SOURCES else _held(name)
    rows = [(_("Recognised as"), format_), (_("Records"), _books(file))]
    notes = [_(str(note)) for note in file.get("notes") or []]
    rows += (
        [(_("Notes"), "; ".join([*notes, *([str(file["why"])] if file.get("why") else [])]))]
        if notes or file.get("why")
        else []
    )
    rows += (
        [(_("Producer"), ", ".join(str(card["producer"]) for card in cards if card.get("producer")))] if cards else []
    )
    return [row for row in rows if row[1]]


def _held(name: str) -> str:
    """A canonical table that was handed in, or a map's, with what it holds."""
    table = name.removesuffix("-long").removeprefix("map:")
    return f"{name}: {held(table)}" if held(table) != table else name or _("not recognised")


def _books(file: Json) -> str:
    kinds = {
        "duplicate": _("{n} duplicate"),
        "out_of_scope": _("{n} out of scope"),
        "quarantined": _("{n} quarantined"),
    }
    said = [_("{n} read").format(n=count(file.get("read"))), _("{n} stored").format(n=count(file.get("stored")))]
    return ", ".join([*said, *(word.format(n=count(file[kind])) for kind, word in kinds.items() if file.get(kind))])


def _stored(record: Record) -> list[Block]:
    held = method.stored(record)
    return [held] if held else []


def _factors(record: Record, findings: Sequence[Shown], measures: Sequence[Json]) -> list[Block]:
    table = factors(record.findings, findings, measures)
    blocks: list[Block] = [table] if table.rows else [Text(_("The answers of this study use no measure."))]
    if empty := without_data(record.findings, measures):
        said = _("Without data in this study: {measures}.")
        blocks.append(Text(said.format(measures=", ".join(label(name) for name in empty)), "small"))
    return blocks


def _drawn(drawn: dict[str, Drawn], names: Iterable[str]) -> list[Block]:
    return [Picture(drawn[name], pictured(drawn[name].records)) for name in names if name in drawn]


def _display(drawn: dict[str, Drawn]) -> list[Block]:
    placed = {*ORDER, *ANSWERS, "waterfall", "convergence"}
    return _drawn(drawn, [*ORDER, *sorted(name for name in drawn if name not in placed)])


def _matrix(record: Record, drawn: dict[str, Drawn]) -> list[Block]:
    found = matrix(record.findings)
    if not found.rows:
        return []
    said = _("Each cell counts the lines of evidence of one kind and what they say about the answer.")
    return [Text(said), *_drawn(drawn, ["convergence"]), found]


def _run(record: Record) -> list[Block]:
    same: list[Block] = [
        Text(_("The same files, parameters, and versions give the same numbers.") + f" suara run {record.study}")
    ]
    prints: Any = method.fingerprints(record)
    return [*same, method.settings(record), *([prints] if prints.rows else [])]
