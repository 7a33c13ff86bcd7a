"""Origin: posts that repeat the press, found in made-up posts and articles of which the true pairs are known.

    python -m bench.origin --posts 1000000 --articles 50000        (15 % of the words of every tenth post are dropped)
    python -m bench.origin --posts 100000 --articles 5000 --minhash 20000

Prints seconds, posts a second, and the share of planted copies that were found; with ``--minhash`` the same on a slice
for MinHash-LSH of the library datasketch, which must be installed.
"""

from __future__ import annotations

import argparse
import time

import duckdb

from suara.engine.duck import connect
from suara.engine.shingles import shared_texts

WORDS = 20_000


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


def ours(con: duckdb.DuckDBPyConnection, posts: int, articles: int) -> None:
    """Time suara's own join and hold it against the planted pairs."""
    began = time.perf_counter()
    found = shared_texts(con, "Asia/Jakarta")
    seconds = time.perf_counter() - began
    row = con.execute(
        "SELECT count(DISTINCT s.id) FROM best AS b JOIN social_texts AS t USING (social) JOIN social_items AS s ON s.plain = t.plain "
        "JOIN press_items AS p ON p.press = b.press WHERE CAST(s.id AS BIGINT) % 10 = 0 AND "
        f"(CAST(s.id AS BIGINT) // 10) % {articles} = CAST(p.article AS BIGINT)"
    ).fetchone()
    assert row is not None
    planted = (posts + 9) // 10
    print(f"suara     {posts:>9,} posts x {articles:,} articles: {seconds:.1f} s, {posts / seconds:,.0f} posts/s, "
          f"recall {row[0] / planted:.3f}, {found.social.height:,} texts matched")  # fmt: skip


def minhash(con: duckdb.DuckDBPyConnection, slice_: int, articles: int) -> None:
    """The same for MinHash-LSH (64 permutations, threshold 0.2) on the first posts."""
    from datasketch import MinHash, MinHashLSH

    def sketch(words: list[str]) -> MinHash:
        made = MinHash(num_perm=64)
        made.update_batch([" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)])
        return made

    began = time.perf_counter()
    index = MinHashLSH(threshold=0.2, num_perm=64)
    for key, said in con.execute("SELECT id, title || ' ' || text FROM articles").fetchall():
        index.insert(key, sketch(said.split()))
    hits = 0
    for key, said in con.execute(f"SELECT id, text FROM posts WHERE CAST(id AS BIGINT) < {slice_}").fetchall():
        near = index.query(sketch(said.split()))
        hits += int(key) % 10 == 0 and str(int(key) // 10 % articles) in near
    seconds = time.perf_counter() - began
    print(f"datasketch {slice_:>8,} posts x {articles:,} articles: {seconds:.1f} s, {slice_ / seconds:,.0f} posts/s, "
          f"recall {hits / ((slice_ + 9) // 10):.3f}")  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--minhash", type=int, default=0, metavar="POSTS")
    given = parser.parse_args()
    con = connect()
    make(con, given.posts, given.articles)
    ours(con, given.posts, given.articles)
    if given.minhash:
        minhash(con, given.minhash, given.articles)


if __name__ == "__main__":
    main()
