"""Social media raise participation: turnout by unit beside what was posted there, surveys, and who comments."""

from __future__ import annotations

import re
from math import sqrt

import polars as pl

from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel
from suara.conclude.votes import ALPHA, verdict
from suara.engine.citizens import commenters, posted_by_unit, turnouts
from suara.estimators.association import Association, partial_pearson, spearman
from suara.estimators.logs import logged
from suara.words import N_, _, count, interval, number, percent, points, pvalue

LEAST_UNITS = 10
SHOWN = 40
VOTING = re.compile(
    r"vote|turnout|turn out|memilih|mencoblos|coblos|hak pilih|hak suara|TPS|partisipasi", re.IGNORECASE
)
USERS = re.compile(r"user|social media|online|pengguna|media sosial|medsos|daring", re.IGNORECASE)
OTHERS = re.compile(r"\bnon|\bnot\b|\bno\b|\bbukan\b|\btidak\b", re.IGNORECASE)

UNITS = N_("posts per 1,000 registered voters of a unit and its turnout")
BEYOND = N_(
    "posts per 1,000 registered voters (logs) and turnout (log odds) with the unit's previous turnout held still"
)
ASKED = N_("users of social media who say they vote less non-users who do: {question}")


_UNIT = {
    "survey": N_("share of people, 0 to 1"),
    "results": N_("rank correlation"),
    "beyond baseline": N_("partial correlation"),
}


@finding(
    asks=N_("Does use of social media go with higher participation?"),
    uses=["posts", "comments", "vote_call_share"],
    cite=("bond2012",),
    outcome="direct",
    rival=N_(
        "Close races bring out voters and campaigns alike, and what holds between units need not hold for people."
    ),
)
def participation(panel: Panel) -> Answer:
    """Turnout of units against posts of those who stand there; users against non-users in surveys; commenters described."""
    if panel.con is None:
        return Answer("cannot tell", _nothing(), needs=_needs())
    units = _units(panel)
    described = [t for t in (_turnout_table(turnouts(panel.con)), _unit_table(units), _comment_table(panel)) if t.rows]
    lines = [*_survey_lines(panel), *_unit_lines(units)]
    main = next((line for line in lines if line.estimate is not None), None)
    says = [*_said(lines), *_turnout_said(panel), *_comments_said(panel)]
    answer = _judged(lines)
    if answer == "cannot tell":
        says.insert(0, _why(panel, units, lines))
    return Answer(
        answer, " ".join(says), described, lines, main, unit=_UNIT.get(main.kind, "") if main else "",
        reasons=_reasons(), needs=_needs() if answer == "cannot tell" else [],
    )  # fmt: skip


def _units(panel: Panel) -> pl.DataFrame:
    """Units of the latest election with turnout and posts: posts, actors, turnout and its log odds, previous ones (null: not known)."""
    assert panel.con is not None
    empty = pl.DataFrame(schema={"unit": pl.String, "turnout": pl.Float64, "posts": pl.Int64, "rate": pl.Float64, "odds": pl.Float64, "previous": pl.Float64, "odds_before": pl.Float64})  # fmt: skip
    posts, known = (
        panel.prepared.get("posts"),
        turnouts(panel.con).with_columns(turnout=pl.col("voted") / pl.col("registered"), odds=_log_odds()),
    )
    if known.is_empty() or posts is None or not posts.exists():
        return empty
    where = posted_by_unit(panel.con, posts)
    joined = known.join(where, on=["election", "unit"])
    if joined.is_empty():
        return empty
    latest = joined["election"].max()
    now = joined.filter(pl.col("election") == latest).unique("unit", keep="first", maintain_order=True)
    before = known.filter(pl.col("election") < latest).sort("election").unique("unit", keep="last", maintain_order=True)
    found = now.join(
        before.select("unit", pl.col("turnout").alias("previous"), pl.col("odds").alias("odds_before")),
        on="unit",
        how="left",
    )
    return found.with_columns(rate=1000 * pl.col("posts") / pl.col("registered")).select(*empty.columns).sort("unit")


