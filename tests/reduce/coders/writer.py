"""One coder at work, as a process: ``writer.py ADDRESS ROOT CODER N ACKNOWLEDGED [KILLED_AFTER]``.

Codes N units, a few at a time; once the ledger says that they are stored, their keys are written down. With
KILLED_AFTER a second thread kills the process at once when so many were acknowledged, whatever the first is doing.
Started again after that it sends everything anew, as a browser does that never got its answer.
"""

import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

from suara.reduce.coders.coding import Coding
from suara.reduce.coders.ledger import Ledger

address, root, coder, n, acknowledged, *killed_after = sys.argv[1:]
done = 0


def kill() -> None:
    while done < int(killed_after[0]):
        time.sleep(0.001)
    time.sleep(random.random() / 50)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


if killed_after:
    threading.Thread(target=kill, daemon=True).start()
ledger = Ledger.open(Path(root), address)
with Path(acknowledged).open("a") as told:
    for start in range(0, int(n), 5):
        codings = [
            Coding(str(u), "attack", coder, str(u % 2), "big", key=f"{coder}-{u}")
            for u in range(start, min(start + 5, int(n)))
        ]
        ledger.add(codings)
        told.writelines(f"{c.key}\n" for c in codings)
        told.flush()
        os.fsync(told.fileno())
        done += len(codings)
