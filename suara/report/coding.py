"""How well codes are given: people among themselves, and machine coders against people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suara.report.document import Block, Text
from suara.report.record import Json, Record
from suara.report.tables import MOST, Table, cell
from suara.words import MISSING, _, count, interval, number, percent


def coding(record: Record) -> list[Block]:
    """The tables of coding quality; empty where nothing was coded by people or compared."""
    found = record.agreement
    people = [row for row in found.get("people") or [] if row.get("group") is None]
    machines = [row for row in found.get("machines") or [] if row.get("group") is None]
    blocks: list[Block] = []
    if people:
        blocks += [_people(people), Text(_("Alpha is 1 where coders always agree and 0 where they agree as often as chance has it. From .800 codes are usually relied upon, from .667 for tentative answers (Krippendorff)."), "small")]  # fmt: skip
    if machines:
        blocks.append(_machines(machines))
    found_shares = _corrected(record.coding or {})
    posts = any(table.get("table") == "posts" for table in record.run.get("tables") or [])
    return blocks + (found_shares or (_unchecked((record.coding or {}).get("measures") or {}) if posts else []))


def _people(rows: Sequence[Json]) -> Table:
    said = [
        [str(row["code"]), ", ".join(row.get("coders") or []), count(row.get("n")), *_coefficient(row.get("alpha")), _coefficient(row.get("ac1"))[0],
         percent((row.get("percent") or {}).get("estimate")), number((row.get("holsti") or {}).get("estimate"), 2)]
        for row in rows[:MOST]
    ]  # fmt: skip
    columns = [_("Code"), _("Coders"), "n", "α", _("95% interval"), "AC1", _("Agreement"), "Holsti"]
    return Table(
        _("Agreement of coders (Krippendorff's alpha, Gwet's AC1, percent, Holsti)"),
        columns,
        said,
        {2, 3, 5, 6, 7},
        left=max(0, len(rows) - MOST),
    )


def _coefficient(given: Mapping[str, Any] | None) -> tuple[str, str]:
    if not given or given.get("estimate") is None:
        return MISSING, cell(_(str(given["reason"]))) if given and given.get("reason") else MISSING
    return number(given["estimate"], 2), interval(given.get("lo"), given.get("hi"))


def _machines(rows: Sequence[Json]) -> Table:
    said = [
        [str(row["code"]), str(row["coder"]), cell(row.get("value")), count(row.get("n")), *(percent(row.get(name)) for name in ("precision", "recall", "f1", "accuracy")),
         _(str(row["reason"])) if row.get("reason") else MISSING]
        for row in rows[:MOST]
    ]  # fmt: skip
    columns = [_("Code"), _("Coder"), _("Value"), "n", _("Precision"), _("Recall"), "F1", _("Accuracy"), _("Note")]
    return Table(_("Machine coders against people"), columns, said, {3, 4, 5, 6, 7}, left=max(0, len(rows) - MOST))


def _corrected(given: Mapping[str, Any]) -> list[Block]:
    """How often each value was given: as the machine counts, corrected to the people who coded, and by people alone."""
    rows = [
        _share(code, value, of)
        for code, told in (given.get("codes") or {}).items()
        for value, of in (told.get("values") or {}).items()
        if of.get("n")
    ]
    if not rows:
        return []
    columns = [
        _("Code"),
        _("Value"),
        _("As the machine counts"),
        _("Corrected"),
        _("95% interval"),
        _("By people alone"),
        _("Coded by people"),
        _("Posts"),
        _("Note"),
    ]
    caption = _("Shares of posts: as the machine counts, and corrected for its errors")
    return [
        Table(caption, columns, rows[:MOST], {2, 3, 5, 6, 7}, left=max(0, len(rows) - MOST)),
        Text(_("Corrected shares hold what the machine says of all posts against what people say of some (prediction-powered inference). They are corrected to these coders: where coders disagree, that doubt comes on top."), "small"),
    ]  # fmt: skip


def _share(code: str, value: str, of: Mapping[str, Any]) -> list[str]:
    reason = _(str(of["reason"])) if of.get("reason") else MISSING
    ends = interval(of.get("lo"), of.get("hi"), show=percent)
    return [
        code,
        value,
        percent(of.get("naive")),
        percent(of.get("estimate")),
        ends,
        percent(of.get("human")),
        count(of.get("coded")),
        count(of.get("n")),
        reason,
    ]


def _unchecked(measures: Mapping[str, Any]) -> list[Block]:
    """Why measures on codes were not corrected, where none was."""
    reasons = {str(told["reason"]) for told in measures.values() if told.get("reason")}
    if not reasons or any(told.get("corrected") for told in measures.values()):
        return []
    said = _("No measure on codes was corrected for the errors of machine coders: {reasons}.")
    return [Text(said.format(reasons="; ".join(sorted(_(reason) for reason in reasons))))]
