"""Step "data collection": every file with its books, what was set aside and why, and the tables that came of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import polars as pl
from fastapi import APIRouter, HTTPException, Response

from suara.engine.store import Store
from suara.report import method
from suara.web.given import Col, Given, at_same_address, column
from suara.web.left import Left
from suara.web.look import Inside, inside, kept_page, page
from suara.web.pictures import of_step
from suara.web.posts import clipped
from suara.web.visit import Owning, Reading, Supervising, Visit
from suara.words import _, count

router = APIRouter()

COUNTED = ("read", "stored", "duplicate", "out_of_scope", "quarantined", "derived")
FILES = {
    "file": pl.String,
    "format": pl.String,
    **dict.fromkeys(COUNTED, pl.Int64),
    "why": pl.String,
    "sha256": pl.String,
}


def files(here: Reading) -> Given:
    """A row a file: what it was recognised as, what was read, and what became of it."""
    frame = pl.DataFrame([{k: f.get(k) for k in FILES} for f in here.left.record.files], schema=FILES)
    words = dict(
        zip(
            COUNTED,
            (_("read"), _("stored"), _("duplicate"), _("out of scope"), _("quarantined"), _("derived")),
            strict=True,
        )
    )
    cols = [
        column(_("File"), "file"),
        Col(_("Format"), lambda r: r["format"] or _("not recognised: {why}").format(why=r["why"] or "–")),
    ]
    for key, word in words.items():
        cols.append(column(word, key, count, numeric=True, href=_quarantined(here) if key == "quarantined" else None))
    return Given(_("Files"), frame, cols, "files")


def _quarantined(here: Visit):  # type: ignore[no-untyped-def]
    return lambda row: (
        here.address("/quarantine", file=row["file"])
        if row["quarantined"] and here.role in ("owner", "supervisor")
        else None
    )


at_same_address(router, "/data", files)


@kept_page(router, "/data")
def data_page(here: Reading) -> Inside:
    """The books of the study."""
    record = here.left.record
    given = files(here).page(here, 100)
    return inside(
        here, "data.html", _("Data"), step="data", forms="/data", given=given, total=record.total,
        stored=here.left.kept("stored", lambda: stored(here.left)), warnings=record.run.get("warnings") or [], method=method.paragraphs(record, []),
        pictures=of_step(here, "data"), filtered=False,
    )  # fmt: skip


def stored(left: Left) -> list[tuple[str, int]]:
    """Rows of each canonical table in the store, captures and all."""
    rows: dict[str, int] = {}
    for record in Store(left.study.store).records() if (left.study.store / "files").is_dir() else ():
        for part in record.parts:
            rows[part.table] = rows.get(part.table, 0) + part.rows
    return sorted(rows.items())


def quarantine(here: Supervising) -> Given:
    """Rows that could not be used: file, row, reason, and the beginning of what stands there."""
    frame = here.left.kept("quarantine", lambda: _set_aside(here.left))
    if here.filters.get("file"):
        frame = frame.filter(pl.col("source_file") == here.filters.get("file"))
    cols = [
        column(_("File"), "source_file"), column(_("Row"), "source_row", href=lambda r: here.address("/row", file=r["source_file"], row=r["source_row"])),
        column(_("Reason"), "reason"), column(_("Beginning"), "excerpt", lambda v: clipped(v, 200)),
    ]  # fmt: skip
    return Given(_("Rows set aside"), frame, cols, "quarantine")


def _set_aside(left: Left) -> pl.DataFrame:
    store = Store(left.study.store)
    schema = dict.fromkeys(("source_file", "source_row", "reason", "excerpt"), pl.String)
    paths = [store.root / r.quarantine for r in store.records() if r.quarantine] if store.files.is_dir() else []
    frame = pl.concat(
        [pl.DataFrame(schema=schema), *(pl.read_parquet(p).select(list(schema)) for p in paths if p.exists())]
    )
    return frame.sort("source_file", pl.col("source_row").str.len_chars(), "source_row")


at_same_address(router, "/quarantine", quarantine)


@router.get("/quarantine", name="quarantine_page")
def quarantine_page(here: Supervising) -> Response:
    """Rows set aside."""
    given = quarantine(here).page(here, 100)
    return page(here, "table.html", given.title, step="data", forms="/quarantine", given=given, lead=_("A row that cannot be used is kept here with its reason; nothing is lost in silence."), filtered=False)  # fmt: skip


@router.get("/row", name="row_page")
def row_page(here: Owning) -> Response:
    """A row as it stands in its file under ``data/``: for the owner, whose files they are."""
    file, row = here.filters.get("file"), here.filters.get("row")
    if not file or not row:
        raise HTTPException(400, _("Say which row: /row?file=…&row=…"))
    path = file_inside(here.left.study.root, file)
    said = raw(path, row)
    return page(
        here,
        "row.html",
        _("A row of {file}").format(file=file),
        step="data",
        file=file,
        row=row,
        said=said,
        cut=len(said) >= MOST,
        filtered=False,
    )


def file_inside(root: Path, file: str) -> Path:
    """The file of the study's ``data/`` (or of its registers); anything else is not there."""
    member = PurePosixPath(file.split("#", 1)[0])
    path = (root / member).resolve()
    allowed = (root / "data").resolve()
    registers = {(root / name).resolve() for name in ("actors.csv", "accounts.csv")}
    if (
        ".." in member.parts
        or member.is_absolute()
        or not (path.is_relative_to(allowed) or path in registers)
        or not path.is_file()
    ):
        raise HTTPException(404, _("The study has no such file."))
    return path


MOST = 100_000
"""Characters of a row that a page shows."""


def raw(path: Path, row: str) -> str:
    """The record of that number in a file of lines; in other files, how to find it."""
    import csv

    number = row.split(".", 1)[0]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        raise HTTPException(400, _("{text} is no number of a row.").format(text=repr(row[:40])))
    if path.suffix.lower() not in (".csv", ".tsv", ".ndjson", ".jsonl", ".txt"):
        return _("Open the file {file}: the record has the number {row}.").format(file=path.name, row=row)
    csv.field_size_limit(1 << 27)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        if path.suffix.lower() in (".csv", ".tsv"):
            head = ""
            for place, record in enumerate(csv.reader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")):
                if place == 0:
                    head = record  # type: ignore[assignment]
                elif place == int(number):
                    return "\n".join(f"{h}: {v}" for h, v in zip([*head, *[""] * len(record)], record, strict=False))[
                        :MOST
                    ]
        else:
            for place, line in enumerate(lines, 1):
                if place == int(number):
                    return line[:MOST]
    raise HTTPException(404, _("The file has no such row."))
