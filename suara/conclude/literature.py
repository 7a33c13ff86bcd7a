"""The literature as data: works without their duplicates, how far each came in the screening, and passages."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from suara.conclude.panel import Panel
from suara.triangulate.prisma import Flow, Stage, flow
from suara.words import _

YES = {"1", "1.0", "yes", "y", "ya", "true", "include", "included", "in", "relevant", "keep", "masuk", "terima"}
NO = {"0", "0.0", "no", "n", "tidak", "false", "exclude", "excluded", "out", "irrelevant", "reject", "keluar", "tolak"}
SCREENING = ("screening", "screened", "title_abstract", "label_included", "included", "penyaringan")
RETRIEVED = ("retrieved", "full_text_retrieved", "diperoleh")
FULL_TEXT = ("full_text", "fulltext", "eligibility", "final", "teks_lengkap")
INITIALS = re.compile(r"[A-Z]{1,2}|([A-Z]\.-?)+")
REASON = ("exclusion_reason", "reason", "alasan")


@dataclass
class Work:
    """A study or book, told once. ``names``: every id, DOI, key and title by which sheets may call it."""

    title: str | None
    authors: list[str]
    year: int | None
    doi: str | None
    names: set[str]
    decisions: dict[str, list[tuple[str, bool | None]]] = field(default_factory=lambda: defaultdict(list))
    reasons: list[str] = field(default_factory=list)
    letter: str = ""

    @property
    def cited(self) -> str:
        """Bene (2018), as a text cites it; the title where nobody signed."""
        last = [surname(author) for author in self.authors]
        who = last[0] if len(last) == 1 else " & ".join(last[:2]) if len(last) == 2 else ""
        if len(last) > 2:
            who = _("{first} et al.").format(first=last[0])
        name = who or self.title or self.doi or _("untitled")
        return f"{name} ({self.year}{self.letter})" if self.year else _("{name} (no year)").format(name=name)


@dataclass(frozen=True)
class Literature:
    """All of a study's works; ``identified`` counts the records in the files before duplicates were removed."""

    works: list[Work]
    identified: int
    index: Mapping[str, Work]
    ambiguous: tuple[str, ...] = ()

    def find(self, name: str | None) -> Work | None:
        """The work that a sheet calls by id, DOI, key or title; null where none or more than one is called so."""
        return self.index.get(called(name)) if name else None

    def flow(self) -> Flow:
        """How far the works came."""
        return flow(self.identified, (stage_of(work) for work in self.works), untold=_("reason not told"))


def literature(panel: Panel) -> Literature:
    """Works of the reference files: the same DOI, or the same title, year and first author, is the same work."""
    rows = panel.read("works").sort("source_file", "source_row", nulls_last=True) if panel.count.get("works") else None
    given = [] if rows is None else rows.to_dicts()
    works = [_merged(group) for group in _same(given)]
    _lettered(works)
    names: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        for name in sorted(work.names):
            names[name].append(work)
    _codings(panel, names)
    return Literature(
        works,
        max(_captured(panel), len(given)),
        {name: found[0] for name, found in names.items() if len(found) == 1},
        tuple(sorted(name for name, found in names.items() if len(found) > 1)),
    )


def _lettered(works: list[Work]) -> None:
    """Works that a text would cite alike get letters: Bene (2018a), Bene (2018b)."""
    alike: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        alike[work.cited].append(work)
    for same in alike.values():
        for number, work in enumerate(same if len(same) > 1 else ()):
            work.letter = chr(ord("a") + number) if number < 26 else f"-{number}"


def _captured(panel: Panel) -> int:
    return panel.read("captures_works").height if panel.count.get("works") else 0


