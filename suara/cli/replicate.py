"""``suara replicate``: published results rebuilt."""

from __future__ import annotations

import json as json_format

import typer

from suara.words import _, number


def replicate(name: str | None, json: bool) -> None:
    """Print the rows of a replication, or the list of all."""
    from suara.replicate.replication import REPLICATIONS

    if name is None:
        listed = [{"name": r.name, "title": r.title, "cite": r.cite, "needs": r.needs, "missing": r.missing, "says": r.summary} for r in REPLICATIONS]  # fmt: skip
        if json:
            typer.echo(json_format.dumps(listed, ensure_ascii=False, indent=1))
        for shown in () if json else listed:
            absent = f"  ({said})" if shown["missing"] and (said := _("its data are not here")) else ""
            typer.echo(f"{shown['name']:14} {shown['title']}{absent}")
        return
    found = REPLICATIONS.get(name)
    rows = found.rows()
    if rows is None:
        typer.echo(f"! {found.missing}", err=True)
    if json:
        typer.echo(json_format.dumps([row.as_json() for row in rows or []], ensure_ascii=False, indent=1))
        return
    typer.echo(f"{found.name}: {found.title}\n{found.summary}")
    for row in rows or []:
        sign = "✓" if row.within else "✗"
        figures = _("published {published}, rebuilt {rebuilt}, difference {difference}").format(
            published=_figure(row.published), rebuilt=_figure(row.rebuilt), difference=_figure(row.difference)
        )
        typer.echo(f"{sign} {row.what}: {figures}")


def _figure(value: float | None) -> str:
    """As many decimals as the works print."""
    return number(value, 0 if value is not None and value == int(value) else 4)
