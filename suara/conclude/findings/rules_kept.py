"""Were the campaign's rules kept? Where to look, rule by rule: never a verdict, and never yes from a partial collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import polars as pl

from suara.collect.registers import Actor
from suara.conclude.finding import Answer, Described, Line, finding
from suara.conclude.panel import Panel
from suara.conclude.rules import Looked, first_day, look
from suara.engine.suspected import official_accounts, payers
from suara.rules.reading import bundled, rules_of
from suara.study import Study
from suara.words import N_, _, count, day, listed, moment, ngettext

SHOWN = 25
CALLED = {
    "before_campaign": N_("posts with campaign elements before the campaign"),
    "silence_post": N_("posts in the silence period"),
    "silence_ad": N_("advertisements in the silence period"),
    "ad_window": N_("advertisements outside their window"),
    "ad_payer": N_("advertisements without payer"),
    "account_limit": N_("official accounts beyond the limit"),
    "account_unregistered": N_("posts with campaign elements of accounts that are not registered"),
    "account_open": N_("official accounts that still posted after they were to be closed"),
    "hate_speech": N_("posts coded as hate speech"),
    "black_campaign": N_("posts coded as black campaign"),
    "civil_servant_neutrality": N_("posts coded as touching the neutrality of civil servants"),
}
NEEDED = {
    "before_campaign": N_("posts: what the campaigns published before the campaign began"),
    "silence_post": N_("posts: a collection that reaches past the silence period"),
    "silence_ad": N_("ads: the platforms' archives of advertisements (ad_id, payer, started_at, ended_at)"),
    "account_limit": N_(
        "accounts: which accounts are official, and where each is registered (official, registered_level)"
    ),
    "account_open": N_("posts: a collection that reaches past the silence period"),
}


def called(rule: str) -> str:
    """What a rule counts, in words; a code of content that has no words of its own by its name."""
    return _(CALLED[rule]) if rule in CALLED else _("posts coded {code}").format(code=rule)


def rows_behind(con: duckdb.DuckDBPyConnection, study: Study, actors: Sequence[Actor]) -> pl.DataFrame:
    """The rows behind each number: measure (the rule), actor_id, platform, table, id, source_file, source_row."""
    found = look(con, study, actors)
    columns = ["actor_id", "platform", "table", "id", "source_file", "source_row"]
    if found is None:
        return pl.DataFrame(schema=dict.fromkeys(["measure", *columns], pl.String))
    return found.rows.select(pl.col("rule").alias("measure"), *columns)


@finding(
    asks=N_("Were the campaign's rules kept: calendar, silence period, register of accounts, advertisements, content?"),
    uses=["posts"],
    outcome="direct",
    rival=N_(
        "What was collected decides what is seen: a place to look is no violation, and nothing found is no proof that a rule was kept."
    ),
    behind=rows_behind,
)
def rules_kept(panel: Panel) -> Answer:
    """Posts, advertisements and accounts at which the election's rules say to look; each with its file and row."""
    found = None if panel.con is None else look(panel.con, panel.study, panel.actors)
    if found is None or panel.con is None:
        return _without_rules(panel)
    lines = [_line(found, rule.name) for rule in found.all]
    places = {rule.name: found.places(rule.name) for rule in found.all}
    any_found = any(places.values())
    described = [
        _rule_table(found),
        _actor_table(panel, found),
        _place_table(panel, found),
        _account_table(panel, found),
        _payer_table(panel, found),
    ]
    return Answer(
        "mixed" if any_found else "cannot tell", " ".join(_says(found, places)), [t for t in described if t.rows], lines,
        unit=N_("places to look"), reasons=_reasons(panel, found), needs=_needs(found), measures=["posts"],
        estimate=float(sum(places.values())), n=max((n for n in found.looked.values() if n), default=0),
    )  # fmt: skip


