"""The list that supervisors hand on: each place to look with its hour and zone, its evidence, rule and article, in words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from suara.collect.collecting import Collected
from suara.conclude.findings.rules_kept import called
from suara.conclude.rules import Looked, look
from suara.errors import Problem, StudyError
from suara.export.cells import clean_text
from suara.export.format import Order
from suara.report.tables import platform
from suara.rules.election import Rule
from suara.rules.reading import bundled
from suara.show import coded_store
from suara.words import N_, _, count, day, listed, moment, ngettext

QUOTED = 200
CODES = {
    "vision_mission": N_("vision, mission, programme"), "self_praise": N_("self-image"), "mobilization_vote": N_("call to vote"),
    "hate_speech": N_("hate speech"), "black_campaign": N_("black campaign"),
    "civil_servant_neutrality": N_("neutrality of civil servants"),
}  # fmt: skip
"""Codes as a supervisor calls them; others by their own name."""


@dataclass(frozen=True)
class Suspicion:
    """One row of the list. ``left`` are days to the last day of reporting; null where nobody noted when it was discovered."""

    number: int
    rule: Rule
    who: str
    account: str
    platform: str
    link: str
    when: str
    says: str
    source_file: str
    source_row: str
    sha256: str
    screenshot: str
    screenshot_sha256: str
    discovered: date | None
    due: date | None
    left: int | None


@dataclass(frozen=True)
class Suspicions:
    """The whole list, with the rules it was made by and the day it was made on."""

    looked: Looked
    rows: tuple[Suspicion, ...]
    today: date

    def of(self, rule: str) -> list[Suspicion]:
        """The rows of a rule."""
        return [row for row in self.rows if row.rule.name == rule]


def suspicions(order: Order, today: date | None = None) -> Suspicions:
    """The list as it stands today (in the study's zone)."""
    study, collected = order.study, coded_store(order.study)
    looked = look(collected.con, study, collected.actors)
    if looked is None:
        mend = _('Write [rules] and below it file = "…", one of {names} or a file of your own.').format(
            names=", ".join(bundled())
        )
        raise StudyError(
            Problem(
                "study.toml", _("names no rules of the election, so there is no list of suspected violations."), mend
            )
        )
    today = today or datetime.now(study.tz).date()
    names = {a.actor_id: a.name for a in collected.actors}
    hashes = _Hashes(study.root, collected)
    rows = tuple(_rows(looked, names, hashes, today))
    return Suspicions(looked, rows, today)


class _Hashes:
    """sha256 of each source file: as the store knows it, else of the file beside ``study.toml``."""

    def __init__(self, root: Path, collected: Collected) -> None:
        self.known = {str(f["file"]): str(f["sha256"]) for f in collected.files}
        self.root = root

    def of(self, file: str) -> str:
        if file not in self.known:
            path = self.root / file
            self.known[file] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        return self.known[file]


def _rows(looked: Looked, names: dict[str, str], hashes: _Hashes, today: date) -> Iterator[Suspicion]:
    number = 0
    days = looked.rules.reporting.days if looked.rules.reporting else None
    for rule in looked.all:
        for row in looked.of(rule.name).iter_rows(named=True):
            number += 1
            actor = row["actor_id"]
            seen = _local(row["seen"], row["zone"])
            due = seen + timedelta(days=days) if seen and days else None
            yield Suspicion(
                number, rule, clean_text(names.get(actor, actor)) if actor else _("not in the register"), clean_text(row["account"] or "") if actor else "",
                platform(row["platform"]), clean_text(row["url"] or ""), spoken(row), clean_text(described(looked, rule.name, row)), row["source_file"], row["source_row"],
                hashes.of(row["source_file"]), row["image"] or "", row["image_sha256"] or "", seen, due, (due - today).days if due else None,
            )  # fmt: skip


def _local(instant: datetime | None, zone: str | None) -> date | None:
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone or "UTC")).date() if instant else None


def spoken(row: dict[str, Any]) -> str:
    """The hour with its zone; only the day of an advertisement that has no hour; "" for an account."""
    if row["instant"] is None:
        return ""
    if row["table"] == "ads" and _midnight(row["instant"], row["zone"]):
        return day(_local(row["instant"], row["zone"]))
    return moment(row["instant"], row["zone"])


