"""An arrow points only down the road: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "suara"

ORDER = [
    "words",
    "errors",
    "tables",
    "estimators",
    "rules",
    "study",
    "registry",
    "engine",
    "collect",
    "reduce",
    "triangulate",
    "display",
    "conclude",
    "unchanged",
    "road",
]
"""From the ground up: a module may import its own folder and what stands before it."""

READERS = (
    "cli",
    "web",
    "report",
    "show",
    "explain",
    "checking",
    "plain",
    "export",
    "examples",
    "simulate",
    "replicate",
)
"""They read everything; nothing on the road imports them."""

DECLARATIONS = {"suara.collect.shape", "suara.collect.source"}
"""What a source says, which the engine layer turns into queries."""


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.relative_to(PACKAGE).parts[0] not in READERS)


def part_of(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_arrows_point_down(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if here in READERS or here.startswith("__"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [node.module]
            if isinstance(node, ast.ImportFrom) and node.module
            else [a.name for a in getattr(node, "names", [])]
            if isinstance(node, ast.Import)
            else []
        )
        for name in names:
            if not name.startswith("suara.") or (name in DECLARATIONS and here == "engine"):
                continue
            part = part_of(name)
            assert part in ORDER, f"{path.name} imports {name}, a reader of the road"
            assert ORDER.index(part) <= ORDER.index(here), f"{here} imports {part}: {name}"


def test_every_folder_has_its_place() -> None:
    parts = {p.relative_to(PACKAGE).parts[0].removesuffix(".py") for p in PACKAGE.rglob("*.py")}
    assert not {p for p in parts if not p.startswith("__")} - set(ORDER) - set(READERS) - {"locale"}


def test_files_are_small() -> None:
    large = {
        str(p.relative_to(PACKAGE)): n
        for p in PACKAGE.rglob("*.py")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not large
