"""``make bench-small``, smaller still: the benchmarks run, and their numbers, not their times, are right."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said_by(bench: str, *given: str) -> str:
    """What a benchmark prints; one that fails shows its own words."""
    command = [sys.executable, "-m", f"bench.{bench}", *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def cells(said: str, first: str) -> list[str]:
    """The cells of the table's row that begins so."""
    row = next(line for line in said.splitlines() if line.startswith(f"| {first}"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_every_measure_is_what_the_sql_written_by_hand_gives(tmp_path: Path) -> None:
    said = said_by("measures", "--posts", "20000", "--few", "20000", "--repeat", "1", "--folder", str(tmp_path))
    assert "Numbers that differ from the SQL: 0." in said
    assert cells(said, "pandas")[1] == "20,000"


def test_copies_of_articles_are_found() -> None:
    said = said_by("origin", "--posts", "8000", "--articles", "400")
    recall, others = cells(said, "suara | 8,000")[-2:]
    assert float(recall) > 0.95
    assert others == "0"


def test_co_shares_are_those_of_all_pairs() -> None:
    said = said_by("coordination", "--shares", "8000", "--viral", "160", "--slice", "8000")
    edges = {row.split("|")[1].strip(): row.split("|")[7].strip() for row in said.splitlines() if "| 8,000 |" in row}
    assert edges["suara"] == edges["all pairs"] != "0"


def test_the_dictionary_codes_all_posts() -> None:
    said = said_by("coding", "2000")
    assert re.search(r"suara: all codes in one pass +[\d,]+ posts/s +\(2,000 posts", said)


def test_the_picture_shows_what_the_docs_table_says() -> None:
    from bench.picture import numbers

    table = (ROOT / "docs" / "bench-measures.md").read_text(encoding="utf-8")
    found = {(row["what"], row["posts"]): row["seconds"] for row in numbers(table)}
    ours = cells(table, "**suara**")
    assert found["suara on DuckDB", 20_000_000] == float(ours[5])
    assert {"SQL written by hand (limit)", "suara on Spark"} < {what for what, _posts in found}
