"""``suara run`` and its steps: progress on stderr, the findings on stdout."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import typer

from suara.cli.opening import open_study
from suara.collect.locking import locked
from suara.words import _


def run(folder: Path, upto: str, engine: str | None, lang: str | None, threads: int | None) -> None:
    """Walk the road as far as a step and say what came out."""
    from suara.road import walk

    study = open_study(folder, lang)
    if engine not in (None, "duckdb", "spark"):
        from suara.errors import UsageError

        raise UsageError(f"--engine is duckdb or spark, not {engine!r}.")
    with locked(study.out):
        walked = walk(study, upto, engine, threads, progress=_progress, step=_step)
    try:
        for warning in walked.collected.warnings:
            typer.echo(f"! {warning}", err=True)
        _say_books(walked.collected.files)
        for finding in walked.findings:
            _say(finding)
        if upto == "conclude":
            from suara.report.writing import write_report

            written = write_report(study)
            for said in written.said:
                typer.echo(f"! {said}", err=True)
            typer.echo(_("The report: {path}").format(path=", ".join(str(file) for file in written.files)))
    finally:
        walked.engine.close()


def _progress(file: str, rows: int, size: int) -> None:
    if rows:
        typer.echo(f"  {file}: {rows:,} rows", err=True)
    elif size > 32 << 20:
        typer.echo(f"  {file}: reading {size / 1e6:,.0f} MB …", err=True)


def _step(name: str) -> None:
    typer.echo(f"{name} …", err=True)


def _say_books(files: list[dict[str, object]]) -> None:
    total = {
        c: sum(int(str(f[c])) for f in files) for c in ("read", "stored", "duplicate", "out_of_scope", "quarantined")
    }
    typer.echo(
        _("{files} files: {read} records read = {stored} stored + {duplicate} duplicate + {out_of_scope} out of scope + {quarantined} quarantined")
        .format(files=len(files), **{k: f"{v:,}" for k, v in total.items()}),
        err=True,
    )  # fmt: skip


def _say(finding: dict[str, object]) -> None:
    from suara.report.answers import answer_word

    width = 100 if not sys.stdout.isatty() else 96
    typer.echo(f"\n{finding['id']}  [{answer_word(str(finding['answer']))}]  {finding['asks']}")
    typer.echo(textwrap.indent(textwrap.fill(str(finding["says"]), width), "  "))
