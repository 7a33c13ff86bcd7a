"""Step "data reduction": the codebook, and the rounds of coding that people did."""

from __future__ import annotations

import polars as pl
from fastapi import APIRouter, Response
from markupsafe import Markup

from suara.web.given import Given, at_same_address, column
from suara.web.look import environment, page
from suara.web.rounds import overview
from suara.web.visit import Learning, Visit
from suara.words import _, language

router = APIRouter()


def codebook(here: Learning) -> Given:
    """Every code of the study: what it means, when to give it, its values."""
    rows = []
    for code in here.left.codebook.codes.values():
        definition, rule = code.said(language())
        values = [{"value": v.value, "means": v.id if language() == "id" else v.en} for v in code.values]
        rows.append({"construct": code.construct, "code": code.name, "definition": definition, "rule": rule, "kind": code.kind, "values": values, "yes": list(code.yes), "no": list(code.no), "dictionary_terms": len(code.terms)})  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None).sort("construct", "code") if rows else pl.DataFrame()
    return Given(_("Codebook"), frame, [column(_("Code"), "code")], "codebook")


at_same_address(router, "/coding", codebook)


@router.get("/coding", name="coding_page")
def coding_page(here: Learning) -> Response:
    """The codebook by construct, and how far the rounds of coding are."""
    rounds = overview(here) if here.role in ("owner", "supervisor") else []
    return page(here, "coding.html", _("Coding"), step="coding", forms="/coding", codebook=here.left.kept(("codebook", language()), lambda: _by_construct(here)), rounds=rounds, own=here.left.codebook.own, version=here.left.codebook.version, filtered=False)  # fmt: skip


def _by_construct(here: Visit) -> Markup:
    groups: dict[str, list[dict[str, object]]] = {}
    for row in codebook(here).rows():
        groups.setdefault(row["construct"], []).append(row)
    return Markup(environment().get_template("codebook.html").render(groups=groups))
