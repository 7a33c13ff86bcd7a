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

    from suara.reduce.code import Code
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
    collected = coded_store(study)
    known = known_codes(collected.con, book)
    if slug(code) not in known:
        book.get(code)
    values = _values(code, book.codes.get(known[slug(code)].name), known[slug(code)].binary)
    asked: list[Column] = columns(collected.con, known, [slug(code)]) if known[slug(code)].machines else []
    create_frame(collected.con, [*([by] if by else []), "machine"], asked, bool(collected.registers.actors))
    coded = pilot(collected.con, slug(code))
    found = _needed(collected.con, coded, width, by, values or sorted(coded["human"].unique()))
    if json:
        typer.echo(json_format.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, allow_nan=False))
        return
    for one in found:
        _say(one, width)
    _say_next(study.root, code, found, by)


def _values(code: str, of_book: Code | None, binary: bool) -> list[str]:
    """The values of which the share is to be known; none where the codings alone say which there are."""
    if binary:
        return ["1"]
    if of_book is not None and of_book.kind == "interval":
        what = _("it takes any number, so that no share of posts can be told.")
        raise StudyError(Problem(code, what, _("Make a code with a value for each range of numbers.")))
    return [] if of_book is None else [v.value for v in of_book.values]


def _needed(con: Any, coded: pl.DataFrame, width: float, by: str | None, values: Sequence[str]) -> list[Needed]:
    import polars as pl

    from suara.engine.drawing import frame_sizes
    from suara.reduce.coders.budget import needed

    sizes = frame_sizes(con, by)
    groups = sorted({group for group, _machine, _n in sizes}, key=str)
    column = {"actor": "actor_id", "platform": "platform", None: None}[by]
    found = []
    for group in groups:
        mine = coded if column is None else coded.filter(pl.col(column).eq_missing(pl.lit(group)))
        here = {machine: n for g, machine, n in sizes if g == group}
        found += [needed(here, mine, width, group, value) for value in values]
    return found


def _say(one: Needed, width: float) -> None:
    said = _("{coded} of {posts} posts are coded, {present} with the code present")
    if one.value != "1":
        said = _("{coded} of {posts} posts are coded, {present} with this value")
    head = "".join(f"{word}: " for word in (one.group, one.value if one.value != "1" else None) if word)
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
        typer.echo("    " + f"{_where(label, one.value)}: {number(n)}")


def _where(label: str, value: str) -> str:
    """What posts a stratum holds, by the machine's label."""
    if not label:
        return _("anywhere")
    if value != "1":
        return _("where the machine says {value}").format(value=label)
    return _("where the machine does not see it") if label == "0" else _("where the machine sees it")


def _points(width: float) -> str:
    return _("{n} percentage points").format(n=number(100 * width, 1))


def _say_next(root: Path, code: str, found: Sequence[Needed], by: str | None) -> None:
    """The command that draws what is needed: for each group as many as its most demanding value takes."""
    most: dict[str | None, int] = {}
    for one in found:
        most[one.group] = max(most.get(one.group, 0), one.more or 0)
    if len({one.value for one in found}) > 1 and any(one.reason for one in found):
        typer.echo(_("Values of which nothing can be told yet are left out of what follows."))
    if sum(most.values()):
        strata = f"{by},machine" if by else "machine"
        more = sum(most.values())
        typer.echo(_("Draw them: {command}").format(command=f"suara sample {root} {code} -n {more} --by {strata}"))
