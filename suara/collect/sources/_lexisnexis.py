"""What LexisNexis writes, as text, HTML or DOCX: outlet, date, headline, labelled lines, the article, labelled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from suara.collect.sources._press import Moment, day_in, language_of, medium_of, moment_in

DOCUMENT = re.compile(r"^[ \t]*\d+ (?:of|de|von|van|di|sur) \d+ DO[CK]UMENTS?[ \t\r]*$", re.MULTILINE)
_LABEL = re.compile(r"([^\W\d_]+(?:[- ][^\W\d_]+){0,2}):(?=\s|$)\s*(.*)", re.DOTALL)
_RIGHTS = re.compile(r"(?:Copy(?:right)?\b|©|\(c\)\s).{0,80}\d{4}|All Rights Reserved|Tous droits", re.I | re.DOTALL)
_FAILED = re.compile(r"error in this document and it is not possible to display", re.I)
_SAME = {
    "rubrique": "section", "rubrik": "section", "longueur": "length", "länge": "length", "lengte": "length",
    "langue": "language", "sprache": "language", "taal": "language", "auteur": "byline", "autor": "byline",
    "type-publication": "publication-type", "publikationstyp": "publication-type", "date-chargement": "load-date",
    "publication type": "publication-type", "load date": "load-date", "journal code": "journal-code",
}  # fmt: skip
_ABOVE = {"byline", "section", "length", "dateline", "highlight", "series"}
_BELOW = {
    "load-date", "language", "publication-type", "document-type", "journal-code", "graphic", "subject", "correction-date",
    "correction", "distribution", "classification", "copyright", "notes", "type-document", "acc-no", "update",
}  # fmt: skip


def article(paragraphs: Sequence[str]) -> dict[str, Any]:
    """The fields of one document out of its paragraphs in order; one that has no date says why it is no article."""
    told = [p.strip() for p in paragraphs if p.strip() and not DOCUMENT.fullmatch(p.strip())]
    if any(_FAILED.search(p) for p in told):
        return {"problem": "LexisNexis could not display the document"}
    at = next((n for n, p in enumerate(told[1:8], 1) if len(p) < 150 and day_in(p)), None)
    moment = moment_in(told[at].split("\n")[0]) or moment_in(told[at]) if at is not None else None
    if at is None or moment is None:
        return {"problem": "no outlet and date above the article"}
    headline, labels, body = _parts(told[at + 1 :])
    return fields(told[0], moment, headline, labels, body)


def fields(
    outlet: str, moment: Moment | None, headline: str, labels: dict[str, str], body: list[str]
) -> dict[str, Any]:
    """A record of an article of the archives; without a moment its time is unknown."""
    kind = labels.get("publication-type")
    return {
        "outlet": outlet,
        "published": moment.text if moment else None,
        "precision": moment.precision if moment else None,
        "title": " ".join(headline.split()) or None,
        "text": "\n\n".join(body) or None,
        "text_kind": "full" if body else None,
        "medium": medium_of(outlet, kind),
        "lang": language_of(labels.get("language")),
        "author": labels.get("byline"),
        "section": labels.get("section"),
        "words": labels.get("length"),
        "source_code": labels.get("journal-code"),
    }


def labelled(paragraph: str) -> tuple[str, str] | None:
    """The label of a line (``LOAD-DATE``, ``Byline``) in English and lower case, and what follows it."""
    found = _LABEL.match(paragraph)
    if found is None:
        return None
    label = found[1].casefold()
    return _SAME.get(label, label), " ".join(found[2].split())


def _parts(paragraphs: list[str]) -> tuple[str, dict[str, str], list[str]]:
    """Headline, labels and body. Labels are in capitals, and those below the body are known: an article has colons too."""
    labels: dict[str, str] = {}
    heads: list[str] = []
    body: list[str] = []
    ended = False
    for paragraph in paragraphs:
        label = labelled(paragraph) if paragraph.partition(":")[0].isupper() else None
        if label and label[0] in (_BELOW if body or ended else _ABOVE | _BELOW):
            ended |= label[0] in _BELOW and (bool(body) or label[0] != "graphic")
            labels.setdefault(*label)
        elif ended or (_RIGHTS.match(paragraph) and len(paragraph) < 300):
            continue
        else:
            (body if "length" in labels else heads).append(paragraph)
    if "length" not in labels:
        return (heads[0] if heads else ""), labels, heads[1:]
    return "\n".join(heads), labels, body
