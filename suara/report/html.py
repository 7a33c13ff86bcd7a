"""``out/report.html``: one file that needs nothing else, to be read, printed, or handed on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from suara import words
from suara.display.picture import Drawn
from suara.display.render import svg
from suara.engine.store import write_whole
from suara.report import figures
from suara.report.contents import contents
from suara.report.document import Document
from suara.report.findings import VERDICTS
from suara.report.record import Json, read
from suara.report.typography import clean, minus
from suara.words import speaking


def write(
    study_title: str,
    language: str,
    out: Path,
    *,
    measures: Sequence[Json] = (),
    cards: Sequence[Json] = (),
    question: str = "",
    pictures: Sequence[Drawn] = (),
) -> Path:
    """Write the report of the run that left its results in ``out``; returns its path.

    ``measures``: [{measure, construct, unit, says (or doc), cite, sources}], in the order of the codebook.
    ``cards``: what is known of the data, [{title, producer, citation, licence, obtained, url, files}], all optional.
    Texts that are msgids (asks, rival, units, constructs, a measure's first line) are translated here; ``says``,
    ``reasons``, ``needs`` and the titles of tables stand in the language of the run. Raises StudyError when the run
    is not there or broke off.
    """
    with speaking(language):
        return set_page(contents(study_title, read(out), measures, cards, question, pictures), out / "report.html")


def set_page(document: Document, target: Path) -> Path:
    """A document as one page that needs nothing else."""
    page = {"document": document, "verdicts": VERDICTS, "width": figures.WIDTH}
    write_whole(target, clean(environment().get_template("report.html").render(page)))
    return target


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
    made.globals.update(kind=lambda block: type(block).__name__, drawing=_drawing)
    made.filters["link"] = link
    return made


def _drawing(drawn: Drawn) -> Markup:
    """A picture as part of the page: vl-convert has escaped the texts in it."""
    return Markup(svg(drawn.spec or {}, links=False))


def _minus(value: object) -> object:
    """A minus sign before a number, where the page would show a hyphen that screen readers pass over."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return minus(value)
    return value


def link(address: str | None) -> str:
    """An address that may stand in a link: http or https, else nothing."""
    text = (address or "").strip()
    return text if text.lower().startswith(("https://", "http://")) else ""