def _same(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows in groups of one work, in the order in which they stand; two different DOIs are never one work."""
    group_of: dict[tuple[str, ...], int] = {}
    doi_of: dict[int, str] = {}
    groups: list[list[dict[str, Any]]] = []
    for row in sorted(rows, key=lambda r: r["doi"] is None):
        doi, key = row["doi"], _key(row)
        at = group_of.get(("doi", doi)) if doi else None
        if at is None and key is not None:
            same = group_of.get(key)
            at = same if same is not None and not (doi and same in doi_of) else None
        if at is None:
            at = len(groups)
            groups.append([])
        groups[at].append(row)
        if doi:
            group_of.setdefault(("doi", doi), at)
            doi_of[at] = doi
        if key is not None:
            group_of.setdefault(key, at)
    yield from groups


def _key(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Title, year and first author; null where the title stands alone, for a title alone names nothing."""
    first = surname(row["authors"][0]) if row["authors"] else ""
    if not row["title"] or not (row["year"] or first):
        return None
    return plain(row["title"]), str(row["year"] or ""), plain(first)


def _merged(rows: list[dict[str, Any]]) -> Work:
    def first(column: str) -> Any:
        return next((row[column] for row in rows if row[column]), None)

    extras = [_extras(row) for row in rows]
    told = [v for row in rows for v in (row["id"], row["doi"], row["title"]) if v]
    names = {called(v) for v in [*told, *(e["key"] for e in extras if e.get("key"))]}
    work = Work(first("title"), list(first("authors") or []), first("year"), first("doi"), names)
    for said in extras:
        for stage, columns in (("screening", SCREENING), ("retrieved", RETRIEVED), ("full_text", FULL_TEXT)):
            cell = next((said[c] for c in columns if said.get(c) not in (None, "")), None)
            if cell is not None:
                work.decisions[stage].append(("", decided(cell)))
        work.reasons += [str(said[c]) for c in REASON if said.get(c)]
    return work


def _extras(row: Mapping[str, Any]) -> dict[str, Any]:
    found = json.loads(row["extras"]) if row["extras"] else {}
    return {str(k).strip().casefold().replace(" ", "_"): v for k, v in found.items()}


def _codings(panel: Panel, names: Mapping[str, list[Work]]) -> None:
    """Decisions that coders gave: code ``screening``, ``retrieved`` or ``full_text`` on a work; a settled one decides."""
    if not panel.count.get("codings"):
        return
    known = {"screening": SCREENING, "retrieved": RETRIEVED, "full_text": FULL_TEXT}
    stage_of_code = {code: stage for stage, codes in known.items() for code in codes}
    for row in panel.read("codings").sort("unit", "coder", "code", nulls_last=True).iter_rows(named=True):
        code = plain(row["code"] or "").replace(" ", "_")
        found = names.get(called(row["unit"])) or []
        if len(found) != 1 or row["value"] is None:
            continue
        if code in stage_of_code:
            coder = "" if row["kind"] == "adjudicated" else f"{row['coder']}"
            found[0].decisions[stage_of_code[code]].append((coder, decided(row["value"])))
        elif code in REASON:
            found[0].reasons.append(str(row["value"]))


def decided(cell: object) -> bool | None:
    """Whether a cell says in or out; null where it says neither (maybe, unclear)."""
    said = str(cell).strip().casefold()
    return True if said in YES else False if said in NO else None


def verdict(work: Work, stage: str) -> bool | None:
    """What was decided at a stage: a settled decision, else the one all gave; null where they disagree or none did."""
    given = work.decisions.get(stage, [])
    settled = {said for coder, said in given if not coder}
    said = settled or {said for _coder, said in given}
    return said.pop() if len(said) == 1 else None


def stage_of(work: Work) -> tuple[Stage, str | None]:
    """How far a work came; a decision on the full text says that it was screened and retrieved."""
    screening, retrieved, full = (verdict(work, stage) for stage in ("screening", "retrieved", "full_text"))
    reason = work.reasons[0] if work.reasons else None
    if full is not None:
        return ("included", None) if full else ("excluded on full text", reason)
    if retrieved is False and screening is not False:
        return "not retrieved", reason
    if screening is None:
        return ("undecided" if work.decisions.get("screening") else "not screened"), None
    return ("sought", None) if screening else ("excluded", reason)


def agreement(works: Iterable[Work]) -> tuple[int, int]:
    """Works that two or more screened alike, and works that two or more screened."""
    pairs = [Counter(said for coder, said in work.decisions.get("screening", []) if coder) for work in works]
    double = [given for given in pairs if sum(given.values()) > 1]
    return sum(len(given) == 1 for given in double), len(double)


def surname(author: str) -> str:
    """Last name of a person: before the comma, else the last word that is not initials (Liu R., A. Prelle)."""
    if "," in author:
        return author.split(",")[0].strip()
    words = [word for word in author.split() if not INITIALS.fullmatch(word)]
    return (words or author.split() or [""])[-1]


def plain(text: str) -> str:
    """Letters and digits only, lower case, without accents: what titles are compared by."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def called(name: object) -> str:
    """A name of a work as the index keeps it: a DOI without its address, else the plain text."""
    said = str(name).strip().casefold()
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", said) if "10." in said else plain(said)
