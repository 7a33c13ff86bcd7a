"""How pages look: templates with every value escaped, and the frame that is the same on each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any

import jinja2
from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from suara import words
from suara.report.html import link
from suara.report.tables import platform
from suara.web.shelf import NAME, TOKEN, address, kept
from suara.web.visit import Visit
from suara.words import LANGUAGES, N_

STEPS = (
    ("data", N_("Data collection"), N_("Data")),
    ("coding", N_("Data reduction"), N_("Coding")),
    ("measures", N_("Data display"), N_("Measures")),
    ("triangulation", N_("Triangulation"), N_("Evidence")),
    ("findings", N_("Drawing conclusions"), N_("Findings")),
)
"""The steps of the method: address, the method's word, the plain word."""

STATIC = Path(__file__).parent / "static"


@cache
def environment() -> jinja2.Environment:
    """The templates of the dashboard, with the marks of the report."""
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader("suara.web"), jinja2.PackageLoader("suara.report")]),
        autoescape=True, undefined=jinja2.StrictUndefined, finalize=_minus, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        _=words._, ngettext=words.ngettext, day=words.day, moment=words.moment, count=words.count, number=words.number,
        platform_name=platform, LANGUAGES=LANGUAGES,
    )  # fmt: skip
    made.filters["link"], made.filters["minus"] = link, _with_minus
    return made


def _minus(value: object) -> object:
    """A minus sign before a number, where the page would show a hyphen that screen readers pass over."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _with_minus(value) if len(value) < 200 else value
    return value


def _with_minus(text: str) -> str:
    return re.sub(r"(?<![\w/.\-&?=])-(?=\d)", "−", text)


@dataclass(frozen=True)
class Inside:
    """The inside of a page, and what its frame must know.

    ``step`` of the menu; ``forms``: the address, without ending, at which the page's table stands as .csv, .json, .xlsx;
    ``filtered``: does the page heed the filters?
    """

    title: str
    main: Markup
    step: str = ""
    forms: str = ""
    filtered: bool = True


def inside(
    visit: Visit, template: str, title: str, *, step: str = "", forms: str = "", filtered: bool = True, **context: Any
) -> Inside:  # fmt: skip
    """The inside of a page, from its template."""
    text = environment().get_template(template).render(visit=visit, title=title, address=visit.address, **context)
    return Inside(title, Markup(text), step, forms, filtered)


def page(visit: Visit, template: str, title: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page that is made anew for every visit."""
    return framed(visit, inside(visit, template, title, **context), status)


def framed(visit: Visit, made: Inside, status: int = 200, *, shared: bool = False) -> HTMLResponse:
    """A page: its inside in the frame that is the same on each. ``shared``: marks stand for the visitor's name and token."""
    shell = environment().get_template("shell.html")
    more = {
        "visit": visit,
        "steps": STEPS,
        "address": visit.address,
        "language": words.language(),
        "study": visit.left.study,
        "name": NAME if shared else visit.name,
        "csrf": TOKEN if shared else visit.csrf,
    }
    return HTMLResponse(shell.render(vars(made) | more), status)


def kept_page(router: APIRouter, path: str) -> Callable[[Callable[..., Inside]], Callable[..., Inside]]:
    """Serve a page that is made once a run."""

    def add(handler: Callable[..., Inside]) -> Callable[..., Inside]:
        @wraps(handler)
        def endpoint(**named: Any) -> Response:
            here: Visit = named["here"]
            return once(here, lambda: framed(here, handler(**named), shared=True))

        router.add_api_route(
            path, endpoint, methods=["GET"], response_model=None, response_class=HTMLResponse, name=handler.__name__
        )
        return handler

    return add


def once(here: Visit, make: Callable[[], Response]) -> Response:
    """An answer that hangs on the address, the language, the role and the run alone: it is made once a run."""
    key = address(here.request.scope, here.role, here.signed is not None)
    return here.left.pages.made(key, lambda: kept(make())).to(here.name, here.csrf)


def bare(title: str, said: list[str], status: int, *, csrf: str = "") -> HTMLResponse:
    """A page that only says something, when there may be no study to show; with ``csrf`` it offers the owner to run it."""
    template = environment().get_template("bare.html")
    return HTMLResponse(template.render(title=title, said=said, language=words.language(), csrf=csrf), status)
