"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.")]
Lang = Annotated[Optional[str], typer.Option("--lang", help="Language of findings and report: id or en.")]  # noqa: UP045
EngineName = Annotated[Optional[str], typer.Option("--engine", help="duckdb or spark.")]  # noqa: UP045
Threads = Annotated[Optional[int], typer.Option("--threads", help="Processors to use.", min=1)]  # noqa: UP045
