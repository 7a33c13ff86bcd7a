"""How fast the dictionary codes: all built-in codes, both languages, posts of about 120 characters.

    python bench/coding.py [POSTS]

Beside it, on fewer posts, what others do: one regular expression a code in the same engine, and a loop in Python.
Texts are made from common words of both languages; in 38 % of them stands a term.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from suara.engine.duck import connect
from suara.engine.writing import text
from suara.reduce.codebook import Codebook, codebook
from suara.reduce.coders.dictionary import code_posts

TEXT = """yang di dan ini itu untuk dengan dari pada akan sudah ada tidak bisa juga lebih saat para warga daerah tahun baru besar jalan
rumah tangan mata orang satu dua bagi oleh kepada karena agar tetap masih lagi sama semua besok nanti kemarin pagi siang malam kota desa
kabupaten provinsi wilayah bersama dalam antara setelah sebelum ketika bahwa seperti hanya saja atau tapi namun the of and to in for is on
that with as at by from are was be this it an have has not but or our they their will can more all new time year day"""
WORDS = TEXT.split()
DISTINCT = 100_000


def made(book: Codebook, posts: int) -> pl.DataFrame:
    """Posts with platform, id, text and kind, the same for the same number."""
    rng = random.Random(posts)
    terms = [t.text for c in book.codes.values() for t in c.terms]

    def one() -> str:
        said: list[str] = []
        while sum(map(len, said)) + len(said) < 120:
            said.append(rng.choice(WORDS))
        if rng.random() < 0.38:
            said.insert(rng.randrange(len(said)), rng.choice(terms))
        return " ".join(said)

    texts = [one() for _ in range(min(posts, DISTINCT))]
    texts = (texts * (posts // len(texts) + 1))[:posts]
    return pl.DataFrame({"platform": "x", "id": [str(i) for i in range(posts)], "text": texts, "kind": "post"})


def timed(what: str, posts: int, work: Callable[[], object], runs: int = 1) -> float:
    """Posts a second, by the best run; printed."""
    best, processor = float("inf"), float("inf")
    for _ in range(runs):
        clock, used = time.perf_counter(), time.process_time()
        work()
        best, processor = min(best, time.perf_counter() - clock), min(processor, time.process_time() - used)
    print(f"{what:<44} {posts / best:>12,.0f} posts/s  ({posts:,} posts, {best:.2f} s, processor {processor:.2f} s)")
    return posts / best


def main(posts: int) -> None:
    book = codebook()
    frame = made(book, posts)
    con = connect()
    con.register("made", frame.to_arrow())
    con.execute("CREATE TABLE made_posts AS SELECT * FROM made")
    print(f"{len(book.codes)} codes, {sum(len(c.terms) for c in book.codes.values())} terms")
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "codings.parquet"
        timed("suara: all codes in one pass", posts, lambda: code_posts(con, book, part, "FROM made_posts"), 3)
    fewer = max(1, posts // 5)
    patterns = [
        text(rf"(?i)\b(?:{'|'.join(re.escape(t.text) for t in c.terms)})\b") for c in book.codes.values() if c.terms
    ]
    each = ", ".join(f"count(*) FILTER (regexp_matches(text, {p}))" for p in patterns)
    query = f"SELECT {each} FROM (FROM made_posts LIMIT {fewer})"
    timed("one regular expression a code", fewer, lambda: con.execute(query).fetchall())
    loop = [
        (c.name, re.compile(rf"\b(?:{'|'.join(re.escape(t.text) for t in c.terms)})\b", re.I))
        for c in book.codes.values()
        if c.terms
    ]
    few = frame["text"].head(max(1, posts // 500)).to_list()
    timed("a loop in Python", len(few), lambda: [[n for n, p in loop if p.search(t)] for t in few])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
