"""``suara ask-model``: have a language model code posts, where one is set up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from suara.cli.opening import open_study
from suara.errors import UsageError
from suara.words import N_, _, number

if TYPE_CHECKING:
    from suara.reduce.coders.asking import Asker
    from suara.reduce.coders.model import Asked

COUNTED = {
    "the answer is no value of this code": N_("answers that are no value of the code"), "no answer in time": N_("without an answer in time"),
    "the endpoint failed": N_("failures of the endpoint"), "the endpoint asks to slow down": N_("given up because the endpoint asks to slow down"),
    "limited": N_("times the endpoint asked to slow down"),
}  # fmt: skip


def ask_model(
    folder: Path, code: str, posts: int, wordings: int, most: int, per_minute: float | None, seconds: float,
    prices: tuple[float, float], most_cost: float | None,
) -> None:  # fmt: skip
    """Ask about posts drawn by lot, and say what came of it."""
    import httpx

    from suara.engine.codes import posts_by_lot
    from suara.reduce.codebook import codebook
    from suara.reduce.coders.asking import Asker, Endpoint
    from suara.reduce.coders.model import WORDINGS, ask_about
    from suara.show import opened_store

    if not 1 <= wordings <= len(WORDINGS):
        raise UsageError(_("--wordings is from 1 to {n}.").format(n=len(WORDINGS)))
    if most_cost is not None and not any(prices):
        raise UsageError(_("--most-cost needs --price-in and --price-out: what a million tokens cost."))
    study = open_study(folder)
    wanted = codebook(study.root).get(code)
    endpoint = Endpoint.configured(seconds, 60 / per_minute if per_minute else 0.0)
    chosen = posts_by_lot(opened_store(study).con, posts)
    told = _("The texts of {n} posts go to {url}, model {model}, in {w} wordings.")
    typer.echo(told.format(n=number(chosen.height), url=endpoint.url, model=endpoint.model, w=wordings), err=True)
    with httpx.Client() as client:
        asker = Asker(endpoint, client, prices=prices, most_cost=most_cost)
        asked = ask_about(chosen, wanted, asker, study.root, wordings=wordings, most=most, progress=_progress)
    _say(asked, asker, code, study.root)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r  {done}/{of}", err=True, nl=done == of)


def _say(asked: Asked, asker: Asker, code: str, root: Path) -> None:
    counted = asked.counted
    said = _(
        "{code}: {answered} answers, {known} known from before; {requests} requests, {t_in} tokens asked and {t_out} answered."
    )
    typer.echo(said.format(code=code, answered=number(counted["answered"]), known=number(asked.known), requests=number(counted["requests"]),
                           t_in=number(asked.tokens_in), t_out=number(asked.tokens_out)))  # fmt: skip
    if any(asker.prices):
        typer.echo(_("Cost: {cost:.4f}").format(cost=asker.cost))
    for key, words in COUNTED.items():
        if counted[key]:
            typer.echo(f"! {number(counted[key])} {_(words)}")
    if asked.stopped:
        typer.echo("! " + _("Stopped: {why}").format(why=asked.stopped))
    if asked.agreement is not None and asked.agreement.estimate is not None:
        line = _("Wordings agree on {same:.0%} of the posts; Krippendorff's alpha {alpha:.2f} over {n} posts.")
        typer.echo(line.format(same=asked.same or 0.0, alpha=asked.agreement.estimate, n=number(asked.agreement.n)))
    typer.echo(_("Next: suara run {folder}").format(folder=root))
