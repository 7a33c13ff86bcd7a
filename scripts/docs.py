"""Keep the documents true: tables from what is registered, and what commands really print.

    python scripts/docs.py            write the generated parts
    python scripts/docs.py --check    write nothing; exit 1 if a part is stale

A generated part stands between ``<!-- NAME:start -->`` and ``<!-- NAME:end -->``; what stands around it is written by
hand. After a name may stand what the part is about: ``<!-- output:start suara explain DIR presence | presence -->`` is
the paragraph of that command's output that begins with *presence*.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
STUDY = "demo-indonesia"
FIRST = (f"suara example indonesia {STUDY}", f"suara run {STUDY} --lang en")
PART = re.compile(r"(<!-- (\w+):start ?(.*?) ?-->\n).*?(<!-- \2:end -->)", re.DOTALL)
BY_TABLE = {
    "articles": "Press and television",
    "ads": "Advertising",
    "results": "Results of elections",
    "works": "Literature",
    "codings": "Codings",
}
BY_WORD = {
    "4CAT": "Several platforms",
    "Facebook, Instagram": "Several platforms",
    "yt-dlp": "Several platforms",
    "truthsocial": "Truth Social",
    "Press": "Press and television",
    "Television": "Press and television",
    "Google": "Advertising",
    "Meta": "Advertising",
}
LAST = ("Several platforms", *BY_TABLE.values())


class Shell:
    """Runs ``suara …`` in a folder of its own; a command that was run already only repeats what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._said: dict[str, str] = {}

    def said(self, command: str) -> str:
        """What a command prints, in text; one that fails is an error."""
        if command not in self._said:
            arguments = [sys.executable, "-m", *shlex.split(command, comments=True)]
            path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
            done = subprocess.run(
                arguments, cwd=self.folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True,
                encoding="utf-8", check=False,
            )  # fmt: skip
            if done.returncode:
                raise RuntimeError(f"{command}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
            self._said[command] = done.stdout.replace("\r\n", "\n")
        return self._said[command]

    def paragraph(self, command: str, begins: str) -> str:
        """The paragraph of a command's output that begins so; all of it where nothing is asked for."""
        for first in FIRST:
            self.said(first)
        paragraphs = self.said(command).strip("\n").split("\n\n")
        found = [p.strip("\n") for p in paragraphs if p.lstrip("\n").startswith(begins)]
        if not found:
            raise RuntimeError(f"{command}: no paragraph begins with {begins!r}")
        return found[0]


def grid(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [list(head), ["---"] * len(list(head)), *[list(row) for row in rows]]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def plain(text: str) -> str:
    """A docstring's double backticks as Markdown's single ones."""
    return text.replace("``", "`")


def families() -> dict[str, list[Any]]:
    """The sources by what they hold: platforms first, then press, ads, results, literature and codings."""
    from suara.collect.source import SOURCES
    from suara.report.tables import platform

    found: dict[str, list[Any]] = {}
    for source in SOURCES:
        word = platform(source.platform) or source.summary.partition(":")[0]
        found.setdefault(BY_TABLE.get(source.rows.table) or BY_WORD.get(word, word), []).append(source)
    order = sorted(found, key=lambda name: (LAST.index(name) if name in LAST else -1, name.casefold()))
    return {name: found[name] for name in order}


def sources(_shell: Shell, _about: str) -> str:
    """For the README: a line for every family; a format that has layouts in several stands with several platforms."""
    whose: dict[str, set[str]] = {}
    for name, group in families().items():
        for source in group:
            whose.setdefault(source.format, set()).add(name)
    holds: dict[str, list[str]] = {}
    for format, names in sorted(whose.items()):
        holds.setdefault(min(names) if len(names) == 1 else LAST[0], []).append(format)
    order = sorted(holds, key=lambda name: (LAST.index(name) if name in LAST else -1, name.casefold()))
    return grid(("holds", "formats"), ((name, code(holds[name])) for name in order))


def formats(_shell: Shell, _about: str) -> str:
    """Every format: what a record is, which tables it gives, which columns it never has."""
    from suara.collect.source import NotPublished

    parts = []
    for name, group in families().items():
        rows = []
        for source in group:
            given = source.rows
            tables = dict.fromkeys([given.table, *(derived.table for derived in given.derived)])
            never = [column for column, value in given.columns.items() if isinstance(value, NotPublished)]
            says = source.summary.partition(": ")[2] or source.summary
            rows.append((f"`{source.name}`", plain(says), ", ".join(tables), ", ".join(never) or "–"))
        parts.append(f"## {name}\n\n" + grid(("format", "a record", "gives", "never has"), rows))
    return "\n\n".join(parts)


def findings(_shell: Shell, _about: str) -> str:
    """The questions that are answered today."""
    from suara.conclude.finding import FINDINGS

    return grid(("finding", "asks"), ((f"`{f.name}`", f.asks) for f in FINDINGS))


def questions(_shell: Shell, _about: str) -> str:
    """Every question with its rival explanation and what it is answered from."""
    from suara.conclude.finding import FINDINGS

    parts = []
    for finding in FINDINGS:
        cites = f" Sources: {cited(finding.cites)}." if finding.cites else ""
        parts.append(
            f"### {finding.name}\n\n{finding.asks} {plain(finding.summary)}\n\n"
            f"Rival explanation: {finding.rival}\n\n"
            f"Outcome: {finding.outcome}. Uses {code(finding.uses)}.{cites}"
        )
    return "\n\n".join(parts)


def cited(keys: Iterable[str]) -> str:
    from suara.report.references import cited as in_text

    return "; ".join(in_text(key) for key in keys)


def measures(_shell: Shell, _about: str) -> str:
    """The codebook: measures by construct, in the words of their docstrings."""
    from suara.reduce.measure import MEASURES, ROWS

    by_construct: dict[str, list[Any]] = {}
    for measure in MEASURES:
        by_construct.setdefault(measure.construct, []).append(measure)
    parts = []
    for construct in sorted(by_construct):
        parts.append(f"## {construct[:1].upper()}{construct[1:]}")
        for measure in by_construct[construct]:
            made = (
                f"Made from the rows of `{ROWS[measure.rows]}`."
                if measure.rows
                else f"Made from {code(measure.inputs)}."
            )
            source = f" Source: {cited([measure.cite])}." if measure.cite else ""
            parts.append(f"### {measure.name}\n\nUnit: {measure.unit}. {made}{source}\n\n{plain(measure.meaning)}")
    return "\n\n".join(parts)


def literature(_shell: Shell, _about: str) -> str:
    """The works that measures and findings cite."""
    from suara.conclude.finding import FINDINGS
    from suara.reduce.measure import MEASURES
    from suara.report.references import references

    keys = [*(m.cite for m in MEASURES if m.cite), *(key for f in FINDINGS for key in f.cites)]
    return "\n".join(f"- {w.before}{w.italic and f'*{w.italic}*'}{w.after} {w.url}".rstrip() for w in references(keys))


def tables(_shell: Shell, _about: str) -> str:
    """Every canonical table with its columns, what empty means, and the headers that are read as the same."""
    from suara.tables import TABLES

    return "\n\n".join(_table(table) for table in TABLES.values())


def _table(table: Any) -> str:
    from suara.collect.headers import SYNONYMS

    needs = [code(table.needed), *("one of " + code(names) for names in table.any_of)]
    needs += ["who (`actor_id`, an account, or `name`)"] if table.needs_who else []
    scope = " Rows outside the campaign's days are out of scope." if table.scoped else ""
    rows = [
        (f"`{column.name}`", column.kind, column.meaning, column.null, ", ".join(SYNONYMS.get(column.name, ())))
        for column in table.columns
    ]
    head = ("column", "type", "meaning", "empty means", "headers read as the same")
    return (
        f"## {table.name}\n\n{table.meaning[:1].upper()}{table.meaning[1:]}. Needs {'; '.join(needs)}.{scope}\n\n"
        + grid(head, rows)
    )


def commands(_shell: Shell, _about: str) -> str:
    """Every command with its arguments and options."""
    import typer

    from suara.cli.app import app

    parts = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        asked = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option"]
        usage = " ".join(
            ["suara", name, *((p.metavar or p.name).upper() for p in asked), *(["[OPTIONS]"] if options else [])]
        )
        rows = [*((p.metavar or p.name).upper() for p in asked), *(", ".join(p.opts) for p in options)]
        says = [p.help or "" for p in (*asked, *options)]
        parts.append(
            f"## suara {name}\n\n{command.help}\n\n```text\n{usage}\n```\n\n"
            + grid(("", ""), zip(map(_code, rows), says, strict=True))
        )
    return "\n\n".join(parts)


def _code(text: str) -> str:
    return f"`{text}`"


def output(shell: Shell, about: str) -> str:
    """What a command really prints."""
    command, _bar, begins = about.partition(" | ")
    return f"```text\n{shell.paragraph(command.strip(), begins.strip())}\n```"


PARTS: dict[str, Callable[[Shell, str], str]] = {
    part.__name__: part
    for part in (sources, formats, findings, questions, measures, literature, tables, commands, output)
}


def renewed(text: str, shell: Shell) -> str:
    """A document with its generated parts made anew."""

    def part(found: re.Match[str]) -> str:
        begin, name, about, end = found.groups()
        return f"{begin}{PARTS[name](shell, about)}\n{end}"

    return PART.sub(part, text)


def stale(shell: Shell, write: bool = False) -> list[str]:
    """The documents whose generated parts are not current; with ``write`` they are made so."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        made = renewed(text, shell)
        if made != text:
            found.append(document.relative_to(ROOT).as_posix())
            if write:
                document.write_text(made, encoding="utf-8", newline="\n")
    return found


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = stale(Shell(Path(folder)), write="--check" not in arguments)
    for name in found:
        print(f"{name}: {'stale: python scripts/docs.py' if '--check' in arguments else 'written'}")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
