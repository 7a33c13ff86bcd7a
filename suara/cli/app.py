"""The commands, their options, and what happens to an error."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import typer

import suara
from suara.cli.options import EngineName, Folder, Lang, Threads
from suara.cli.people import people

app = typer.Typer(
    name="suara", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Does a campaign's voice on social media go with votes, by which factors, and how sure can we be?",
    epilog="Start with: suara example indonesia my-study, then suara run my-study.",
)  # fmt: skip

app.add_typer(people)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"suara {suara.__version__}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command("init", hidden=True)
@app.command()
def new(folder: Folder) -> None:
    """Write a study folder with comments; it runs as soon as files lie in data/."""
    from suara.cli.scaffold import scaffold

    scaffold(folder)


@app.command()
def check(folder: Folder, lang: Lang = None) -> None:
    """Say what is there, what is missing, and what can be asked."""
    from suara.cli.check import check as run_check

    run_check(folder, lang)


@app.command()
def run(
    folder: Folder,
    engine: EngineName = None,
    lang: Lang = None,
    threads: Threads = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="Compute everything, also where nothing changed.")] = False,
) -> None:
    """The whole road into DIR/out; prints the findings. Of a study that did not change, what stands is shown."""
    from suara.cli.walk import run as walk

    walk(folder, "conclude", engine, lang, threads, afresh)


def _step(name: str, says: str) -> None:
    def command(folder: Folder, engine: EngineName = None, lang: Lang = None, threads: Threads = None) -> None:
        from suara.cli.walk import run as walk

        walk(folder, name, engine, lang, threads)

    command.__doc__ = says
    app.command(name)(command)


_step("collect", "Step 1: every file of data/ into the store, with its books balanced.")
_step("reduce", "Steps 1 and 2: collect, then every measure.")
_step("triangulate", "Up to step 3: put sources, platforms and times side by side.")
_step("display", "Up to step 4: the records behind the pictures.")
_step("conclude", "Up to step 5: the findings; the same as run.")


@app.command()
def show(
    folder: Folder,
    table: Annotated[
        str, typer.Argument(help="Any table: posts, measures, findings, evidence, waterfall, files, quarantine, …")
    ],
    format: Annotated[str, typer.Option("--format", help="table, csv, json or parquet.")] = "table",
    where: Annotated[Optional[str], typer.Option("--where", help="Rows for which this expression holds.")] = None,  # noqa: UP045
    limit: Annotated[Optional[int], typer.Option("--limit", help="At most so many rows.", min=0)] = None,  # noqa: UP045
    out: Annotated[Optional[Path], typer.Option("--out", "-o", help="Write to this file.")] = None,  # noqa: UP045
) -> None:
    """Show any canonical or computed table."""
    from suara.cli.show import show as run_show

    run_show(folder, table, format, where, limit, out)


@app.command()
def explain(
    folder: Folder,
    finding: Annotated[str, typer.Argument(help="A finding or a measure.")],
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    all: Annotated[bool, typer.Option("--all", help="All rows behind each number, not the first 20.")] = False,
) -> None:
    """Lead from a finding to its measures, to the posts behind them, to file and row."""
    from suara.cli.explain import explain as run_explain

    run_explain(folder, finding, json, all)


@app.command()
def example(
    name: Annotated[str, typer.Argument(help="A bundled study: indonesia, literature, congress113, primary2020.")],
    folder: Folder,
) -> None:
    """Write a bundled study's folder to DIR."""
    from suara.examples import write

    write(name, folder)
    typer.echo(f"{folder}: the study {name}. Next: suara run {folder}")


@app.command()
def simulate(
    folder: Folder,
    posts: Annotated[int, typer.Option("--posts", help="Posts of all parties together.", min=1)] = 10_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same campaign.", min=0)] = 1,
    effect: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--effect", help="On the vote: none (default), posts=0.2, followers=0.1 (percent for a percent)."),
    ] = None,
    parties: Annotated[int, typer.Option("--parties", help="Parties that stand.", min=1)] = 18,
    confounding: Annotated[float, typer.Option("--confounding", help="How far strong parties post more anyway.")] = 0.6,
    lang: Lang = None,
) -> None:
    """Write a made-up campaign in the platforms' export formats, with its truth in truth.json."""
    from suara.cli.simulate import simulate as run_simulate

    run_simulate(folder, posts, seed, effect or [], parties, confounding, lang)


