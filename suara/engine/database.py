"""The database of human codings: SQLite in the study's folder, or PostgreSQL for a team.

Everything else can be made again from ``data/``; what people coded cannot. A writer takes its place before it reads
(SQLite: ``BEGIN IMMEDIATE``), waits for another for up to half a minute, and is acknowledged once the disk has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from suara.errors import Problem, StudyError
from suara.words import _

WAIT_SECONDS = 30
_WRITES = "suara_writes"
_MIGRATION = 0x73756172
"""The advisory lock that a PostgreSQL client holds while it brings the schema up to date."""


def open_database(url: str) -> Engine:
    """An engine for the address; a wrong one, or a server that does not answer, is told without the password."""
    try:
        address = make_url(url)
        if address.get_backend_name() in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(address, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        mend = _("Write it as postgresql://user:password@host/database.")
        raise StudyError(Problem("SUARA_DATABASE", _("is no address of a database."), mend)) from error
    except ModuleNotFoundError as error:
        mend = _("Install it: pip install 'suara[postgres]'.")
        raise StudyError(Problem("SUARA_DATABASE", _("the PostgreSQL driver is not installed."), mend)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name != "postgresql":
        mend = _("Leave SUARA_DATABASE empty for SQLite, or give a PostgreSQL database.")
        raise StudyError(Problem("SUARA_DATABASE", _("codings are kept in SQLite or PostgreSQL."), mend))
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so, DDL included
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database."""
    with _told(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that changes something: all of it is kept, or nothing."""
    with _told(engine), engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction that only one client at a time can be in."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION})")
        yield connection


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        where = engine.url.render_as_string(hide_password=True)
        what = " ".join(str(error.orig).split())[:200]
        mend = _("Nothing was stored. Try again; if it stays so, look whether the database is there and writable.")
        raise StudyError(Problem(where, _("the database does not answer: {what}.").format(what=what), mend)) from error
    except DBAPIError as error:
        if "not a database" not in str(error.orig):
            raise
        mend = _("Put a copy of the file in its place; suara never writes over it.")
        where = engine.url.render_as_string(hide_password=True)
        raise StudyError(Problem(where, _("is no database of codings."), mend)) from error
