"""A PostgreSQL of the tests' own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

VERSIONS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))


def _as_postgres(*command: object) -> list[str]:
    """PostgreSQL refuses to be run by root."""
    said = list(map(str, command))
    return ["runuser", "-u", "postgres", "--", *said] if os.geteuid() == 0 else said


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Make an empty database in a cluster that lives as long as the tests: ``postgres()`` gives its address."""
    if not VERSIONS:
        pytest.skip("PostgreSQL is not installed (scripts/system.sh installs it)")
    pytest.importorskip("psycopg")
    bin = VERSIONS[-1]
    home = Path("/tmp") / f"suara-pg-{os.getpid()}"  # sockets have short names
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = lambda *command: subprocess.run(  # noqa: E731
        _as_postgres(*command), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )
    try:
        run(bin / "initdb", "-D", home / "data", "-U", "suara", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c max_connections=60 -c fsync=off"
        run(bin / "pg_ctl", "-D", home / "data", "-w", "-o", options, "-l", home / "log", "start")
        made = iter(range(1000))

        def database() -> str:
            name = f"study{next(made)}"
            run(bin / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "suara", name)
            return f"postgresql://suara@127.0.0.1:{port}/{name}"

        yield database
    finally:
        subprocess.run(_as_postgres(bin / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")  # fmt: skip
        shutil.rmtree(home, ignore_errors=True)
