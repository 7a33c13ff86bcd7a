"""``suara agree``: agreement between coders, and of machine coders with people."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from suara.cli.opening import open_study
from suara.errors import Problem, StudyError, UsageError
from suara.words import _, number, percent


def agree(folder: Path, code: str | None, round: str | None, by: str | None, json: bool, out: Path | None) -> None:
    """Print it, code by code, with what is to be said of each number."""
    from suara.reduce.codebook import codebook
    from suara.reduce.coders.compared import compared
    from suara.reduce.coders.reliability import GROUPS
    from suara.reduce.coders.strays import strays, unknown_codes
    from suara.show import coded_store

    groups = [b.strip() for b in (by or "").split(",") if b.strip()]
    wrong = [g for g in groups if g not in GROUPS]
    if wrong:
        raise UsageError(_("--by takes {names}, parted by commas; not {given}.").format(names=", ".join(GROUPS), given=", ".join(wrong)))  # fmt: skip
    study = open_study(folder)
    book = codebook(study.root)
    con = coded_store(study).con
    for odd in [*strays(con), *unknown_codes(con, book)]:
        typer.echo(f"! {odd}", err=True)
    found = compared(con, book.codes, groups, code, round)
    if not found["people"] and not found["machines"]:
        raise StudyError(_nothing(study.root, code))
    told = json_format.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)
    if out is not None:
        out.write_text(told + "\n", encoding="utf-8")
    if json:
        typer.echo(told)
        return
    for row in found["people"]:
        _say_people(row)
    if found["people"]:
        note = found["note"]
        typer.echo("\n" + _(note))
    _say_machines(found["machines"])


def _nothing(root: Path, code: str | None) -> Problem:
    mend = _("Two coders must code the same posts: suara sample {folder} CODE -n 200 --coders ani,budi.").format(folder=root)  # fmt: skip
    what = _("nothing was coded twice: there is no agreement to compute.")
    return Problem(code or str(root), what, mend)


def _say_people(row: Mapping[str, Any]) -> None:
    where = f" [{row['group']}]" if row["group"] else ""
    typer.echo(f"\n{row['code']}{where}: " + " × ".join(row["coders"]) + ", " + _("{n} posts coded by two or more").format(n=row["n"]))  # fmt: skip
    alpha, scale = row["alpha"], row["scale"]
    if alpha["estimate"] is None:
        typer.echo("  " + _("alpha: cannot be told ({reason})").format(reason=_because(alpha)))
    else:
        typer.echo(f"  Krippendorff α ({_(scale)}) {_interval(alpha)}: {_verdict(alpha)}")
    if row["ac1"]["estimate"] is not None:
        rare = ": " + _("one value stands almost everywhere, where alpha collapses; read AC1 beside it") if row["skewed"] else ""  # fmt: skip
        typer.echo(f"  Gwet AC1 {_interval(row['ac1'])}{rare}")
    if row["kappa"] and row["kappa"]["estimate"] is not None:
        typer.echo(f"  Cohen κ {_interval(row['kappa'])}")
    if row["percent"]["estimate"] is not None:
        same, how = percent(row["percent"]["estimate"]), number(row["holsti"]["estimate"], 2)
        typer.echo("  " + _("the same value {same}, Holsti {holsti} (chance not taken out)").format(same=same, holsti=how))  # fmt: skip
    typer.echo("  " + _("values given") + ": " + ", ".join(f"{v} {percent(s)}" for v, s in row["prevalence"].items()))
    differ = [c for c in row["confusion"] if c["first"] != c["second"]]
    if differ:
        said = ", ".join(f"{c['first']} – {c['second']}: {c['n']}" for c in differ)
        typer.echo("  " + _("where they differ") + f" ({' – '.join(row['coders'])}): {said}")


def _interval(found: Mapping[str, Any]) -> str:
    said = number(found["estimate"], 3)
    if found["lo"] is None:
        return said
    between = _("95 %: {lo} to {hi}").format(lo=number(found["lo"], 3), hi=number(found["hi"], 3))
    return f"{said} ({between})"


def _because(found: Mapping[str, Any]) -> str:
    reason = str(found["reason"])
    return _(reason)


def _verdict(alpha: Mapping[str, Any]) -> str:
    """Krippendorff's bounds, and how likely the lower one is missed."""
    from suara.estimators.agreement import RELIABLE, TENTATIVE

    value = alpha["estimate"]
    word = (
        _("reliable") if value >= RELIABLE else _("for tentative conclusions only") if value >= TENTATIVE else _("too low to rely on")
    )  # fmt: skip
    if alpha["below"] is None:
        return f"{word}; {_because(alpha)}"
    return word + "; " + _("chance that it lies under .667: {p}").format(p=percent(alpha["below"]))


def _say_machines(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        where = f" [{row['group']}]" if row["group"] else ""
        value = "" if row["value"] in (None, "1") else f" = {row['value']}"
        typer.echo(f"\n{row['code']}{value}{where}: " + _("{coder} against people, {n} posts").format(coder=row["coder"], n=row["n"]))  # fmt: skip
        if row["precision"] is None and row["recall"] is None and row["accuracy"] is None:
            typer.echo("  " + _("cannot be told ({reason})").format(reason=_because(row)))
            continue
        typer.echo("  " + _("precision {p}, recall {r}, F1 {f1}; accuracy {a}, macro-F1 {macro}").format(
            p=number(row["precision"], 2), r=number(row["recall"], 2), f1=number(row["f1"], 2), a=number(row["accuracy"], 2),
            macro=number(row["macro_f1"], 2)))  # fmt: skip
        if row["brier"] is not None:
            typer.echo("  " + _("its confidence: Brier score {brier}, calibration error {ece}").format(brier=number(row["brier"], 3), ece=number(row["ece"], 3)))  # fmt: skip
        if row["reason"]:
            typer.echo(f"  ! {_because(row)}")
        if not row["weighted"]:
            typer.echo("  " + _("of the coded posts alone: they were not drawn with known probabilities"))
