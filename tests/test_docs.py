"""What the documents say is true: commands run, generated parts are current, examples work, links lead somewhere."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
import yaml

from suara.cli.app import app
from suara.collect.collecting import collect
from suara.collect.source import SOURCES
from suara.conclude.finding import FINDINGS
from suara.engine.duck import connect
from suara.engine.macros import MACROS
from suara.plain import plain_rows
from suara.reduce.measure import MEASURES
from suara.study import DataMap, Settings, load_study

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
WRITTEN = [*DOCUMENTS, ROOT / "CITATION.cff", *sorted((ROOT / "suara" / "examples").glob("*/README.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
UNWANTED = re.compile(
    r"https?://(?:[\w-]+\.)*(?:pypi|pythonhosted|conda|anaconda|npmjs)\.\w+"  # addresses of package registries
    r"|(?<![\w.])/(?:work|root|home|tmp|Users|mnt|opt)/|\b[A-Z]:\\Users"  # paths of a machine
    r"|\b(?:agents?|sessions?|assistants?|prompts?)\b",  # how the documents were written
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    """The script that writes the generated parts."""
    spec = importlib.util.spec_from_file_location("docs_script", ROOT / "scripts" / "docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_script"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shell(docs: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One folder in which the documents' commands run."""
    return docs.Shell(tmp_path_factory.mktemp("readme"))


def blocks(document: Path, *languages: str) -> list[str]:
    return [body for language, body in BLOCK.findall(document.read_text(encoding="utf-8")) if language in languages]


def section(document: Path, heading: str) -> list[str]:
    """The blocks below a heading, each with its language before it."""
    after = document.read_text(encoding="utf-8").split(f"\n{heading}\n", 1)[1]
    return [body for _language, body in BLOCK.findall(re.split(r"^#+ ", after, maxsplit=1, flags=re.MULTILINE)[0])]


def command_names() -> list[str]:
    return list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_generated_parts_are_current(docs: ModuleType, shell: Any) -> None:
    assert not docs.stale(shell), "run: python scripts/docs.py"


def test_every_generated_part_is_known(docs: ModuleType) -> None:
    marked = {
        name for document in docs.DOCUMENTS for name in re.findall(r"<!-- (\w+):start", document.read_text("utf-8"))
    }
    assert marked == set(docs.PARTS)
    for document in docs.DOCUMENTS:
        text = document.read_text("utf-8")
        assert len(docs.PART.findall(text)) == text.count(":start") == text.count(":end -->"), document.name


def test_commands_of_the_readme_run(shell: Any) -> None:
    """In the order in which they stand: lines of shell blocks, and commands in the text that name a study of the README."""
    text = re.sub(r"<!-- \w+:start.*?:end -->", "", README.read_text("utf-8"), flags=re.DOTALL)
    named = "my-study|studi-saya|studi-contoh|demo-indonesia"
    known = "|".join(command_names())
    commands = re.findall(rf"^suara (?:{known}) .*$|(?<=`)suara \w+ (?:{named})\b[^`]*(?=`)", text, re.MULTILINE)
    assert len(commands) >= 10
    for command in commands:
        shell.said(command.strip())
    assert (shell.folder / "studi-contoh" / "out" / "report.html").is_file()


def test_every_command_is_documented() -> None:
    by_hand = "".join(
        re.sub(r"<!-- \w+:start.*?:end -->", "", d.read_text("utf-8"), flags=re.DOTALL) for d in DOCUMENTS
    )
    steps = {"collect", "reduce", "triangulate", "display", "conclude"}
    assert not [name for name in command_names() if name not in steps and f"suara {name}" not in by_hand]
    generated = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert not [name for name in command_names() if f"## suara {name}\n" not in generated]


def test_the_picture_of_the_input_is_real() -> None:
    real = (ROOT / "suara" / "examples" / "indonesia" / "data" / "followers.csv").read_text("utf-8").splitlines()
    shown = blocks(README, "csv")[0].splitlines()
    assert len(shown) == 3
    for line in shown:
        assert any(row == line or row.startswith(line + ",") for row in real), line


