"""The commands for several people at one study: sheets and rounds of coding, the dashboard and its accounts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from suara.cli.options import Folder

people = typer.Typer()


@people.command()
def sample(
    folder: Folder,
    code: Annotated[str, typer.Argument(help="A code, or several parted by commas; with --again a round.")],
    n: Annotated[Optional[int], typer.Option("-n", "--posts", help="Posts to draw.", min=1)] = None,  # noqa: UP045
    coders: Annotated[Optional[str], typer.Option("--coders", help="Names with commas: a sheet for each.")] = None,  # noqa: UP045
    overlap: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--overlap", help="Posts that all of them code; a fifth and at least 50 by itself.", min=0),
    ] = None,
    by: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--by", help="Strata: actor,platform,machine (all three by itself), or none."),
    ] = None,
    round: Annotated[Optional[str], typer.Option("--round", help="What the round is called.")] = None,  # noqa: UP045
    format: Annotated[str, typer.Option("--format", help="xlsx or csv.")] = "xlsx",
    of: Annotated[str, typer.Option("--of", help="What to draw: posts, comments or passages.")] = "posts",
    again: Annotated[bool, typer.Option("--again", help="Write the sheets of a round anew.")] = False,
) -> None:
    """Draw a probability sample of posts as coding sheets, into DIR/coding/ROUND."""
    from suara.cli.sample import sample as run_sample

    run_sample(folder, code, n, coders, overlap, by, round, format, again, of)


@people.command("code")
def code_(
    folder: Folder,
    files: Annotated[Optional[list[Path]], typer.Argument(metavar="FILE…", help="Sheets that were filled in.")] = None,  # noqa: UP045
    adjudicate: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--adjudicate", help="Write the sheet of this round's disagreements."),
    ] = None,
    lock: Annotated[
        Optional[str], typer.Option("--lock", help="Lock this round: nothing changes in it any more.")  # noqa: UP045
    ] = None,
    old_codebook: Annotated[
        bool, typer.Option("--old-codebook", help="Take in sheets of an older codebook, marked as such.")
    ] = False,
    format: Annotated[str, typer.Option("--format", help="Of the sheet of disagreements: xlsx or csv.")] = "xlsx",
) -> None:
    """Take coding sheets in; without files say how far the rounds are."""
    from suara.cli.code import code as run_code

    run_code(folder, files or [], lock, adjudicate, old_codebook, format)


@people.command()
def agree(
    folder: Folder,
    code: Annotated[Optional[str], typer.Option("--code", help="This code alone.")] = None,  # noqa: UP045
    round: Annotated[Optional[str], typer.Option("--round", help="This round alone.")] = None,  # noqa: UP045
    by: Annotated[Optional[str], typer.Option("--by", help="Also for each platform, lang or round.")] = None,  # noqa: UP045
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    out: Annotated[Optional[Path], typer.Option("--out", "-o", help="Write the JSON to this file.")] = None,  # noqa: UP045
) -> None:
    """Agreement between coders, and of machine coders with people."""
    from suara.cli.agree import agree as run_agree

    run_agree(folder, code, round, by, json, out)


@people.command()
def budget(
    folder: Folder,
    code: Annotated[str, typer.Argument(help="A code of the codebook.")],
    width: Annotated[float, typer.Option("--width", help="How wide the interval may be, from end to end: 0.1.")] = 0.1,
    by: Annotated[Optional[str], typer.Option("--by", help="For each actor, or platform.")] = None,  # noqa: UP045
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """How many more posts people must code until a corrected share is as narrow as wanted."""
    from suara.cli.budget import budget as run_budget

    run_budget(folder, code, width, by, json)


@people.command(name="ask-model")
def ask_model(
    folder: Folder,
    code: Annotated[str, typer.Argument(help="A code of the codebook.")],
    posts: Annotated[int, typer.Option("-n", "--posts", min=1, help="How many posts, drawn by lot.")] = 200,
    wordings: Annotated[int, typer.Option("--wordings", help="In how many wordings each is asked, 1 to 3.")] = 3,
    most: Annotated[int, typer.Option("--most", min=1, help="Questions at most.")] = 1000,
    per_minute: Annotated[
        Optional[float], typer.Option("--per-minute", min=0.1, help="Questions a minute at most.")  # noqa: UP045
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="How long an answer may take.")] = 60.0,
    price_in: Annotated[float, typer.Option("--price-in", min=0, help="Price of a million tokens asked.")] = 0.0,
    price_out: Annotated[float, typer.Option("--price-out", min=0, help="Price of a million tokens answered.")] = 0.0,
    most_cost: Annotated[Optional[float], typer.Option("--most-cost", min=0, help="Stop when this is spent.")] = None,  # noqa: UP045
) -> None:
    """Have a language model code posts (off unless SUARA_MODEL_URL and SUARA_MODEL_NAME are set)."""
    from suara.cli.model import ask_model as run_ask_model

    run_ask_model(folder, code, posts, wordings, most, per_minute, seconds, (price_in, price_out), most_cost)


@people.command()
def serve(
    folder: Folder,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; other than this machine demands accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port; 0 takes a free one.", min=0, max=65535)] = 8700,
) -> None:
    """The dashboard, and the coding room."""
    from suara.cli.serve import serve as run_serve

    run_serve(folder, host, port)


@people.command()
def user(
    action: Annotated[str, typer.Argument(help="add, remove or list.")],
    folder: Folder,
    name: Annotated[Optional[str], typer.Argument(help="The account's name.")] = None,  # noqa: UP045
    role: Annotated[str, typer.Option("--role", help="reader, coder, supervisor or owner.")] = "reader",
) -> None:
    """Accounts of a dashboard that others can reach: who may sign in, and as what."""
    from suara.cli.serve import user as run_user

    run_user(folder, action, name, role)
