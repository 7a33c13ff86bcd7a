"""``suara export``: tables, networks and the study as a whole, in the format asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from suara.errors import Problem, StudyError, UsageError
from suara.export.format import FORMATS, Format, Order, Written
from suara.export.networks import NETWORKS, networks_of
from suara.export.sheet import MADE
from suara.show import COMPUTED
from suara.study import Study
from suara.tables import TABLES
from suara.words import _


def export(
    study: Study, to: str, tables: Sequence[str] = (), out: Path | None = None, excel: bool = False
) -> list[Written]:
    """Write the study in a format; every file with its rows and notes. Nothing half-written is left under its name."""
    format = _format(to)
    _known(format, tables)
    order = Order(study, tuple(dict.fromkeys(tables)), _target(study, format, out), excel)
    if format.holds == "table":
        return [_write_table(format, order, sheet) for sheet in order.sheets()]
    if format.holds == "network":
        return [_write_network(format, order, name) for name in order.tables or NETWORKS]
    order.out.parent.mkdir(parents=True, exist_ok=True)
    given = order.sheets() if format.holds == "tables" else order
    written: list[Written] = (
        format.declared(given, order.out, order) if format.holds == "tables" else format.declared(given, order.out)
    )
    return written


def _format(to: str) -> Format:
    if to in FORMATS:
        return FORMATS.get(to)
    names = [f.name for f in FORMATS]
    near = difflib.get_close_matches(to, names, n=1)
    meant = (
        _("Did you mean {name}?").format(name=near[0])
        if near
        else _("There are {names}.").format(names=", ".join(names))
    )
    raise UsageError(_("no format is called {name}.").format(name=repr(to)) + " " + meant)


def _known(format: Format, tables: Sequence[str]) -> None:
    """Tables (or networks) that there are; all that there are not are told at once."""
    if format.holds == "study":
        if tables:
            raise UsageError(_("--to {name} is made from the whole study; leave --table out.").format(name=format.name))
        return
    known = list(NETWORKS) if format.holds == "network" else [*TABLES, *COMPUTED, MADE]
    problems = []
    for table in (t for t in tables if t not in known):
        near = difflib.get_close_matches(table, known, n=1)
        meant = (
            _("Did you mean {name}?").format(name=near[0])
            if near
            else _("There are {names}.").format(names=", ".join(known))
        )
        problems.append(Problem(f"--table {table}", _("no table is called {table}.").format(table=repr(table)), meant))
    if problems:
        raise StudyError(problems)


def _target(study: Study, format: Format, out: Path | None) -> Path:
    """Where to: a folder for a file a table, else a file; without ``out`` below ``out/export``."""
    home = study.out / "export"
    if format.holds in ("table", "network"):
        return out or home / format.name
    file = f"{study.root.resolve().name or 'study'}{format.ending}"
    if out is None:
        return home / file
    return out / file if out.is_dir() else out


def _file(format: Format, order: Order, name: str) -> Path:
    """The file of one table: the one named where only one is asked for, else its own in the folder."""
    single = len(order.tables) == 1 and order.out.suffix != "" and not order.out.is_dir()
    path = order.out if single else order.out / f"{name}{format.ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _write_table(format: Format, order: Order, sheet: object) -> Written:
    path = _file(format, order, sheet.name)  # type: ignore[attr-defined]
    notes = format.declared(sheet, beside(path), order)
    beside(path).replace(path)
    return Written(path, sheet.frame.height, "rows", tuple(notes))  # type: ignore[attr-defined]


def _write_network(format: Format, order: Order, name: str) -> Written:
    path = _file(format, order, name)
    network = networks_of(order, name)
    format.declared(network, beside(path))
    beside(path).replace(path)
    return Written(path, network.number_of_edges(), "edges")


def beside(path: Path) -> Path:
    """Where a file is written before it gets its name."""
    return path.with_name(f".{path.stem}.part{path.suffix}")
