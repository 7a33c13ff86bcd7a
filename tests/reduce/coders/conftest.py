"""An empty database of each kind in which codings are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'codings.sqlite'}"
    made: Callable[[], str] = request.getfixturevalue("postgres")
    return made()
