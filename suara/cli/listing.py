"""``suara list`` and ``suara codebook``: what is registered, from the docstrings."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from suara.errors import UsageError
from suara.words import _

if TYPE_CHECKING:
    from suara.study import Study

KINDS = ("sources", "codes", "measures", "findings", "tables", "rules", "formats")


def listing(kind: str, json: bool, folder: Path | None) -> None:
    """Print what is registered."""
    if kind not in KINDS:
        raise UsageError(f"suara list shows one of {', '.join(KINDS)}, not {kind!r}.")
    if folder is not None:
        _with_own(folder)
    rows = _codes(folder) if kind == "codes" else _ROWS[kind]()
    if json:
        typer.echo(json_format.dumps(rows, ensure_ascii=False, indent=1))
        return
    width = max((len(str(row["name"])) for row in rows), default=0)
    for row in rows:
        typer.echo(f"{row['name']!s:<{width}}  {row['says']}")


def codebook(folder: Path, out: Path | None) -> None:
    """What every code and measure means, with this study's own; the codes alone as .html, .docx or .qdc."""
    study = _with_own(folder)
    from suara.reduce.codebook import codebook as codebook_of
    from suara.report.codebook import WRITERS, as_markdown

    book = codebook_of(study.root)
    if out is not None and out.suffix.lower() in WRITERS:
        out.write_bytes(WRITERS[out.suffix.lower()](book))
        typer.echo(
            _("{file}: {n} codes, version {version}").format(file=out, n=len(book.codes), version=book.version),
            err=True,
        )
        return
    if out is not None and out.suffix.lower() not in ("", ".md", ".txt"):
        endings = ", ".join([*WRITERS, ".md", ".txt"])
        raise UsageError(
            _("A codebook is written as one of {endings}, not {ending}.").format(endings=endings, ending=out.suffix)
        )
    measures, text = _measures_in_words()
    text = f"{text}\n{as_markdown(book)}"
    if out is None:
        typer.echo(text)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(_("{file}: {n} codes, {m} measures").format(file=out, n=len(book.codes), m=measures), err=True)


def _measures_in_words() -> tuple[int, str]:
    from suara.reduce.measure import MEASURES

    parts = []
    for measure in MEASURES:
        cite = f"\nSource: {measure.cite}" if measure.cite else ""
        parts.append(f"## {measure.name}\n\n{measure.construct} · {measure.unit}\n\n{measure.meaning}{cite}\n")
    return len(parts), "# Codebook\n\n" + "\n".join(parts)


def _with_own(folder: Path) -> Study:
    from suara.cli.opening import open_study
    from suara.road import own_code

    study = open_study(folder)
    own_code(study)
    return study


def _codes(folder: Path | None) -> list[dict[str, Any]]:
    from suara.reduce.codebook import codebook as codebook_of
    from suara.words import language

    return [
        {
            "name": c.name, "construct": c.construct, "kind": c.kind, "values": [v.value for v in c.values],
            "terms": len(c.terms), "cite": c.cite, "says": c.said(language())[0],
        }
        for c in codebook_of(folder).codes.values()
    ]  # fmt: skip


def _sources() -> list[dict[str, Any]]:
    from suara.collect.source import SOURCES

    return [{"name": s.name, "platform": s.platform, "reads": s.reads, "says": s.summary} for s in SOURCES]


def _measures() -> list[dict[str, Any]]:
    from suara.reduce.measure import MEASURES

    return [
        {"name": m.name, "construct": m.construct, "unit": m.unit, "cite": m.cite, "says": m.summary} for m in MEASURES
    ]


def _findings() -> list[dict[str, Any]]:
    from suara.conclude.finding import FINDINGS

    return [
        {"name": f.name, "asks": f.asks, "uses": list(f.uses), "rival": f.rival, "outcome": f.outcome, "says": f.asks}
        for f in FINDINGS
    ]


def _tables() -> list[dict[str, Any]]:
    from suara.tables import TABLES

    return [
        {
            "name": t.name, "says": t.meaning, "needed": list(t.needed),
            "columns": [{"name": c.name, "type": c.kind, "meaning": c.meaning, "null": c.null} for c in t.columns],
        }
        for t in TABLES.values()
    ]  # fmt: skip


def _rules() -> list[dict[str, Any]]:
    """Bundled rules of elections: the calendar, and every rule with its regulation."""
    from suara.rules.reading import bundled, rules_of

    rows = []
    for name in bundled():
        rules = rules_of(Path(), name)
        said = "; ".join(f"{what} {when}" for what, when in rules.windows)
        rows.append({"name": name, "says": f"{rules.name}: {said}", "rules": [vars(rule) for rule in rules.rules()]})
    return rows


def _formats() -> list[dict[str, Any]]:
    from suara.export.format import FORMATS

    return [{"name": f.name, "ending": f.ending, "holds": f.holds, "says": f.summary} for f in FORMATS]


_ROWS = {
    "sources": _sources,
    "measures": _measures,
    "findings": _findings,
    "tables": _tables,
    "rules": _rules,
    "formats": _formats,
}
