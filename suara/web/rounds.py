"""For supervisors: how far coders are, where they agree and where not, decisions, and the lock of a round."""

from __future__ import annotations

import re
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from suara.estimators.agreement import RELIABLE, TENTATIVE
from suara.reduce.coders import reliability
from suara.reduce.coders.adjudication import disagreements
from suara.reduce.coders.coding import ADJUDICATOR, Coding
from suara.reduce.coders.ledger import Ledger, Round
from suara.web.given import Given, at_same_address, column
from suara.web.look import page
from suara.web.posts import cell_col, clipped
from suara.web.room import ledger_of
from suara.web.visit import Supervising, Visit, posted
from suara.words import _, count, interval, language, number, percent

router = APIRouter()

Row = dict[str, Any]


def overview(here: Visit) -> list[Row]:
    """Every round with the progress of its coders."""
    ledger = ledger_of(here)
    return [_progress(ledger, one) for one in ledger.rounds()] if ledger else []


def _progress(ledger: Ledger, one: Round) -> Row:
    coders = []
    for coder in one.coders:
        queue = ledger.queue(coder, one.name)
        coders.append((coder, sum(q.done for q in queue), len(queue)))
    return {"round": one, "coders": coders}


def _named(here: Visit, name: str) -> tuple[Ledger, Round]:
    ledger = ledger_of(here)
    found = {r.name: r for r in ledger.rounds()} if ledger else {}
    if ledger is None or name not in found:
        raise HTTPException(404, _("no round of coding has that name."))
    return ledger, found[name]


@router.get("/rounds", name="rounds_page")
def rounds_page(here: Supervising) -> Response:
    """All rounds, and a form to draw another."""
    codes = sorted(here.left.codebook.codes)
    return page(
        here, "rounds.html", _("Rounds of coding"), step="coding", rounds=overview(here), codes=codes, filtered=False
    )


@router.post("/rounds", dependencies=[Depends(posted)])
def draw(
    here: Supervising, codes: Annotated[list[str], Form()], coders: Annotated[str, Form(max_length=500)], n: Annotated[str, Form()],
    overlap: Annotated[str, Form()] = "", name: Annotated[str, Form(max_length=60)] = "",
) -> Response:  # fmt: skip
    """Draw a probability sample for a new round: the command ``suara sample``, with its progress on the page."""
    known = here.left.codebook.codes
    wrong = [c for c in codes if c not in known]
    numbers = [v for v in (n, overlap) if v and not re.fullmatch(r"[0-9]{1,6}", v)]
    named = [w for w in (coders, name) if not re.fullmatch(r"[\w .,@-]*", w) or w.startswith("-")]
    if wrong or numbers or named or not n or not coders.strip():
        raise HTTPException(
            400,
            _("The form has something that cannot be: {what}.").format(
                what=", ".join([*wrong, *numbers, *named]) or "n, coders"
            ),
        )
    more = ["--overlap", overlap] if overlap else []
    more += ["--round", name] if name else []
    command = ("sample", str(here.folder.root), ",".join(codes), "-n", n, "--coders", coders, *more)
    if not here.request.app.state.runner.start(*command):
        raise HTTPException(409, _("A run is under way already."))
    return RedirectResponse(here.address("/rounds"), 303)


COEFFICIENTS = ("alpha", "ac1", "kappa", "holsti", "percent")


def agreement(here: Supervising, name: str) -> Given:
    """A row a code, for all coders and for every two: each coefficient of agreement with its interval, and on how many units."""
    ledger, one = _named(here, name)
    rows = reliability.agreement(ledger.latest(one.name), here.left.codebook.codes)
    return Given(
        _("Agreement"), pl.DataFrame([_flat(r) for r in rows], infer_schema_length=None), [], f"agreement-{one.name}"
    )


def _flat(row: Row) -> Row:
    flat = {"code": row["code"], "coders": row["coders"], "n": row["n"]}
    for key in COEFFICIENTS:
        found = row[key] or {}
        flat |= {
            key: found.get("estimate"),
            f"{key}_lo": found.get("lo"),
            f"{key}_hi": found.get("hi"),
            f"{key}_reason": found.get("reason"),
        }
    return flat


at_same_address(router, "/rounds/{name}", agreement, live=True)


@router.get("/rounds/{name}", name="round_page")
def round_page(here: Supervising, name: str) -> Response:
    """One round: progress, agreement, disagreements side by side."""
    ledger, one = _named(here, name)
    latest = ledger.latest(one.name)
    differ = disagreements(latest)
    limit = 25
    first = (here.filters.page - 1) * limit
    shown = differ.slice(first, limit)
    texts = (
        {
            r["unit"]: r
            for r in here.request.app.state.opened(here.left).units(shown["unit"].to_list()).iter_rows(named=True)
        }
        if shown.height
        else {}
    )
    return page(
        here, "round.html", one.name, step="coding", forms=f"/rounds/{name}", progress=_progress(ledger, one), round=one, agreement=[_written(r) for r in agreement(here, name).rows()],
        differ=[_case(here, row, texts) for row in shown.iter_rows(named=True)], total=differ.height, open=int(differ["decided"].is_null().sum()), first=first, chance=reliability.CHANCE, limit=limit, filtered=False,
    )  # fmt: skip


