"""What a rules file may say: windows, limits and content, each with the regulation that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from suara.words import _, day, language

CAMPAIGNERS = ["party", "ticket", "candidate", "leader", "member", "volunteer"]
ELEMENTS = ["vision_mission", "self_praise", "mobilization_vote"]


@dataclass(frozen=True)
class Rule:
    """One rule as it is shown: a short id, what it asks in words, and where it stands; "" is not looked up yet."""

    name: str
    says: str
    regulation: str
    article: str


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Cited(_Part):
    """Where a rule stands and what it says; an article that nobody has looked up is left out."""

    regulation: str = ""
    article: str = ""
    says: str = Field(min_length=1)
    says_en: str = ""

    def rule(self, name: str) -> Rule:
        """The rule in the language of this context."""
        return Rule(name, self.says if language() == "id" else self.says_en or self.says, self.regulation, self.article)


class Window(Cited):
    """Days of a window; both belong to it."""

    start: date
    end: date

    @field_validator("end")
    @classmethod
    def _ends_after_start(cls, end: date, info: ValidationInfo) -> date:
        start = info.data.get("start")
        if start and end < start:
            said = _("it ends ({end}) before it starts ({start}). Mend one of the two dates.")
            raise ValueError(said.format(end=end, start=start))
        return end


class Election(_Part):
    """``[election]``: its name, polling day, and whose posts are campaigning (kinds of ``actors.kind``)."""

    name: str = Field(min_length=1)
    name_en: str = ""
    day: date
    zone: str = "UTC"
    zones: str | None = None
    campaigners: list[str] = CAMPAIGNERS

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(
                _("there is no time zone {zone}.").format(zone=repr(zone)) + " " + _("Write it as Asia/Jakarta.")
            )
        return zone


class Before(Window):
    """``[campaign]``: the campaign; before it, as far back as ``looked_back`` days, posts with campaign elements are counted."""

    looked_back: int = Field(default=365, ge=1)
    elements: list[str] = ELEMENTS


class Advertising(Window):
    """``[advertising]``: the days on which advertisements may run, and whether each must name its payer."""

    payer: Cited | None = None


class Accounts(Cited):
    """``[accounts]``: official accounts for each application (and registering level), and when they are to be registered and closed."""

    most: int = Field(ge=1)
    per: Literal["application", "application and level"] = "application and level"
    registered_by: date | None = None
    closed_after: date | None = None
    unregistered: Cited | None = None
    closed: Cited | None = None


class Content(Cited):
    """``[[content]]``: a code of the codebook that marks what a rule forbids."""

    code: str = Field(min_length=1)


class Reporting(Cited):
    """``[reporting]``: days from the discovery of a suspected violation within which it must be reported."""

    days: int = Field(ge=1)


class Rules(_Part):
    """A rules file. Every table but ``[election]`` may be left out: then that rule is not looked at."""

    election: Election
    campaign: Before | None = None
    silence: Window | None = None
    advertising: Advertising | None = None
    accounts: Accounts | None = None
    content: list[Content] = []
    reporting: Reporting | None = None

    @property
    def name(self) -> str:
        """The election's name in the language of this context."""
        return self.election.name if language() == "id" else self.election.name_en or self.election.name

    def rules(self) -> Iterator[Rule]:
        """Every rule that can be looked at, in the order of the calendar."""
        if self.campaign:
            yield self.campaign.rule("before_campaign")
        if self.silence:
            yield self.silence.rule("silence_post")
            yield self.silence.rule("silence_ad")
        if self.advertising:
            yield self.advertising.rule("ad_window")
            if self.advertising.payer:
                yield self.advertising.payer.rule("ad_payer")
        if self.accounts:
            yield self.accounts.rule("account_limit")
            if self.accounts.unregistered:
                yield self.accounts.unregistered.rule("account_unregistered")
            if self.accounts.closed and self.accounts.closed_after:
                yield self.accounts.closed.rule("account_open")
        for content in self.content:
            yield content.rule(content.code)

    @property
    def windows(self) -> list[tuple[str, str]]:
        """The calendar in words: what, and from when to when."""
        named = [
            (_("campaign"), self.campaign),
            (_("advertisements"), self.advertising),
            (_("silence period"), self.silence),
        ]
        said = [(what, _("{lo} to {hi}").format(lo=day(w.start), hi=day(w.end))) for what, w in named if w is not None]
        return [*said, (_("polling day"), day(self.election.day))]