def test_settings_are_documented_with_their_defaults() -> None:
    text = (ROOT / "docs" / "study-toml.md").read_text("utf-8")
    parts = {
        f"[{name}]": type(Settings.model_construct().__dict__.get(name))
        for name in Settings.model_fields
        if name != "data"
    }
    models = {name: Settings.model_fields[name.strip("[]")].annotation for name in parts} | {"[[data.map]]": DataMap}
    for heading, model in models.items():
        below = re.split(r"^## ", text.split(f"## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
        rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \| ", below, re.MULTILINE))
        assert set(model.model_fields) <= set(rows), heading
        for name, field in model.model_fields.items():
            default = field.get_default(call_default_factory=True)
            none = field.is_required() or default is None
            assert rows[name] == ("–" if none else f"`{json.dumps(default)}`"), f"{heading} {name}"


def test_words_of_expressions_exist() -> None:
    text = (ROOT / "docs" / "study-toml.md").read_text("utf-8").split("**Expressions**", 1)[1]
    words = re.findall(r"`(\w+)\(t\)`", text.split("They run on", 1)[0])
    known = {re.match(r"CREATE MACRO (\w+)\(", macro).group(1) for macro in MACROS}  # type: ignore[union-attr]
    assert len(words) >= 10 and set(words) <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_study_files_in_documents_are_valid(document: Path) -> None:
    for block in blocks(document, "toml"):
        settings = tomllib.loads(block)
        settings.setdefault("study", {"title": "Example"})
        Settings.model_validate(settings)


def test_map_and_registers_of_the_readme_work(tmp_path: Path) -> None:
    table, given = section(README, "### A table that suara does not know")
    actors, accounts = section(README, "### Who is who")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "monitor.csv").write_text(table, encoding="utf-8")
    (tmp_path / "study.toml").write_text('[study]\ntitle = "Readme"\n' + given, encoding="utf-8")
    (tmp_path / "actors.csv").write_text(actors, encoding="utf-8")
    (tmp_path / "accounts.csv").write_text(accounts, encoding="utf-8")
    found = collect(load_study(tmp_path), connect(), lambda *_: None)
    rows = plain_rows(found.con.execute("SELECT * FROM posts ORDER BY id").pl())
    assert [(r["actor_id"], r["id"], r["created_at"], r["likes"]) for r in rows] == [
        ("ani", "881", "2024-10-14T01:15:00Z", 12)
    ]
    assert found.registers.actors[0].covariates == {"incumbent": "yes"}


def test_own_measure_of_the_readme_works(shell: Any) -> None:
    (measure,) = blocks(README, "python")
    shell.said("suara example indonesia own-measure")
    folder = shell.folder / "own-measure"
    (folder / "my_measures").mkdir()
    (folder / "my_measures" / "followers_per_seat.py").write_text(measure, encoding="utf-8")
    toml = (folder / "study.toml").read_text("utf-8").replace("[study]\n", '[study]\nmeasures = ["my_measures/*.py"]\n')
    (folder / "study.toml").write_text(toml, encoding="utf-8")
    shell.said("suara run own-measure")
    shown = shell.said("suara show own-measure measures --format csv --where \"measure = 'followers_per_seat'\"")
    assert ",pks,,x," in shown
    assert "followers_per_seat" in shell.said("suara list measures --study own-measure")
    assert "## followers_per_seat" in shell.said("suara codebook own-measure")
    assert "followers_per_seat" in (folder / "out" / "report.html").read_text("utf-8")


@pytest.fixture
def recipes() -> Iterator[dict[str, str]]:
    """The files of CONTRIBUTING.md by what they register; what they registered is forgotten afterwards."""
    source, measure, finding = blocks(ROOT / "CONTRIBUTING.md", "python")
    yield {"source": source, "measure": measure, "finding": finding}
    SOURCES.forget("counter")
    MEASURES.forget("quote_share")
    FINDINGS.forget("answering_and_votes")


def load(recipe: str, folder: Path) -> None:
    from suara.registry import load_file

    path = folder / "recipe.py"
    path.write_text(recipe, encoding="utf-8")
    load_file(path)


def test_recipe_of_a_source_works(recipes: dict[str, str], tmp_path: Path) -> None:
    load(recipes["source"], tmp_path)
    export, rows = blocks(ROOT / "CONTRIBUTING.md", "json")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "two.jsonl").write_text(export, encoding="utf-8")
    (tmp_path / "study.toml").write_text('[study]\ntitle = "Recipe"\n', encoding="utf-8")
    found = collect(load_study(tmp_path), connect(), lambda *_: None)
    assert [f["format"] for f in found.files] == ["counter"]
    got = plain_rows(found.con.execute("SELECT * FROM followers ORDER BY account_id").pl())
    assert [{k: g[k] for k in want} for g, want in zip(got, json.loads(rows), strict=True)] == json.loads(rows)


def test_recipes_of_a_measure_and_a_finding_load(recipes: dict[str, str], tmp_path: Path) -> None:
    load(recipes["measure"], tmp_path)
    assert MEASURES.get("quote_share").aggregate().interval == "wilson"
    (tmp_path / "finding").mkdir()
    load(recipes["finding"], tmp_path / "finding")
    assert FINDINGS.get("answering_and_votes").rival


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", document.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.is_file() or file.is_dir(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in heads}, target


@pytest.mark.parametrize("document", WRITTEN, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_documents_speak_of_the_study_only(document: Path) -> None:
    found = UNWANTED.search(document.read_text("utf-8"))
    assert found is None, found


def test_decisions_are_numbered_and_have_their_parts() -> None:
    notes = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [n.name[:4] for n in notes] == [f"{i:04}" for i in range(1, len(notes) + 1)]
    for number, note in enumerate(notes, 1):
        text = note.read_text("utf-8")
        assert text.startswith(f"# {number}. "), note.name
        assert "easured" in text, note.name


def test_citation_file_is_valid() -> None:
    import suara

    said = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert said["cff-version"] == "1.2.0" and said["type"] == "software"
    assert {"message", "title", "authors", "license"} <= set(said)
    assert said["version"] == suara.__version__ and said["license"] == "Apache-2.0"
    assert said["authors"] == [{"name": "suara contributors"}]


def test_changelog_begins_with_numbers_that_moved() -> None:
    import suara

    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert versions[0].startswith(f"[{suara.__version__}]")
    assert all(re.search(r"^### (.*)$", v, re.MULTILINE).group(1) == "Numbers that moved" for v in versions)  # type: ignore[union-attr]


def test_readme_can_be_read_in_one_sitting(docs: ModuleType) -> None:
    text = README.read_text("utf-8")
    assert len(docs.PART.sub("", text).splitlines()) <= 230
    assert max(len(line) for line in docs.PART.sub("", text).splitlines()) <= 140


def test_the_way_without_make_needs_python_only() -> None:
    lines = [line for block in blocks(README, "bat") for line in block.splitlines()]
    assert lines[0] == "py -m venv .venv"
    assert all(re.match(r"py -m |\.venv\\Scripts\\activate$|pip install |suara ", line) for line in lines)
