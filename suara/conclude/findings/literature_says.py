"""What studies report on each factor, and how well they could know."""

from __future__ import annotations

import polars as pl

from suara.conclude.claims import Claim, Pair, as_records, double_coded, pairs, read_claims, together
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.literature import Literature, agreement, literature
from suara.conclude.panel import Panel
from suara.estimators.intervals import wilson
from suara.words import N_, _, interval, listed, ngettext, number, percent, pvalue

ALPHA = 0.05
VOTES = ("votes", "vote share", "winning", "vote", "seats", "perolehan suara", "suara", "elected", "preference votes")
LEAST_SIGNS = 6
"""Fewer directions cannot be told from chance even if all are alike (2 / 2^5 > 0.05)."""


@finding(
    asks=N_("Do studies report that social media use goes with votes and involvement, and how well could they know?"),
    uses=[],
    cite=("page2021", "campbell2020", "higgins2009"),
    outcome="indirect",
    rival=N_("Studies that found something are printed and cited more; few held the previous vote still."),
)
def literature_says(panel: Panel) -> Answer:
    """Works, passages and claims: the review's flow, directions and effects per factor and outcome."""
    books = literature(panel)
    claims, said = read_claims(panel, books)
    passages = panel.read("passages") if panel.count.get("passages") else None
    if not books.works and not claims and passages is None:
        return Answer(
            "cannot tell",
            _("It cannot be told what studies report: no works, passages or claims are in."),
            needs=_needs(),
        )
    found = pairs(claims)
    panel.records["claims"] = as_records(found)
    overall = together(claims, VOTES, _("all factors"), _("votes"))
    main = _main(found, overall)
    lines = [line for pair in [*([overall] if overall else []), *found] for line in _lines(pair)]
    line = next((x for x in lines if main and x.line == _said(main)), None)
    answer = _judged(main, line)
    return Answer(
        answer, " ".join([*_of_works(books, claims, passages), *_of_main(main, line)]), _described(books, found, passages),
        lines, line, unit=_unit(main, line), reasons=[*_reasons(books, claims, found), *said],
        needs=[] if answer in ("yes", "no") else _needs(),
    )  # fmt: skip


def _needs() -> list[str]:
    return [
        _("claims: a sheet with work, factor, outcome, direction (+, -, 0, mixed) and where printed effect, se, n"),
        _("works: reference files (RIS, BibTeX, Zotero, Crossref, OpenAlex) with the works that the claims name"),
    ]


def _said(pair: Pair) -> str:
    return _("{factor} with {outcome}, as studies report it").format(factor=pair.factor, outcome=pair.outcome)


def _lines(pair: Pair) -> list[Line]:
    """The effects put together where two studies give them, else the directions; both where both are there."""
    lines = []
    if pair.pooled.n >= 2 and pair.pooled.lo is not None and pair.pooled.hi is not None:
        beyond = "agree" if pair.pooled.lo > 0 else "dissonant" if pair.pooled.hi < 0 else "partial"
        lines.append(
            Line(_said(pair), "literature: effects", pair.factor, None, None, pair.pooled.estimate, (pair.pooled.lo, pair.pooled.hi),
                 pair.pooled.p, pair.pooled.n, beyond, "literature")
        )  # fmt: skip
    count = pair.counted
    if count.estimate is not None or not lines:
        said = _said(pair) if not lines else _("{line}, by direction").format(line=_said(pair))
        lines.append(
            Line(said, "literature: directions", pair.factor, None, None, count.estimate, (count.lo, count.hi), count.p, count.n, _by_sign(pair), "literature")
        )  # fmt: skip
    return lines


def _by_sign(pair: Pair) -> str:
    if pair.counted.estimate is None or pair.counted.p is None:
        return "silent"
    if pair.counted.p >= ALPHA:
        return "partial"
    return "agree" if pair.counted.estimate > 0.5 else "dissonant"


def _main(found: list[Pair], overall: Pair | None) -> Pair | None:
    """The factor with most effects on votes, else all factors on votes by direction, else what most studies speak of."""
    pooled = [p for p in found if p.outcome in VOTES and p.pooled.lo is not None]
    if pooled:
        return max(pooled, key=lambda p: p.pooled.n)
    return overall or next(iter(found), None)


def _judged(main: Pair | None, line: Line | None) -> Answered:
    if main is None or line is None:
        return "cannot tell"
    if line.verdict in ("agree", "dissonant"):
        return "yes" if line.verdict == "agree" else "no"
    return "mixed" if main.counted.positive and main.counted.negative else "cannot tell"


