"""The whole road: collect, reduce, triangulate, display, conclude; and what is left in ``out/``."""

from __future__ import annotations

import difflib
import json
import platform as machine
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import suara
from suara.collect.collecting import Collected, collect
from suara.collect.importing import Progress
from suara.conclude.panel import Panel
from suara.engine.buckets import Buckets, OneBucket
from suara.engine.codes import Column
from suara.engine.contests import contests
from suara.engine.duck import connect
from suara.engine.extent import REGISTERS, extents, rows_of
from suara.engine.frames import Duck, Engine, files
from suara.engine.ingest import file_rows
from suara.engine.pieces import Given, Pieces, posted
from suara.engine.prepare import (
    ads_query,
    articles_query,
    followers_query,
    prepare,
    prepare_posts,
    presences_query,
    results_query,
    series_query,
)
from suara.engine.store import write_whole
from suara.engine.sums import asked_for
from suara.engine.views import Scope
from suara.errors import Problem, StudyError
from suara.reduce.codebook import codebook
from suara.reduce.coders.best import Known, columns, known_codes, refuse_unknown
from suara.reduce.coders.people import fingerprint, with_ledger
from suara.reduce.measure import MEASURES, ROWS, codes_asked, columns_asked
from suara.registry import load_file, where
from suara.study import Study
from suara.tables import TABLES
from suara.unchanged import forget
from suara.words import _

if TYPE_CHECKING:
    from suara.reduce.measuring import Window
# What the later steps need of the estimators' libraries takes a second to import: their functions import it themselves.

STEPS = ("collect", "reduce", "triangulate", "display", "conclude")


@dataclass
class Walk:
    """One walk down the road: what each step left, for the steps after it and for the commands that show it."""

    study: Study
    engine: Engine
    collected: Collected
    prepared: dict[str, Path] = field(default_factory=dict)
    pieces: Pieces | None = None
    measures: pl.DataFrame | None = None
    panel: Panel | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    people: pl.DataFrame = field(default_factory=pl.DataFrame)
    seconds: dict[str, float] = field(default_factory=dict)


def own_code(study: Study) -> list[Path]:
    """The study's own measures, as ``study.toml`` names them: code that runs with the rights of the person who runs it."""
    files: list[Path] = []
    for pattern in study.settings.study.measures:
        found = sorted(study.root.glob(pattern))
        if not found:
            raise StudyError(
                Problem("study.toml", f"measures: no file is called {pattern!r}.", "Mend [study] measures.")
            )
        files += found
    MEASURES.load()  # the package's first: of two of one name the study's is the one to rename
    for file in files:
        load_file(file)
    return files


def open_engine(study: Study, name: str | None = None, threads: int | None = None) -> Engine:
    """The engine that the study or the command names."""
    choice = study.settings.engine
    if (name or choice.name) == "spark":
        from suara.engine.spark import Spark

        return Spark(choice.master, choice.memory, study.out / "spark")
    return Duck(threads or choice.threads, choice.memory, study.out / "work")


