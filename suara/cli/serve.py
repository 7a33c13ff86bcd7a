"""``suara serve`` and ``suara user``: the dashboard, and who may see it where others can reach it."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path

import typer

from suara.cli.opening import open_study
from suara.errors import Problem, StudyError, UsageError
from suara.words import _


def serve(folder: Path, host: str, port: int) -> None:
    """Serve the dashboard until Ctrl-C. On another host than this machine's own it demands accounts."""
    import uvicorn

    from suara.web.app import made

    study = open_study(folder)
    local = _is_local(host)
    if not local:
        _refuse_without_owner(study.root, host)
    bound = _bound(host, port)
    where = f"[{host}]" if ":" in host else host
    typer.echo(
        _("The dashboard: {address} (Ctrl-C ends it)").format(address=f"http://{where}:{bound.getsockname()[1]}/")
    )
    sys.stdout.flush()
    config = uvicorn.Config(
        made(study.root, local=local, warm=True),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
        lifespan="on",
    )
    uvicorn.Server(config).run(sockets=[bound])


def _refuse_without_owner(root: Path, host: str) -> None:
    from suara.web.accounts import OWNER, Accounts

    accounts = Accounts.open(root)
    if not any(user.role == OWNER for user in accounts.users()):
        mend = _("Make one first: suara user add {folder} NAME --role owner").format(folder=root)
        raise StudyError(
            Problem(f"--host {host}", _("others could reach the study, and it has no account of an owner."), mend)
        )
    accounts.close()


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, for asyncio sends at once (TCP_NODELAY) on sockets alone that say so: else a page waits 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)  # who comes before the server is up waits
    except (OSError, OverflowError) as error:
        bound.close()
        said = _("cannot be listened to: {what}.").format(what=getattr(error, "strerror", None) or error)
        raise StudyError(
            Problem(f"{host}:{port}", said, _("Another program may be there: give another --port."))
        ) from error
    return bound


def user(folder: Path, action: str, name: str | None, role: str) -> None:
    """Add an account (or change its role and password), remove one, or list all."""
    from suara.web.accounts import Accounts

    accounts = Accounts.open(open_study(folder).root)
    if action == "list":
        for one in accounts.users():
            typer.echo(f"{one.name}\t{one.role}")
    elif action not in ("add", "remove") or not name:
        raise UsageError(
            _(
                "Write: suara user add DIR NAME --role reader, coder, supervisor or owner; suara user remove DIR NAME; suara user list DIR."
            )
        )
    elif action == "add":
        accounts.add(
            name,
            role,
            os.environ.get("SUARA_PASSWORD") or typer.prompt(_("Password"), hide_input=True, confirmation_prompt=True),
        )
        typer.echo(_("{name} may sign in as {role}.").format(name=name, role=role))
    else:
        accounts.remove(name)
        typer.echo(_("{name} may not sign in any more.").format(name=name))
