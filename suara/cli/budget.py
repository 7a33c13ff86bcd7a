"""``suara budget``: how many more posts people must code."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from suara.cli.opening import open_study
from suara.errors import Problem, StudyError, UsageError
from suara.words import _, number

if TYPE_CHECKING:
    import polars as pl

    from suara.reduce.coders.budget import Needed


def budget(folder: Path, code: str, width: float, by: str | None, json: bool) -> None:
    """Say it, for all posts or for each actor."""
    from suara.engine.codes import Column
    from suara.engine.drawing import create_frame, pilot
    from suara.reduce.codebook import codebook
    from suara.reduce.coders.best import columns, known_codes, slug
    from suara.show import coded_store

    if not 0 < width < 1:
        raise UsageError(_("--width is a share between 0 and 1, for instance 0.1 for ten percentage points from end to end."))  # fmt: skip
    if by not in (None, "actor", "platform"):
        raise UsageError(_("--by is actor or platform, not {given}.").format(given=repr(by)))
    study = open_study(folder)
    book = codebook(study.root)
    if book.get(code).kind != "binary":
        raise StudyError(Problem(code, _("only the budget of a code that is present or absent can be told."), _("Make a code for each value.")))  # fmt: skip
    collected = coded_store(study)
    known = known_codes(collected.con, book)[slug(code)]
    asked: list[Column] = columns(collected.con, {slug(code): known}, [slug(code)]) if known.machines else []
    create_frame(collected.con, [*([by] if by else []), "machine"], asked, bool(collected.registers.actors))
    found = _needed(collected.con, pilot(collected.con, slug(code)), width, by)
    if json:
        typer.echo(json_format.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, allow_nan=False))
        return
    for one in found:
        _say(one, width)
    _say_next(study.root, code, found, by)


def _needed(con: Any, coded: pl.DataFrame, width: float, by: str | None) -> list[Needed]:
    import polars as pl

    from suara.engine.drawing import frame_sizes
    from suara.reduce.coders.budget import needed

    sizes = frame_sizes(con, by)
    groups = sorted({group for group, _machine, _n in sizes}, key=str)
    column = {"actor": "actor_id", "platform": "platform", None: None}[by]
    found = []
    for group in groups:
        mine = coded if column is None else coded.filter(pl.col(column).eq_missing(pl.lit(group)))
        found.append(needed({machine: n for g, machine, n in sizes if g == group}, mine, width, group))
    return found


def _say(one: Needed, width: float) -> None:
    said = _("{coded} of {posts} posts are coded, {present} with the code present")
    head = f"{one.group}: " if one.group else ""
    typer.echo(head + said.format(coded=number(one.coded), posts=number(one.posts), present=number(one.present)))
    if one.width is not None:
        typer.echo("  " + _("the corrected interval is {now} wide now").format(now=_points(one.width)))
    reason = one.reason
    if reason is not None:
        typer.echo("  " + _("cannot be told yet: {reason}").format(reason=_(reason)))
        if one.width is None:
            most = _("{n} more would do in any case, whatever the code's share and however poor the machine")
            typer.echo("  " + most.format(n=number(one.at_most)))
        return
    if one.more == 0:
        typer.echo("  " + _("it is narrow enough: no more coding is needed"))
        return
    typer.echo("  " + _("{n} more coded posts bring it to {width}").format(n=number(one.more), width=_points(width)))
    if one.cautious is None:
        typer.echo("  " + _("if the posts coded so far were lucky, even all posts would not do: ask again on the way"))
    elif one.more is not None and one.cautious > one.more:
        lucky = _("if the posts coded so far were lucky it takes {n}: ask again on the way")
        typer.echo("  " + lucky.format(n=number(one.cautious)))
    for label, n in one.strata.items():
        name = {"1": _("where the machine sees it"), "0": _("where the machine does not see it"), "": _("anywhere")}
        typer.echo("    " + f"{name.get(label, label)}: {number(n)}")


def _points(width: float) -> str:
    return _("{n} percentage points").format(n=number(100 * width, 1))


def _say_next(root: Path, code: str, found: Sequence[Needed], by: str | None) -> None:
    more = sum(one.more or 0 for one in found)
    if more:
        strata = f"{by},machine" if by else "machine"
        typer.echo(_("Draw them: {command}").format(command=f"suara sample {root} {code} -n {more} --by {strata}"))