def _line(found: Looked, rule: str) -> Line:
    n, places = found.looked.get(rule), found.places(rule)
    source = "ads" if "ad" in rule.split("_") else "accounts" if rule == "account_limit" else "posts"
    estimate = None if n is None and not places else float(places)
    return Line(
        called(rule),
        "source",
        None,
        None,
        None,
        estimate,
        n=n or 0,
        verdict="partial" if places else "silent",
        source=source,
    )


def _says(found: Looked, places: dict[str, int]) -> list[str]:
    said = _places(found, places)
    by_words = (pl.col("by") == "machine") & ~pl.col("rule").is_in(["silence_post", "account_open"])
    if machine := found.rows.filter(by_words).height:
        words = ngettext(
            "{n} of them was marked by words alone and not read by a person.",
            "{n} of them were marked by words alone and not read by a person.", machine,
        )  # fmt: skip
        said.append(words.format(n=count(machine)))
    unseen = [called(rule.name) for rule in found.all if found.looked.get(rule.name) is None and not places[rule.name]]
    if unseen:
        said.append(_("Not looked at, for want of data: {rules}.").format(rules=listed(unseen)))
    partial = _(
        "A collection is a part of what was published: that nothing more was found does not say that the rules were kept."
    )
    return [*said, partial]


def _places(found: Looked, places: dict[str, int]) -> list[str]:
    total = sum(places.values())
    if not total:
        words = _("By the rules of {election} nothing was found to look at in this collection.")
        return [words.format(election=found.rules.name)]
    words = ngettext(
        "By the rules of {election} there is {n} place to look, which is no verdict:",
        "By the rules of {election} there are {n} places to look, which are no verdict:", total,
    )  # fmt: skip
    each = [f"{called(rule)}: {count(n)}" for rule, n in places.items() if n]
    return [words.format(election=found.rules.name, n=count(total)) + " " + "; ".join(each) + "."]


def _reasons(panel: Panel, found: Looked) -> list[str]:
    windows = listed([f"{what}: {when}" for what, when in found.rules.windows])
    reasons = [_("the calendar of the rules: {windows}").format(windows=windows),
               _("posts are looked at from {day} on; days are those of the unit's own zone").format(day=day(first_day(found.rules)))]  # fmt: skip
    if found.disputed:
        words = ngettext(
            "{n} post lies where the country's zones disagree about the silence period",
            "{n} posts lie where the country's zones disagree about the silence period", found.disputed,
        )  # fmt: skip
        reasons.append(words.format(n=count(found.disputed)))
    untold = found.actors.filter(~pl.col("told")).height
    if untold:
        words = ngettext(
            "the zone of {n} actor's unit is not known: {zone} was taken",
            "the zone of {n} actors' units is not known: {zone} was taken",
            untold,
        )
        reasons.append(words.format(n=count(untold), zone=found.rules.election.zone))
    if not panel.registered:
        reasons.append(_("there is no register of actors: every account was taken as campaigning"))
    if found.open_ended:
        words = ngettext(
            "{n} advertisement does not tell its end, and was judged by its first day",
            "{n} advertisements do not tell their end, and were judged by their first day", found.open_ended,
        )  # fmt: skip
        reasons.append(words.format(n=count(found.open_ended)))
    if found.of("account_unregistered").height:
        reasons.append(
            _(
                "whether accounts that are not registered may campaign is disputed: rule and post are shown, the dispute is not settled"
            )
        )
    return [*reasons, *_links_in_words(found)]


def _links_in_words(found: Looked) -> list[str]:
    if found.links.is_empty():
        return []
    words = _("of {n} addresses handed in, {known} name a post of the collection; the others have to be looked up")
    return [words.format(n=count(found.links.height), known=count(found.links["id"].drop_nulls().len()))]


def _needs(found: Looked) -> list[str]:
    unseen = [rule.name for rule in found.all if found.looked.get(rule.name) is None]
    needs = [_(NEEDED[rule]) for rule in unseen if rule in NEEDED]
    if any(not told for told in found.actors["told"]):
        needs.append(_("results: the time zone of each unit (unit, zone)"))
    return list(dict.fromkeys(needs))