def walk(
    study: Study, upto: str = "conclude", engine: str | None = None, threads: int | None = None, progress: Progress | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Walk:  # fmt: skip
    """Walk the road as far as ``upto`` and write ``out/``."""
    own = own_code(study)
    study.out.mkdir(parents=True, exist_ok=True)
    forget(study)
    started, clock = datetime.now(UTC), time.perf_counter()
    con = connect(study.out / "work", threads or study.settings.engine.threads, study.settings.engine.memory)
    step("collect")
    walked = Walk(study, open_engine(study, engine, threads), collect(study, con, progress or (lambda *_: None)))
    walked.people = with_ledger(con, walked.collected.store, study.root)
    walked.seconds["collect"] = time.perf_counter() - clock
    write_json(study.out / "waterfall.json", waterfall(walked.collected))
    if STEPS.index(upto) >= 1:
        step("reduce")
        reduce(walked)
    if STEPS.index(upto) >= 4:
        step("conclude")
        from suara.conclude.concluding import conclude  # the estimators' libraries take a second; collect needs none

        began, panel = time.perf_counter(), _panel(walked)
        with asked_for(walked.prepared["posts"]):
            walked.findings = conclude(panel)
        panel.joins.close()
        walked.seconds["conclude"] = time.perf_counter() - began
        write_json(study.out / "findings.json", walked.findings)
        _keep_records(study, panel)
    if STEPS.index(upto) >= 3:
        step("display")
        display(walked)
    write_json(study.out / "run.json", _run(walked, own, started))
    return walked


def _keep_records(study: Study, panel: Panel) -> None:
    """What findings leave for pictures, as ``out/records/*.parquet``; of an earlier run nothing stays."""
    folder = study.out / "records"
    folder.mkdir(exist_ok=True)
    for stale in folder.glob("*.parquet"):
        stale.unlink()
    for name, frame in panel.records.items():
        frame.write_parquet(folder / f"{name}.parquet")


def display(walked: Walk) -> None:
    """Step 4: the pictures of what is in ``out/``; it comes last, for some of them show the answers."""
    from suara.display.writing import write_pictures

    clock = time.perf_counter()
    try:
        write_pictures(walked.study)
    except StudyError as error:
        walked.collected.warnings += [str(problem) for problem in error.problems]
    walked.seconds["display"] = time.perf_counter() - clock


def reduce(walked: Walk) -> None:
    """Step 2: prepare the tables, compute every measure, keep them as ``out/measures.parquet``."""
    from suara.reduce.measuring import derive, measure_rows, rounded
    from suara.reduce.series import from_series

    study, clock = walked.study, time.perf_counter()
    coding = _coded(walked)
    _prepare(walked, coding)
    window = _window(walked)
    measures = measure_rows(walked.engine, walked.prepared, _groups(walked), window)
    series = pl.read_parquet(walked.prepared["series"])
    measures = pl.concat([measures, from_series(series, measures, window)])
    walked.measures = measures
    election = _panel(walked).election
    walked.measures = rounded(pl.concat([derive(rounded(measures), election), _corrected(walked, coding, measures)]))
    walked.collected.warnings += _unmade(walked.measures)
    walked.measures.write_parquet(study.out / "measures.parquet")
    walked.seconds["reduce"] = time.perf_counter() - clock


def _prepare(walked: Walk, coding: Coding) -> None:
    """The tables that measures count."""
    study, con, store, asked = walked.study, walked.collected.con, walked.collected.store, columns_asked()
    zone, week, campaign = study.zone, study.settings.study.week_starts, study.settings.campaign
    names = {a.actor_id: ([a.name, *a.aliases], a.ambiguous) for a in walked.collected.registers.actors}
    if con.execute("SELECT 1 FROM captures_articles LIMIT 1").fetchone() is None:
        names = {}  # a query with a branch an actor takes seconds to plan
    given = Given(
        scope_of(study), bool(walked.collected.registers.actors), coding.columns, codebook(study.root).version
    )
    walked.pieces = prepare_posts(con, store, given, week, asked["posts"])
    posted_relation = f"read_parquet('{files(posted(walked.pieces.folder))}')"
    walked.prepared = {"posts": walked.pieces.folder} | prepare(
        con,
        {
            "articles": articles_query(zone, week, names), "followers": followers_query(zone, week),
            "ads": ads_query(zone, week), "results": results_query(campaign.election), "presences": presences_query(posted_relation), "series": series_query(week),
        },
        store.tables, asked,
    )  # fmt: skip


@dataclass(frozen=True)
class Coding:
    """What coders left: every code of the study, the columns that measures ask for, what the classifier tells, agreement."""

    known: dict[str, Known]
    columns: list[Column]
    told: dict[str, dict[str, Any]]
    agreement: dict[str, Any]


def _coded(walked: Walk) -> Coding:
    """Let the machine coders code what is new."""
    from suara.reduce.coders.leaving import leave_coded
    from suara.reduce.coders.machines import code_by_machines
    from suara.reduce.coders.strays import strays, unknown_codes

    con, store, book = walked.collected.con, walked.collected.store, codebook(walked.study.root)
    told = code_by_machines(con, book, walked.study.root, store, walked.study.out, walked.engine)
    walked.collected.warnings += [*strays(con), *unknown_codes(con, book)]
    agreement = leave_coded(con, book.codes, walked.people, walked.study.out)
    known, asked = known_codes(con, book), codes_asked()
    refuse_unknown(asked, known)
    return Coding(known, columns(con, known, asked), told, agreement)


def _corrected(walked: Walk, coding: Coding, measures: pl.DataFrame) -> pl.DataFrame:
    """Measures on codes corrected to the people who coded; ``out/coding.json`` says what of each code and measure."""
    from suara.reduce.coders.correct import correct
    from suara.reduce.coders.shares import coded_shares

    con, posts = walked.collected.con, walked.prepared["posts"]
    people = {code: k.people for code, k in coding.known.items() if k.people}
    rows, told = correct(con, posts, coding.columns, measures, _groups(walked), people)
    shown = columns(con, coding.known, people)
    codes = coded_shares(con, posts, shown, coding.known, coding.told, coding.agreement["people"])
    write_json(walked.study.out / "coding.json", {"codes": codes, "measures": told})
    return rows


def _unmade(measures: pl.DataFrame) -> list[str]:
    """A study's own measures that are made from what nobody knows by that name."""
    known = {*(m.name for m in MEASURES), *measures["measure"].unique(), "days"}
    said = []
    for one in (m for m in MEASURES if m.rows is None and m.declared.__module__.startswith("suara_study_")):
        for name in (i for i in one.inputs if i not in known):
            near = difflib.get_close_matches(name, [*known, *ROWS], n=1)
            meant = _("Did you mean {name}?").format(name=near[0]) if near else ""
            told = _("measure {measure} ({place}): no measure or series is called {name}. {meant}")
            said.append(told.format(measure=one.name, place=where(one.declared), name=repr(name), meant=meant).strip())
    return said


def _window(walked: Walk) -> Window:
    from suara.reduce.measuring import Window

    campaign = walked.study.settings.campaign
    days: list[date] = []
    for table, last in (("posts", "day"), ("articles", "day"), ("series", "last_day")):
        row = file_rows(
            walked.collected.con,
            f"SELECT min(day) AS first, max({last}) AS last FROM read_parquet('{files(walked.prepared[table])}')",
        )[0]
        days += [d for d in (row["first"], row["last"]) if d is not None]
    return Window(campaign.start or min(days, default=None), campaign.end or max(days, default=None))


def _groups(walked: Walk) -> pl.DataFrame:
    """The register's covariates that group actors: few values, borne by more than one actor."""
    from suara.reduce.measuring import GROUPS_AT_MOST

    actors = pl.read_parquet(walked.collected.store.tables / "actors.parquet")
    keep = ["actor_id"]
    for column in (c for c in actors.columns if c not in ("actor_id", "name", "aliases", "ambiguous")):
        values = actors[column].drop_nulls()
        if 1 < values.n_unique() <= GROUPS_AT_MOST and values.n_unique() < values.len():
            keep.append(column)
    return actors.select(keep)


def _panel(walked: Walk) -> Panel:
    from suara.reduce.measuring import daily

    collected, con = walked.collected, walked.collected.con
    assert walked.measures is not None

    def read(table: str) -> pl.DataFrame:
        return con.execute(f"SELECT * FROM {table}").pl()

    counts = {t: rows_of(con, t) for t in TABLES if t not in REGISTERS}
    counts |= {t: int(file_rows(con, f"SELECT count(*) AS n FROM {t}")[0]["n"]) for t in (*REGISTERS, "codings")}
    snapshots = con.execute(
        "SELECT f.actor_id, f.platform, f.day, CAST(sum(f.followers) AS DOUBLE) AS followers, count(*) AS accounts "
        f"FROM read_parquet('{walked.prepared['followers']}') AS f WHERE NOT EXISTS (SELECT 1 FROM accounts AS a "
        "WHERE a.actor_id = f.actor_id AND a.platform = f.platform AND a.official = false AND f.account IN (a.handle, a.account_id)) "
        "GROUP BY ALL UNION ALL SELECT s.actor_id, coalesce(s.platform, 'all'), s.last_day, sum(s.value), count(*) "
        f"FROM read_parquet('{walked.prepared['series']}') AS s ANTI JOIN read_parquet('{walked.prepared['followers']}') AS f "
        "ON f.actor_id = s.actor_id AND f.platform = coalesce(s.platform, 'all') WHERE s.measure = 'followers' "
        "GROUP BY ALL ORDER BY ALL"
    ).pl()
    walked.panel = Panel(
        walked.study, walked.measures, collected.actors, bool(collected.registers.actors), snapshots,
        pl.read_parquet(walked.prepared["presences"]), counts, read,
        lambda name, period: daily(walked.engine, walked.prepared, name, period), collected.warnings, con, walked.prepared,
        contests(con, walked.prepared["results"]), buckets=buckets_of(walked),
    )  # fmt: skip
    return walked.panel


def buckets_of(walked: Walk) -> Buckets:
    """Where posts are held against each other: in this process, or by the executors of an engine that has some."""
    study, engine, collected = walked.study, walked.engine, walked.collected
    if engine.tasks == 1:
        return OneBucket(collected.con)
    from suara.engine.dealt import ManyBuckets
    from suara.engine.elsewhere import posts_elsewhere

    posts = posts_elsewhere(collected.store, scope_of(study), bool(collected.registers.actors), engine.tasks)
    return ManyBuckets(collected.con, engine, posts, study.out / "work" / "buckets")


def scope_of(study: Study) -> Scope:
    """The campaign's window."""
    campaign = study.settings.campaign
    return Scope(study.zone, campaign.start, campaign.end, campaign.election)


def waterfall(collected: Collected) -> dict[str, Any]:
    """The books: for each file and in all, what was read and what became of it."""
    counted = ("read", "stored", "duplicate", "out_of_scope", "quarantined", "derived")
    total = {c: sum(f[c] for f in collected.files) for c in counted}
    return {"files": collected.files, "total": total}


def _run(walked: Walk, own: list[Path], started: datetime) -> dict[str, Any]:
    study = walked.study
    libraries = ("duckdb", "narwhals", "polars", "scipy", "numpy")
    return {
        "suara": suara.__version__, "python": machine.python_version(), "engine": walked.engine.name,
        "versions": {library: version(library) for library in libraries}, "started": started.isoformat(timespec="seconds"),
        "seconds": {k: round(v, 3) for k, v in walked.seconds.items()}, "parameters": study.settings.model_dump(mode="json"),
        "files": [{"file": f["file"], "sha256": f["sha256"], "format": f["format"]} for f in walked.collected.files],
        "own_code": {str(p.relative_to(study.root)): _hash(p) for p in own}, "reused": walked.collected.reused, "read": walked.collected.fresh, "unchanged": [],
        "pieces": {"kept": walked.pieces.kept, "made": walked.pieces.made} if walked.pieces else {},
        "warnings": walked.collected.warnings, "seeds": "from content", "codings": fingerprint(walked.people), "measures": [m.name for m in MEASURES],
        "tables": extents(walked.collected.con),
    }  # fmt: skip


def _hash(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_json(path: Path, value: Any) -> None:
    """A file of ``out/``: sorted keys in the order given, no NaN, written beside and renamed."""
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False, default=str) + "\n")
