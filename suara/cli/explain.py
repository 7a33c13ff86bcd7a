"""``suara explain``: from a finding to its measures, to the posts behind them, to file and row."""

from __future__ import annotations

import json as json_format
from pathlib import Path

import typer

from suara.cli.opening import open_study
from suara.words import _


def explain(folder: Path, finding: str, json: bool, all: bool) -> None:
    """Print the rows behind a finding's numbers."""
    from suara.explain import explained

    found = explained(open_study(folder), finding, limit=None if all else 20)
    if json:
        typer.echo(json_format.dumps(found, ensure_ascii=False, indent=1, default=str))
        return
    typer.echo(f"{found['finding']}: {found['says']}")
    for measure in found["measures"]:
        where = f" on {measure['platform']}" if measure["platform"] else ""
        who = measure["actor_id"] or _("somebody not in the register")
        typer.echo(f"\n{measure['id']} of {who}{where} = {measure['value']} (n = {measure['n']})")
        for post in measure["posts"]:
            typer.echo(f"  {post['table']} {post['id'] or ''}  {post['source_file']}:{post['source_row']}")
