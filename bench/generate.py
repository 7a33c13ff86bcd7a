"""Made-up X v2 posts, one a line as ``twarc2 flatten`` writes them: any number, any seed, the same bytes for the same seed.

python -m bench.generate FILE --posts 2000000 --seed 1
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

WORDS = [
    "pemilu",
    "suara",
    "rakyat",
    "harga",
    "beras",
    "jalan",
    "desa",
    "sekolah",
    "guru",
    "petani",
    "nelayan",
    "buruh",
    "kerja",
    "usaha",
    "kecil",
    "besar",
    "kota",
    "kabupaten",
    "kampanye",
    "debat",
    "visi",
    "misi",
    "program",
    "janji",
    "bukti",
    "nyata",
    "bersama",
    "kita",
    "bisa",
    "maju",
    "adil",
    "makmur",
    "sejahtera",
    "sehat",
    "pintar",
    "cepat",
    "murah",
    "bersih",
    "tegas",
    "jujur",
    "pilih",
    "coblos",
    "nomor",
    "satu",
    "dua",
    "tiga",
    "hari",
    "ini",
    "besok",
    "kemarin",
    "malam",
    "pagi",
    "warga",
    "ibu",
    "bapak",
    "anak",
    "muda",
]

AUTHORS = 5_000


def write(path: Path, posts: int, seed: int) -> None:
    """Write ``posts`` posts; about 1.4 kB each, nested like the real ones."""
    con = duckdb.connect()
    words = "[" + ", ".join(f"'{w}'" for w in WORDS) + "]"
    con.execute(f"COPY ({_query(posts, seed, words)}) TO '{path}' (FORMAT json)")
    con.close()


def _query(posts: int, seed: int, words: str) -> str:
    draw = "CAST(hash(i, {0}, {1}) % {2} AS BIGINT)"

    def number(salt: int, below: int) -> str:
        return draw.format(seed, salt, below)

    text = f"array_to_string(list_transform(range(18), lambda k: {words}[CAST(1 + (hash(i, k, {seed}) % {len(WORDS)}) AS BIGINT)]), ' ')"
    author = f"CAST(1000000000000000000 + {number(1, AUTHORS)} AS VARCHAR)"
    handle = f"'warga' || {number(1, AUTHORS)}"
    post_id = f"CAST(1700000000000000000 + {seed} * 100000000000 + i AS VARCHAR)"
    at = f"strftime(TIMESTAMP '2023-11-28' + to_seconds({number(2, 75 * 86400)}), '%Y-%m-%dT%H:%M:%S.000Z')"
    return f"""
    SELECT {post_id} AS id, {post_id} AS conversation_id, {author} AS author_id, {at} AS created_at,
      {text} || ' #pemilu2024 @' || 'warga' || {number(3, AUTHORS)} AS text, 'in' AS lang, 'everyone' AS reply_settings, false AS possibly_sensitive,
      {{retweet_count: {number(4, 200)}, reply_count: {number(5, 80)}, like_count: {number(6, 5000)}, quote_count: {number(7, 20)},
        bookmark_count: {number(8, 20)}, impression_count: {number(9, 100000)}}} AS public_metrics,
      {{hashtags: [{{start: 100, "end": 111, tag: 'pemilu2024'}}], mentions: [{{start: 112, "end": 122, username: 'warga' || {number(3, AUTHORS)},
        id: CAST(1000000000000000000 + {number(3, AUTHORS)} AS VARCHAR)}}], urls: [{{start: 123, "end": 146, url: 'https://t.co/' || left(md5(i::VARCHAR), 10),
        expanded_url: 'https://berita.example/' || {number(10, 9999)}, display_url: 'berita.example/' || {number(10, 9999)}}}]}} AS entities,
      [{post_id}] AS edit_history_tweet_ids, {{edits_remaining: 5, is_edit_eligible: true, editable_until: {at}}} AS edit_controls,
      CASE WHEN {number(11, 3)} = 0 THEN [{{type: 'replied_to', id: CAST(1690000000000000000 + i AS VARCHAR)}}] END AS referenced_tweets,
      CASE WHEN {number(11, 3)} = 0 THEN CAST(1000000000000000000 + {number(12, AUTHORS)} AS VARCHAR) END AS in_reply_to_user_id,
      [{{domain: {{id: '45', name: 'Brand Vertical', description: 'Top level entities that describe a Brands industry'}},
        entity: {{id: '781974596148793345', name: 'Politics and elections in Indonesia'}}}}] AS context_annotations,
      {{id: {author}, username: {handle}, name: 'Warga ' || {number(1, AUTHORS)}, created_at: '2019-01-01T00:00:00.000Z', verified: false, protected: false,
        description: 'akun pribadi, bukan siapa-siapa, suka kopi dan sepak bola', location: 'Indonesia',
        public_metrics: {{followers_count: {number(1, AUTHORS)} * 7, following_count: 300, tweet_count: 12345, listed_count: 3}}}} AS author,
      {{url: 'https://api.twitter.com/2/tweets/search/all?query=pemilu', version: '2.14.0', retrieved_at: '2024-02-20T00:00:00+00:00'}} AS __twarc
    FROM (SELECT range AS i FROM range({posts}))"""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.file, given.posts, given.seed)


if __name__ == "__main__":
    main()
