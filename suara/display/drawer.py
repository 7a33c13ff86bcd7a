"""Pictures drawn in a process beside this one.

Vega takes a tenth of a second for a picture, and while it works no other thread of its process does: a server that drew
by itself would answer nobody meanwhile. The process ends with whoever started it.

    python -m suara.display.drawer      a line of JSON [specification, language] in, a line of JSON with the SVG out
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from suara.display.render import svg
from suara.words import language, set_language

if TYPE_CHECKING:
    from suara.display.picture import Spec


class Drawer:
    """Draws one picture after the other; the process is started with the first, and anew where it broke."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def svg(self, spec: Spec) -> str:
        """The picture as SVG text; drawn here where the process cannot."""
        asked = json.dumps([spec, language()], default=str)
        with self._lock:
            drawn = self._drawn(asked)
        return drawn or svg(spec)

    def _drawn(self, asked: str) -> str:
        try:
            process = self._living()
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(asked + "\n")
            process.stdin.flush()
            return str(json.loads(process.stdout.readline()))
        except (OSError, ValueError):
            self._end()
            return ""

    def _living(self) -> subprocess.Popen[str]:
        if self._process is None:
            command = [sys.executable, "-m", "suara.display.drawer"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        return self._process

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def main() -> None:
    """Draw what is asked for, until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server, which ends this process
    for line in sys.stdin:
        spec, spoken = json.loads(line)
        set_language(spoken)
        sys.stdout.write(json.dumps(svg(spec)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
