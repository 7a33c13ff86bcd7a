"""One run at a time on a study: the second waits, and says so."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from suara.words import _


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the study's lock. The same process may hold it more than once."""
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / ".lock", is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print(_("Another run is under way on this study: waiting for it."), file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
