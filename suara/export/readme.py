"""README.md of the replication package, written from the run itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from suara.study import Study
from suara.words import _, count, day


def readme(study: Study, tables: dict[str, int], notes: Sequence[str], run: dict[str, Any]) -> str:
    """What the study is, what is in the package and what is not, and how to repeat it."""
    versions = ", ".join(
        f"{name} {version}"
        for name, version in {"suara": run["suara"], "Python": run["python"], **run["versions"]}.items()
    )
    inside = [
        ("study/", _("study.toml, the registers, codes and rules of the study, and measures of its own")),
        ("run/", _("the run's record, the findings, the books of the reduction, every measure")),
        ("tables/", _("the tables of the study as CSV; columns.csv says what each column means")),
        ("codebook.md, codebook.qdc", _("every code with its rule and examples; the second for programs that read REFI-QDA")),
        ("MANIFEST.csv", _("every file with its sha256")),
    ]  # fmt: skip
    parts = [
        f"# {study.title}",
        _("Replication package of a study made with suara on {day}.").format(day=day(str(run["started"]))),
        "## " + _("What is inside"),
        "\n".join(f"- `{name}`: {says}" for name, says in inside),
        "\n".join(
            [
                "| " + _("table") + " | " + _("rows") + " |",
                "|---|---:|",
                *(f"| {name} | {count(n)} |" for name, n in tables.items()),
            ]
        ),
        "## " + _("What is not"),
        "\n".join(f"- {line}" for line in [*notes, *_never()]),
        "## " + _("Where the data came from"),
        "\n".join(
            [
                "| " + _("file") + " | " + _("format") + " | sha256 |",
                "|---|---|---|",
                *(f"| {f['file']} | {f['format'] or '–'} | `{f['sha256']}` |" for f in run["files"]),
            ]
        ),
        "## " + _("How to repeat it"),
        _repeat(),
        _("Versions: {versions}. Engine: {engine}.").format(versions=versions, engine=run["engine"]),
    ]
    return "\n\n".join(parts) + "\n"


def _never() -> list[str]:
    return [
        _("the exports themselves (data/): they belong to the platforms and to those who wrote the posts"),
        _(
            "names of accounts that are not in the register: they are pseudonyms, and the key of the pseudonyms is not in the package"
        ),
        _("accounts and passwords of coders and readers"),
    ]


def _repeat() -> str:
    return "\n".join(
        [
            "1. " + _("Install the version of suara named below."),
            "2. "
            + _(
                "Fetch the posts again by the ids in tables/posts.csv, from each platform under its own terms; posts deleted since are gone."
            ),
            "3. " + _("Put them and the other tables into study/data/; tables of these columns are read as they are."),
            "4. " + _("suara run study, and hold study/out/findings.json against run/findings.json."),
        ]
    )
