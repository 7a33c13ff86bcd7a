"""Works without their duplicates, their screening, and claims put together: planted cases."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from suara.conclude.claims import double_coded, pairs, read_claims, sign_of, together
from suara.conclude.literature import agreement, called, literature, stage_of, surname
from suara.estimators.meta import random_effects
from suara.tables import TABLES
from suara.words import set_language


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


TYPES = {"count": pl.Int64, "real": pl.Float64, "list": pl.List(pl.String), "instant": pl.Datetime}


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = {c.name: TYPES.get(c.kind, pl.String) for c in TABLES[name].columns}
    schema |= {"source_file": pl.String, "source_row": pl.String}
    made = [
        {**r, "extras": json.dumps(r["extras"]) if "extras" in r else None, "source_file": "f", "source_row": f"{i:03}"}
        for i, r in enumerate(rows)
    ]
    return pl.DataFrame(made, schema=schema)


def panel(captures: int = 1, **tables: list[dict[str, Any]]) -> Any:
    frames = {name: frame(name, rows) for name, rows in tables.items()}
    frames["captures_works"] = pl.concat([frames["works"]] * captures) if "works" in frames else None  # type: ignore[assignment]
    counts = {name: f.height for name, f in frames.items() if f is not None}
    return SimpleNamespace(count=counts, read=lambda name: frames[name])


def work(title: str | None, year: int | None = 2020, authors: tuple[str, ...] = ("Bene, Márton",), **more: Any) -> dict[str, Any]:  # fmt: skip
    return {"id": more.get("doi"), "title": title, "year": year, "authors": list(authors), **more}


def claim(name: str, direction: str | None, **more: Any) -> dict[str, Any]:
    return {"work": name, "factor": "Posts", "outcome": "votes", "direction": direction, **more}


def test_one_work_from_several_files() -> None:
    given = [
        work("Post Shared, Vote Shared!", doi="10.1/a"),
        work("Post shared – vote shared", authors=("Bene M.",)),
        work("POST SHARED VOTE SHARED", authors=("M. Bene",), doi="10.1/A".lower()),
    ]
    books = literature(panel(2, works=given))
    assert len(books.works) == 1 and books.identified == 6
    assert books.flow().duplicates == 5
    assert books.find("https://doi.org/10.1/A") is books.works[0] is books.find("post shared: vote shared")
    assert books.works[0].cited == "Bene (2020)"


def test_what_only_looks_alike_stays_apart() -> None:
    given = [
        work("Editorial", None, ()),
        work("Editorial", None, ()),
        work("One title", doi="10.1/preprint"),
        work("One title", doi="10.1/article"),
        work("One title", 2021),
        work("One title", authors=("Bright, Jonathan",)),
    ]
    books = literature(panel(works=given))
    assert len(books.works) == 6
    assert books.find("One title") is None and "one title" in books.ambiguous


def test_works_cited_alike_are_told_apart() -> None:
    books = literature(panel(works=[work("First paper"), work("Second paper"), work("Third", 2021)]))
    assert [w.cited for w in books.works] == ["Bene (2020a)", "Bene (2020b)", "Bene (2021)"]
    claims, _said = read_claims(panel(claims=[claim("First paper", "+"), claim("Second paper", "+")]), books)
    assert len(pairs(claims)[0].studies) == 2


@pytest.mark.parametrize(
    ("name", "last"),
    [("van de Schoot, Rens", "van de Schoot"), ("Liu R.", "Liu"), ("Adler D.G.", "Adler"), ("A. Prelle", "Prelle"), ("Márton Bene", "Bene")],
)  # fmt: skip
def test_last_names(name: str, last: str) -> None:
    assert surname(name) == last


def test_a_doi_is_called_alike_however_it_is_written() -> None:
    assert called("https://doi.org/10.1177/ABC.1") == called("doi: 10.1177/abc.1") == "10.1177/abc.1"


def test_screening_from_columns_and_coders() -> None:
    given = [
        work("in", extras={"screening": "include", "full_text": "yes"}),
        work("out", extras={"label_included": "0"}),
        work("text out", extras={"Full text": "exclude", "exclusion reason": "no vote"}),
        work("lost", extras={"screening": "1", "retrieved": "no"}),
        work("kept", extras={"screening": "ya"}),
        work("quarrel"),
        work("settled"),
        work("alike"),
        work("untouched"),
    ]
    coded = [("quarrel", "a", "1"), ("quarrel", "b", "0"), ("settled", "a", "1"), ("settled", "b", "0"), ("alike", "a", "0"), ("alike", "b", "0")]  # fmt: skip
    codings = [{"unit": u, "coder": c, "code": "screening", "value": v, "kind": "human"} for u, c, v in coded]
    codings.append({"unit": "settled", "coder": "c", "code": "screening", "value": "yes", "kind": "adjudicated"})
    books = literature(panel(works=given, codings=codings))
    assert {w.title: stage_of(w) for w in books.works} == {
        "in": ("included", None), "out": ("excluded", None), "text out": ("excluded on full text", "no vote"),
        "lost": ("not retrieved", None), "kept": ("sought", None), "quarrel": ("undecided", None), "settled": ("sought", None),
        "alike": ("excluded", None), "untouched": ("not screened", None),
    }  # fmt: skip
    flow = books.flow()
    assert (flow.screened, flow.excluded, flow.sought, flow.assessed, flow.included) == (7, 2, 5, 2, 1)
    assert flow.waiting_screening == 2 and flow.waiting_full_text == 2 and flow.reasons == {"no vote": 1}
    assert agreement(books.works) == (1, 3)


@pytest.mark.parametrize(("said", "sign"), [("+", 1), ("-", -1), ("−", -1), ("negatif", -1), ("0", 0), ("mixed", 0), ("?", None), (None, None)])  # fmt: skip
def test_directions(said: str | None, sign: int | None) -> None:
    assert sign_of(said) == sign


def test_effects_are_put_together_one_a_study() -> None:
    """Two results of one study count once, with the variance of one; correlations become Fisher's z."""
    rows = [
        claim("a", "+", effect=0.1, se=0.05), claim("a", "+", effect=0.3, se=0.05, page="2"), claim("b", "+", effect=0.4, n=103, extras={"effect_type": "r"}),
        claim("c", "-", effect=-0.1, se=0.1), claim("d", "+", effect=155, se=43, extras={"effect_type": "votes a point"}), claim("e", "0"),
    ]  # fmt: skip
    claims, said = read_claims(panel(claims=rows), literature(panel()))
    (pair,) = pairs(claims)
    z = 0.42364893019360184  # atanh 0.4
    expected = random_effects([0.2, z, -0.1], [0.0025, 0.01, 0.01])
    assert (pair.pooled.n, pair.pooled.estimate, pair.pooled.lo) == (3, expected.estimate, expected.lo)
    assert (pair.counted.positive, pair.counted.negative, pair.counted.zero) == (3, 1, 1)
    assert "no reference file" in said[0]


