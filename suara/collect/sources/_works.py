"""What reference files have in common: a work's columns, its kind, its DOI, its year."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from suara.collect.source import Rows, Value

SHAPE = "id type title authors[] year journal volume issue pages doi url abstract keywords[] lang source problem extras:json"

_KINDS = {
    "article": "jour ejour jfull abst inpr mgzn article journal-article article-journal journalarticle article-magazine "
    "magazinearticle letter",
    "news": "news newspaperarticle article-newspaper newspaper-article",
    "book": "book edbook ebook whole serial monograph edited-book edited book-set reference-book collection mvbook",
    "chapter": "chap echap chapter book-chapter booksection book-section incollection inbook book-part entry reference-entry",
    "thesis": "thes thesis phdthesis mastersthesis dissertation",
    "conference paper": "conf cpaper proceedings-article paper-conference conferencepaper conference-paper inproceedings conference "
    "proceedings conference-proceedings conference-proceeding",
    "report": "rprt report techreport report-component govdoc standard",
    "preprint": "posted-content preprint unpb unpublished manuscript",
    "dataset": "data dataset aggr dbase",
    "web page": "elec webpage web-page blog blogpost post post-weblog icomm online web",
    "software": "comp software manual computerprogram",
    "other": "gen generic misc other document",
}
KINDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}
"""A work's kind by the word that a reference file has for it (lower case, blanks as hyphens)."""

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?)?\s*(10\.\d{4,9}/\S+)", re.I)
_DOI_WITHIN = re.compile(r"\b10\.\d{4,9}/[^\s\"<>;&]+")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def kind_of(word: str | None) -> str | None:
    """What a reference file's word for a kind means; a word that is not known stays, in lower case."""
    plain = re.sub(r"\s+", "-", (word or "").strip().casefold())
    return KINDS.get(plain, (word or "").strip().casefold() or None)


def kind_expression(word: str) -> str:
    """The same as an expression over a text."""
    cases = " ".join(f"WHEN '{given}' THEN '{kind}'" for given, kind in KINDS.items())
    return f"list_transform([{word}], lambda w: CASE replace(lower(w), ' ', '-') {cases} ELSE lower(w) END)[1]"


def doi_in(*texts: str | None) -> str | None:
    """The first DOI in the texts, lower case; null where none has one.

    A text that is nothing but a DOI is one whole (old ones hold ``<``, ``;`` and brackets); within an address or a
    note it ends before such signs.
    """
    for text in texts:
        said = text or ""
        said = unquote(said) if "%2f" in said.casefold() else said
        if whole := _DOI.fullmatch(said.strip()):
            return whole[1].rstrip(".,;").casefold()
        if found := _DOI_WITHIN.search(said):
            doi = found[0].rstrip(".,")
            return (doi.rstrip(")") if doi.count(")") > doi.count("(") else doi).casefold()
    return None


def doi_expression(text: str) -> str:
    """The same as an expression over a text that holds nothing else."""
    return f"nullif(regexp_extract(lower({text}), '10\\.\\d{{4,9}}/\\S+'), '')"


def year_in(*texts: str | None) -> str | None:
    """The first year in the texts; where none has one what is written in its place (``in press``)."""
    for text in texts:
        if found := _YEAR.search(text or ""):
            return found[0]
    return next((text for text in texts if text and text.strip()), None)


def plain(text: str | None) -> str | None:
    """Text without markup, on one line; null for nothing."""
    said = re.sub(r"\s+", " ", html.unescape(_TAG.sub("", text or ""))).strip()
    return said or None


def listed(texts: Iterable[str], sign: str = ";") -> list[str]:
    """The items of texts that hold several, each once."""
    items = (plain(item) for text in texts for item in text.split(sign))
    return list(dict.fromkeys(item for item in items if item))


def pages(first: str | None, last: str | None = None) -> str | None:
    """Pages as 12-23; the first may hold the range."""
    span = "-".join(part.strip() for part in (first, last) if part and part.strip())
    return re.sub(r"\s*[-–—]+\s*", "-", span).removesuffix("-") or None


def work(given: Mapping[str, Any]) -> dict[str, Any]:
    """A record of `SHAPE` from what a reference file says: its DOI is its id, else its key; nothing empty is kept."""
    made = {**given, "id": given.get("doi") or given.get("id"), "type": kind_of(given.get("type"))}
    extras = {name: said for name, said in given.get("extras", {}).items() if said}
    if made.get("year") and not _YEAR.fullmatch(made["year"]):
        extras |= {"year_written": made.pop("year"), "null_reason": {"year": "parse_error"}}
    kept = {name: value for name, value in {**made, "extras": extras}.items() if value not in (None, "", [], {})}
    return kept if kept.keys() - {"type", "source"} else {**kept, "problem": "an empty reference"}


def works(columns: Mapping[str, Value], skip: str | None = None) -> Rows:
    """Rows of the table `works`."""
    return Rows(columns, table="works", skip=skip)


def work_rows() -> Rows:
    """Columns of `SHAPE`."""
    names = [name for name in re.findall(r"\w+", SHAPE) if name not in ("problem", "json")]
    return works({name: name for name in names}, skip="problem")
