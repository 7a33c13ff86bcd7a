"""Almost all parties use social media, and keep adapting to new platforms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from suara.conclude.census import Census, absent_from, census_of, traces_of
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel, label
from suara.display.parts import named
from suara.estimators.intervals import Share, wilson
from suara.words import N_, _, interval, listed, ngettext, percent

ALMOST_ALL = 0.8
OTHER_THRESHOLDS = (0.7, 0.9)
LEAST = 3
"""Of fewer contestants nobody says "almost all"."""

SOURCES = {
    "accounts": N_("with an account in the register"),
    "posts": N_("with posts"),
    "followers": N_("with followers counted"),
}


@finding(
    asks=N_("Do almost all contestants use social media, and do they take up new platforms?"),
    uses=["platforms", "posts", "followers", "vote_share"],
    cite=("bene2023", "rahman2019"),
    outcome="direct",
    rival=N_(
        "What was collected decides who is seen: a contestant that nobody looked for looks absent, and an idle account looks like use."
    ),
)
def presence(panel: Panel) -> Answer:
    """Contestants seen on each platform and on any, as a share of the census; not seen is not the same as absent."""
    traces = traces_of(panel)
    census = census_of(panel, panel.election)
    if census is None:
        return _without_census(traces)
    at = traces.filter(pl.col("day").is_null() | (pl.col("day") <= (panel.election or date.max)))
    absent = absent_from(panel, census)
    first = next(iter(s for s in SOURCES if (at["source"] == s).any()), "")
    main = _line(
        _("contestants seen on any platform"), "source", "platforms", None, census, at, absent.get(None, set()), first
    )
    lines = [main, *_by_source(census, at), *_by_platform(census, at, absent), *_by_election(panel, traces)]
    n, seen, away = len(census.actors), census.seen(at), absent.get(None, set())
    answer = _judged(len(seen), len(away), n, census.told, ALMOST_ALL)
    return Answer(
        answer, _says(answer, main, n, seen, away, lines) + _adoption(panel, traces), _described(panel, census, at, traces, absent), lines, main,
        unit=N_("share of contestants, 0 to 1"), reasons=_reasons(len(seen), len(away), n, census.told),
        needs=[] if answer == "yes" else _needs(),
    )  # fmt: skip


def _line(said: str, kind: str, measure: str, platform: str | None, census: Census, traces: pl.DataFrame, absent: set[str],
          source: str = "", election: date | None = None) -> Line:  # fmt: skip
    seen = census.seen(traces)
    share = wilson(len(seen), len(census.actors))
    answer = _judged(len(seen), len(absent - seen), len(census.actors), census.told, ALMOST_ALL)
    verdict = {"yes": "agree", "no": "dissonant"}.get(answer, "partial")
    return Line(said, kind, measure, platform, label(election) if election else None, share.estimate, (share.lo, share.hi), None,
                share.n, verdict, source)  # fmt: skip


def _by_source(census: Census, traces: pl.DataFrame) -> list[Line]:
    found = []
    for source, said in SOURCES.items():
        rows = traces.filter(pl.col("source") == source)
        if rows.height:
            words = _("contestants seen on any platform, {how}").format(how=_(said))
            found.append(_line(words, "source", "platforms", None, census, rows, set(), source))
    return found


def _by_platform(census: Census, traces: pl.DataFrame, absent: dict[str | None, set[str]]) -> list[Line]:
    found = []
    for platform in sorted(traces["platform"].drop_nulls().unique().to_list()):
        rows = traces.filter(pl.col("platform") == platform)
        words = _("contestants seen on {platform}").format(platform=named(platform))
        found.append(
            _line(words, "source", "platforms", platform, census, rows, absent.get(platform, set()), rows["source"][0])
        )
    return found


def _by_election(panel: Panel, traces: pl.DataFrame) -> list[Line]:
    """Adoption over elections, from what bears a date: contestants of each election seen by its polling day."""
    found = []
    for election in panel.elections:
        census = census_of(panel, election)
        dated = traces.filter(pl.col("day") <= election)
        words = _("contestants of {election} seen on any platform by then").format(election=panel.spoken(election))
        if census is not None and len(panel.elections) > 1:
            line = _line(words, "time", "platforms", None, census, dated, set(), election=election)
            empty = Line(words, "time", "platforms", None, label(election), n=len(census.actors))
            found.append(replace(line, source=dated["source"][0]) if dated.height else empty)
    return found


def _judged(seen: int, absent: int, n: int, told: bool, threshold: float) -> Answered:
    """yes: the interval lies above the threshold, or results name all contestants and all were seen.

    no: even if everybody who was not seen were there, apart from those known to be absent, the interval lies below it.
    """
    if n < LEAST:
        return "cannot tell"
    at_least, at_most = wilson(seen, n), wilson(n - absent, n)
    if (at_least.lo or 0) >= threshold or (told and seen == n):
        return "yes"
    return "no" if (at_most.hi or 0) < threshold else "cannot tell"


def _says(answer: Answered, main: Line, n: int, seen: set[str], absent: set[str], lines: list[Line]) -> str:
    said = [
        _("Of {n} contestants {k} were seen on at least one platform ({share}; 95% interval {interval}).").format(
            n=n, k=len(seen), share=percent(main.estimate), interval=interval(*main.interval, show=percent)
        )
    ]
    if absent - seen:
        said.append(_("A register of accounts lists none for {k} of them.").format(k=len(absent - seen)))
    if unseen := n - len(seen | absent):
        words = ngettext(
            "The other {k} was not seen in the collection, which does not mean that it is absent.",
            "The other {k} were not seen in the collection, which does not mean that they are absent.",
            unseen,
        )
        said.append(words.format(k=unseen))
    platforms = [line for line in lines if line.platform and line.estimate is not None]
    ordered = sorted(platforms, key=lambda line: (-(line.estimate or 0), line.platform or ""))[:5]
    if ordered:
        shares = [f"{named(str(line.platform))} {percent(line.estimate)}" for line in ordered]
        said.append(_("By platform: {platforms}.").format(platforms=listed(shares)))
    if answer == "cannot tell" and n < LEAST:
        said.append(_("Fewer than three contestants are no census."))
    elif answer == "cannot tell":
        said.append(_short(n))
    return " ".join(said)


def _adoption(panel: Panel, traces: pl.DataFrame) -> str:
    """How many platforms the contestants were seen on by each election, from what bears a date."""
    words = []
    for election in panel.elections:
        census, dated = census_of(panel, election), traces.filter(pl.col("day") <= election)
        if census is not None and dated.height:
            n = dated.filter(pl.col("actor_id").is_in(census.actors))["platform"].drop_nulls().n_unique()
            words.append(_("{n} by {election}").format(election=panel.spoken(election), n=n))
    if len(words) < 2:
        return " " + _("Whether they take up new platforms over elections cannot be told from these data.")
    return " " + _("Platforms on which contestants were seen by polling day: {numbers}.").format(numbers=listed(words))


def _short(n: int) -> str:
    enough = next((k for k in range(n) if (wilson(k, n).lo or 0) >= ALMOST_ALL), None)
    if enough is None:
        return _("With {n} contestants all of them have to be seen before this is called almost all.").format(n=n)
    return _("With {n} contestants at least {k} have to be seen before this is called almost all.").format(
        n=n, k=enough
    )


def _reasons(seen: int, absent: int, n: int, told: bool) -> list[str]:
    others = [
        _("at {threshold} the answer would be: {answer}").format(
            threshold=percent(t, 0), answer=_(_judged(seen, absent, n, told, t))
        )
        for t in OTHER_THRESHOLDS
    ]
    rule = _(
        "almost all: the interval's lower end is at least {threshold}, or the results name all contestants and all were seen"
    )
    taken = (
        _("the census is everybody with a result at the election")
        if told
        else _("the census is the register of actors: it may hold only those whose accounts were known")
    )
    return [rule.format(threshold=percent(ALMOST_ALL, 0)), *others, taken,
            _("the main line counts a contestant once, on whatever platform and by whatever source it was seen before the vote")]  # fmt: skip


def _needs() -> list[str]:
    return [
        _("accounts: the accounts of all contestants (actor_id, platform, handle)"),
        _("series: registered accounts per contestant and platform (measure = accounts, value), where 0 shows absence"),
    ]


def _described(
    panel: Panel, census: Census, at: pl.DataFrame, traces: pl.DataFrame, absent: dict[str | None, set[str]]
) -> list[Described]:
    tables = [_platform_table(census, at, absent), _contestant_table(panel, census, at)]
    if len(panel.elections) > 1:
        tables.insert(1, _election_table(panel, traces))
    return [t for t in tables if t.rows]


def _platform_table(census: Census, at: pl.DataFrame, absent: dict[str | None, set[str]]) -> Described:
    rows = []
    for platform in [None, *sorted(at["platform"].drop_nulls().unique().to_list())]:
        here = at if platform is None else at.filter(pl.col("platform") == platform)
        seen, share = census.seen(here), _share(census, here)
        away = absent.get(platform, set()) - seen
        by = [len(census.seen(here.filter(pl.col("source") == s))) or None for s in SOURCES]
        rows.append(
            [
                platform or _("any platform"),
                len(seen),
                *by,
                len(away) or None,
                share.n - len(seen | away),
                share.n,
                share.estimate,
                share.lo,
                share.hi,
            ]
        )
    columns = [_("platform"), _("seen"), *(_(said) for said in SOURCES.values()), _("registered with none"), _("not seen in the collection"),
               _("contestants"), _("share seen"), _("from"), _("to")]  # fmt: skip
    return Described(_("Contestants seen on each platform"), columns, rows)


def _share(census: Census, traces: pl.DataFrame) -> Share:
    return wilson(len(census.seen(traces)), len(census.actors))


def _election_table(panel: Panel, traces: pl.DataFrame) -> Described:
    rows = []
    for platform in [None, *sorted(traces["platform"].drop_nulls().unique().to_list())]:
        here = traces if platform is None else traces.filter(pl.col("platform") == platform)
        for election in panel.elections:
            census, dated = census_of(panel, election), here.filter(pl.col("day") <= election)
            if census is not None and dated.height:
                share = _share(census, dated)
                rows.append(
                    [
                        platform or _("any platform"),
                        label(election),
                        len(census.seen(dated)),
                        share.n,
                        share.estimate,
                        here["day"].min(),
                    ]
                )
    columns = [
        _("platform"),
        _("election"),
        _("seen by polling day"),
        _("contestants"),
        _("share seen"),
        _("first seen in the collection"),
    ]
    return Described(_("Adoption over elections (only what bears a date)"), columns, rows)


def _contestant_table(panel: Panel, census: Census, at: pl.DataFrame) -> Described:
    names = panel.names()
    by_actor = at.group_by("actor_id").agg(
        pl.col("platform").drop_nulls().unique().sort(), pl.col("source").unique().sort()
    )
    known = {a: (p, s) for a, p, s in by_actor.iter_rows()}
    rows = []
    for actor in census.actors:
        platforms, sources = known.get(actor, ([], []))
        where = (
            listed([named(p) for p in platforms])
            if platforms
            else _("on a platform that is not named")
            if sources
            else _("not seen in the collection")
        )
        rows.append([names.get(actor, actor), len(platforms) or None, where, listed([_(SOURCES[s]) for s in sources])])
    return Described(
        _("Where each contestant was seen"), [_("contestant"), _("platforms"), _("seen on"), _("seen by")], rows[:60]
    )


def _without_census(traces: pl.DataFrame) -> Answer:
    """No register of contestants: what was seen is described, and no share of anything is formed."""
    rows = []
    for platform in sorted(traces["platform"].drop_nulls().unique().to_list()):
        here = traces.filter(pl.col("platform") == platform)
        rows.append(
            [
                platform,
                here["actor_id"].n_unique(),
                *(here.filter(pl.col("source") == s)["actor_id"].n_unique() or None for s in SOURCES),
            ]
        )
    columns = [_("platform"), _("actors seen"), *(_(said) for said in SOURCES.values())]
    says = _("It cannot be told which share of the contestants uses social media: there is no register of contestants.")
    k = traces["actor_id"].n_unique()
    platforms = listed([named(str(row[0])) for row in rows]) if rows else _("a platform that is not named")
    seen = ngettext(
        "Seen in the collection: {k} actor, on {platforms}.", "Seen in the collection: {k} actors, on {platforms}.", k
    )
    return Answer(
        "cannot tell", " ".join([says, seen.format(k=k, platforms=platforms) if k else _("Nothing was seen in the collection.")]),
        [Described(_("Seen in the collection"), columns, rows)] if rows else [],
        needs=[_("actors: the register of all contestants, with or without accounts (actor_id, name, kind)"), *_needs()],
    )  # fmt: skip
