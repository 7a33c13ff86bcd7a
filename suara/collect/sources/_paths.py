"""Where a field stands: the same mapping serves exports that nest, prefix or flatten the same object."""

from __future__ import annotations

from collections.abc import Callable

Path = Callable[[str], str]
"""From a field's path in the platform's own object to the expression that reads it in an export."""


def below(prefix: str) -> Path:
    """Every path behind the same prefix (``post.``), or bare."""
    return lambda path: prefix + path


def first(at: Path, *paths: str) -> str:
    """The first of the paths that says something."""
    return f"coalesce({', '.join(at(path) for path in paths)})"
