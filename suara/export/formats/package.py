"""The replication package: what somebody else needs to check the study, and nothing that must not be handed on."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import polars as pl

from suara.errors import Problem, StudyError
from suara.export.archive import write_zip
from suara.export.cells import flat, instants_as_text
from suara.export.exporting import beside
from suara.export.format import Order, Written, format
from suara.export.readme import readme
from suara.export.sheet import MADE, SUMMARY, Sheet, default_tables, sheets_of
from suara.reduce.codebook import codebook
from suara.report.codebook import as_markdown, as_qdc
from suara.study import Study
from suara.words import _, count

STUDY = ("study.toml", "actors.csv", "accounts.csv", "matches.csv", "card.toml", "discrepancies.csv", "totals.csv")
RUN = ("run.json", "findings.json", "waterfall.json", "measures.parquet")
CREDENTIALS = re.compile(r"(?<=://)[^/@\s\"']+@")
PERSONAL = ("handle", "account_id", "name", "in_reply_to_account", "mentions", "url")


@format("package", ".zip", "study")
def package(order: Order, path: Path) -> list[Written]:
    """Replication package (zip): study files, run record, tables, codebook, README; post ids where terms forbid texts, pseudonyms, no key."""
    tables = default_tables(order)
    _has_register(order)
    made, notes = [], []
    for sheet in sheets_of(
        Order(
            order.study, tuple(t for t in tables if t not in (*SUMMARY, MADE)), order.out, _collected=[order.collected]
        )
    ):
        frame, note = shareable(sheet)
        made.append(Sheet(sheet.name, frame, tuple(m for m in sheet.meanings if m.column in frame.columns)))
        notes += [note] if note else []
    members = {
        **dict(_study_files(order.study)),
        **dict(_run_files(order.study)),
        **dict(_tables(made)),
        **dict(_codes(order.study)),
    }
    members["README.md"] = readme(
        order.study, {s.name: s.frame.height for s in made}, notes, _run_record(order.study)
    ).encode()
    members = dict(sorted(members.items()))
    members["MANIFEST.csv"] = _manifest(members)
    n = write_zip(beside(path), members.items())
    beside(path).replace(path)
    return [Written(path, n, "files", tuple(notes))]


def _has_register(order: Order) -> None:
    """Without a register it cannot be told who campaigns and whose name has to go."""
    con = order.collected.con
    if not order.collected.registers.actors and con.execute(
        "SELECT count(*) FROM (SELECT 1 FROM posts LIMIT 1)"
    ).fetchone() != (0,):
        said = _("is empty: it cannot be told whose names may be handed on.")
        raise StudyError(
            Problem("actors.csv", said, _("Name the campaigning actors and their accounts, and run the study again."))
        )


def terms() -> dict[str, object]:
    """What may be handed on: see ``terms.toml``."""
    return tomllib.loads(files("suara.export").joinpath("terms.toml").read_text(encoding="utf-8"))


def shareable(sheet: Sheet) -> tuple[pl.DataFrame, str]:
    """A table without what must not be handed on, and what was left out in words."""
    given = terms()
    left_out = given["left_out"].get(sheet.name, [])  # type: ignore[attr-defined]
    frame = sheet.frame.drop([c for c in left_out if c in sheet.frame.columns])
    if sheet.name == "posts":
        return _posts(frame, given["open"], given["ids"])  # type: ignore[arg-type]
    if "actor_id" in frame.columns and sheet.name in ("followers", "audience"):
        unknown = pl.col("actor_id").is_null()
        frame = frame.with_columns(pl.when(~unknown).then(pl.col(c)).alias(c) for c in PERSONAL if c in frame.columns)
    gone = ", ".join(c for c in left_out if c != "extras")
    return frame, _("{table}: without {columns}").format(table=sheet.name, columns=gone) if gone else ""


def _posts(frame: pl.DataFrame, open_platforms: list[str], ids: list[str]) -> tuple[pl.DataFrame, str]:
    """Ids alone, but for campaigners' own posts on platforms whose terms let texts be handed on.

    An id that is an address may name who wrote it: in a study that keeps all names it is left out as well.
    """
    whole = (
        pl.col("platform").is_in(open_platforms)
        & pl.col("actor_id").is_not_null()
        & (pl.col("kind").fill_null("post") != "comment")
    )
    naming = pl.col("actor_id").is_null() & pl.col("id").str.contains(r"^(at://|https?://)")
    made = frame.with_columns(pl.when(whole).then(pl.col(c)).alias(c) for c in frame.columns if c not in ids)
    made = made.with_columns(pl.when(~naming).then(pl.col("id")).alias("id"))
    n = frame.select((~whole).sum()).item()
    return made, _("posts: {n} of {all} stand as ids, without texts and counts").format(
        n=count(n), all=count(frame.height)
    ) if n else ""


def _study_files(study: Study) -> Iterator[tuple[str, bytes]]:
    named = [study.root / name for name in STUDY]
    named += sorted((study.root / "codes").glob("*.toml"))
    named += [p for pattern in study.settings.study.measures for p in sorted(study.root.glob(pattern))]
    if study.settings.rules.file:
        named.append(study.root / study.settings.rules.file)
    for path in named:
        if path.is_file() and path.resolve().is_relative_to(study.root.resolve()):
            yield f"study/{path.relative_to(study.root).as_posix()}", _without_credentials(path.read_bytes())


def _run_files(study: Study) -> Iterator[tuple[str, bytes]]:
    for name in RUN:
        path = study.out / name
        if path.is_file():
            given = path.read_bytes()
            yield f"run/{name}", given if name.endswith(".parquet") else _without_credentials(given)


def _without_credentials(given: bytes) -> bytes:
    """A user and password in an address (of a Spark master, of a database) go."""
    try:
        return CREDENTIALS.sub("", given.decode("utf-8")).encode()
    except UnicodeDecodeError:
        return given


def _tables(sheets: list[Sheet]) -> Iterator[tuple[str, bytes]]:
    for sheet in sheets:
        yield f"tables/{sheet.name}.csv", _csv(instants_as_text(flat(sheet.frame)))
    rows = [(s.name, m.column, m.means, m.empty) for s in sheets for m in s.meanings]
    yield "tables/columns.csv", _csv(pl.DataFrame(rows, schema=["table", "column", "means", "empty"], orient="row"))


def _codes(study: Study) -> Iterator[tuple[str, bytes]]:
    book = codebook(study.root)
    yield "codebook.md", as_markdown(book).encode()
    yield "codebook.qdc", as_qdc(book)


def _csv(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_csv(stream, quote_style="non_numeric")
    return stream.getvalue()


def _run_record(study: Study) -> dict[str, object]:
    return dict(json.loads((study.out / "run.json").read_text(encoding="utf-8")))


def _manifest(members: dict[str, bytes]) -> bytes:
    rows = [(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in members.items()]
    return _csv(pl.DataFrame(rows, schema=["file", "bytes", "sha256"], orient="row"))
