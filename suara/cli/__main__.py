"""``python -m suara.cli``."""

from suara.cli.app import main

main()
