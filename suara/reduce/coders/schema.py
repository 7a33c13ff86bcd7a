"""The tables in which human codings are kept, and how an older database is brought up to date.

Nothing is ever changed or deleted: a coding that is taken back is followed by a withdrawal, and a round is locked by a
row of its own.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    inspect,
    select,
)

from suara.engine.database import migrating, reading
from suara.errors import Problem, StudyError
from suara.words import _

VERSIONS = ("first",)
"""The revisions of the schema, oldest first; each is a file of ``migrations/versions``."""

META = MetaData()

ROUNDS = Table(
    "rounds", META,
    Column("name", String, primary_key=True),
    Column("codes", String, nullable=False),
    Column("coders", String, nullable=False),
    Column("overlap", Integer, nullable=False),
    Column("codebook_version", String, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("opened_at", DateTime, nullable=False),
)  # fmt: skip
"""A round of coding: its codes and coders (JSON lists), and how many units all of them code. ``drawn``: 1 if its units
are a probability sample, 0 if any post may be coded in it."""

UNITS = Table(
    "units", META,
    Column("round", String, ForeignKey("rounds.name"), primary_key=True),
    Column("unit", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("platform", String),
    Column("unit_kind", String, nullable=False),
    Column("stratum", String),
    Column("sampling_probability", Float),
)  # fmt: skip
"""The units of a round in the order of their hashes, and the probability with which each was drawn."""

ASSIGNMENTS = Table(
    "assignments", META,
    Column("round", String, ForeignKey("rounds.name"), primary_key=True),
    Column("coder", String, primary_key=True),
    Column("unit", String, primary_key=True),
)  # fmt: skip

EVENTS = Table(
    "codings", META,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, unique=True),
    Column("action", String, nullable=False),
    Column("round", String, ForeignKey("rounds.name"), nullable=False, index=True),
    Column("unit", String, nullable=False),
    Column("unit_kind", String, nullable=False),
    Column("code", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", String),
    Column("confidence", Float),
    Column("memo", String),
    Column("codebook_version", String),
    Column("coded_at", DateTime, nullable=False),
    Column("stored_at", DateTime, nullable=False),
)  # fmt: skip
"""What a coder said of a unit (``action`` code), or took back (withdraw), in the order in which it arrived. ``key`` is
made where the coding is made: sent twice it is stored once."""

LOCKS = Table(
    "locks", META,
    Column("round", String, ForeignKey("rounds.name"), primary_key=True),
    Column("locked_by", String, nullable=False),
    Column("locked_at", DateTime, nullable=False),
)  # fmt: skip

AUDIT = Table(
    "audit", META,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("happened_at", DateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("details", String, nullable=False),
)  # fmt: skip
"""Who opened, took in, locked."""

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String))


def bring_up_to_date(engine: Engine, where: str) -> None:
    """Make the tables or migrate them; a database of a newer suara is refused."""
    with reading(engine) as connection:
        if _found(connection, where) == VERSIONS[-1]:
            return
    with migrating(engine) as connection:
        if _found(connection, where) != VERSIONS[-1]:  # another client may have been quicker
            _migrate(connection)


def _found(connection: Connection, where: str) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    version = connection.execute(select(_VERSION.c.version_num)).scalar()
    if version is not None and version not in VERSIONS:
        what = _("these codings were kept by a newer suara (schema {version}).").format(version=version)
        raise StudyError(Problem(where, what, _("Install a newer suara; nothing was changed.")))
    return version


def _migrate(connection: Connection) -> None:
    import logging

    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
