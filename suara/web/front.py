"""The front page: the question, the answers at a glance, the books, two pictures; and the report as files."""

from __future__ import annotations

import polars as pl
from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse

from suara.report.contents import QUESTION
from suara.report.findings import ANSWERS
from suara.web.findings import answers, spoken
from suara.web.guard import REPORT
from suara.web.look import Inside, inside, kept_page
from suara.web.pictures import of_front, of_step
from suara.web.visit import Reading, Visit
from suara.words import _, count, day

router = APIRouter()

REPORTS = {"report.html": "text/html; charset=utf-8", "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "report.pdf": "application/pdf"}  # fmt: skip


@kept_page(router, "/")
def front(here: Reading) -> Inside:
    """What the study asks, and what came out."""
    found = answers(here)
    tally = [(code, sum(f.answer == code for f in found)) for code in ANSWERS]
    return inside(
        here, "front.html", here.left.study.title, question=_(QUESTION), findings=found, tally=tally,
        facts=_facts(here), total=here.left.record.total, pictures=of_front(here), books=of_step(here, "data"),
        reports=[name for name in REPORTS if (here.left.study.out / name).exists()], spoken=spoken(here.left.record),
    )  # fmt: skip


def _facts(here: Visit) -> list[tuple[str, str, str]]:
    """Large numbers: number, word, where it leads."""
    left, record = here.left, here.left.record
    posts = left.measure("posts").filter(
        (pl.col("period") == "whole") & pl.col("platform").is_null() & pl.col("actor_id").is_not_null()
    )
    n = int(posts["value"].sum() or 0)
    campaign = left.study.settings.campaign
    facts = [(count(len(left.actors)), _("actors"), here.address("/actors"))]
    if n:
        facts.append((count(n), _("posts of the campaign"), here.address("/posts")))
    facts.append((count(len(left.platforms)), _("platforms"), here.address("/measures")))
    facts.append((count(len(record.files)), _("files"), here.address("/data")))
    if campaign.election:
        facts.append((day(campaign.election), _("polling day"), here.address("/measures")))
    return facts


@router.get("/report.{form}", name="report")
def report(here: Reading, form: str) -> Response:
    """The report as the run wrote it."""
    name = f"report.{form}"
    path = here.left.study.out / name
    if name not in REPORTS or not path.is_file():
        raise HTTPException(404, _("The run left no {file}.").format(file=name if name in REPORTS else "report"))
    headers = {"Content-Security-Policy": REPORT} if form == "html" else {}
    return FileResponse(path, media_type=REPORTS[name], headers=headers, filename=None if form == "html" else name)
