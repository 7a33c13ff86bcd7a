"""The coding room: post after post with the codebook beside it, blind to other coders and to the machine.

Each click is one request with a key that the page made; it is answered when the database has it. What the page sent
twice is stored once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Body, Depends, Form, HTTPException, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, Field

from suara.reduce.code import Code
from suara.reduce.coders.coding import OPEN
from suara.reduce.coders.coding import Coding as OneCoding
from suara.reduce.coders.ledger import Ledger, Queued, Round
from suara.report.html import link
from suara.web.look import page
from suara.web.visit import Coding, Visit, posted, posted_by_script
from suara.words import _, language

router = APIRouter()

MEMO = "memo"
AHEAD = 20
"""Texts that are fetched at once, for the posts that come next."""


class Said(BaseModel):
    """One click: the page's own key, the unit, the code, and its value; null takes back what was said."""

    key: str = Field(min_length=8, max_length=64)
    unit: str = Field(min_length=1, max_length=500)
    code: str = Field(min_length=1, max_length=100)
    value: str | None = Field(default=None, max_length=10_000)


def ledger_of(here: Visit) -> Ledger | None:
    """The ledger, once there is one."""
    state = here.request.app.state
    with state.lock:
        if state.ledger is None:
            state.ledger = Ledger.find(here.folder.root)
    return state.ledger  # type: ignore[no-any-return]


def _coder(here: Visit) -> str:
    if here.name is None:
        raise HTTPException(401, _("Say who codes."))
    return here.name


def _round(here: Visit, name: str) -> tuple[Ledger, Round]:
    ledger = ledger_of(here)
    found = {r.name: r for r in ledger.rounds()} if ledger else {}
    if ledger is None or name not in found or here.name not in found[name].coders:
        raise HTTPException(404, _("You have no such round of coding."))
    return ledger, found[name]


@router.get("/room", name="room")
def room(here: Coding) -> Response:
    """The rounds that wait for this coder."""
    coder = _coder(here)
    ledger = ledger_of(here)
    rounds = []
    for one in [r for r in ledger.rounds() if coder in r.coders] if ledger else []:
        queue = ledger.queue(coder, one.name) if ledger else []
        rounds.append((one, sum(q.done for q in queue), len(queue)))
    return page(here, "room.html", _("Coding room"), step="coding", rounds=rounds, filtered=False)


@router.get("/room/{round}", name="next_unit")
def next_unit(here: Coding, round: str) -> Response:
    """The first post that is not coded yet."""
    _coder(here)
    ledger, one = _round(here, round)
    queue = ledger.queue(_coder(here), one.name)
    if not queue:
        raise HTTPException(404, _("You have no such round of coding."))
    place = next((i for i, q in enumerate(queue, 1) if not q.done), None)
    if place is None or one.locked:
        return page(here, "room_done.html", _("All coded"), step="coding", round=one, n=len(queue), filtered=False)
    return RedirectResponse(here.address(f"/room/{round}/{place}"), 303)


@router.get("/room/{round}/{place}", name="unit")
def unit(here: Coding, round: str, place: str) -> Response:
    """One post, and the codes of the round."""
    _coder(here)
    ledger, one = _round(here, round)
    queue = ledger.queue(_coder(here), one.name)
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 8 else 0
    if not 1 <= number <= len(queue):
        raise HTTPException(404, _("The round has no post of that number."))
    mine = queue[number - 1]
    shown = _text(here, one, queue, number)
    return page(
        here, "unit.html", _("Post {n} of {all}").format(n=number, all=len(queue)), step="coding", round=one, place=number, n=len(queue),
        done=sum(q.done for q in queue), unit=mine, shown=shown, address_of=link(shown.get("url")), codes=[_explained(here, c) for c in one.codes if c not in OPEN],
        memo=mine.coded.get(MEMO, ""), keys=[str(uuid4()) for _c in one.codes], memo_key=str(uuid4()), filtered=False,
    )  # fmt: skip


def _text(here: Visit, one: Round, queue: Sequence[Queued], number: int) -> dict[str, Any]:
    """What a coder reads of a post; the texts of those beside it are fetched with it, and kept."""
    first = (number - 1) // AHEAD * AHEAD
    wanted = [q.unit for q in queue[first : first + AHEAD]]

    def fetch() -> dict[str, dict[str, Any]]:
        found = here.request.app.state.opened(here.left).units(wanted)
        return {row["unit"]: row for row in found.iter_rows(named=True)}

    return here.left.kept(("texts", one.name, tuple(wanted)), fetch).get(queue[number - 1].unit, {})


def _explained(here: Visit, name: str) -> tuple[str, Code, str, str]:
    code = here.left.codebook.get(name)
    definition, rule = code.said(language())
    return name, code, definition, rule


@router.post("/room/{round}/codings", response_class=JSONResponse, dependencies=[Depends(posted_by_script)])
def codings(here: Coding, round: str, said: Annotated[list[Said], Body(min_length=1, max_length=500)]) -> Response:
    """Store clicks, in their order; answered when the database has them."""
    ledger, one = _round(here, round)
    coder = _coder(here)
    for each in said:
        if each.value is None:
            ledger.undo(coder, each.unit, each.code, one.name)
        else:
            ledger.add([_coding(one, coder, each.unit, each.code, each.value, each.key)])
    return JSONResponse({"stored": [each.key for each in said]})


@router.post("/room/{round}/{place}", dependencies=[Depends(posted)])
def by_form(
    here: Coding, round: str, place: str, unit: Annotated[str, Form()], code: Annotated[str, Form()], key: Annotated[str, Form()],
    value: Annotated[str, Form()] = "", undo: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """The same without a script: one button, one coding."""
    ledger, one = _round(here, round)
    if undo:
        ledger.undo(_coder(here), unit, code, one.name)
    else:
        ledger.add([_coding(one, _coder(here), unit, code, value, key[:64])])
    return RedirectResponse(here.address(f"/room/{round}/{place}"), 303)


def _coding(one: Round, coder: str, unit: str, code: str, value: str, key: str) -> OneCoding:
    return OneCoding(
        unit=unit, code=code, coder=coder, value=value, round=one.name, key=key, codebook_version=one.codebook_version
    )
