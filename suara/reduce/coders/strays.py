"""What is odd about codings: units that are no posts of the study, and codes that no dictionary knows."""

from __future__ import annotations

import difflib

import duckdb
import polars as pl

from suara.engine.coded_units import astray
from suara.engine.codes import codes_coded
from suara.reduce.codebook import Codebook
from suara.reduce.coders.best import slug
from suara.words import _, number


def strays(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each file with such codings, with an example and what to do."""
    said = []
    for file, several, units, example in astray(con).iter_rows():
        words = (
            _("{file}: {n} coded units fit posts of several platforms, for instance {example}; they count nowhere. Write them as platform:id.")
            if several
            else _("{file}: {n} coded units are no posts of the study, for instance {example}; their coders are compared, but no measure counts them. Units are a post's id, platform:id or its address.")
        )  # fmt: skip
        said.append(words.format(file=file, n=number(units), example=repr(example)))
    return said


def unknown_codes(con: duckdb.DuckDBPyConnection, book: Codebook) -> list[str]:
    """A sentence for each code of people that the codebook lacks, where it has codes that may be meant by it."""
    said, known = [], {slug(name) for name in book.codes}
    for code in codes_coded(con).filter(pl.col("coder").is_null(), ~pl.col("slug").is_in(list(known)))["slug"]:
        same = [c.name for c in book.codes.values() if slug(c.construct) == code and c.terms]
        meant = same or difflib.get_close_matches(code, [c.name for c in book.codes.values() if c.terms], n=1)
        if meant and code.isidentifier():
            words = _("people coded {code}, which no dictionary knows; near it are {codes}. To hold a dictionary against people write into codes/own.toml the line [{code}] and below it {table}")  # fmt: skip
            table = f"of = [{', '.join(f'{c!r}' for c in meant)}]"
            said.append(words.format(code=code, codes=", ".join(meant), table=table))
    return said