def _written(row: Row) -> Row:
    """Agreement in words: what alpha allows to conclude."""
    value = row["alpha"]
    if value is None:
        reason: str = row["alpha_reason"] or ""
        judged = _(reason) if reason else ""
    else:
        judged = (
            _("reliable")
            if value >= RELIABLE
            else _("for tentative conclusions only")
            if value >= TENTATIVE
            else _("too low to rely on")
        )
    return {
        "code": row["code"], "coders": " × ".join(row["coders"]), "n": count(row["n"]), "alpha": number(value, 2), "interval": interval(row["alpha_lo"], row["alpha_hi"]),
        "ac1": number(row["ac1"], 2), "kappa": number(row["kappa"], 2), "percent": percent(row["percent"], 0), "holsti": percent(row["holsti"], 0), "judged": judged,
    }  # fmt: skip


def _case(here: Visit, row: Row, texts: dict[str, Row]) -> Row:
    """A post on which coders differ: each value with its coder; two values, two colours."""
    code = here.left.codebook.get(row["code"])
    words = {v.value: v.id if language() == "id" else v.en for v in code.values}
    values = sorted({s["value"] for s in row["said"]})
    said = [(s["coder"], words.get(s["value"], s["value"]), values.index(s["value"]) % 2) for s in row["said"]]
    text = texts.get(row["unit"], {})
    return {**row, "said": said, "text": clipped(text.get("text"), 3_000), "platform": text.get("platform"), "words": words, "values": [v.value for v in code.values], "decided_word": words.get(row["decided"] or "", row["decided"])}  # fmt: skip


@router.post("/rounds/{name}/decide", dependencies=[Depends(posted)])
def decide(
    here: Supervising,
    name: str,
    unit: Annotated[str, Form()],
    code: Annotated[str, Form()],
    value: Annotated[str, Form()],
    key: Annotated[str, Form(min_length=8, max_length=64)],
) -> Response:
    """Decide where coders differ: a coding of the adjudicator; what they said stays."""
    ledger, one = _named(here, name)
    ledger.add(
        [
            Coding(
                unit=unit,
                code=code,
                coder=ADJUDICATOR,
                value=value,
                round=one.name,
                key=key,
                codebook_version=one.codebook_version,
            )
        ],
        by=here.name or "owner",
    )
    return RedirectResponse(
        here.address(f"/rounds/{name}", page=here.filters.page if here.filters.page > 1 else None) + "#differ", 303
    )


@router.post("/rounds/{name}/lock", dependencies=[Depends(posted)])
def lock(here: Supervising, name: str) -> Response:
    """Lock the round: from now on nothing is taken into it."""
    ledger, one = _named(here, name)
    ledger.lock(one.name, here.name or "owner")
    return RedirectResponse(here.address(f"/rounds/{name}"), 303)


def history(here: Supervising) -> Given:
    """Everything that coders said and took back, in the order in which it arrived; nothing of it is ever changed."""
    ledger = ledger_of(here)
    frame = ledger.history().reverse() if ledger else pl.DataFrame()
    cols = [cell_col(name) for name in ("stored_at", "coder", "action", "round", "unit", "code", "value")]
    cols[4] = column(_("post"), "unit")
    return Given(_("History of codings"), frame, cols, "history")


at_same_address(router, "/history", history, live=True)


def audit(here: Supervising) -> Given:
    """Who opened, coded, took in and locked what, when."""
    ledger = ledger_of(here)
    frame = pl.DataFrame(ledger.audit() if ledger else [], infer_schema_length=None)
    cols = [cell_col(name) for name in ("happened_at", "who", "what", "details")]
    return Given(_("Audit"), frame.reverse() if frame.height else frame, cols, "audit")


at_same_address(router, "/audit", audit, live=True)


@router.get("/history", name="history_page")
def history_page(here: Supervising) -> Response:
    """The history of codings."""
    given = history(here).page(here)
    return page(here, "table.html", given.title, step="coding", forms="/history", given=given, lead=_("Everything that coders said and took back; nothing of it is ever changed."), filtered=False)  # fmt: skip


@router.get("/audit", name="audit_page")
def audit_page(here: Supervising) -> Response:
    """The audit log."""
    given = audit(here).page(here)
    return page(here, "table.html", given.title, step="coding", forms="/audit", given=given, lead=_("Who opened, coded, took in and locked what, when."), filtered=False)  # fmt: skip
