"""In which form actors show themselves: photos, videos, plain posts, and what each is answered with."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import polars as pl

from suara.conclude.finding import Described
from suara.conclude.panel import Panel
from suara.words import _, count, percent

FORMS = ("photo", "video", "plain")


@dataclass(frozen=True)
class Mix:
    """Posts of each form over all actors: how many, of how many whose form is known."""

    photo: int
    video: int
    plain: int
    n: int


def _counts(panel: Panel) -> Mix | None:
    rows = panel.measures.filter(
        (pl.col("period") == "whole")
        & pl.col("actor_id").is_not_null()
        & pl.col("platform").is_null()
        & pl.col("value").is_not_null()
    )
    held = {
        f: rows.filter(pl.col("measure") == f"{f}_share")
        .select((pl.col("value") * pl.col("n")).round(0).sum().cast(pl.Int64), pl.col("n").sum())
        .row(0)
        for f in FORMS
    }
    return Mix(held["photo"][0], held["video"][0], held["plain"][0], held["photo"][1]) if held["photo"][1] else None


def mix_said(panel: Panel) -> str:
    """How many posts have which form, in one sentence; empty where the form of no post is known."""
    mix = _counts(panel)
    if mix is None:
        return ""
    return _(
        "Of {n} posts whose form is known {photo} are photos, {video} videos and {plain} plain text or links."
    ).format(
        n=count(mix.n),
        photo=percent(mix.photo / mix.n),
        video=percent(mix.video / mix.n),
        plain=percent(mix.plain / mix.n),
    )


def mix_table(panel: Panel) -> Described:
    """The share of each form by actor and platform, with intervals; the actors with most posts first."""
    names = panel.names()
    ordered = _shares(panel).sort("photo_of", "actor_id", "platform", descending=[True, False, False]).head(40)
    rows = []
    for r in ordered.iter_rows(named=True):
        shares = [r[f"{form}{end}"] for form in FORMS for end in ("", "_lo", "_hi")]
        rows.append([names.get(r["actor_id"], r["actor_id"]), r["platform"], r["photo_of"], *shares])
    columns = [_("actor"), _("platform"), _("posts")]
    for form in (_("photos"), _("videos"), _("plain")):
        columns += [_("share of {form}").format(form=form), _("from"), _("to")]
    return Described(_("Media mix: form of posts, with 95% intervals"), columns, rows)


def _shares(panel: Panel) -> pl.DataFrame:
    """A row for every actor and platform: the share of each form, its interval, and of how many posts."""
    rows = panel.measures.filter(
        (pl.col("period") == "whole") & ~pl.any_horizontal(pl.col("actor_id", "platform", "value").is_null())
    )
    frame = pl.DataFrame(schema={"actor_id": pl.String, "platform": pl.String})
    for form in FORMS:
        called = {"value": form, "lo": f"{form}_lo", "hi": f"{form}_hi", "n": f"{form}_of"}
        of = rows.filter(pl.col("measure") == f"{form}_share").select("actor_id", "platform", *called).rename(called)
        frame = frame.join(of, on=["actor_id", "platform"], how="full", coalesce=True)
    return frame


def engagement_table(panel: Panel, whole: pl.DataFrame) -> Described:
    """Mean reactions to each form by actor and platform."""
    names = panel.names()
    rows = []
    for r in (
        whole.sort(
            pl.col("visual_n") + pl.col("plain_n").fill_null(0), "actor_id", "platform", descending=[True, False, False]
        )
        .head(40)
        .iter_rows(named=True)
    ):
        ratio = exp(log(r["visual"]) - log(r["plain"])) - 1 if r["visual"] and r["plain"] else None
        rows.append(
            [
                names.get(r["actor_id"], r["actor_id"]),
                r["platform"],
                *(r[c] for f in FORMS for c in (f, f"{f}_n")),
                ratio,
            ]
        )
    columns = [
        column
        for form in (_("photo"), _("video"), _("plain post"))
        for column in (_("reactions a {form}").format(form=form), _("posts"))
    ]
    return Described(
        _("Reactions by form of post (means)"),
        [_("actor"), _("platform"), *columns, _("photos and videos against plain posts (share more)")],
        rows,
    )
