"""What ``suara check`` finds out: files and formats, accounts without actors, answerable questions, proposals of maps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from suara.collect.headers import SYNONYMS, columns_of
from suara.collect.importing import data_files
from suara.collect.opening import open_file, sheet_to_csv
from suara.collect.probing import Probe, probe
from suara.conclude.concluding import conclude
from suara.engine.ingest import file_rows
from suara.road import walk
from suara.study import Study
from suara.tables import TABLES, Table
from suara.words import _


@dataclass
class Checked:
    """The findings of a check; ``questions`` are (finding, answerable, needs)."""

    files: list[dict[str, Any]]
    warnings: list[str]
    nobodys: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    questions: list[tuple[str, bool, list[str]]] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)


def checked(study: Study) -> Checked:
    """Collect and measure the study, and say what it can answer."""
    walked = walk(study, "reduce")
    collected = walked.collected
    found = Checked(collected.files, collected.warnings)
    if collected.registers.actors:
        found.nobodys = _nobodys(collected.con)
        found.silent = _silent(collected.con)
    assert walked.panel is not None and walked.measures is not None
    walked.panel.measures = walked.measures
    found.questions = [
        (f["id"], f["answer"] != "cannot tell" or not f["needs"], f["needs"]) for f in conclude(walked.panel)
    ]
    found.proposals = [p for p in (_proposal(study, f["file"]) for f in collected.files if f["format"] is None) if p]
    walked.engine.close()
    return found


def _nobodys(con: Any) -> list[str]:
    rows = file_rows(
        con,
        "SELECT platform, coalesce(handle, account_id) AS who, count(*) AS n FROM posts WHERE actor_id IS NULL AND NOT derived "
        "AND kind <> 'comment' GROUP BY ALL ORDER BY n DESC, who LIMIT 10",
    )
    said = _("{platform} {who} ({n} posts)")
    return [said.format(platform=r["platform"], who=r["who"] or _("without handle or id"), n=r["n"]) for r in rows]


def _silent(con: Any) -> list[str]:
    rows = file_rows(
        con,
        "SELECT a.platform, coalesce(a.handle, a.account_id) AS who FROM accounts AS a WHERE NOT EXISTS (SELECT 1 FROM posts AS p "
        "WHERE p.platform = a.platform AND (p.handle = a.handle OR p.account_id = a.account_id)) AND NOT EXISTS (SELECT 1 FROM followers AS f "
        "WHERE f.platform = a.platform AND (f.handle = a.handle OR f.account_id = a.account_id)) ORDER BY ALL LIMIT 10",
    )
    return [f"{r['platform']} {r['who']}" for r in rows]


def _proposal(study: Study, file: str) -> str | None:
    """A map for a table that was not recognised: the canonical table whose columns its header comes nearest to."""
    item = next((i for i in data_files(study) if i.name == file), None)
    if item is None:
        return None
    opened = open_file(item.path, item.name, study.out / "work")[0]
    if opened.kind == "xlsx" and not opened.problem:
        opened = sheet_to_csv(opened, study.out / "work")
    seen = probe(opened)
    if opened.problem or not seen.header:
        return None
    best = max(
        (t for t in TABLES.values() if t.name != "links"),
        key=lambda t: len(columns_of(t, seen.header)) - 0.1 * len(t.needed),
    )
    given = columns_of(best, seen.header)
    if len(given) < 2:
        return None
    figures = _figures(seen, given) if best.name == "series" and {"measure", "value"}.isdisjoint(given) else []
    maps = [{"measure": f"='{figure}'", "value": figure} for figure in figures] or [{}]
    return "\n\n".join(_map(file, best, {**given, **more}) for more in maps)


def _map(file: str, table: Table, given: dict[str, str]) -> str:
    lines = [f'[[data.map]]\nfile = {_quoted(file)}\ntable = "{table.name}"\n[data.map.columns]']
    lines += [f"{column} = {_quoted(header)}" for column, header in given.items()]
    for column in (c for c in table.needed if c not in given):
        words = ", ".join(SYNONYMS.get(column, ())[:3]) or "a header"
        lines.append(f'{column} = ""   # {table.column(column).meaning}; for instance {words}')
    return "\n".join(lines)


def _figures(seen: Probe, given: dict[str, str]) -> list[str]:
    """Headers under which numbers stand: each may be a series of its own."""
    found = []
    for at, header in enumerate(seen.header):
        cells = [row[at].strip() for row in seen.first_rows if at < len(row) and row[at].strip()]
        if header not in given.values() and cells and all(re.fullmatch(r"-?[\d.,]+%?", cell) for cell in cells):
            found.append(header)
    return found[:6]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
