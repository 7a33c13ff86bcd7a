"""``python -m suara``."""

from suara.cli.app import main

main()
