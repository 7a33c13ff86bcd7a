"""A study that was run once, servers on free ports, and a browser."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
import uvicorn
from argon2 import PasswordHasher

from suara.reduce.coders.ledger import Ledger
from suara.road import walk
from suara.study import load_study
from suara.web.accounts import Accounts
from suara.web.app import made as dashboard
from tests.web import made

CHROMIUM = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with its ``out/``, as the command leaves it."""
    root = made.write(tmp_path_factory.mktemp("web") / "study")
    walk(load_study(root)).engine.close()
    (root / "out/report.html").write_text(
        "<!doctype html><title>report</title><style>p { color: red }</style><p>The report</p>"
    )
    return root


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Hashing a password takes a tenth of a second by design, which tests need not wait for."""
    before, Accounts.hasher = Accounts.hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    Accounts.hasher = before


@pytest.fixture
def own(ran: Path, tmp_path: Path) -> Path:
    """A copy of that study, to be changed."""
    return Path(shutil.copytree(ran, tmp_path / "study"))


class Client(httpx.Client):
    """A browser without scripts: keeps its cookie, and sends the form's token back."""

    def send_form(self, path: str, page: str | None = None, **fields: Any) -> httpx.Response:
        """Fill in a form of ``page`` (or of ``path`` itself) and send it; redirects are not followed."""
        found = re.search(r'name="csrf_token" value="(\w+)"|data-csrf="(\w+)"', self.get(page or path).text)
        return self.post(path, data={"csrf_token": (found[1] or found[2]) if found else "", **fields})


@contextlib.contextmanager
def serving(root: Path, *, local: bool = True) -> Iterator[str]:
    """The dashboard of a study in a thread of this process; its address."""
    server = uvicorn.Server(uvicorn.Config(dashboard(root, local=local), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="session")
def home(ran: Path) -> Iterator[str]:
    """The dashboard of the study that was run, on the own machine."""
    with serving(ran) as address:
        yield address


@pytest.fixture
def client(home: str) -> Iterator[Client]:
    """A visitor of it."""
    with Client(base_url=home, timeout=60) as one:
        yield one


@pytest.fixture
def visit() -> Iterator[Callable[..., Client]]:
    """Serve a study and visit it: ``visit(root, local=False)``; each call is another visitor of another server."""
    with contextlib.ExitStack() as stack:
        yield lambda root, **options: stack.enter_context(
            Client(base_url=stack.enter_context(serving(root, **options)), timeout=60)
        )


def opened(
    root: Path, units: int, coders: list[str], *, codes: tuple[str, ...] = ("attack", "question_to_citizens")
) -> list[str]:
    """Open the round "pilot" over posts of the study that all coders code; its units."""
    ids = pl.read_parquet(root / "out/store/tables/prepared_posts.parquet")["id"].unique().sort().to_list()
    drawn = (
        (ids * (1 + units // len(ids)))[:units]
        if units <= len(ids)
        else [*ids, *(f"more{i}" for i in range(units - len(ids)))]
    )
    frame = pl.DataFrame({"unit": drawn, "sampling_probability": [0.5] * units, "stratum": ["a"] * units})
    ledger = Ledger.open(root)
    ledger.open_round("pilot", codes, frame, coders, overlap=units)
    ledger.close()
    return drawn


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, driven."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed: scripts/system.sh installs it.")
        pytest.skip("Chromium is not installed (scripts/system.sh installs it)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page on which every console error, and every request to another host, fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    one = context.new_page()
    wrong = watched(one)
    yield one
    context.close()
    assert not wrong


def watched(page: Any) -> list[str]:
    """What a page does that it may not, as it happens."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None if re.match(r"(http://127\.0\.0\.1:\d+/|data:|blob:)", asked.url) else wrong.append(asked.url)
        ),
    )
    return wrong
