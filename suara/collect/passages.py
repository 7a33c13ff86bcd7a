"""Candidates for passages out of PDFs: paragraphs of a work that speak of what the study asks, with their page."""

from __future__ import annotations

import csv
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from suara.words import _

HEADER = ("work", "quote", "page", "theme", "coder")
SHORTEST, LONGEST = 80, 1_200
"""Characters of a passage: below it is a heading or a caption, above it is cut at the end of a sentence."""
TERMS = (
    "social media", "twitter", "facebook", "instagram", "tiktok", "youtube", "online campaign", "followers", "tweet",
    "media sosial", "medsos", "pengikut", "kampanye daring", "warganet",
)  # fmt: skip
"""A paragraph is put before a person if it has one of these; `suara passages --words` names others."""
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """What a PDF gave: its work (the DOI on its first two pages, else the file's name), paragraphs with page, or why none."""

    file: Path
    work: str
    found: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    why: str | None = None


def pdfs(folder: Path) -> list[Path]:
    """The PDFs of a study's data."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())


def passages_of(file: Path, terms: Sequence[str] = TERMS) -> Read:
    """Paragraphs with one of the terms (whole words, any case); a scan has no text and says so."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(file)
        texts = [(label, page.extract_text()) for label, page in zip(reader.page_labels, reader.pages, strict=True)]
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError) as why:
        return Read(file, file.stem, why=_("could not be read ({why})").format(why=str(why)[:100]))
    doi = _DOI.search(" ".join(text for _label, text in texts[:2]))
    work = doi.group().lower() if doi else file.stem
    if not any(text.strip() for _label, text in texts):
        return Read(
            file,
            work,
            pages=len(texts),
            why=_("has no text: it is a scan, which character recognition must read first"),
        )
    sought = re.compile(r"(?<!\w)(" + "|".join(re.escape(t) for t in terms) + r")(?!\w)", re.IGNORECASE)
    found = [(said, label) for label, text in texts for said in _paragraphs(text) if sought.search(said)]
    return Read(file, work, tuple(found), len(texts))


def _paragraphs(text: str) -> Iterator[str]:
    """A page's text as paragraphs on one line each: hyphens at line ends joined, long ones cut between sentences."""
    joined = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text.replace("\x00", ""))
    for part in re.split(r"\n\s*\n|(?<=[.?!])\s*\n(?=[A-Z])", joined):
        whole = ""
        for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z“\"(])", " ".join(part.split())):
            if whole and len(whole) + len(sentence) > LONGEST:
                yield from [whole] if len(whole) >= SHORTEST else []
                whole = ""
            whole = f"{whole} {sentence}".strip()
        if len(whole) >= SHORTEST:
            yield whole


def write_candidates(read: Sequence[Read], path: Path) -> int:
    """Write them as ``passages.csv`` for a person to choose from: ``theme`` and ``coder`` are empty; how many there are.

    A file that is there is never written over, since somebody may have filled it in.
    """
    rows = [(r.work, quote, page, "", "") for r in read for quote, page in r.found]
    if rows:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows([HEADER, *rows])
    return len(rows)
