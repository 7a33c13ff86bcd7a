"""The contract of a picture: records, a sentence, a title and a drawing in both languages, and words where nothing is to be shown."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from suara.display.picture import PICTURES, Picture
from suara.display.render import png, svg, without_links
from suara.display.shown import Asked, Shown, href
from suara.display.writing import write_pictures
from suara.report.pictured import pictured
from suara.study import Study
from suara.words import LANGUAGES, speaking
from tests.display.runs import HOSTILE, folder, left

ALL = [
    "activity", "convergence", "coordination", "followers", "forest", "growth", "intervals", "literature", "media_mix", "overview", "profile", "responses",
    "specifications", "stories", "trends", "units", "voices", "votes", "waterfall",
]  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return left(tmp_path_factory.mktemp("full") / "study")


def links_of(spec: Any) -> list[str]:
    """Every value of a field called href."""
    if isinstance(spec, dict):
        return [v for k, v in spec.items() if k == "href" and isinstance(v, str)] + [
            h for v in spec.values() for h in links_of(v)
        ]
    return [h for v in spec for h in links_of(v)] if isinstance(spec, list) else []


def test_every_picture_that_the_issue_names_is_there() -> None:
    assert [p.name for p in PICTURES] == ALL


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p.name)
def test_draws_what_a_run_left(full: Study, picture: Picture, language: str) -> None:
    with speaking(language):
        drawn = picture.drawn(Shown.of(full))
        assert drawn.spec is not None and not drawn.records.is_empty()
        assert drawn.title and drawn.says and "{" not in drawn.title + drawn.says
        text = svg(drawn.spec)
        table = pictured(drawn.records)
    tree = ElementTree.fromstring(text)
    assert tree.get("role") == "img" and tree.get("aria-label") == f"{drawn.title}. {drawn.says}"
    assert len(text) > 2000 and "script>" not in text.replace(HOSTILE.replace("<", "&lt;").replace(">", "&gt;"), "")
    assert "NaN" not in text and "undefined" not in text and "null" not in re.sub(r"<[^>]+>", "", text)
    assert table.columns and len(table.rows) == min(200, drawn.records.height)
    assert json.loads(json.dumps(drawn.spec, default=str)), "a specification is JSON"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p.name)
def test_marks_lead_to_posts_by_an_agreed_address(full: Study, picture: Picture) -> None:
    with speaking("en"):
        spec = picture.drawn(Shown.of(full)).spec
    links = links_of(spec)
    assert all(
        re.fullmatch(r"posts(\?(actor|platform|from|to)=[^&]+(&(actor|platform|from|to)=[^&]+)*)?", link)
        for link in links
    )
    assert bool(links) == (
        picture.name
        in (
            "activity",
            "followers",
            "growth",
            "intervals",
            "media_mix",
            "overview",
            "profile",
            "units",
            "voices",
            "votes",
        )
    )
    assert 'href="posts' not in svg(spec or {}, links=False)
    assert not links or 'href="posts' in svg(spec or {})


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p.name)
def test_an_empty_study_is_told_in_words(tmp_path: Path, picture: Picture) -> None:
    for language, begins in (("en", "Nothing to show: "), ("id", "")):
        with speaking(language):
            drawn = picture.drawn(Shown.of(folder(tmp_path / language)))
        assert drawn.spec is None and drawn.records.is_empty()
        assert drawn.says.startswith(begins) and len(drawn.says) > 20


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p.name)
def test_filters_that_match_nobody_show_nothing_or_what_they_do_not_touch(full: Study, picture: Picture) -> None:
    with speaking("en"):
        drawn = picture.drawn(
            Shown.of(full, Asked(actors=("nobody",), platform="nowhere", measure="no_such", finding="no_such"))
        )
    assert drawn.spec is None or picture.name in (
        "convergence",
        "coordination",
        "forest",
        "literature",
        "responses",
        "stories",
        "trends",
        "units",
        "waterfall",
    )


def test_filters_keep_the_actor_and_the_weeks_that_were_asked_for(full: Study) -> None:
    asked = Asked(
        actors=("a1",), platform="x", since=pl.date_range(pl.date(2023, 12, 12), pl.date(2023, 12, 12), eager=True)[0]
    )
    records = PICTURES.get("activity").records(Shown.of(full, asked))
    weeks = records.filter(pl.col("measure") == "posts")
    assert weeks["period_end"].min() >= asked.since  # type: ignore[operator]
    assert weeks["value"].to_list() == [5.0 + 7 * k for k in range(2, 11)]
    assert "actor=a1" in weeks["href"][0]


def test_five_thousand_actors_are_the_first_twenty_and_the_rest_summed(tmp_path: Path) -> None:
    shown = Shown.of(left(tmp_path / "study", actors=5000))
    with speaking("en"):
        drawn = {p.name: p.drawn(shown) for p in PICTURES}
        for one in drawn.values():
            assert one.spec is not None and one.records.height <= 10_000
            if one.name != "votes":
                assert one.records.height <= 900, one.name
        followers = drawn["followers"].records
        assert followers["actor"].to_list()[-1] == "the other 4,980"
        whole = shown.measures.filter((pl.col("measure") == "followers") & (pl.col("period") == "whole"))["value"].sum()
        assert followers["followers"].sum() == whole
        assert len(svg(drawn["followers"].spec or {})) < 60_000


def test_a_png_has_the_dots_that_were_asked_for(full: Study) -> None:
    with speaking("en"):
        spec = PICTURES.get("waterfall").drawn(Shown.of(full)).spec or {}
    width = float(ElementTree.fromstring(svg(spec)).get("width") or 0)
    for dpi in (96, 200):
        image = png(spec, dpi)
        assert image.startswith(b"\x89PNG")
        assert int.from_bytes(image[16:20], "big") == pytest.approx(width * dpi / 96, abs=2)


def test_numbers_and_months_are_written_as_the_language_writes_them() -> None:
    spec = {
        "data": {"values": [{"day": "2024-08-01T00:00:00", "n": 1234.5}]}, "mark": "text",
        "encoding": {"text": {"field": "n", "format": ",.1f"}, "x": {"field": "day", "type": "temporal", "axis": {"format": "%d %B %Y", "tickCount": 1}}},
    }  # fmt: skip
    with speaking("id"):
        said = svg(spec)
    assert "1.234,5" in said and "Agustus 2024" in said
    with speaking("en"):
        said = svg(spec)
    assert "1,234.5" in said and "August 2024" in said


def test_nothing_is_fetched(full: Study) -> None:
    with pytest.raises(ValueError, match=r"(?i)not allowed|denied|access"):
        svg({"data": {"url": "https://example.org/x.csv"}, "mark": "bar"})
    with speaking("en"):
        specs = [p.drawn(Shown.of(full)).spec for p in PICTURES]
    assert '"url"' not in json.dumps(specs, default=str)


def test_greys_of_the_palette_can_be_told_apart() -> None:
    from suara.display.theme import PALETTE

    grey = [0.2126 * int(c[1:3], 16) + 0.7152 * int(c[3:5], 16) + 0.0722 * int(c[5:7], 16) for c in PALETTE]
    assert all(abs(a - b) > 20 for a, b in pairwise(grey))


def test_links_are_addresses_whatever_an_actor_is_called() -> None:
    assert href(actor="a b&c=ü", platform=None, from_="2024-01-01") == "posts?actor=a+b%26c%3D%C3%BC&from=2024-01-01"
    assert without_links({"encoding": {"href": {"field": "href"}, "x": {"field": "a"}}}) == {
        "encoding": {"x": {"field": "a"}}
    }


def test_writing_leaves_pictures_and_records_and_clears_old_ones(tmp_path: Path) -> None:
    study = left(tmp_path / "study")
    stale = study.out / "pictures" / "gone.svg"
    stale.parent.mkdir()
    stale.write_text("old", encoding="utf-8")
    with speaking("id"):
        write_pictures(study)
    found = {p.name for p in stale.parent.iterdir()}
    assert found == {f"{name}.{ending}" for name in ALL for ending in ("svg", "csv")}
    again = {p.name: p.read_bytes() for p in stale.parent.iterdir()}
    with speaking("id"):
        write_pictures(study)
    assert {p.name: p.read_bytes() for p in stale.parent.iterdir()} == again
    assert pl.read_csv(stale.parent / "waterfall.csv")["records"].to_list() == [120, 10, 6, 4, 100]


def test_names_beside_marks_do_not_lie_on_each_other() -> None:
    from suara.display.pictures.votes import _box, _pixels, _sides, _touch

    near = pl.DataFrame({"value": [0.0, 0.5, 0.5, 0.52, 1.0], "vote": [0.0, 0.1, 0.1, 0.102, 0.2], "short": ["PBB", "Demokrat", "PAN", "PKS", "PDI Perjuangan"]})  # fmt: skip
    size = {"width": 280, "height": 280}
    sides = _sides(near, size, False)
    x, y = _pixels(near["value"].to_list(), 280), [280 - v for v in _pixels(near["vote"].to_list(), 280)]
    boxes = [_box(a, b, 5.6 * len(n), s) for a, b, n, s in zip(x, y, near["short"], sides, strict=True)]
    assert not any(_touch(one, other) for i, one in enumerate(boxes) for other in boxes[:i])
    assert boxes[-1][2] <= 320  # nor outside the picture
