"""The command line. Reads everything, computes nothing; answers ``--help`` at once."""

from suara.cli.app import main

__all__ = ["main"]