def test_a_direction_against_its_own_effect_is_left_out_and_said() -> None:
    claims, said = read_claims(
        panel(claims=[claim("a", "+", effect=-0.2, se=0.1), claim("b", "+")]), literature(panel())
    )
    assert pairs(claims)[0].signs == {"b": 1}
    assert any("contradicts its own effect" in s and "a: Posts" in s for s in said)


def test_double_coding_and_a_settled_reading() -> None:
    rows = [
        claim("a", "+", coder="x"), claim("a", "+", coder="y"), claim("b", "+", coder="x"), claim("b", "-", coder="y"),
        claim("b", "-", coder="z", extras={"kind": "adjudicated"}), claim("c", "+", coder="x"),
    ]  # fmt: skip
    claims, _said = read_claims(panel(claims=rows), literature(panel()))
    assert double_coded(claims) == (1, 2)
    assert pairs(claims)[0].signs == {"a": 1, "b": -1, "c": 1}


def test_all_factors_together_count_a_study_once() -> None:
    rows = [claim("a", "+"), claim("a", "+", factor="likes"), claim("a", "0", factor="views"), claim("b", "-"), claim("c", "+", outcome="turnout")]  # fmt: skip
    claims, _said = read_claims(panel(claims=rows), literature(panel()))
    both = together(claims, ("votes",), "all", "votes")
    assert both is not None and both.signs == {"a": 1, "b": -1} and both.pooled.n == 0
    assert together(claims, ("seats",), "all", "seats") is None
