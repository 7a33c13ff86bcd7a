"""``out/report.html``: one file that needs nothing else, to be read, printed, or handed on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from suara import words
from suara.report import figures, method
from suara.report.factors import factors
from suara.report.findings import VERDICTS, matrix, shown, tally
from suara.report.limits import ethics, limits
from suara.report.record import Json, Record, read
from suara.report.references import references
from suara.report.tables import codebook
from suara.words import N_, _, speaking

QUESTION = N_("Does a campaign's voice on social media go with votes, by which factors, and how sure can we be?")

CARD = ("title", "producer", "citation", "licence", "obtained", "url", "files")


def write(
    study_title: str,
    language: str,
    out: Path,
    *,
    measures: Sequence[Json] = (),
    cards: Sequence[Json] = (),
    question: str = "",
) -> Path:
    """Write the report of the run that left its results in ``out``; returns its path.

    ``measures``: [{measure, construct, unit, says (or doc), cite, sources}], in the order of the codebook.
    ``cards``: what is known of the data, [{title, producer, citation, licence, obtained, url, files}], all optional.
    Texts that are msgids (asks, rival, units, constructs, a measure's first line) are translated here; ``says``,
    ``reasons``, ``needs`` and the titles of tables stand in the language of the run. Raises StudyError when the run
    is not there or broke off.
    """
    with speaking(language):
        page = _page(study_title, read(out), measures, cards, question)
        text = environment().get_template("report.html").render(page)
    target = out / "report.html"
    beside = target.with_suffix(".html.tmp")
    beside.write_text(text, encoding="utf-8", newline="\n")
    return beside.replace(target)


def _page(title: str, record: Record, measures: Sequence[Json], cards: Sequence[Json], question: str) -> Json:
    pages = [shown(finding) for finding in record.findings]
    keys = [*method.METHOD_CITES, *record.cites, *(str(m["cite"]) for m in measures if m.get("cite"))]
    return {
        "title": title,
        "language": words.language(),
        "question": _(
            question
            or "Does a campaign's voice on social media go with votes, by which factors, and how sure can we be?"
        ),
        "record": record,
        "findings": pages,
        "tally": tally(pages),
        "matrix": matrix(record.findings),
        "verdicts": VERDICTS,
        "cards": [{**dict.fromkeys(CARD), **card} for card in cards],
        "bars": figures.reduction(record.total),
        "waterfall": method.waterfall(record),
        "stored": method.stored(record),
        "method": method.paragraphs(record, cards),
        "settings": method.settings(record),
        "fingerprints": method.fingerprints(record),
        "factors": factors(record.findings, pages, measures),
        "limits": limits(record),
        "ethics": ethics(record),
        "references": references(keys),
        "codebook": codebook(measures),
        "width": figures.WIDTH,
    }


@cache
def environment() -> jinja2.Environment:
    """The templates, every value escaped: a post can hold anything."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("suara.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_minus,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_=words._, ngettext=words.ngettext, day=words.day, moment=words.moment, count=words.count)
    made.filters["link"] = link
    return made


def _minus(value: object) -> object:
    """A minus sign before a number, where the page would show a hyphen that screen readers pass over."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return re.sub(r"(?<![\w/.-])-(?=\d)", "−", value)
    return value


def link(address: str | None) -> str:
    """An address that may stand in a link: http or https, else nothing."""
    text = (address or "").strip()
    return text if text.lower().startswith(("https://", "http://")) else ""
