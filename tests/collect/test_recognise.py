"""What is known but has no source is told in words."""

from __future__ import annotations

import pytest

from suara.collect.probing import Probe, Unit
from suara.collect.recognise import recognise


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ({"objectType": "activity", "verb": "post", "actor": {}}, "GNIP"),
        ({"source_platform": "linkedin.com", "timestamp_collected": 1, "data": {}}, "linkedin.com"),
        ({"satu": 1}, "no format fits"),
    ],
)
def test_what_has_no_source_is_told(unit: Unit, words: str) -> None:
    found = recognise(Probe("json-lines", units=(unit,)))
    assert found.format is None and words in found.why
