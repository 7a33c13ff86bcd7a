"""The dashboard and the coding room: pages over what a run left in ``out/``; they compute nothing."""