def _log_odds() -> pl.Expr:
    """Log odds of coming; half a voter is added to both sides, for none or all have no logarithm."""
    came, stayed = pl.col("voted") + 0.5, pl.col("registered") - pl.col("voted") + 0.5
    return (came / stayed).log()


def _unit_lines(units: pl.DataFrame) -> list[Line]:
    if units.height < LEAST_UNITS or units["rate"].n_unique() < 2:
        return []
    found = spearman(units["rate"].to_list(), units["turnout"].to_list(), seed_text="turnout")
    lines = [_line(_(UNITS), "results", found)]
    both = units.drop_nulls("previous")
    if both.height >= LEAST_UNITS:
        posted, now, then = logged(both["rate"].to_list()).values, both["odds"].to_list(), both["odds_before"].to_list()
        lines.insert(0, _line(_(BEYOND), "beyond baseline", partial_pearson(posted, now, then, seed_text="turnout")))
    return lines


def _line(said: str, kind: str, found: Association) -> Line:
    return Line(
        said,
        kind,
        "posts",
        None,
        None,
        found.estimate,
        (found.lo, found.hi),
        found.p,
        found.n,
        verdict(found),
        "results",
    )


def _survey_lines(panel: Panel) -> list[Line]:
    """The same question asked of users and of non-users: the difference of shares, with its interval."""
    if not panel.count.get("surveys"):
        return []
    rows = panel.read("surveys").filter(pl.col("share").is_not_null() & (pl.col("n") > 0)).sort("question", "group")
    lines = []
    for (question,), part in rows.group_by(["question"], maintain_order=True):
        groups = [
            r for r in part.iter_rows(named=True) if USERS.search(r["group"] or "") and VOTING.search(str(question))
        ]
        others = [r for r in groups if OTHERS.search(r["group"])]
        users = [r for r in groups if not OTHERS.search(r["group"])]
        if len(users) == len(others) == 1:
            lines.append(_difference(str(question), users[0], others[0]))
    return lines


def _difference(question: str, users: dict[str, float], others: dict[str, float]) -> Line:
    apart = users["share"] - others["share"]
    se = sqrt(sum(g["share"] * (1 - g["share"]) / g["n"] for g in (users, others)))
    lo, hi = apart - 1.96 * se, apart + 1.96 * se
    told = "agree" if lo > 0 else "dissonant" if hi < 0 else "partial"
    n = int(users["n"] + others["n"])
    return Line(
        _(ASKED).format(question=question), "survey", None, None, None, apart, (lo, hi), None, n, told, "surveys"
    )


def _judged(lines: list[Line]) -> Answered:
    """yes: surveys, or units beyond their previous turnout; units alone, or both at odds, are mixed."""
    told = {line.verdict for line in lines if line.kind in ("survey", "beyond baseline")}
    if "agree" in told:
        return "mixed" if "dissonant" in told else "yes"
    if "dissonant" in told:
        return "no"
    return (
        "mixed"
        if any(line.verdict == "agree" and line.kind == "results" for line in lines) and not told
        else "cannot tell"
    )


def _said(lines: list[Line]) -> list[str]:
    said = []
    for line in (x for x in lines if x.estimate is not None):
        if line.kind == "survey":
            words = _("{line}: {points} (95% interval {interval}, {n} respondents).")
            said.append(words.format(line=line.line[:1].upper() + line.line[1:], points=points(line.estimate), interval=interval(*line.interval, show=points), n=count(line.n)))  # fmt: skip
        else:
            words = _("{line}: rank correlation {rho} over {n} units (95% interval {interval}, {p}).")
            if line.kind == "beyond baseline":
                words = _("{line}: partial correlation {rho} over {n} units (95% interval {interval}, {p}).")
            said.append(words.format(line=line.line[:1].upper() + line.line[1:], rho=number(line.estimate, 2), n=count(line.n), interval=interval(*line.interval), p=pvalue(line.p)))  # fmt: skip
    if any(line.kind != "survey" for line in lines):
        said.append(_("This compares units, not people: who was reached and who voted may be different people."))
    return said