def _unit(main: Pair | None, line: Line | None) -> str:
    if main is None or line is None:
        return ""
    if line.kind == "literature: directions":
        return N_("share of studies that report more, 0 to 1")
    return "Fisher z" if main.scale == "z" else main.scale


def _of_works(books: Literature, claims: list[Claim], passages: pl.DataFrame | None) -> list[str]:
    said = []
    if books.works:
        flow = books.flow()
        said.append(
            _("{identified} records gave {works} works after {duplicates} duplicates were removed.").format(
                identified=flow.identified, works=flow.unique, duplicates=flow.duplicates
            )
        )
        if flow.screened:
            said.append(
                _("{screened} were screened, {excluded} excluded, {assessed} assessed on their text, {included} included.").format(
                    screened=flow.screened, excluded=flow.excluded, assessed=flow.assessed, included=flow.included
                )
            )  # fmt: skip
    if claims:
        said.append(
            _("{claims} claims of {studies} studies speak of {factors} factors and {outcomes} outcomes.").format(
                claims=len(claims), studies=len({c.study for c in claims}), factors=len({c.factor.casefold() for c in claims}),
                outcomes=len({c.outcome for c in claims}),
            )
        )  # fmt: skip
    if passages is not None:
        chosen, waiting = chosen_of(passages)
        if chosen.height:
            words = _("{n} passages were chosen under {themes} themes.")
            said.append(words.format(n=chosen.height, themes=chosen["theme"].drop_nulls().n_unique()))
        if waiting:
            said.append(_("{n} candidates from PDFs wait for somebody to choose.").format(n=waiting))
    return said


