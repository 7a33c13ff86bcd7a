"""``suara export``: what users open in Excel, SPSS, Stata, R, Gephi, Zotero, or hand on."""

from __future__ import annotations

from pathlib import Path

import typer

from suara.cli.opening import open_study
from suara.words import _, count, ngettext


def export(folder: Path, to: str, tables: list[str], out: Path | None, excel: bool, lang: str | None) -> None:
    """Write it, and say what was written."""
    from suara.export.exporting import export as run_export

    for written in run_export(open_study(folder, lang), to, tables, out, excel):
        typer.echo(f"{written.path}: {_counted(written.rows, written.unit)}")
        for note in written.notes:
            typer.echo(f"  ! {note}", err=True)


def _counted(n: int, unit: str) -> str:
    said = {
        "rows": ngettext("{n} row", "{n} rows", n), "edges": ngettext("{n} edge", "{n} edges", n), "works": ngettext("{n} work", "{n} works", n),
        "codes": ngettext("{n} code", "{n} codes", n), "codings": ngettext("{n} coding", "{n} codings", n), "files": ngettext("{n} file", "{n} files", n),
    }  # fmt: skip
    return said.get(unit, _("{n} rows")).format(n=count(n))
