"""Records that could not be used, with reason, file, row and excerpt."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from suara.engine.store import Store

EXCERPTS = 10_000
"""Excerpts kept for a file; beyond them reason and place are kept without one."""

_SECRET = re.compile(
    r'((?:access_token|client_secret|appsecret_proof|api_?key|password)(?:=|\\?"\s*:\s*\\?"))[^&#"\s\\]+', re.I
)
_HANDLE = re.compile(r"@\w[\w.]*")
_NAME_FIELD = re.compile(
    r'("(?:[a-z_.]*(?:name|handle|user|screen|author|nick|email|phone|from|acct|actor|channel)[a-z_.]*)"\s*:\s*)"[^"]*"?',
    re.I,
)


@dataclass(frozen=True)
class Quarantined:
    """One record that could not be used."""

    source_file: str
    source_row: str
    reason: str
    excerpt: str


def write_quarantine(store: Store, key: str, rows: list[Quarantined], *, masked: bool) -> str:
    """Write the file's quarantine beside its parts; names are masked where the study keeps actors' names only."""
    path = f"captures/quarantine/{key}.parquet"
    target = store.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    frame = pl.DataFrame(
        {
            "source_file": [row.source_file for row in rows],
            "source_row": [row.source_row for row in rows],
            "reason": [row.reason for row in rows],
            "excerpt": [_shown(row.excerpt, masked) for row in rows],
        },
        schema={"source_file": pl.String, "source_row": pl.String, "reason": pl.String, "excerpt": pl.String},
    )
    frame.write_parquet(target)
    return path


def _shown(excerpt: str, masked: bool) -> str:
    """An excerpt without keys to somebody's account, and without names where those are not kept."""
    excerpt = _SECRET.sub(r"\1…", excerpt)
    return mask(excerpt) if masked else excerpt


def mask(excerpt: str) -> str:
    """An excerpt without names: handles, and the values of fields that hold names."""
    return _NAME_FIELD.sub(r'\1"…"', _HANDLE.sub("@…", excerpt))
