"""The rules of the election held against the collection: where to look, how much was looked at, and what could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import polars as pl

from suara.collect.registers import Actor
from suara.engine import suspected
from suara.rules.election import Rule, Rules
from suara.rules.zones import Zones, zones_of
from suara.study import Study

Days = tuple[date, date]


@dataclass(frozen=True)
class Looked:
    """``rows``: see `suspected.SUSPECTED`, with the evidence in hand (seen, image, image_sha256, note) beside.

    ``looked``: rule → how many posts, advertisements or accounts it was held against; null where the collection cannot say.
    ``actors``: actor_id, zone, told (whether unit or results tell the zone), campaigner. ``disputed``: posts that are in
    silence in one of the country's zones and not in another. ``open_ended``: advertisements whose end is not told.
    """

    rules: Rules
    rows: pl.DataFrame
    looked: dict[str, int | None]
    actors: pl.DataFrame
    disputed: int
    open_ended: int
    links: pl.DataFrame

    @property
    def all(self) -> list[Rule]:
        """The rules that were looked at."""
        return list(self.rules.rules())

    def places(self, rule: str) -> int:
        """How many places a rule gives: posts, advertisements, accounts; for the limit of accounts those beyond it."""
        rows = self.of(rule)
        if rule != "account_limit":
            return rows.height
        groups = rows.group_by("actor_id", "platform", "level").agg(pl.col("found").first() - pl.col("most").first())
        return int(groups["found"].sum() or 0)

    def of(self, rule: str) -> pl.DataFrame:
        """The rows of a rule."""
        return self.rows.filter(pl.col("rule") == rule)


def look(con: duckdb.DuckDBPyConnection, study: Study, actors: Sequence[Actor]) -> Looked | None:
    """Hold every rule against the tables on ``con``; null where the study names no rules."""
    rules = study.rules
    if rules is None:
        return None
    zones = zones_of(rules.election.zones)
    whose = _actors(con, rules, zones, actors)
    con.register("_rule_actors", whose.to_arrow())
    elements = rules.campaign.elements if rules.campaign else []
    suspected.create_marked(con, study.store / "tables", [*elements, *(c.code for c in rules.content)])
    links = suspected.evidence_in_hand(con)
    rows = suspected.found(con, _queries(rules, elements))
    seen = links.drop_nulls("id").drop("url").unique(["platform", "id"], keep="first", maintain_order=True)
    rows = rows.join(seen, on=["platform", "id"], how="left", maintain_order="left")
    ads, open_ended = suspected.ads_counted(con)
    disputed = suspected.zones_disagree(con, _days(rules.silence), zones.all) if rules.silence else 0
    return Looked(rules, rows, _looked(con, rules, ads), whose, disputed, open_ended, links)


def _actors(con: duckdb.DuckDBPyConnection, rules: Rules, zones: Zones, actors: Sequence[Actor]) -> pl.DataFrame:
    """Each actor's zone: as results give it for the unit, else by the unit's name or code, else the rules' own."""
    told, only = suspected.unit_zones(con), suspected.only_units(con)
    rows = []
    for actor in actors:
        unit = actor.unit or only.get(actor.actor_id)
        zone = told.get(unit or "") or zones.of(unit)
        campaigner = actor.kind is None or actor.kind in rules.election.campaigners
        rows.append((actor.actor_id, zone or rules.election.zone, zone is not None or unit is None, campaigner))
    schema = {"actor_id": pl.String, "zone": pl.String, "told": pl.Boolean, "campaigner": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _days(window: object) -> Days:
    return window.start, window.end  # type: ignore[attr-defined]


def first_day(rules: Rules) -> date:
    """The first day that is looked at: some way before the campaign."""
    if rules.campaign:
        return rules.campaign.start - timedelta(days=rules.campaign.looked_back)
    starts = [w.start for w in (rules.silence, rules.advertising) if w]
    return min([*starts, rules.election.day]) - timedelta(days=365)


def _queries(rules: Rules, elements: list[str]) -> list[str]:
    first, polling, zone = first_day(rules), rules.election.day, rules.election.zone
    queries = []
    if rules.campaign:
        queries.append(suspected.before_campaign(first, rules.campaign.start, elements))
    if rules.silence:
        queries.append(suspected.silence_posts(_days(rules.silence), elements))
        queries.append(suspected.silence_ads(_days(rules.silence), zone))
    if rules.advertising:
        ends = rules.silence.end if rules.silence else None
        queries.append(suspected.ads_outside(_days(rules.advertising), ends, (first, polling), zone))
        if rules.advertising.payer:
            queries.append(suspected.ads_without_payer((first, polling), zone))
    queries += _account_queries(rules, elements)
    return queries + [suspected.content(c.code, first, polling, zone) for c in rules.content]


def _account_queries(rules: Rules, elements: list[str]) -> list[str]:
    accounts, campaign = rules.accounts, rules.campaign
    if accounts is None:
        return []
    days = _days(campaign) if campaign else (first_day(rules), rules.election.day)
    queries = [suspected.over_limit(days, accounts.most, accounts.per != "application")]
    if accounts.unregistered:
        queries.append(suspected.unregistered(days, elements))
    if accounts.closed and accounts.closed_after:
        queries.append(suspected.still_open(accounts.closed_after, rules.election.day, elements))
    return queries


def _looked(con: duckdb.DuckDBPyConnection, rules: Rules, ads: int) -> dict[str, int | None]:
    """What each rule was held against; a rule of days that the collection does not reach was held against nothing."""
    first, polling = first_day(rules), rules.election.day
    campaign = rules.campaign
    held: dict[str, int | None] = dict.fromkeys(("silence_ad", "ad_window", "ad_payer"), ads or None)
    registered = int(suspected.official_accounts(con)["accounts"].sum() or 0)
    posts = suspected.posts_of(con, first, polling)
    if campaign:
        held["before_campaign"] = suspected.posts_of(con, first, campaign.start - timedelta(days=1)) or None
        held["account_unregistered"] = (suspected.posts_of(con, *_days(campaign)) or None) if registered else None
    if rules.silence:
        held["silence_post"] = (posts or None) if suspected.reaches(con, rules.silence.start) else None
    if rules.accounts:
        held["account_limit"] = registered or None
        closed = rules.accounts.closed_after
        held["account_open"] = (
            (registered or None) if closed and suspected.reaches(con, closed + timedelta(days=1)) else None
        )
    return held | {c.code: suspected.posts_of_anybody(con, first, polling) or None for c in rules.content}
