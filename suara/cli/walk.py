"""``suara run`` and its steps: progress on stderr, the findings on stdout."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from suara.cli.opening import open_study
from suara.collect.locking import locked
from suara.study import Study
from suara.words import N_, _, count

if TYPE_CHECKING:
    from suara.unchanged import Left


def run(
    folder: Path, upto: str, engine: str | None, lang: str | None, threads: int | None, afresh: bool = False
) -> None:
    """Walk the road as far as a step and say what came out; what stands of an unchanged study is not made again."""
    from suara.unchanged import depends_on, remember, report_stands, standing, start_afresh

    study = open_study(folder, lang)
    if engine not in (None, "duckdb", "spark"):
        from suara.errors import UsageError

        raise UsageError(f"--engine is duckdb or spark, not {engine!r}.")
    with locked(study.out):
        if afresh:
            start_afresh(study)
        depends = depends_on(study, engine or study.settings.engine.name) if upto == "conclude" else ""
        left = standing(study, depends) if upto == "conclude" and not afresh else None
        stands = left is not None and report_stands(study)
        if left is not None:
            said = _(
                "Nothing has changed since the last run: measures, findings and pictures stand (--afresh makes them again)."
            )
            typer.echo(said, err=True)
        left = left or _walked(study, upto, engine, threads)
        for warning in left.warnings:
            typer.echo(f"! {warning}", err=True)
        _say_books(left.files)
        for finding in left.findings:
            _say(finding)
        if upto == "conclude":
            _report(study, stands)
        if upto == "conclude" and not stands:
            remember(study, depends)


def _walked(study: Study, upto: str, engine: str | None, threads: int | None) -> Left:
    from suara.road import walk
    from suara.unchanged import Left

    walked = walk(study, upto, engine, threads, progress=_progress, step=_step)
    walked.engine.close()
    if walked.pieces is not None and walked.pieces.kept:
        said = _("Reused from the last run: {files} of {all_files} files, {kept} of {pieces} pieces of prepared posts.")
        found, pieces = walked.collected, walked.pieces
        counts = {"files": len(found.reused), "all_files": len(found.reused) + len(found.fresh)}
        counts |= {"kept": pieces.kept, "pieces": pieces.kept + pieces.made}
        typer.echo(said.format(**{k: count(v) for k, v in counts.items()}), err=True)
    return Left(walked.collected.warnings, walked.collected.files, walked.findings)


def _report(study: Study, stands: bool) -> None:
    """Set the report, unless it stands; where it lies."""
    files = [study.out / f"report.{ending}" for ending in ("html", "docx", "pdf")]
    if not stands:
        from suara.report.writing import write_report

        written = write_report(study)
        for said in written.said:
            typer.echo(f"! {said}", err=True)
        files = written.files
    typer.echo(_("The report: {path}").format(path=", ".join(str(file) for file in files if file.exists())))


def _progress(file: str, rows: int, size: int) -> None:
    if rows:
        typer.echo("  " + _("{file}: {n} rows").format(file=file, n=count(rows)), err=True)
    elif size > 32 << 20:
        typer.echo("  " + _("{file}: reading {n} MB …").format(file=file, n=count(round(size / 1e6))), err=True)


STEPS = {
    "collect": N_("data collection"), "reduce": N_("data reduction"), "triangulate": N_("triangulation"), "display": N_("data display"),
    "conclude": N_("conclusion drawing and verification"),
}  # fmt: skip
"""The steps of the road, as the method calls them."""


def _step(name: str) -> None:
    typer.echo(_(STEPS.get(name, name)) + " …", err=True)


def _say_books(files: list[dict[str, object]]) -> None:
    total = {
        c: sum(int(str(f[c])) for f in files) for c in ("read", "stored", "duplicate", "out_of_scope", "quarantined")
    }
    typer.echo(
        _("{files} files: {read} records read = {stored} stored + {duplicate} duplicate + {out_of_scope} out of scope + {quarantined} quarantined")
        .format(files=len(files), **{k: count(v) for k, v in total.items()}),
        err=True,
    )  # fmt: skip


def _say(finding: dict[str, object]) -> None:
    from suara.report.answers import answer_word

    width = 100 if not sys.stdout.isatty() else 96
    typer.echo(f"\n{finding['id']}  [{answer_word(str(finding['answer']))}]  {finding['asks']}")
    typer.echo(textwrap.indent(textwrap.fill(str(finding["says"]), width), "  "))
