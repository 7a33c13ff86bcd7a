"""Rules of an election as data: one file an election, and the zones of its units.

A rule is where to look, never a verdict. A study names a bundled file or one of its own under ``[rules] file``.
"""
