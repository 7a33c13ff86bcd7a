"""Posts: those that the filters ask for, those behind a number, and one with its file and row."""

from __future__ import annotations

from typing import Any

import polars as pl
from fastapi import APIRouter, HTTPException, Response

from suara.engine.frames import files
from suara.engine.opened import PLACE
from suara.report.html import link
from suara.report.tables import cell, platform
from suara.web.behind import Behind, behind
from suara.web.given import Col, Given, Row, at_same_address
from suara.web.look import Inside, inside, kept_page, page
from suara.web.measures import registered
from suara.web.visit import Reading, Visit
from suara.words import MISSING, N_, _

router = APIRouter()

SCREEN = 50
"""Posts of a screenful: so many are kept in memory for the next visitor."""

COLUMNS = {
    "actor_id": N_("actor"), "units": N_("Unit"), "day": N_("day"), "last_day": N_("last day"), "unit": N_("unit"), "unit_level": N_("level of areas"),
    "valid_votes": N_("valid votes"), "list": N_("list"), "outlet": N_("outlet"), "title": N_("headline"), "spend_low": N_("spent at least"),
    "spend_high": N_("spent at most"), "impressions_low": N_("shown at least"), "impressions_high": N_("shown at most"), "posted": N_("with posts"),
    "counted": N_("with followers counted"), "stored_at": N_("stored (UTC)"), "happened_at": N_("when (UTC)"), "coder": N_("coder"), "action": N_("what was done"),
    "round": N_("round"), "who": N_("who"), "what": N_("what"), "details": N_("details"),
}  # fmt: skip
"""What columns of the store and the ledger are called, where their names are no words."""

LONGER = 200_000
"""Characters that the post's own page shows; the whole stands in its file."""

SHOWN = (
    "platform",
    "id",
    "actor_id",
    "created_at",
    "text",
    "url",
    "kind",
    "media_type",
    "likes",
    "comments",
    "shares",
    "views",
    "source_file",
    "source_row",
)


def posts(here: Reading) -> Given:
    """The posts that the filters ask for; with ``measure`` those behind that number, or the rows of another table."""
    return _given(here, behind(here.left, here.filters))


def _given(here: Visit, found: Behind) -> Given:
    size = SCREEN if here.request.url.path.endswith("/posts") else 1_000
    limit = min(here.filters.limit or size, 10_000)
    first = (here.filters.page - 1) * limit
    rows = found.rows(first, limit)
    if found.table == "posts":
        return Given(_("Posts"), _with_texts(here, rows), [], "posts", found.total(), first)
    return Given(found.table, rows, _row_cols(here, rows), found.table, found.total(), first)


def _with_texts(here: Visit, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of prepared posts with their texts, files and rows, in the same order."""
    keys = tuple(rows.select("platform", "id").iter_rows())
    if len(keys) > SCREEN:
        return _joined(here, rows)
    return here.left.kept(("texts", keys), lambda: _joined(here, rows))


def _joined(here: Visit, rows: pl.DataFrame) -> pl.DataFrame:
    whole = here.request.app.state.opened(here.left).posts(rows)
    whole = whole.unique(["platform", "id"], keep="first", maintain_order=True)
    joined = rows.select("platform", "id", "actor_id").join(
        whole, on=["platform", "id"], how="left", maintain_order="left"
    )
    return joined.select(SHOWN)


def _row_cols(here: Visit, rows: pl.DataFrame) -> list[Col]:
    cols = [
        cell_col(name)
        for name in rows.columns
        if name not in ("source_file", "source_row") and rows[name].drop_nulls().len()
    ]
    return [*cols, Col(_("File and row"), _place, lambda r: _raw(here, r))] if "source_file" in rows.columns else cols


def cell_col(name: str) -> Col:
    """A column of a table as it stands."""
    heading = _(COLUMNS.get(name, name.replace("_", " ")))
    show = platform if name == "platform" else cell
    return Col(heading, lambda row: clipped(show(row[name]) or MISSING, 300))


def _place(row: Row) -> str:
    return (
        _("{file}, row {row}").format(file=row["source_file"], row=row["source_row"]) if row.get("source_file") else "–"
    )


def _raw(here: Visit, row: Row) -> str | None:
    """Where the owner opens the row as it stands in the file."""
    if here.role != "owner" or not row.get("source_file"):
        return None
    return here.address(
        "/row", actor=None, platform=None, from_=None, to=None, file=row["source_file"], row=row["source_row"]
    )


def clipped(text: Any, most: int) -> str:
    """A text, cut where it is too long to read."""
    said = "" if text is None else str(text)
    return said if len(said) <= most else said[:most] + " […]"


at_same_address(router, "/posts", posts)


@kept_page(router, "/posts")
def posts_page(here: Reading) -> Inside:
    """A page of posts."""
    found = behind(here.left, here.filters)
    given = _given(here, found)
    name = here.filters.get("measure")
    known = registered(name) if name else None
    return inside(here, "posts.html", given.title, step="data", forms="/posts", given=given, measure=name, known=known, inputs=known.inputs if known else (), found=found, clipped=clipped, place_of=_place, raw_of=lambda row: _raw(here, row))  # fmt: skip


@router.get("/post", name="post_page")
def post_page(here: Reading) -> Response:
    """One post: its whole text, its counts, its file and row."""
    row = one(here)
    text = row["text"] or ""
    cut = len(text) > LONGER
    return page(
        here, "post.html", _("A post on {platform}").format(platform=platform(row["platform"])), step="data", post=row, text=text[:LONGER], cut=cut, size=len(text),
        address_of=link(row["url"]), raw=_raw(here, row), place=_place(row), actor=here.left.actors.get(row["actor_id"] or "", row["actor_id"]), filtered=False,
    )  # fmt: skip


def one(here: Visit) -> Row:
    """The post that the address names; 404 where the study has none."""
    which, name = here.filters.asked.platform, here.filters.get("id")
    if not which or not name:
        raise HTTPException(400, _("Say which post: /post?platform=…&id=…"))
    mine = prepared(here, which, name)
    if mine.is_empty() and here.role == "reader":
        raise HTTPException(404, _("The study has no such post."))
    wanted = mine if mine.height else pl.DataFrame({"platform": [which], "id": [name]})
    whole = here.request.app.state.opened(here.left).posts(wanted)
    if whole.is_empty():
        raise HTTPException(404, _("The study has no such post."))
    return {**whole.row(0, named=True), "actor_id": mine["actor_id"][0] if mine.height else None}


def prepared(here: Visit, which: str, name: str) -> pl.DataFrame:
    """The post among those of the campaign; the actor that links name spares looking at all others'. No row: it is none."""
    path = here.left.study.store / "tables" / "prepared_posts.parquet"
    if not path.exists():
        return pl.DataFrame()
    frame = pl.scan_parquet(files(path)).filter(pl.col("platform") == which, pl.col("id") == name)
    known = frame.collect_schema().names()
    frame = frame.select("actor_id", "platform", "id", *(c for c in PLACE if c in known)).head(1)
    actors = here.filters.asked.actors
    found = frame.filter(pl.col("actor_id").is_in(actors)).collect() if actors else pl.DataFrame()
    return found if found.height else frame.collect()