def _why(panel: Panel, units: pl.DataFrame, lines: list[Line]) -> str:
    assert panel.con is not None
    if any(line.p is not None and line.p >= ALPHA for line in lines):
        return _(
            "It cannot be told whether use of social media goes with participation: the association is not told from chance."
        )
    if turnouts(panel.con).is_empty():
        why = _("turnout by unit is not in (results with registered and valid_votes)")
    elif units.height == 0:
        why = _("those who stand post for all units at once, so use does not differ between units")
    else:
        why = _("{n} units have both turnout and posts, and {least} are needed").format(
            n=units.height, least=LEAST_UNITS
        )
    return _("It cannot be told whether use of social media goes with participation: {why}.").format(why=why)


def _turnout_said(panel: Panel) -> list[str]:
    assert panel.con is not None
    known = turnouts(panel.con)
    if known.is_empty():
        return []
    latest = known.filter(pl.col("election") == known["election"].max())
    latest = latest.filter(pl.col("unit_level").is_null() | (pl.col("unit_level") == latest["unit_level"].max()))
    shares = latest.select((pl.col("voted") / pl.col("registered")).alias("t"))["t"]
    if shares.is_empty():
        return []
    words = _("Valid votes were {share} of the roll in the middle one of {n} units (from {low} to {high}).")
    return [words.format(share=percent(shares.median()), n=count(shares.len()), low=percent(shares.min()), high=percent(shares.max()))]  # type: ignore[arg-type]  # fmt: skip


def _comments_said(panel: Panel) -> list[str]:
    row = _commented(panel)
    if row is None:
        return []
    words = _(
        "Online, {people} people wrote {comments} comments; {again} wrote more than once, and the busiest tenth wrote {busiest} of them."
    )
    return [words.format(people=count(row["commenters"]), comments=count(row["comments"]), again=percent(row["again"] / row["commenters"]),
                         busiest=percent(row["busiest"] / row["comments"]))]  # fmt: skip


def _commented(panel: Panel) -> dict[str, int] | None:
    if panel.con is None or not panel.count.get("posts"):
        return None
    row = commenters(panel.con).row(0, named=True)
    return row if row["comments"] else None


def _turnout_table(known: pl.DataFrame) -> Described:
    """Turnout by election and level: units, the middle one, the least and the most."""
    turnout = pl.col("voted") / pl.col("registered")
    found = known.group_by("election", "unit_level").agg(
        pl.len(), turnout.median().alias("middle"), turnout.min().alias("least"), turnout.max().alias("most")
    )
    rows = [list(r) for r in found.sort("election", "unit_level").iter_rows()]
    columns = [_("election"), _("level"), _("units"), _("valid votes of the roll, middle unit"), _("least"), _("most")]
    return Described(_("Turnout by unit"), columns, rows)


def _unit_table(units: pl.DataFrame) -> Described:
    rows = [
        [r["unit"], r["turnout"], r["previous"], r["posts"], r["rate"]]
        for r in units.sort("rate", "unit", descending=[True, False]).head(SHOWN).iter_rows(named=True)
    ]
    columns = [_("unit"), _("valid votes of the roll"), _("previous"), _("posts"), _("posts per 1,000 voters")]
    return Described(_("Turnout and posts by unit"), columns, rows)


def _comment_table(panel: Panel) -> Described:
    row = _commented(panel)
    rows = [] if row is None else [[row["comments"], row["commenters"], row["again"], row["busiest"]]]
    return Described(
        _("Comments of the public"),
        [_("comments"), _("commenters"), _("more than once"), _("comments of the busiest tenth")],
        rows,
    )


def _nothing() -> str:
    return _("It cannot be told whether use of social media goes with participation: nothing is in.")


def _needs() -> list[str]:
    return [
        _("results by unit with the roll and the valid votes (election, unit, name, votes, valid_votes, registered), of two elections"),
        _("actors that stand in one unit each, with their posts: candidates of districts"),
        _("surveys: whether users and non-users of social media voted (question, group, share, n)"),
    ]  # fmt: skip


def _reasons() -> list[str]:
    return [
        _("surveys of people come before units; units count only beyond their previous turnout"),
        _("valid votes stand for those who came: invalid ballots are not in"),
        _("turnout of a whole nation cannot tell: at one election there is only one"),
    ]
