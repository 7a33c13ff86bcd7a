"""Folders that tests use, and studies made on the spot."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from suara.words import set_language
from tests.postgres import postgres

__all__ = ["DATA", "FIXTURES", "ROOT", "Said", "needs_data", "needs_fixtures", "postgres"]

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SUARA_DATA", ROOT.parent / "shared" / "data"))
FIXTURES = Path(os.environ.get("SUARA_FIXTURES", ROOT.parent / "shared" / "fixtures"))

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the shared data are not here: set SUARA_DATA ({DATA})")
needs_fixtures = pytest.mark.skipif(
    not FIXTURES.is_dir(), reason=f"the fixtures are not here: set SUARA_FIXTURES ({FIXTURES})"
)


@pytest.fixture
def study_of(tmp_path: Path) -> Callable[..., Path]:
    """Make a study folder from files: ``study_of({"data/a.csv": "…"}, toml="…")``."""

    def make(files: dict[str, str | bytes], toml: str = '[study]\ntitle = "Test"\n') -> Path:
        root = tmp_path / "study"
        for name, content in {"study.toml": toml, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (root / "data").mkdir(parents=True, exist_ok=True)
        return root

    return make


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def suara(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run a command as a user does: ``suara("check", folder)``; a traceback in what it says fails the test."""
    from suara.cli.app import main

    def run(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["suara", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        assert "a mistake of suara's own" not in said.err
        return Said(code, said.out, said.err)

    return run


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test begins in English, whatever language the one before it spoke."""
    set_language("en")
    yield
    set_language("en")
