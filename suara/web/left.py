"""What the last run left in ``out/``, read once and again only when its files change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from suara.display.shown import Shown
from suara.errors import Problem, StudyError
from suara.reduce.codebook import Codebook, codebook
from suara.reduce.measuring import SCHEMA
from suara.report.record import Record, read
from suara.study import Study, load_study
from suara.web.shelf import Kept, Shelf
from suara.words import _, original

WATCHED = ("findings.json", "waterfall.json", "run.json", "measures.parquet", "store/tables/prepared_posts.parquet")
KEPT = 512
"""Tables and pictures kept in memory; the least used goes first."""

PAGES = 64 << 20
"""Bytes of whole pages kept in memory."""

SAID = ("asks", "rival", "unit")
"""What of a finding is a sentence of the code."""

LOOK_AGAIN = 0.5
"""Seconds for which nobody looks whether files changed."""

T = TypeVar("T")


class Left:
    """One state of a study's ``out/``. Everything read from it is kept until a run replaces it."""

    def __init__(self, study: Study, stamp: tuple[int, ...]) -> None:
        self.study, self.stamp = study, stamp
        self._kept: Shelf[Any] = Shelf(KEPT)
        self.pages: Shelf[Kept] = Shelf(PAGES, lambda page: len(page.body))

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key before, else made now."""
        return self._kept.made(key, make)  # type: ignore[no-any-return]

    @property
    def record(self) -> Record:
        """Findings, books and circumstances of the run. StudyError where it was not run, or broke off.

        What the findings ask and name stands in English, as in the code, so that pages can say it in either language.
        """
        return self.kept("record", self._record)

    def _record(self) -> Record:
        record = read(self.study.out)
        spoken = str(record.parameter("study", "language") or "en")
        for finding in record.findings:
            finding.update({key: original(finding[key], spoken) for key in SAID if finding.get(key)})
        return record

    @property
    def measures(self) -> pl.DataFrame:
        """Every measure of the run; no rows before one."""
        return self.kept(
            "measures", lambda: self._frame(self.study.out / "measures.parquet", pl.DataFrame(schema=SCHEMA))
        )

    def measure(self, name: str) -> pl.DataFrame:
        """The rows of one measure."""
        return self.kept(("measure", name), lambda: self.measures.filter(pl.col("measure") == name))

    def _frame(self, path: Path, empty: pl.DataFrame) -> pl.DataFrame:
        try:
            return pl.read_parquet(path) if path.exists() else empty
        except (pl.exceptions.PolarsError, OSError) as error:
            again = _("A run is writing it, or broke off: run the study again.")
            raise StudyError(Problem(path.name, _("cannot be read."), again)) from error

    def table(self, name: str) -> pl.DataFrame:
        """A small table of the store (actors, accounts, who, prepared_…); without columns where it is not there."""
        return self.kept(
            ("table", name), lambda: self._frame(self.study.store / "tables" / f"{name}.parquet", pl.DataFrame())
        )

    @property
    def codebook(self) -> Codebook:
        """The codes of the study."""
        return self.kept("codebook", lambda: codebook(self.study.root))

    @property
    def registered(self) -> bool:
        """Does the study name its actors? Without a register every account stands for itself."""
        return not self.table("actors").is_empty()

    @property
    def actors(self) -> dict[str, str]:
        """actor_id → name, of the register and of whoever has measures."""
        return self.kept("actors", self._actors)

    def _actors(self) -> dict[str, str]:
        register = self.table("actors")
        named = dict(register.select("actor_id", "name").iter_rows()) if not register.is_empty() else {}
        known = self.measures["actor_id"].unique().drop_nulls().sort().to_list()
        return {**{a: n or a for a, n in named.items()}, **{a: a for a in known if a not in named}}

    @property
    def names(self) -> set[str]:
        """The measures of which the run left a value."""
        return self.kept("names", lambda: set(self.measures.drop_nulls("value")["measure"]))

    @property
    def platforms(self) -> list[str]:
        """The platforms on which something was measured."""
        return self.kept("platforms", lambda: self.measures["platform"].unique().drop_nulls().sort().to_list())

    @property
    def shown(self) -> Shown:
        """The run, as pictures want it; what it did not leave is empty."""

        def made() -> Shown:
            try:
                record = self.record
            except StudyError:
                return Shown(self.study, self.measures, [], {})
            return Shown(self.study, self.measures, record.findings, {"files": record.files, "total": record.total})

        return self.kept("shown", made)


class Folder:
    """A study's folder, and the newest state of its ``out/``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._left: Left | None = None
        self._looked = 0.0
        self._lock = threading.Lock()

    def left(self) -> Left:
        """The newest state; a study file that is wrong is said as StudyError."""
        with self._lock:
            now = time.monotonic()
            if self._left is None or now - self._looked > LOOK_AGAIN:
                self._looked, stamp = now, self._stamp()
                if self._left is None or self._left.stamp != stamp:
                    self._left = Left(load_study(self.root), stamp)
            return self._left

    def _stamp(self) -> tuple[int, ...]:
        files = [
            self.root / "study.toml",
            *sorted((self.root / "codes").glob("*.toml")),
            *(self.root / "out" / name for name in WATCHED),
        ]
        return tuple(f.stat().st_mtime_ns if f.exists() else 0 for f in files)