def chosen_of(passages: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Passages that somebody chose (a theme or a coder stands beside them), and how many candidates wait for it."""
    chosen = passages.filter(pl.col("theme").is_not_null() | pl.col("coder").is_not_null())
    return chosen, passages.height - chosen.height


def _of_main(main: Pair | None, line: Line | None) -> list[str]:
    if main is None or line is None:
        return [_("What they report on a factor cannot be put together: there are no claims yet.")]
    count = main.counted
    said = [
        _("{factor} with {outcome}: {positive} of {n} studies report more, {negative} less, {zero} neither.").format(
            factor=main.factor[:1].upper() + main.factor[1:], outcome=main.outcome, positive=count.positive,
            negative=count.negative, zero=count.zero, n=count.positive + count.negative + count.zero,
        )
    ]  # fmt: skip
    if line.kind == "literature: effects":
        said.append(
            _("Over {n} studies with an effect the mean is {estimate} (95% interval {interval}, {p}).").format(
                n=line.n, estimate=number(line.estimate, 3), interval=interval(*line.interval, digits=3), p=pvalue(line.p)
            )
        )  # fmt: skip
        if main.pooled.prediction_lo is not None:
            said.append(
                _("One more study is expected at {interval}.").format(
                    interval=interval(main.pooled.prediction_lo, main.pooled.prediction_hi, digits=3)
                )
            )
    elif count.positive + count.negative < LEAST_SIGNS:
        said.append(_("Fewer than {n} directions cannot be told from chance.").format(n=LEAST_SIGNS))
    else:
        said.append(_("By direction alone: {p}.").format(p=pvalue(count.p)))
    held = sum(any(c.held_still for c in main.claims if c.study == study) for study in main.studies)
    said.append(_("{held} of {n} held the previous vote still.").format(held=held, n=len(main.studies)))
    return said


def _reasons(books: Literature, claims: list[Claim], found: list[Pair]) -> list[str]:
    said = []
    if found:
        said.append(
            _("the main line is the factor with most effects on votes; where no two studies give an effect, all factors on votes by direction")
        )  # fmt: skip
        said.append(_("studies are counted by the direction of their result, never by its significance"))
        k = len(found)
        said.append(
            ngettext(
                "{k} pair of factor and outcome was looked at", "{k} pairs of factor and outcome were looked at", k
            ).format(k=k)
        )
    for (alike, double), what in (
        (double_coded(claims), _("directions that two coders read")),
        (agreement(books.works), _("works that two coders screened")),
    ):
        if double:
            share = wilson(alike, double)
            words = _("{what}: {alike} of {n} alike ({share})")
            said.append(words.format(what=what, alike=alike, n=double, share=percent(share.estimate)))
    if books.ambiguous:
        said.append(
            _("names that more than one work bears, which were joined to none: {names}").format(
                names=", ".join(books.ambiguous[:10])
            )
        )
    return said


def _described(books: Literature, found: list[Pair], passages: pl.DataFrame | None) -> list[Described]:
    tables = [_flow(books)] if books.works else []
    if found:
        tables += [_roles(found), _synthesis(found), _knowing(found)]
    if passages is not None:
        tables += _themes(passages, books)
    return tables


def _flow(books: Literature) -> Described:
    flow = books.flow()
    rows: list[list[object]] = [
        [_("records identified"), flow.identified],
        [_("duplicates removed"), flow.duplicates],
        [_("not screened yet, or screeners disagree"), flow.waiting_screening],
        [_("works screened"), flow.screened],
        [_("excluded on title and abstract"), flow.excluded],
        [_("full texts sought"), flow.sought],
        [_("full texts not retrieved"), flow.not_retrieved],
        [_("full texts not judged yet"), flow.waiting_full_text],
        [_("full texts assessed"), flow.assessed],
        *([_("excluded on full text: {reason}").format(reason=why), n] for why, n in flow.reasons.items()),
        [_("studies included"), flow.included],
    ]
    return Described(_("Flow of the review (PRISMA 2020)"), [_("box"), _("works")], rows)


def _roles(found: list[Pair]) -> Described:
    rows: list[list[object]] = []
    for pair in sorted(found, key=lambda p: (p.factor.casefold(), p.outcome)):
        indicators = sorted({c.indicator for c in pair.claims if c.indicator})
        sources = dict.fromkeys(f"{c.study}, {c.page}" if c.page else c.study for c in pair.claims)
        role = _("{outcome}: {positive} more, {negative} less, {zero} neither").format(
            outcome=pair.outcome, positive=pair.counted.positive, negative=pair.counted.negative, zero=pair.counted.zero
        )
        rows.append([pair.factor, "; ".join(indicators) or None, "; ".join(sources), role])
    columns = [_("Factor"), _("Indicator"), _("Source"), _("Role")]
    return Described(_("Factors in the literature: factor, indicator, source, role"), columns, rows)


def _synthesis(found: list[Pair]) -> Described:
    rows: list[list[object]] = []
    for pair in found:
        together, many = pair.pooled, pair.pooled.n >= 2
        rows.append(
            [pair.factor, pair.outcome, len(pair.studies), pair.counted.positive, pair.counted.negative, pair.counted.zero, pair.counted.p,
             together.n, together.estimate if many else None, together.lo, together.hi, together.prediction_lo, together.prediction_hi, together.tau2, together.i2]
        )  # fmt: skip
    columns = [
        _("factor"), _("outcome"), _("studies"), _("report more"), _("report less"), _("report neither"), _("p of the directions"),
        _("studies with an effect"), _("mean effect"), _("95% from"), _("95% to"), _("one more study from"), _("one more study to"), "tau²", "I²",
    ]  # fmt: skip
    return Described(_("What the studies say together"), columns, rows)


def _knowing(found: list[Pair]) -> Described:
    rows: list[list[object]] = []
    for pair in found:
        cases = [c.n for c in pair.claims if c.n]
        held = {c.study for c in pair.claims if c.held_still}
        levels = sorted({c.level for c in pair.claims if c.level})
        rows.append(
            [pair.factor, pair.outcome, len(pair.studies), len(held), min(cases, default=None), max(cases, default=None), listed(levels) if levels else None]
        )  # fmt: skip
    columns = [_("factor"), _("outcome"), _("studies"), _("held the previous vote still"), _("fewest cases"), _("most cases"), _("level")]  # fmt: skip
    return Described(_("How well the studies could know"), columns, rows)


def _themes(passages: pl.DataFrame, books: Literature) -> list[Described]:
    named = (
        chosen_of(passages)[0]
        .with_columns(pl.col("theme").fill_null(_("no theme")))
        .sort("theme", "work", "page", nulls_last=True)
    )
    counted = named.group_by("theme").agg(pl.len().alias("n"), pl.col("work").n_unique().alias("works")).sort("n", "theme", descending=[True, False])  # fmt: skip
    quotes: list[list[object]] = []
    for row in named.head(100).iter_rows(named=True):
        work = books.find(row["work"])
        quotes.append([row["theme"], row["quote"], row["page"], work.cited if work else row["work"]])
    return [
        Described(_("Themes of the passages"), [_("theme"), _("passages"), _("works")], [list(r) for r in counted.iter_rows()]),
        Described(_("Passages by theme"), [_("theme"), _("quote"), _("page"), _("work")], quotes),
    ]  # fmt: skip
