"""All terms of all codes found in one pass over texts: whole words in any script, and which terms they were.

The engine's regular expressions are fast while an alternation stays within a few hundred terms sorted so that common
beginnings stand together; so terms go in chunks, how they begin picks the texts in one pass, and only those are looked at
closely. No match hides another: a found phrase carries every term that lies in it, and two terms that can share a word
of a text (*a b*, *b c*) stand in different chunks. Addresses and mentions are no text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from suara.engine.writing import name, text

CHUNK = 500
"""Terms an alternation holds at most: with 2,000 the engine leaves its automaton and is 200 times slower."""

BEGINNING = 8
"""Letters of a phrase by which texts are picked: shorter ones pick nearly all texts, longer ones need a larger automaton."""

BEGINNINGS = 2_500
"""Different beginnings, from which on their automaton would be left (1,450 of them take a third longer than 400 terms)."""

_APART = text(r"[^\p{L}\p{M}\p{N}_]+")
_ADDRESS = text(r"https?://\S+|www\.\S+|@[a-z0-9_.]+")
_CARRIED = {"phrase": pl.String, "term": pl.String, "exact": pl.Boolean, "code": pl.String}


@dataclass(frozen=True)
class Sought:
    """A term that stands for a code; ``exact``: in this case of letters only."""

    term: str
    code: str
    exact: bool = False


@dataclass(frozen=True)
class Plan:
    """Phrases to look for, in chunks, and the terms and codes that each carries (phrase, term, exact, code)."""

    chunks: tuple[tuple[str, ...], ...]
    carried: pl.DataFrame


def words(term: str) -> str:
    """A term as its words, in lower case, a space between them: how texts and terms are compared."""
    return " ".join(_tokens(term.lower()))


def _tokens(written: str) -> list[str]:
    kept = "".join(c if c == "_" or unicodedata.category(c)[0] in "LMN" else " " for c in written)
    return kept.split()


def plan(sought: Iterable[Sought], chunk: int = CHUNK) -> Plan:
    """What to look for. A term without a letter or digit is nothing to look for and is left out."""
    terms = sorted({(s.term, s.code, s.exact) for s in sought if words(s.term)})
    known = sorted({words(term) for term, _, _ in terms})
    known.sort(reverse=True)  # what begins alike together, the longer first
    by_words: dict[str, list[tuple[str, str, bool]]] = {}
    for term, code, exact in terms:
        by_words.setdefault(words(term), []).append((term, code, exact))
    carried = [
        (phrase, " ".join(_tokens(term)), exact, code)
        for phrase in known
        for inner in sorted(_inside(phrase) & by_words.keys())
        for term, code, exact in by_words[inner]
    ]
    return Plan(tuple(map(tuple, _chunks(known, chunk))), pl.DataFrame(carried, schema=_CARRIED, orient="row"))


def _inside(phrase: str) -> set[str]:
    """Every run of whole words of a phrase, itself included."""
    parts = phrase.split()
    return {" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)}


def _chunks(phrases: Sequence[str], size: int) -> list[list[str]]:
    """Neighbours together, but no two in a chunk that can share words in a text (*a b*, *b c*): one would hide the other."""
    cut: list[list[str]] = [[] for _ in range(max(1, -(-len(phrases) // size)))]
    each = -(-len(phrases) // len(cut))
    ends: list[set[str]] = [set() for _ in cut]
    begins: list[set[str]] = [set() for _ in cut]
    for i, phrase in enumerate(phrases):
        parts = phrase.split()
        last = {" ".join(parts[n:]) for n in range(1, len(parts))}
        first = {" ".join(parts[:n]) for n in range(1, len(parts))}
        order = sorted(range(len(cut)), key=lambda c: (abs(c - i // each), c))
        chosen = next((c for c in order if len(cut[c]) < size and not (last & begins[c] or first & ends[c])), None)
        if chosen is None:
            chosen = len(cut)
            cut, ends, begins = [*cut, []], [*ends, set()], [*begins, set()]
        cut[chosen].append(phrase)
        ends[chosen] |= last
        begins[chosen] |= first
    return [chunk for chunk in cut if chunk]


def _alternation(phrases: Sequence[str], between: str) -> str:
    """Phrases side by side, words apart by ``between``; letters and digits need no escape."""
    return "|".join(phrase.replace(" ", between) for phrase in phrases)


def _bounded(phrases: Sequence[str]) -> str:
    """A pattern in which the edges of a phrase are the engine's own, which know ASCII only: finds too much, never less.

    A phrase whose first or last letter is not ASCII has no such edge.
    """
    plain = [p for p in phrases if p[0].isascii() and p[-1].isascii()]
    other = [p for p in phrases if p not in set(plain)]
    between = r"\W+"
    parts = [rf"\b(?:{_alternation(plain, between)})\b"] if plain else []
    return "|".join([*parts, *([_alternation(other, between)] if other else [])])


def matches_query(con: duckdb.DuckDBPyConnection, rows: str, keys: Sequence[str], column: str, sought: Plan) -> str:
    """A query of the codes found in ``rows`` (a table or query): the keys, ``code``, and ``terms`` as they were found.

    Text without a hit has no row. The plan's table is registered on the connection.
    """
    con.register("_carried", sought.carried.to_arrow())
    listed = ", ".join(name(k) for k in keys)
    if not sought.chunks:
        return f"SELECT {listed}, NULL::VARCHAR AS code, NULL::VARCHAR[] AS terms FROM ({rows}) WHERE false"
    found = " UNION ALL ".join(map(_found, sought.chunks))
    own = f"' ' || regexp_replace(p._own, {_APART}, ' ', 'g') || ' '"
    return f"""
    WITH picked AS MATERIALIZED ({_picked(rows, listed, column, sought)}), found AS ({found}),
    named AS (SELECT _n, CASE WHEN regexp_full_match(_found, '[a-z0-9_]+') THEN _found ELSE trim(regexp_replace(_found, {_APART}, ' ', 'g')) END AS _found FROM found)
    SELECT {", ".join(f"any_value(p.{name(k)}) AS {name(k)}" for k in keys)}, c.code, list_sort(list_distinct(list(c.term))) AS terms
    FROM named AS n JOIN _carried AS c ON c.phrase = n._found JOIN picked AS p USING (_n)
    WHERE CASE WHEN c.exact THEN contains({own}, ' ' || c.term || ' ') ELSE true END
    GROUP BY p._n, c.code"""


def _picked(rows: str, listed: str, column: str, sought: Plan) -> str:
    """Texts that hold the beginning of any phrase, without addresses; where not ASCII also with doubled spaces.

    One pass for all phrases: beginnings are few enough for one automaton. Of the rest nothing is looked at again.
    """
    begins = text(_beginnings(phrase for chunk in sought.chunks for phrase in chunk))
    return f"""SELECT *, CASE WHEN strlen(_low) <> length(_low) THEN '  ' || regexp_replace(_low, {_APART}, '  ', 'g') || '  ' END AS _spaced FROM (
        SELECT row_number() OVER () AS _n, {listed}, _own, CASE WHEN contains(_low, 'http') OR contains(_low, 'www.') OR contains(_low, '@')
          THEN regexp_replace(_low, {_ADDRESS}, ' ', 'g') ELSE _low END AS _low
        FROM (SELECT {listed}, {name(column)} AS _own, lower({name(column)}) AS _low FROM ({rows}) WHERE {name(column)} IS NOT NULL)
        WHERE regexp_matches(_low, {begins}))"""


def _beginnings(phrases: Iterable[str]) -> str:
    """A pattern of how phrases begin: in any text that holds one it finds something."""
    kept: list[str] = []
    for begin in sorted({phrase[:BEGINNING].rstrip() for phrase in phrases}):
        if not (kept and begin.startswith(kept[-1])):
            kept.append(begin)
    if len(kept) > BEGINNINGS:
        return ""  # an automaton of so many is slower than none
    edged, other = [b for b in kept if b[0].isascii()], [b for b in kept if not b[0].isascii()]
    parts = [rf"\b(?:{_alternation(edged, chr(92) + 'W+')})"] if edged else []
    return "|".join([*parts, *([_alternation(other, r"\W+")] if other else [])])


def _found(chunk: Sequence[str]) -> str:
    """All matches of a chunk: by the engine's edges where the text is ASCII, else between doubled spaces.

    A branch a chunk, put together by UNION ALL: with the chunks side by side in one row the same took 1.7 times as long.
    """
    edged = text(_bounded(chunk))
    spaced = text(f" (?:{_alternation(chunk, '  ')}) ")
    return (
        f"SELECT _n, unnest(CASE WHEN _spaced IS NULL THEN regexp_extract_all(_low, {edged}) "
        f"ELSE regexp_extract_all(_spaced, {spaced}) END) AS _found FROM picked"
    )
