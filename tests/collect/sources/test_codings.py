"""Codings: whose they are, what is not coded, and what the real exports hold."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.collect.collecting import Collected, collect
from suara.collect.opening import Opened
from suara.collect.sources import _doccano, _label_studio
from suara.collect.sources._codings import hashed, said, unit_of
from suara.collect.sources._json import units
from suara.collect.sources._label_studio import controls
from suara.engine.duck import connect
from suara.study import load_study
from tests.conftest import FIXTURES, needs_fixtures

Make = Callable[..., Path]


def collected(root: Path) -> Collected:
    return collect(load_study(root), connect(), lambda *_: None)


def lines(*tasks: dict[str, Any]) -> str:
    return "".join(json.dumps(task) + "\n" for task in tasks)


def test_an_export_by_coder_names_the_coders_and_is_counted_once(study_of: Make) -> None:
    task = {"id": 5, "text": "Halo", "label": ["ramah"]}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ani.jsonl", lines(task, {"id": 6, "text": "Hai", "label": []}))
        archive.writestr("budi.jsonl", lines(task))
        archive.writestr("all.jsonl", lines(task, task))
    found = collected(study_of({"data/export.zip": packed.getvalue()}))
    assert found.con.execute("SELECT coder, unit, value FROM codings ORDER BY 1").fetchall() == [
        ("ani", "5", "ramah"),
        ("budi", "5", "ramah"),
    ]
    assert {f["file"].rsplit("/", 1)[1]: (f["read"], f["quarantined"]) for f in found.files} == {
        "all.jsonl": (2, 2), "ani.jsonl": (2, 1), "budi.jsonl": (1, 0),
    }  # fmt: skip


def test_all_jsonl_alone_is_read(study_of: Make) -> None:
    found = collected(study_of({"data/all.jsonl": lines({"text": "Halo", "label": ["ramah"]})}))
    assert found.con.execute("SELECT coder, value FROM codings").fetchall() == [("all", "ramah")]


def test_units_take_the_coded_datas_own_id_before_the_tools() -> None:
    assert unit_of({"tweet_id": "9007199254740993"}, {"id": 5}) == "9007199254740993"
    assert unit_of({"ID": 7}, None) == "7"
    assert unit_of({"id": ""}, {"other": 1}) is None
    assert hashed("Halo") == hashed("Halo") != hashed("halo")


def test_values_as_text() -> None:
    assert [said(v) for v in (["Politik", ["Pemilu"]], 4.0, 4.5, True, "x")] == [
        "Politik > Pemilu",
        "4",
        "4.5",
        "true",
        "x",
    ]


def test_controls_of_a_flat_export() -> None:
    own = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time")
    assert controls(("text", "score", "id", "tone", "note", *own)) == ("tone", "note")
    assert controls(tuple(sorted(("text", "id", "tone", *own)))) == ("tone",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"a":1}\n{"a":2}\n', [{"a": 1}, {"a": 2}]),
        ('broken\n{"a":2}\n', [None, {"a": 2}]),
        ('[{"a":1},\n {"a":2}]', [{"a": 1}, {"a": 2}]),
        ('[{"a":1}, {"a":', [{"a": 1}, None]),
        ('{\n"a": 1\n}\n{\n"a": 2\n}', [{"a": 1}, {"a": 2}]),
        ('{"a": 900719925474099312345}', [{"a": 900719925474099312345}]),
        ("[1]", [None]),
        ("", []),
    ],
)
def test_units_of_json(tmp_path: Path, text: str, wanted: list[Any]) -> None:
    (tmp_path / "file").write_text(text)
    assert list(units(Opened("data/file", tmp_path / "file", "json"))) == wanted


_KEYS = ["label", "labels", "entities", "cats", "annotations", "relations", "id", "meta", "from_id", "type", "start_offset", "end_offset",
         "result", "value", "predictions", "completed_by", "start", "choices", "from_name", "was_cancelled", "globalOffsets"]  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=6))
def test_no_task_stops_the_run(task: dict[str, Any]) -> None:
    for made in (
        _doccano.task({**task, "text": "Halo"}, "ani"),
        _label_studio.task({**task, "data": {"text": "Halo"}}),
    ):
        assert made["codings"]
        json.dumps(made)


ORACLES = {
    "doccano-export-text_classification-example.jsonl": ("doccano", 3, {("label", "negative"): 1, ("label", "positive"): 2}),
    "doccano-export-text_classification-example.csv": ("doccano-csv", 3, {("label", "negative"): 1, ("label", "positive"): 2}),
    "doccano-export-sequence_labeling-example.jsonl": ("doccano", 4, {("label", "ORG"): 1, ("label", "MISC"): 1, ("label", "PERSON"): 2}),
    "doccano-export-sequence_to_sequence-example.jsonl": ("doccano", 3, {("label", "こんにちは！"): 1, ("label", "おはようございます。"): 1, ("label", "さようなら。"): 1}),
    "doccano-export-relation_extraction-example.jsonl": ("doccano", 7, {("entities", "ORG"): 1, ("entities", "DATE"): 1, ("entities", "PERSON"): 2,
                                                         ("relations", "foundedAt"): 1, ("relations", "foundedBy"): 2}),
    "doccano-export-intent_detection-example.jsonl": ("doccano", 5, {("entities", "City"): 3, ("cats", "flight"): 1, ("cats", "airport"): 1}),
    "label-studio-csv_test_history.json": ("label-studio", 1, {("sentiment", "Positive"): 1}),
    "label-studio-data.json": ("label-studio", 1, {("label", "Airplane"): 1}),
    "label-studio-data_repeater.json": ("label-studio", 2, {("labels_0", "Document Title"): 1, ("categories_0", "Archaea"): 1}),
    "label-studio-export-2022.csv": ("label-studio-csv", 60, None),
}  # fmt: skip
"""Of each file: the format, its codings, and how often each code has each value."""


@needs_fixtures
@pytest.mark.parametrize("name", ORACLES)
def test_real_files(study_of: Make, name: str) -> None:
    found = collected(study_of({f"data/{name}": (FIXTURES / "coding" / name).read_bytes()}))
    form, read, values = ORACLES[name]
    assert (found.files[0]["format"], found.files[0]["read"], found.files[0]["stored"]) == (form, read, read)
    if values is not None:
        made = found.con.execute("SELECT code, value, count(*) FROM codings GROUP BY ALL").fetchall()
        assert {(code, value): n for code, value, n in made} == values


@needs_fixtures
def test_predictions_are_a_models(study_of: Make) -> None:
    """Two tasks: three codings by a person (two of them the same word for two places of a picture), two by a model."""
    name = "label-studio-csv_test.json"
    found = collected(study_of({f"data/{name}": (FIXTURES / "coding" / name).read_bytes()}))
    assert (found.files[0]["read"], found.files[0]["stored"], found.files[0]["duplicate"]) == (5, 4, 1)
    assert found.con.execute("SELECT coder, kind, count(confidence) FROM codings GROUP BY ALL ORDER BY 1").fetchall() == [
        ("hakan@heartex.com", "human", 0), ("model:model 0", "model", 2),
    ]  # fmt: skip