def _midnight(instant: datetime, zone: str) -> bool:
    return time(0) in (instant.time(), instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).time())


def described(looked: Looked, rule: str, row: dict[str, Any]) -> str:
    """What is to be seen at a place, in a sentence or two; never that a rule was broken."""
    said = [_SAYS[rule](looked, row)] if rule in _SAYS else [_marked(row)]
    if row["text"]:
        said.append(_("It begins: “{text}”").format(text=_quoted(row["text"], row["actor_id"] is None)))
    if row["note"]:
        said.append(_("Noted: {note}").format(note=" ".join(row["note"].split())))
    return " ".join(said)


def _quoted(text: str, public: bool) -> str:
    """The beginning on one line; in a post of the public nobody is named."""
    line = " ".join(text.split())
    line = re.sub(r"@[\w.]+", "@…", line) if public else line
    return line if len(line) <= QUOTED else line[:QUOTED].rstrip() + "…"


def _marked(row: dict[str, Any]) -> str:
    """By whom a code was given."""
    codes = listed([_(CODES.get(code, code)) for code in row["codes"] or []])
    if row["by"] == "people":
        k, _slash, n = (row["agreed"] or "").partition("/")
        return _("Coded as {codes} by {k} of {n} coders.").format(codes=codes, k=k, n=n)
    return _("Marked as {codes} by its words alone; nobody has read it yet.").format(codes=codes)


def _before(looked: Looked, row: dict[str, Any]) -> str:
    campaign = looked.rules.campaign
    local = _local(row["instant"], row["zone"])
    early = (campaign.start - local).days if campaign and local else 0
    words = ngettext("Published {n} day before the campaign.", "Published {n} days before the campaign.", early)
    return words.format(n=count(early)) + " " + _marked(row)


def _silent(_looked: Looked, row: dict[str, Any]) -> str:
    elements = " " + _marked(row) if row["codes"] else " " + _("No campaign element was marked in it.")
    return _("Published in the silence period of its own unit.") + elements


def _ad(_looked: Looked, row: dict[str, Any]) -> str:
    first = day(_local(row["instant"], row["zone"]))
    shown = _("Shown from {first} to {last}.").format(first=first, last=day(_local(row["ended"], row["zone"]))) if row["ended"] else _(
        "Shown from {first}; when it ended is not told.").format(first=first)  # fmt: skip
    paid = (
        _("Paid by {payer}.").format(payer=row["payer"]) if (row["payer"] or "").strip() else _("Who paid is not told.")
    )
    return f"{shown} {paid} " + _("Advertisement {id}.").format(id=row["id"])


def _limit(_looked: Looked, row: dict[str, Any]) -> str:
    level = _("at the level {level}").format(level=row["level"]) if row["level"] else _("at a level that is not told")
    return _("One of {n} official accounts on {platform} {level}; at most {most} are allowed.").format(
        n=row["found"], platform=platform(row["platform"]), level=level, most=row["most"]
    )


def _unregistered(_looked: Looked, row: dict[str, Any]) -> str:
    return _("The account is not marked as registered; whether it may campaign is disputed.") + " " + _marked(row)


def _open(_looked: Looked, row: dict[str, Any]) -> str:
    words = ngettext(
        "An official account that posted {n} time after it was to be closed; this was the first.",
        "An official account that posted {n} times after it was to be closed; this was the first.", row["found"],
    )  # fmt: skip
    return words.format(n=count(row["found"]))


_SAYS = {
    "before_campaign": _before, "silence_post": _silent, "silence_ad": _ad, "ad_window": _ad, "ad_payer": _ad, "account_limit": _limit,
    "account_unregistered": _unregistered, "account_open": _open,
}  # fmt: skip

WARNING = N_(
    "These are places to look, found by rules in a part of what was published. None of them is a verdict, and that a contestant "
    "is not in the list does not say that the rules were kept."
)


def heading(rule: Rule) -> str:
    """What a rule counts, as a heading."""
    said = called(rule.name)
    return said[:1].upper() + said[1:]


def cited(rule: Rule) -> str:
    """Regulation and article; that it is still to be looked up where nobody wrote it down."""
    return (
        ", ".join(filter(None, (rule.regulation, rule.article or _("article to be looked up"))))
        if rule.regulation
        else _("to be looked up")
    )
