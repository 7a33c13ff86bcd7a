"""Origin: posts that repeat the press, found in made-up posts and articles of which the true pairs are known.

    python -m bench.origin --posts 1000000 --articles 50000        (15 % of the words of every tenth post are dropped)
    python -m bench.origin --posts 100000 --articles 5000 --minhash 20000

Prints seconds, posts a second, and the share of planted copies that were found, at three sizes (a quarter, half, all);
with ``--minhash`` the same on a slice for MinHash-LSH of the library datasketch, which must be installed. ``--write``:
into a page.
"""

from __future__ import annotations

import argparse
import os
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from suara.engine.buckets import OneBucket
from suara.engine.duck import connect
from suara.engine.shingles import shared_texts

WORDS = 20_000


@dataclass(frozen=True)
class Row:
    """One way and size; ``others``: posts matched that repeat nothing."""

    way: str
    posts: int
    articles: int
    seconds: float
    processor: float
    recall: float
    others: int


def make(con: duckdb.DuckDBPyConnection, posts: int, articles: int) -> None:
    """Tables ``posts`` and ``articles``; post i (every tenth) repeats words of article i // 10 modulo the articles."""

    def words(of: str, many: int, salt: int) -> str:
        return f"list_transform(range({many}), lambda k: 'kata' || CAST(pow((hash({of}, k, {salt}) % 1000000) / 1e6, 2) * {WORDS} AS INTEGER))"

    con.execute(
        "CREATE TABLE articles AS SELECT i::VARCHAR AS id, 'koran' || i % 20 AS outlet, TIMESTAMP '2024-01-01' + to_minutes(i % 60000) AS published_at, "
        f"'minute' AS published_precision, array_to_string({words('i', 8, 1)}, ' ') AS title, array_to_string({words('i', 40, 2)}, ' ') AS text, "
        f"NULL::VARCHAR AS url, NULL::VARCHAR AS medium, true AS in_scope, false AS derived FROM range({articles}) AS t(i)"
    )
    copied = f"list_filter({words(f'(i // 10) % {articles}', 40, 2)}[1:20], lambda w, j: hash(i, j) % 100 >= 15)"
    con.execute(
        "CREATE TABLE posts AS SELECT 'x' AS platform, i::VARCHAR AS id, TIMESTAMP '2024-01-01' + to_minutes(CAST(hash(i) % 60000 AS BIGINT)) AS created_at, "
        f"array_to_string(CASE WHEN i % 10 = 0 THEN {copied} ELSE {words('i', 18, 3)} END, ' ') AS text, NULL::VARCHAR AS transcript, "
        f"NULL::VARCHAR[] AS urls, NULL::VARCHAR AS actor_id, 0 AS comments, 0 AS shares, true AS in_scope, false AS derived FROM range({posts}) AS t(i)"
    )


def ours(con: duckdb.DuckDBPyConnection, posts: int, articles: int) -> Row:
    """Time suara's own join and hold it against the planted pairs."""
    began, busy = time.perf_counter(), time.process_time()
    shared_texts(OneBucket(con), "Asia/Jakarta")
    took = time.perf_counter() - began, time.process_time() - busy
    row = con.execute(
        "SELECT count(DISTINCT s.id) FILTER (planted AND fits), count(DISTINCT s.id) FILTER (NOT planted) FROM (SELECT s.id, CAST(s.id AS BIGINT) % 10 = 0 AS planted, "
        f"(CAST(s.id AS BIGINT) // 10) % {articles} = CAST(p.article AS BIGINT) AS fits "
        "FROM best AS b JOIN social_texts AS t USING (text) JOIN social_items AS s ON s.plain = t.plain JOIN press_items AS p ON p.press = b.press) AS s"
    ).fetchone()
    assert row is not None
    return Row("suara", posts, articles, *took, row[0] / ((posts + 9) // 10), row[1])


def minhash(con: duckdb.DuckDBPyConnection, slice_: int, articles: int) -> Row:
    """The same for MinHash-LSH (64 permutations, threshold 0.2) on the first posts."""
    from datasketch import MinHash, MinHashLSH

    def sketch(words: list[str]) -> MinHash:
        made = MinHash(num_perm=64)
        made.update_batch([" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)])
        return made

    began, busy = time.perf_counter(), time.process_time()
    index = MinHashLSH(threshold=0.2, num_perm=64)
    for key, said in con.execute("SELECT id, title || ' ' || text FROM articles").fetchall():
        index.insert(key, sketch(said.split()))
    hits = false = 0
    for key, said in con.execute(f"SELECT id, text FROM posts WHERE CAST(id AS BIGINT) < {slice_}").fetchall():
        near = index.query(sketch(said.split()))
        hits += int(key) % 10 == 0 and str(int(key) // 10 % articles) in near
        false += int(key) % 10 > 0 and bool(near)
    took = time.perf_counter() - began, time.process_time() - busy
    return Row("MinHash-LSH (datasketch)", slice_, articles, *took, hits / ((slice_ + 9) // 10), false)


def page(rows: list[Row], command: str) -> str:
    """The rows as a page."""
    lines = [
        "# Origin, measured",
        "",
        "Made-up posts and articles: every tenth post repeats twenty words of an article, of which 15 % are dropped; the others are drawn from the same words.",
        f"Recall: share of these for which that article is found. Made by `{command}` on a machine with {os.cpu_count()} processors that had other",
        f"work (load {os.getloadavg()[0]:.0f}): processor seconds compare better than seconds. MinHash-LSH: 64 permutations, threshold 0.2, runs of three words.",
        "",
        "| way | posts | articles | seconds | processor s | posts/s | posts per processor s | recall | others matched |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.way} | {r.posts:,} | {r.articles:,} | {r.seconds:.1f} | {r.processor:.1f} | {r.posts / r.seconds:,.0f} | {r.posts / r.processor:,.0f} | {r.recall:.3f} | {r.others:,} |"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--minhash", type=int, default=0, metavar="POSTS")
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    sizes = [(given.posts // k, given.articles // k) for k in (4, 2, 1)]
    rows = []
    for posts, articles in sizes:
        with closing(connect()) as con:
            make(con, posts, articles)
            rows.append(ours(con, posts, articles))
            if given.minhash and posts == given.posts:
                rows.append(minhash(con, given.minhash, articles))
    said = page(
        rows,
        f"python -m bench.origin --posts {given.posts} --articles {given.articles} --minhash {given.minhash} --write docs/bench-origin.md",
    )
    print(said)
    if given.write:
        given.write.write_text(said, encoding="utf-8")


if __name__ == "__main__":
    main()
