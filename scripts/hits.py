"""Draw hits of a code to judge: posts in which the dictionary found it, in the order of a hash, so that all draw the same.

    python scripts/hits.py DIR CODE [N]

DIR is a study that ``suara run`` has walked. A line is the post's id, the terms found and the text, separated by tabs.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import polars as pl

from suara.reduce.codebook import codebook
from suara.reduce.coders.dictionary import code_posts
from suara.show import opened_store
from suara.study import load_study

POSTS = "SELECT platform, id, text, kind FROM posts WHERE NOT derived AND id IS NOT NULL"


def hits(folder: Path, code: str | None = None) -> pl.DataFrame:
    """code, unit, terms, text of every hit in an actor's own posts, coded anew, in hash order within a code."""
    study = load_study(folder)
    con = opened_store(study).con
    coded = pl.read_parquet(code_posts(con, codebook(study.root), study.out / "work" / "hits.parquet", POSTS))
    own = con.table("posts").filter("actor_id IS NOT NULL").project("platform, id AS unit, text").pl()
    rows = coded.filter(pl.lit(True) if code is None else pl.col("code") == code).join(own, on=["platform", "unit"])
    digests = [sha256(f"{c} {u}".encode()).hexdigest() for c, u in rows.select("code", "unit").iter_rows()]
    return rows.with_columns(
        pl.Series("order", digests),
        pl.col("extras").map_elements(lambda e: ", ".join(json.loads(e)["terms"]), pl.String).alias("terms"),
        pl.col("text").str.replace_all(r"\s+", " "),
    ).sort("code", "order").select("code", "unit", "terms", "text")  # fmt: skip


if __name__ == "__main__":
    folder, code, *more = sys.argv[1:]
    for _code, unit, terms, text in hits(Path(folder), code).head(int(more[0]) if more else 20).iter_rows():
        print(unit, terms, text, sep="\t")
