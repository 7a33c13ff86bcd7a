"""Pictures of a run in its pages: drawn as the filters ask, each a table too, each mark a link to its posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException
from markupsafe import Markup

from suara.display.picture import PICTURES, Drawn, Picture
from suara.report.tables import cell, platform
from suara.web.given import Col, Given, Row, at_same_address
from suara.web.look import Inside, inside, kept_page
from suara.web.visit import Reading, Visit
from suara.words import _, language

router = APIRouter()

STEPS = {
    "measures": ("reduce", "display"),
    "triangulation": ("triangulate",),
    "findings": ("conclude",),
}
"""Step of the menu → steps of the road whose pictures it shows."""

FRONT = ("activity", "overview", "votes", "followers")
"""Pictures of the front page, the best first; of those that have something to show two are shown."""


@dataclass(frozen=True)
class Hung:
    """A picture that hangs in a page. ``svg`` is empty where there is nothing to show; ``says`` then tells why."""

    name: str
    title: str
    says: str
    svg: Markup


def hung(here: Visit, name: str, **asked: Any) -> Hung:
    """The picture as the filters ask for it."""
    drawn = _drawn(here, PICTURES.get(name), asked)
    return Hung(name, drawn.title, drawn.says, _inside(here, drawn))


def _drawn(here: Visit, picture: Picture, asked: dict[str, Any]) -> Drawn:
    filters = here.filters.asked
    wanted = {
        "actors": filters.actors,
        "platform": filters.platform,
        "since": filters.since,
        "until": filters.until,
        **asked,
    }
    key = ("picture", picture.name, language(), *sorted((k, str(v)) for k, v in wanted.items()))
    return here.left.kept(key, lambda: picture.drawn(here.left.shown.asking(**wanted)))


def _inside(here: Visit, drawn: Drawn) -> Markup:
    """The drawing as part of a page: it has a name, without style of its own; its marks lead to posts.

    Marks are for the mouse: whoever goes by keys or by ear finds the same links in the table of the picture.
    """
    if drawn.spec is None:
        return Markup("")
    root, inner = here.request.app.state.drawer.svg(drawn.spec).split(">", 1)
    inner = re.sub(r'\s(?:style|role|aria-[a-z]+)="[^"]*"', "", inner)
    carried = f"&amp;lang={here.filters.lang}" if here.filters.lang else ""
    inner = re.sub(r'<a (?:xlink:)?href="posts\?([^"]*)"', lambda found: _mark(here, found[1], carried), inner)
    return Markup((root.replace('role="img"', 'role="group"') if "<a " in inner else root) + ">" + inner)


def _mark(here: Visit, query: str, carried: str) -> str:
    """The link of a mark, with its name: whose posts, on which platform, from when to when."""
    said = dict(parse_qsl(query.replace("&amp;", "&")))
    actor = here.left.actors.get(said.get("actor", ""), "")
    days = " – ".join(said[k] for k in ("from", "to") if k in said)
    name = ", ".join(part for part in (_("posts"), actor, platform(said.get("platform")), days) if part)
    return f'<a href="/posts?{query}{carried}" tabindex="-1" aria-label="{escape(name)}"'


def of_step(here: Visit, step: str) -> list[Hung]:
    """The pictures of a step of the menu that have something to show."""
    names = (
        ["waterfall"]
        if step == "data"
        else [p.name for p in PICTURES if p.step in STEPS[step] and p.name != "waterfall"]
    )
    return [h for h in (hung(here, name) for name in names) if h.svg]


def of_front(here: Visit) -> list[Hung]:
    """The two pictures of the front page."""
    names = [n for n in FRONT if n in PICTURES] + [
        p.name for p in PICTURES if p.name not in FRONT and p.step in STEPS["measures"]
    ]
    return list(islice((h for h in (hung(here, name) for name in names) if h.svg), 2))


def of_actor(here: Visit) -> list[Hung]:
    """Pictures of one actor: what it did over time."""
    return [
        h
        for h in (hung(here, name) for name in ("activity", "growth", "media_mix", "profile") if name in PICTURES)
        if h.svg
    ]


def picture_of_measure(here: Visit, name: str) -> Hung | None:
    """The picture that shows any measure, of this one."""
    found = hung(here, "intervals", measure=name)
    return found if found.svg else None


def picture(here: Reading, name: str) -> Given:
    """The records of a picture: the table from which it is drawn."""
    if name not in PICTURES:
        raise HTTPException(404, _("no picture is called {name}.").format(name=repr(name[:80])))
    drawn = _drawn(
        here, PICTURES.get(name), {"measure": here.filters.get("measure")} if here.filters.get("measure") else {}
    )
    cols = [_col(c) for c in drawn.records.columns if c != "href"]
    return Given(drawn.title, drawn.records, cols, name)


def _col(name: str) -> Col:
    def href(row: Row) -> str | None:
        return f"/{row['href']}" if name == "value" and row.get("href") else None

    return Col(name.replace("_", " "), lambda row: cell(row[name]), href)


at_same_address(router, "/pictures/{name}", picture)


@kept_page(router, "/pictures/{name}")
def picture_page(here: Reading, name: str) -> Inside:
    """One picture with its table."""
    given = picture(here, name).page(here, 100)
    shown = hung(here, name, **({"measure": here.filters.get("measure")} if here.filters.get("measure") else {}))
    return inside(
        here,
        "picture.html",
        shown.title,
        step="measures",
        forms=f"/pictures/{name}",
        given=given,
        picture=shown,
    )


@kept_page(router, "/pictures")
def pictures_page(here: Reading) -> Inside:
    """All pictures that have something to show."""
    found = [h for h in (hung(here, p.name) for p in PICTURES) if h.svg]
    silent = [p for p in (hung(here, p.name) for p in PICTURES) if not p.svg]
    return inside(here, "pictures.html", _("Pictures"), step="measures", pictures=found, silent=silent)
