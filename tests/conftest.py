"""Folders that tests use, and studies made on the spot."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

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
