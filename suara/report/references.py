"""The works a study cites, as a reference list in the manner of APA. A field that is not known is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from suara.words import _, language

if TYPE_CHECKING:
    from bibtexparser.model import Entry

BIBLIOGRAPHY = Path(__file__).parent.parent / "references.bib"


@dataclass(frozen=True)
class Reference:
    """A work. ``before`` and ``after`` stand around ``italic``, the part that APA sets in italics."""

    key: str
    cited: str
    before: str
    italic: str
    after: str
    url: str


@cache
def works(path: Path = BIBLIOGRAPHY) -> dict[str, Entry]:
    """All entries of a bibliography by key; authors split into their names."""
    from bibtexparser import middlewares  # takes a tenth of a second: not before the first page is there
    from bibtexparser.entrypoint import parse_file

    library = parse_file(
        str(path),
        append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()],
        encoding="utf-8",
    )
    return dict(library.entries_dict)


def references(keys: Iterable[str], path: Path = BIBLIOGRAPHY) -> list[Reference]:
    """The cited works in the order of a reference list; a key that the bibliography lacks stands as it is."""
    known = works(path)
    listed = [reference(known[key]) if key in known else _unknown(key) for key in dict.fromkeys(keys)]
    return sorted(listed, key=lambda work: (work.before + work.italic).casefold())


def cited(key: str, path: Path = BIBLIOGRAPHY) -> str:
    """A work in the text: Kruikemeier (2014); Wells et al. (2016)."""
    known = works(path)
    return _in_text(known[key]) if key in known else key


def _unknown(key: str) -> Reference:
    return Reference(key, key, key, "", "", "")


def reference(entry: Entry) -> Reference:
    """One work: authors, year, title, then where it appeared."""
    year = _field(entry, "year")
    who = _authors(entry)
    head = f"{who}{'' if who.endswith('.') else '.'} ({year}). " if year else f"{who} "
    title, journal = _field(entry, "title"), _field(entry, "journal")
    doi = _field(entry, "doi")
    url = f"https://doi.org/{doi}" if doi else _field(entry, "url")
    if journal:
        volume = _field(entry, "volume")
        italic = journal + (f", {volume}" if volume else "")
        number = _field(entry, "number")
        pages = _field(entry, "pages").replace("--", "–")
        after = (f"({number})" if number else "") + (f", {pages}" if pages else "") + "."
        return Reference(entry.key, _in_text(entry), f"{head}{_stop(title)} " if title else head, italic, after, url)
    after = _edition(_field(entry, "edition")) + "."
    publisher = _field(entry, "publisher")
    return Reference(entry.key, _in_text(entry), head, title, after + (f" {publisher}." if publisher else ""), url)


def _edition(number: str) -> str:
    if not number:
        return ""
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(number, "th") if language() == "en" else ""
    return " " + _("({number} ed.)").format(number=number + ending)


def _field(entry: Entry, name: str) -> str:
    value = entry.fields_dict.get(name)
    return str(value.value).replace("\\&", "&") if value is not None else ""


def _stop(title: str) -> str:
    return title if title.endswith((".", "?", "!")) else title + "."


def _people(entry: Entry) -> list[tuple[str, str]]:
    """Last names (with their particle) and initials."""
    people = entry.fields_dict.get("author") or entry.fields_dict.get("editor")
    if people is None:
        return []
    return [
        (" ".join([*name.von, *name.last]), " ".join(f"{first[0]}." for first in name.first)) for name in people.value
    ]


def _authors(entry: Entry) -> str:
    names = [f"{last}, {initials}".rstrip(", ") for last, initials in _people(entry)]
    text = names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", & " + names[-1] if names else ""
    if not names or "author" in entry.fields_dict:
        return text
    return _("{editors} (Eds.)").format(editors=text)


def _in_text(entry: Entry) -> str:
    last = [name for name, _initials in _people(entry)]
    if len(last) > 2:
        who = _("{first} et al.").format(first=last[0])
    else:
        who = " & ".join(last)
    return f"{who} ({_field(entry, 'year')})"