@app.command()
def calibrate(
    seeds: Annotated[int, typer.Option("--seeds", help="Made-up campaigns of each design.", min=1)] = 200,
    parties: Annotated[str, typer.Option("--parties", help="Numbers of parties, parted by commas.")] = "10,18",
    first: Annotated[int, typer.Option("--first", help="The first seed.", min=0)] = 1,
    processes: Annotated[int, typer.Option("--processes", help="Processes at once.", min=1)] = 1,
    files: Annotated[int, typer.Option("--files", help="Seeds through the whole road, from export files.", min=0)] = 0,
    write: Annotated[Optional[Path], typer.Option("--write", help="Folder for calibration.md, .csv and .svg.")] = None,  # noqa: UP045
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """How often findings on votes say yes where nothing, or a known effect, was planted."""
    from suara.cli.simulate import calibrate as run_calibrate

    run_calibrate(seeds, parties, first, processes, files, write, json)


@app.command()
def passages(
    folder: Folder,
    words: Annotated[Optional[str], typer.Option("--words", help="Words to look for, parted by commas.")] = None,  # noqa: UP045
) -> None:
    """Write paragraphs of the PDFs in data/ as candidates for passages, to choose from and to code."""
    from suara.cli.passages import passages as run_passages

    run_passages(folder, words)


@app.command()
def replicate(
    name: Annotated[Optional[str], typer.Argument(help="A replication; without one all are listed.")] = None,  # noqa: UP045
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Rebuild a published result: what, published, rebuilt, difference."""
    from suara.cli.replicate import replicate as run_replicate

    run_replicate(name, json)


@app.command("list")
def list_(
    kind: Annotated[str, typer.Argument(help="sources, codes, measures, findings, tables, rules or formats.")],
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    study: Annotated[Optional[Path], typer.Option("--study", help="With this study's own measures and codes.")] = None,  # noqa: UP045
) -> None:
    """What is registered, with the first line of its description."""
    from suara.cli.listing import listing

    listing(kind, json, study)


@app.command()
def export(
    folder: Folder,
    to: Annotated[
        str,
        typer.Option(
            "--to", help="csv, xlsx, parquet, sav, dta, gexf, graphml, coortweet, ris, qdpx, qdc, package or dugaan."
        ),
    ],
    table: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--table", help="This table (or network) only; may be given several times."),
    ] = None,
    out: Annotated[Optional[Path], typer.Option("--out", "-o", help="Write to this file or folder.")] = None,  # noqa: UP045
    excel: Annotated[bool, typer.Option("--excel", help="CSV that Excel opens: with the mark of UTF-8.")] = False,
    lang: Lang = None,
) -> None:
    """What users open in Excel, SPSS, Stata, R, Gephi or Zotero, or hand on."""
    from suara.cli.export import export as run_export

    run_export(folder, to, table or [], out, excel, lang)


@app.command()
def codebook(
    folder: Folder,
    out: Annotated[Optional[Path], typer.Option("--out", "-o", help="Write to this file.")] = None,  # noqa: UP045
) -> None:
    """What every code and measure of the study means; the codes as .html, .docx or .qdc (REFI-QDA) where --out says so."""
    from suara.cli.listing import codebook as run_codebook

    run_codebook(folder, out)


def main() -> None:
    """Run a command. The user's own mistakes end in words: exit code 1 for files, 2 for usage."""
    from suara.errors import StudyError, UsageError
    from suara.words import _

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except StudyError as error:
        for problem in error.problems:
            typer.echo(f"✗ {problem}", err=True)
        sys.exit(1)
    except UsageError as error:
        typer.echo(f"✗ {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        _stopped()
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        said = _("{what}. What was finished is kept; run the command again.")
        typer.echo("✗ " + said.format(what=f"{error.strerror or error}{where}"), err=True)
        sys.exit(1)
    except Exception as error:
        if "nterrupt" in f"{type(error).__name__} {error}":  # an engine's own word for Ctrl-C
            _stopped()
        _no_room(error)
        _unexpected(error)


def _stopped() -> NoReturn:
    from suara.words import _

    typer.echo("\n" + _("Stopped. Nothing is lost: the next run goes on from here."), err=True)
    sys.exit(1)


def _no_room(error: Exception) -> None:
    """A disk that is full, as engines say it."""
    import errno
    import os

    from suara.words import _

    full = next((s for s in map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)) if s in str(error)), None)
    if full is not None:
        typer.echo("✗ " + _("{what}. What was finished is kept; run the command again.").format(what=full), err=True)
        sys.exit(1)


def _unexpected(error: Exception) -> NoReturn:
    """A mistake of suara's own, in words; the whole of it where ``SUARA_TRACEBACK`` is set."""
    import os
    import traceback

    from suara.words import _

    if os.environ.get("SUARA_TRACEBACK"):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    said = _("a mistake of suara's own: {what} ({place}). Please report it; SUARA_TRACEBACK=1 shows where it happened.")
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    typer.echo("✗ " + said.format(what=what, place=f"{Path(last.filename).name}:{last.lineno}"), err=True)
    sys.exit(1)
