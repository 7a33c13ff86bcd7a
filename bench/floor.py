"""The floor: DuckDB alone reads the same file with a stated shape and writes Parquet. A process of its own.

python -m bench.floor FILE OUT.parquet columns|whole
"""

from __future__ import annotations

import sys

import duckdb

SHAPE = """{id: 'VARCHAR', author_id: 'VARCHAR', created_at: 'TIMESTAMP', text: 'VARCHAR', lang: 'VARCHAR', conversation_id: 'VARCHAR',
in_reply_to_user_id: 'VARCHAR', public_metrics: 'STRUCT(retweet_count BIGINT, reply_count BIGINT, like_count BIGINT, quote_count BIGINT,
impression_count BIGINT)', entities: 'STRUCT(hashtags STRUCT(tag VARCHAR)[], mentions STRUCT(username VARCHAR)[])'}"""
COLUMNS = """id, author_id, created_at, text, lang, conversation_id, in_reply_to_user_id, public_metrics.retweet_count AS shares,
public_metrics.reply_count AS comments, public_metrics.like_count AS likes, public_metrics.quote_count AS quotes,
public_metrics.impression_count AS views, [h.tag for h in entities.hashtags] AS hashtags, [m.username for m in entities.mentions] AS mentions"""


def whole_shape() -> str:
    """The shape that suara itself reads of such a file."""
    from suara.collect.source import SOURCES

    (source,) = [s for s in SOURCES if s.name == "x-v2-flat"]
    return "{" + ", ".join(f"\"{f.name}\": '{f.type}'" for f in source.shape) + "}"


def main() -> None:
    """The command."""
    file, out, what = sys.argv[1:]
    shape, columns = (SHAPE, COLUMNS) if what == "columns" else (whole_shape(), "*")
    read = f"read_json('{file}', columns={shape}, format='newline_delimited', ignore_errors=true, compression='uncompressed')"
    duckdb.connect().execute(f"COPY (SELECT {columns} FROM {read}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")


if __name__ == "__main__":
    main()
