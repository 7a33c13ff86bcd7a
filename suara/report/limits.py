"""What the study cannot say, read off the run: shown beside the answers, never in small print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suara.report.record import Record
from suara.report.tables import cell, held, platform
from suara.words import _, count, listed, ngettext

FEW = 20


def limits(record: Record) -> list[str]:
    """The limits of this study, the general ones first."""
    return [*_general(), *_asked(record), *_evidence(record), *_books(record), *_warnings(record)]


def _general() -> Iterator[str]:
    yield _(
        "The study shows associations in data that nobody assigned at random. An effect is spoken of only where a "
        "causal design supports it."
    )
    yield _(
        "Only what was exported and handed in is analysed. A post that is not in the files may still have been "
        "published, and counts of likes, comments, and views are those of the moment of collection."
    )
    yield _("Followers are followers: whether they are supporters, or voters, is another question.")


def _asked(record: Record) -> Iterator[str]:
    n = len(record.findings)
    if n >= 5:
        yield _("With {n} questions, one or another may be answered yes by chance alone.").format(n=n)
    silent = [finding for finding in record.findings if finding.get("answer") == "cannot tell"]
    if silent:
        yield ngettext(
            "{n} question cannot be answered from these data; what would help is said there.",
            "{n} questions cannot be answered from these data; what would help is said there.",
            len(silent),
        ).format(n=len(silent))


def _evidence(record: Record) -> Iterator[str]:
    sizes = [line["n"] for f in record.findings for line in f.get("evidence") or [] if line.get("n")]
    if sizes and min(sizes) < FEW:
        yield _(
            "Some comparisons rest on few cases, the smallest on {n}. With so few, only strong associations can be "
            "told from chance, and one case can turn the answer."
        ).format(n=count(min(sizes)))
    if any(finding.get("outcome") == "indirect" for finding in record.findings):
        yield _("Where an outcome is marked indirect, it stands in for the one that the question is about.")


def _books(record: Record) -> Iterator[str]:
    quarantined = record.total.get("quarantined") or 0
    if quarantined:
        yield ngettext(
            "{n} record could not be used; it is listed with its reason (“suara show {study} quarantine”).",
            "{n} records could not be used; they are listed with their reasons (“suara show {study} quarantine”).",
            quarantined,
        ).format(n=count(quarantined), study=record.study)
    unknown = sum(1 for file in record.files if not file.get("format"))
    if unknown:
        yield ngettext(
            "{n} file was not recognised and not used.", "{n} files were not recognised and not used.", unknown
        ).format(n=count(unknown))


def _warnings(record: Record) -> Iterator[str]:
    for warning in record.run.get("warnings") or []:
        yield cell(warning)


def ethics(record: Record, names: str | None = None) -> Sequence[str]:
    """Whose names appear, and where the evidence can be opened."""
    policy = names or record.parameter("privacy", "names") or "actors"
    said = (
        _("All accounts are shown by name: no register of campaigning actors was given.")
        if policy == "all"
        else _("Campaigning actors stand by name; all other accounts carry pseudonyms, also inside quoted texts.")
    )
    rows = _(
        "The owner of the study can open every row behind a number with “suara explain {study}” and the answer's name."
    )
    return [said, rows.format(study=record.study)]


def coverage(record: Record) -> Iterator[str]:
    """What the collection covers, from when to when, and what it leaves open."""
    for table in record.run.get("tables") or []:
        if not table.get("first") or not table.get("rows"):
            continue
        words = _("{table}: {n} rows from {first} to {last}.")
        if set(table.get("platforms") or []) - {"all", "any"}:
            words = _("{table}: {n} rows from {first} to {last}, on {platforms}.")
        said = words.format(
            table=held(str(table["table"])), n=count(table["rows"]), first=cell(table["first"]), last=cell(table["last"]),
            platforms=listed([platform(name) for name in table.get("platforms") or [] if name not in ("all", "any")]),
        )  # fmt: skip
        yield said[:1].upper() + said[1:]
    yield _(
        "Not collected is not absent: what nobody exported, what was deleted before the export, and what a platform does not give out are not in these data. A rule is never called kept from a partial collection."
    )
    yield _(
        "Posts are quoted for study. Before texts of private persons are handed on, ask whether their purpose needs the words or the number alone is enough; the terms of the platforms hold."
    )
