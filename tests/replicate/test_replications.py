"""Published results are rebuilt within what printing rounds off; where data are missing, words say so."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suara.replicate.replication import REPLICATIONS, row
from suara.words import set_language
from tests.conftest import DATA

NAMES = ["barbera2019", "bcg", "darfur", "indonesia", "pan-chen"]


@pytest.fixture(autouse=True)
def _data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUARA_DATA", str(DATA))
    set_language("en")


def rows(name: str) -> dict[str, Any]:
    found = REPLICATIONS.get(name).rows()
    if found is None:
        pytest.skip(str(REPLICATIONS.get(name).missing))
    return {r.what: r for r in found}


def test_the_shelf_holds() -> None:
    assert [r.name for r in REPLICATIONS] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_within(name: str) -> None:
    found = rows(name)
    assert len(found) >= 4
    assert not [r for r in found.values() if not r.within]


def test_sixteen_values_of_barbera_in_time() -> None:
    started = time.perf_counter()
    found = rows("barbera2019")
    assert len(found) == 16 and time.perf_counter() - started < 30
    assert max(abs(r.difference) for r in found.values()) < 0.0065
    assert found["Table 4: Media with attentive public"].rebuilt == pytest.approx(0.735, abs=5e-4)


def test_the_lesson_of_indonesia() -> None:
    """On the same ten parties the previous vote tells the order, the audience does not."""
    found = rows("indonesia")
    previous = found["rank correlation of previous vote and vote, the same parties"].rebuilt
    assert previous > 3 * found["the same on parties that have a previous vote"].rebuilt
    assert found["parties with both"].rebuilt == 12


def test_a_figure_that_is_off_is_told() -> None:
    assert row("x", 0.12, 0.1249, 0.005).within
    off = row("x", 0.12, 0.1251, 0.005)
    assert not off.within and off.difference == pytest.approx(0.0051)
    assert row("x", 0.12, None, 1).as_json() == {"what": "x", "published": 0.12, "rebuilt": None, "difference": None, "within": False}  # fmt: skip


def test_the_command(suara: Callable[..., Any]) -> None:
    listed = suara("replicate")
    assert listed.code == 0 and all(name in listed.out for name in NAMES)
    found = json.loads(suara("replicate", "darfur", "--json").out)
    assert {"what", "published", "rebuilt", "difference", "within"} == set(found[0])
    assert "✓ robustness value, q = 1: published 0.1388, rebuilt 0.1388" in suara("replicate", "darfur").out


def test_what_is_not_there_is_said(suara: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SUARA_DATA", str(tmp_path))
    said = suara("replicate", "barbera2019", "--json")
    assert said.code == 0 and json.loads(said.out) == [] and "Set SUARA_DATA" in said.err
    unknown = suara("replicate", "barbara")
    assert unknown.code == 1 and "Did you mean barbera2019" in unknown.err
