"""Apache Spark: for studies that outgrow one machine (``engine.name = "spark"``; needs the extra ``spark`` and Java)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from suara.errors import Problem, StudyError


class Spark:
    """A Spark session in UTC; any master, local by default."""

    name = "spark"

    def __init__(self, master: str | None = None, memory: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise StudyError(Problem("engine", "Spark is not installed.", "pip install 'suara[spark]'")) from error
        self._warehouse = tempfile.TemporaryDirectory(prefix="suara-spark-", ignore_cleanup_errors=True)
        builder = SparkSession.builder.master(master or "local[2]").appName("suara")
        for key, value in self._settings(memory).items():
            builder = builder.config(key, value)
        try:
            self.session = builder.getOrCreate()
        except Exception as error:
            raise StudyError(
                Problem(
                    "engine",
                    f"Spark does not start: {str(error).splitlines()[0]}.",
                    "It needs Java 17 or newer; check [engine] master.",
                )
            ) from error
        self.session.sparkContext.setLogLevel("ERROR")

    def _settings(self, memory: str | None) -> dict[str, str]:
        return {
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.warehouse.dir": self._warehouse.name,
            "spark.driver.memory": (memory or "2g").lower().replace("ib", "").replace("b", "").replace(" ", ""),
            "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
        }

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        """A Parquet file as a lazy frame."""
        return nw.from_native(self.session.read.parquet(str(path)))

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""
        return pl.from_arrow(frame.to_native().toArrow())  # type: ignore[return-value]

    def close(self) -> None:
        """Stop the session."""
        self.session.stop()
        self._warehouse.cleanup()
