"""``suara show``: any canonical or computed table."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from suara.cli.opening import open_study
from suara.errors import Problem, StudyError, UsageError
from suara.plain import plain, plain_rows
from suara.words import _, count

if TYPE_CHECKING:
    import polars as pl

WIDE = 14
"""More columns than this are shown without those that are empty."""

FORMATS = ("table", "csv", "json", "parquet")


def show(folder: Path, table: str, format: str, where: str | None, limit: int | None, out: Path | None) -> None:
    """Print a table, or write it."""
    if format not in FORMATS:
        raise UsageError(f"--format is one of {', '.join(FORMATS)}, not {format!r}.")
    if format == "parquet" and out is None:
        raise UsageError("--format parquet needs --out FILE.")
    from suara.show import table_of

    frame = table_of(open_study(folder), table, where, limit)
    if out is not None:
        _write(frame, format, out)
        typer.echo(_("{file}: {n} rows").format(file=out, n=count(frame.height)), err=True)
    elif format == "csv":
        sys.stdout.write(_flat(frame).write_csv())
    elif format == "json":
        sys.stdout.write(json.dumps(plain_rows(frame), ensure_ascii=False, indent=1) + "\n")
    else:
        _print(frame, limit)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists and objects as JSON cells, instants with a Z: what a CSV can hold."""
    import polars as pl

    made: list[pl.Expr | pl.Series] = []
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.Datetime):
            made.append(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ").str.replace(r"\.0+Z$", "Z").alias(name))
        elif dtype.is_nested():
            cells = [None if v is None else json.dumps(plain(v), ensure_ascii=False) for v in frame[name].to_list()]
            made.append(pl.Series(name, cells, dtype=pl.String))
    return frame.with_columns(made)


def _write(frame: pl.DataFrame, format: str, out: Path) -> None:
    if format == "parquet":
        frame.write_parquet(out)
    elif format == "json":
        out.write_text(json.dumps(plain_rows(frame), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif format == "csv":
        _flat(frame).write_csv(out)
    else:
        raise StudyError(Problem(str(out), "a file is written as csv, json or parquet.", "Add --format csv."))


def _print(frame: pl.DataFrame, limit: int | None) -> None:
    import polars as pl

    shown = frame if limit is not None else frame.head(50)
    empty = [c for c in shown.columns if shown[c].null_count() == shown.height]
    if shown.height and len(shown.columns) > WIDE:  # a terminal is narrow: what says nothing is left out
        shown = shown.drop(empty, "extras", "transcript", strict=False)
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        fmt_str_lengths=40,
        tbl_width_chars=200,
    ):
        typer.echo(str(shown))
    if shown.height < frame.height:
        typer.echo(
            _("… {n} more rows (--limit N, or --format csv)").format(n=count(frame.height - shown.height)), err=True
        )
