"""Commands of docs/export.md and docs/rules.md run as they stand, and what they show as files is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from suara.export.exporting import export
from suara.export.format import FORMATS
from suara.registry import load_file
from suara.rules.reading import bundled, read, rules_of
from tests import ruled

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(document, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / document).read_text("utf-8"), re.DOTALL | re.MULTILINE)


def commands(document):
    return [
        line.split()[1:]
        for body in blocks(document, "console")
        for line in body.splitlines()
        if line.startswith("suara ")
    ]


def test_commands_of_export_run(tmp_path, monkeypatch, suara):
    monkeypatch.chdir(tmp_path)
    given = commands("export.md")
    assert len(given) > 12
    for arguments in given:
        said = suara(*arguments)
        assert said.code == 0, (arguments, said.err)
        if "-o" in arguments:
            assert Path(arguments[-1]).stat().st_size > 0


def test_commands_of_rules_run(tmp_path, monkeypatch, suara):
    monkeypatch.chdir(tmp_path)
    (settings,) = blocks("rules.md", "toml")
    for name, content in {**ruled.files(), "study.toml": settings}.items():
        path = tmp_path / "my-watch" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for arguments in commands("rules.md"):
        said = suara(*arguments)
        assert said.code == 0, (arguments, said.err)
    assert {p.name for p in (tmp_path / "my-watch" / "out" / "export").iterdir()} == {
        "my-watch-dugaan.xlsx",
        "my-watch-dugaan.docx",
    }


def test_the_rules_file_shown_is_whole():
    (given,) = blocks("rules.md", "text")
    rules = read(given.encode(), "rules.toml")
    assert len(list(rules.rules())) == 9


def test_the_calendar_shown_is_that_of_the_files():
    text = (DOCS / "rules.md").read_text("utf-8")
    for name in bundled():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}`"))
        given = rules_of(Path(), name)
        for window in (given.campaign, given.silence, given.advertising):
            assert f"{window.end.day} {window.end:%B} {window.end.year}" in row
        assert f"{given.accounts.most} for each application" in row


def test_a_format_of_your_own_is_one_file(study, tmp_path):
    (recipe,) = blocks("export.md", "python")
    (tmp_path / "tsv.py").write_text(recipe, encoding="utf-8")
    load_file(tmp_path / "tsv.py")
    try:
        (written,) = export(study, "tsv", ["actors"], tmp_path / "a.tsv")
    finally:
        FORMATS.forget("tsv")
    assert written.path.read_text("utf-8").startswith("actor_id\tname\tkind\t")


@pytest.mark.parametrize("name", sorted(f.name for f in FORMATS))
def test_every_format_is_in_the_table(name):
    assert f"`{name}`" in (DOCS / "export.md").read_text("utf-8")
