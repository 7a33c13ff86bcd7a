"""Commands that the owner starts from a page (run again, draw a sample), and how far a run has come."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import JSONResponse, RedirectResponse
from filelock import FileLock, Timeout

from suara.web.visit import Owning, Reading, posted
from suara.words import LANGUAGES, _

router = APIRouter()


class Runner:
    """One command of suara at a time, as its user would type it, with the last lines that it said."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._process: subprocess.Popen[str] | None = None
        self._said: deque[str] = deque(maxlen=12)
        self._step = ""
        self._lock = threading.Lock()

    def start(self, *arguments: str) -> bool:
        """Start a command; False while another is under way."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return False
            self._said.clear()
            self._step = ""
            command = [sys.executable, "-m", "suara", *arguments]
            self._process = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        return True

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            if line.rstrip().endswith(" …") and not line.startswith(
                " "
            ):  # a step of the road; what it does is indented
                self._step = line.rstrip().removesuffix(" …")[:100]
            self._said.append(line.rstrip()[:500])
        process.wait()

    def state(self) -> dict[str, Any]:
        """``state`` is idle, running or failed; ``step`` the step of the road; ``said`` the last lines."""
        code = None if self._process is None else self._process.poll()
        if self._process is not None and code is None:
            return {"state": "running", "step": self._step, "said": list(self._said)}
        if code:
            return {"state": "failed", "step": self._step, "said": list(self._said)}
        if _held(self.root / "out" / ".lock"):
            return {"state": "running", "step": "", "said": [_("A run that was started elsewhere is under way.")]}
        return {"state": "idle", "step": "", "said": list(self._said)}

    def stop(self) -> None:
        """End the command with the server: the next run goes on from where it stopped."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()


def _held(lock: Path) -> bool:
    """Does a run hold the study's lock?"""
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except (Timeout, OSError):
        return True


@router.get("/progress.json", response_class=JSONResponse)
def progress(here: Reading) -> Response:
    """How far a run has come; ``stamp`` changes when its results are there."""
    runner: Runner = here.request.app.state.runner
    said = runner.state()
    if here.role != "owner":
        said["said"] = []
    return JSONResponse({**said, "stamp": str(hash(here.left.stamp))})


@router.post("/run", dependencies=[Depends(posted)])
def run(here: Owning, lang: Annotated[str, Form()] = "") -> Response:
    """Run the study again, in one of the languages."""
    runner: Runner = here.request.app.state.runner
    spoken = ["--lang", lang] if lang in LANGUAGES else []
    if not runner.start("run", str(here.folder.root), *spoken):
        raise HTTPException(409, _("A run is under way already."))
    return RedirectResponse(here.address("/"), 303)
