"""All machine coders of a study, one after the other: what is new is coded, what is known is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from suara.engine.codes import create_codings, machine_files
from suara.engine.frames import Engine
from suara.engine.store import Store
from suara.reduce.codebook import Codebook
from suara.reduce.coders.classifier import code_by_classifier
from suara.reduce.coders.dictionary import code_store
from suara.reduce.coders.model import code_by_model


def code_by_machines(
    con: duckdb.DuckDBPyConnection,
    codebook: Codebook,
    root: Path,
    store: Store,
    out: Path,
    engine: Engine | None = None,
) -> dict[str, dict[str, Any]]:
    """Let every machine coder code, and make ``coded_by_machines``, ``coded_by_people`` and ``gold`` on the connection.

    What the classifier tells of each code that people coded. The dictionary's work is spread over an engine's machines.
    """
    code_store(con, codebook, store, engine)
    code_by_model(codebook, root, store)
    create_codings(con, machine_files(store.tables))
    classified, told = code_by_classifier(con, store, out / "models")
    if classified is not None:
        create_codings(con, machine_files(store.tables))
    return told
