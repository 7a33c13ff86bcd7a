"""``suara simulate``: a made-up campaign into a folder. ``suara calibrate``: findings over many of them."""

from __future__ import annotations

import json as json_format
import time
from pathlib import Path

import typer

from suara.errors import UsageError
from suara.words import _, count


def simulate(
    folder: Path, posts: int, seed: int, effect: list[str], parties: int, confounding: float, lang: str | None
) -> None:
    """Write it, and say what comes next."""
    from suara.simulate.campaign import Design
    from suara.simulate.folder import effects_of
    from suara.simulate.folder import simulate as write

    if lang not in (None, "id", "en"):
        raise UsageError(_("--lang is id or en, not {lang}.").format(lang=repr(lang)))
    effects = effects_of(effect)
    design = Design(parties, posts, seed, effects["posts"], effects["followers"], confounding)
    write(folder, design, lang or "id")
    typer.echo(
        _("{folder}: a made-up campaign of {parties} parties and {posts} posts; the truth is in truth.json.").format(
            folder=folder, parties=parties, posts=count(posts)
        )
    )
    typer.echo(_("Next: suara run {folder}").format(folder=folder))


def calibrate(seeds: int, parties: str, first: int, processes: int, files: int, write: Path | None, json: bool) -> None:
    """Run the designs, progress on stderr, and print the table."""
    from suara.simulate.calibration import calibrate as run
    from suara.simulate.calibration import table
    from suara.simulate.campaign import MOST

    try:
        numbers = [int(n) for n in parties.split(",")]
    except ValueError:
        numbers = []
    if not numbers or not all(4 <= n <= MOST for n in numbers):
        raise UsageError(_("--parties is numbers from 4 to {most}, parted by commas.").format(most=MOST))
    began = time.monotonic()
    cells = run(seeds, numbers, first, processes, progress=lambda said: typer.echo(f"  {said}", err=True))
    if files:
        from suara.simulate.road import whole_road

        cells += whole_road(files, first, progress=lambda said: typer.echo(f"  {said}", err=True))
    if write:
        from suara.simulate.writing import write as write_pages

        for path in write_pages(write, cells, time.monotonic() - began):
            typer.echo(f"  {path}", err=True)
    if json:
        typer.echo(json_format.dumps([cell.as_json() for cell in cells], ensure_ascii=False, indent=1))
    else:
        typer.echo(table(cells), nl=False)
