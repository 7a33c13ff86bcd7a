"""Accounts of a dashboard that others can reach: names, roles, passwords, sessions, and who tried to sign in.

They lie in ``accounts.sqlite`` beside ``study.toml`` (apart from the codings, which are handed on with the study), or in
the team's database where ``SUARA_DATABASE`` names one. Passwords are kept as Argon2 hashes, sessions as hashes of their
texts: who reads the database can sign in as nobody.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, String, Table, delete, func, insert, select

from suara.engine.database import migrating, open_database, reading, writing
from suara.errors import Problem, StudyError
from suara.reduce.coders.coding import ADJUDICATOR, now
from suara.words import _

FILE = "accounts.sqlite"
ROLES = ("reader", "coder", "supervisor", "owner")
OWNER = "owner"
SHORTEST = 10
"""Characters of a password, at least."""

SESSION = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
TRIES = {"both": 5, "address": 20, "name": 50}
"""Wrong passwords within the window, after which nobody signs in: for a name from one address, from one address, for a name."""

META = MetaData()
USERS = Table(
    "dashboard_users", META,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("made_at", DateTime, nullable=False),
)  # fmt: skip
SESSIONS = Table(
    "dashboard_sessions", META,
    Column("token", String, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("ends_at", DateTime, nullable=False),
)  # fmt: skip
"""``token`` is the hash of the cookie; ``role`` counts where there is no such user (a coder on the own machine)."""

TRIED = Table(
    "dashboard_sign_ins", META,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("happened_at", DateTime, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("address", String, nullable=False),
    Column("ok", Integer, nullable=False),
)  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """Somebody who signed in."""

    name: str
    role: str


class Accounts:
    """The accounts of one study."""

    hasher = PasswordHasher()
    _hashing = threading.Semaphore(2)  # each hash takes 64 MiB: many at once must wait

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @cached_property
    def _nobodys(self) -> str:
        """A hash to compare with where there is no such account, so that the answer takes as long."""
        return self._hash("a password that nobody has")

    @classmethod
    def open(cls, root: Path) -> Accounts:
        """The accounts of the study in ``root``; their tables are made where they are not there."""
        engine = open_database(os.environ.get("SUARA_DATABASE") or f"sqlite:///{(root / FILE).resolve()}")
        with migrating(engine) as con:
            META.create_all(con)
        return cls(engine)

    @classmethod
    def there(cls, root: Path) -> bool:
        """Is there a database that sessions may stand in?"""
        return bool(os.environ.get("SUARA_DATABASE")) or (root / FILE).exists()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def add(self, name: str, role: str, password: str) -> None:
        """Make an account, or give it another role and password; its sessions end."""
        _refuse(name, role, password)
        row = {"name": name, "role": role, "password": self._hash(password), "made_at": now()}
        with writing(self._engine) as con:
            con.execute(delete(SESSIONS).where(SESSIONS.c.name == name))
            con.execute(delete(USERS).where(USERS.c.name == name))
            con.execute(insert(USERS), row)

    def remove(self, name: str) -> None:
        """Take an account away; its codings stay."""
        with writing(self._engine) as con:
            con.execute(delete(SESSIONS).where(SESSIONS.c.name == name))
            if con.execute(delete(USERS).where(USERS.c.name == name)).rowcount == 0:
                raise StudyError(Problem(name, _("no account has that name.")))

    def users(self) -> list[Signed]:
        """All accounts, by name."""
        with reading(self._engine) as con:
            return [Signed(*row) for row in con.execute(select(USERS.c.name, USERS.c.role).order_by(USERS.c.name))]

    def check(self, name: str, password: str, address: str) -> Signed | None:
        """The account, if the password is right. Null if not; StudyError after too many wrong ones."""
        self._refuse_many(name, address)
        with reading(self._engine) as con:
            row = con.execute(select(USERS).where(USERS.c.name == name)).mappings().first()
        right = self._verify(row["password"] if row else self._nobodys, password) and row is not None
        with writing(self._engine) as con:
            con.execute(insert(TRIED), {"happened_at": now(), "name": name[:200], "address": address, "ok": int(right)})
            con.execute(delete(TRIED).where(TRIED.c.happened_at < now() - timedelta(days=30)))
        return Signed(row["name"], row["role"]) if right and row else None

    def _refuse_many(self, name: str, address: str) -> None:
        wrong = select(func.count()).where(TRIED.c.ok == 0, TRIED.c.happened_at > now() - WINDOW)
        by_name, by_address = TRIED.c.name == name, TRIED.c.address == address
        with reading(self._engine) as con:
            counts = {
                "both": con.execute(wrong.where(by_name, by_address)).scalar_one(),
                "address": con.execute(wrong.where(by_address)).scalar_one(),
                "name": con.execute(wrong.where(by_name)).scalar_one(),
            }
        if any(counts[k] >= most for k, most in TRIES.items()):
            raise StudyError(Problem(_("Sign-in"), _("too many wrong passwords."), _("Wait a quarter of an hour.")))

    def begin(self, token: str, who: Signed) -> None:
        """Begin a session; ended ones are swept."""
        with writing(self._engine) as con:
            con.execute(delete(SESSIONS).where(SESSIONS.c.ends_at < now()))
            con.execute(
                insert(SESSIONS),
                {"token": _hashed(token), "name": who.name, "role": who.role, "ends_at": now() + SESSION},
            )

    def end(self, token: str) -> None:
        """End a session."""
        with writing(self._engine) as con:
            con.execute(delete(SESSIONS).where(SESSIONS.c.token == _hashed(token)))

    def of(self, token: str, open_house: bool = False) -> Signed | None:
        """Who signed in with this session, with the role that the account has now.

        ``open_house``: on the own machine a session is a name, without an account.
        """
        with reading(self._engine) as con:
            asked = select(SESSIONS.c.name, SESSIONS.c.role).where(
                SESSIONS.c.token == _hashed(token), SESSIONS.c.ends_at > now()
            )
            found = con.execute(asked).first()
            if found is None or open_house:
                return Signed(*found) if found else None
            user = con.execute(select(USERS.c.name, USERS.c.role).where(USERS.c.name == found[0])).first()
        return Signed(*user) if user else None

    def _hash(self, password: str) -> str:
        with self._hashing:
            return self.hasher.hash(password)

    def _verify(self, hashed: str, password: str) -> bool:
        with self._hashing:
            try:
                return self.hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse(name: str, role: str, password: str) -> None:
    problems = []
    if not good_name(name):
        problems.append(
            Problem(name, _("is no name for an account."), _("Use letters, digits, . _ and -, at most 60."))
        )
    if role not in ROLES:
        problems.append(
            Problem(role, _("there is no such role."), _("There are {names}.").format(names=", ".join(ROLES)))
        )
    if not SHORTEST <= len(password) <= 1_000:
        problems.append(
            Problem(_("password"), _("has fewer than {n} characters.").format(n=SHORTEST), _("Take a longer one."))
        )
    if problems:
        raise StudyError(problems)


def good_name(name: str) -> bool:
    """May somebody be called so? The adjudicator's name is taken: it decides, and is no person."""
    return bool(re.fullmatch(r"[\w.\-]{1,60}", name)) and name != ADJUDICATOR