def _rule_table(found: Looked) -> Described:
    rows: list[list[Any]] = []
    for rule in found.all:
        of = found.of(rule.name)
        people = of.filter(pl.col("by") == "people").height
        rows.append([called(rule.name), found.places(rule.name) if found.looked.get(rule.name) is not None or of.height else None,
                     people or None, found.looked.get(rule.name), " ".join(filter(None, (rule.regulation, rule.article))) or _("to be looked up"), rule.says])  # fmt: skip
    columns = [
        _("where to look"),
        _("places"),
        _("of them coded by people"),
        _("looked at"),
        _("regulation"),
        _("rule"),
    ]
    return Described(_("Places to look, rule by rule"), columns, rows)


def _actor_table(panel: Panel, found: Looked) -> Described:
    names = panel.names()
    counted = (
        found.rows.group_by("actor_id", "rule").len().sort("len", "actor_id", "rule", descending=[True, False, False])
    )
    rows = [[_who(names, a), called(r), n] for a, r, n in counted.iter_rows()]
    return Described(_("Places to look, by actor"), [_("actor"), _("where to look"), _("rows")], rows[:100])


def _who(names: dict[str, str], actor: str | None) -> str:
    return _("not in the register") if actor is None else names.get(actor, actor)


def _place_table(panel: Panel, found: Looked) -> Described:
    """The first places of every rule, with hour and zone, address, file and row."""
    names = panel.names()
    rows = []
    for rule in found.all:
        for row in found.of(rule.name).head(SHOWN).iter_rows(named=True):
            when = moment(row["instant"], row["zone"]) if row["instant"] else "–"
            rows.append([called(rule.name), _who(names, row["actor_id"]), row["platform"], when, row["url"] or row["id"] or row["account"],
                         ", ".join(row["codes"] or []) or None, f"{row['source_file']}:{row['source_row']}"])  # fmt: skip
    columns = [_("where to look"), _("actor"), _("platform"), _("when"), _("which"), _("codes"), _("file and row")]
    return Described(_("The first places of each rule"), columns, rows)


def _account_table(panel: Panel, found: Looked) -> Described:
    assert panel.con is not None
    if found.rules.accounts is None:
        return Described("", [], [])
    names, most = panel.names(), found.rules.accounts.most
    rows = [
        [_who(names, a), platform, level or _("not told"), n, most]
        for a, platform, level, n in official_accounts(panel.con).iter_rows()
    ]
    columns = [_("actor"), _("platform"), _("registering level"), _("official accounts"), _("at most")]
    return Described(_("Official accounts for each application and level"), columns, rows[:100])


def _payer_table(panel: Panel, found: Looked) -> Described:
    """Payer apart from beneficiary, declared spending beside."""
    assert panel.con is not None
    if found.rules.advertising is None:
        return Described("", [], [])
    names = panel.names()
    rows = [[_who(names, r["actor_id"]), r["payer"] or _("not told"), r["beneficiary"] or _("not told"), r["ads"], r["spend_min"], r["spend_max"],
             r["currency"], r["declared"]] for r in payers(panel.con).head(100).iter_rows(named=True)]  # fmt: skip
    columns = [
        _("actor"),
        _("payer"),
        _("beneficiary"),
        _("advertisements"),
        _("spent, from"),
        _("to"),
        _("currency"),
        _("declared spending"),
    ]
    return Described(_("Who paid for whom"), columns, rows)


def _without_rules(panel: Panel) -> Answer:
    """No rules file: which bundled one fits the election, if any."""
    election = panel.study.settings.campaign.election
    fits = next(
        (name for name in bundled() if election and rules_of(panel.study.root, name).election.day == election), None
    )
    known = (
        f'[rules] file = "{fits}"'
        if fits
        else _("one of {names}, or a file of your own").format(names=", ".join(bundled()))
    )
    return Answer(
        "cannot tell", _("It cannot be told where the rules say to look: the study names no rules of its election."),
        needs=[_("study.toml: the election's rules, {known}").format(known=known)],
    )  # fmt: skip
