"""Works and codings go out in exchange formats and come back the same through suara's own sources."""

from __future__ import annotations

import zipfile

import pytest
import rispy
from defusedxml.ElementTree import fromstring

from suara.collect.collecting import collect
from suara.engine.duck import connect
from suara.export.exporting import export
from suara.export.formats.ris import TYPES, entry
from suara.study import load_study

from .conftest import HARD, IDS

WORK = [
    "id",
    "type",
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "url",
    "abstract",
    "keywords",
    "lang",
]
CODING = ["unit", "coder", "code", "value", "start", "end", "coded_at"]


def again(tmp_path, written):
    """A new study that holds nothing but what was written."""
    root = tmp_path / "again"
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text('[study]\ntitle = "Again"\n', encoding="utf-8")
    written.path.replace(root / "data" / written.path.name)
    return collect(load_study(root), connect(), lambda *_: None)


def rows(con, table, columns):
    listed = ", ".join(f'"{c}"' for c in columns)
    return con.execute(f"SELECT {listed} FROM {table} ORDER BY ALL").fetchall()


def test_ris_comes_back_the_same(study, tmp_path):
    before = rows(collect(study, connect(), lambda *_: None).con, "works", WORK)
    (written,) = export(study, "ris", out=tmp_path / "w.ris")
    with written.path.open(encoding="utf-8") as file:
        entries = rispy.load(file)
    assert {e["title"] for e in entries} == {
        "Getting closer: personalized & interactive online communication",
        "Prosedur penelitian",
    }
    assert entries[0]["authors"] == ["Kruikemeier, Sanne", "van Noort, Guda"]
    assert rows(again(tmp_path, written).con, "works", WORK) == before


@pytest.mark.parametrize("kind", [*TYPES, "other"])
def test_every_kind_of_work_comes_back(kind, tmp_path):
    columns = {
        **dict.fromkeys([*WORK, "source"]),
        "type": kind,
        "title": "Judul\ndua baris\x0b",
        "year": 2020,
        "id": "k1",
    }
    (tmp_path / "again" / "data").mkdir(parents=True)
    (tmp_path / "again" / "study.toml").write_text('[study]\ntitle = "A"\n', encoding="utf-8")
    (tmp_path / "again" / "data" / "w.ris").write_text(rispy.dumps([entry(columns)]), encoding="utf-8")
    found = collect(load_study(tmp_path / "again"), connect(), lambda *_: None)
    assert rows(found.con, "works", ["type", "title", "year", "id"]) == [(kind, "Judul dua baris", 2020, "k1")]


def test_qdpx_comes_back_with_the_same_codings(study, tmp_path):
    before = rows(collect(study, connect(), lambda *_: None).con, "codings", CODING)
    (written,) = export(study, "qdpx", out=tmp_path / "c.qdpx")
    assert written.rows == len(before) == 5
    assert any("have no text" in note for note in written.notes)
    found = again(tmp_path, written)
    assert rows(found.con, "codings", CODING) == before
    assert [f["format"] for f in found.files] == ["refi-qda"]


def test_qdpx_holds_texts_and_spans_as_the_standard_says(study, tmp_path):
    (written,) = export(study, "qdpx", out=tmp_path / "c.qdpx")
    with zipfile.ZipFile(written.path) as archive:
        project = fromstring(archive.read("project.qde"))
        names = archive.namelist()
        sources = {s.get("name"): s for s in project.iter("{urn:QDA-XML:project:1.0}TextSource")}
        emoji = sources[IDS["emoji"]]
        path = emoji.get("plainTextPath").replace("internal://", "sources/")
        text = archive.read(path).decode()
    assert text == HARD["emoji"]
    assert names[0] == "project.qde"
    span = emoji.find("{urn:QDA-XML:project:1.0}PlainTextSelection")
    assert (
        text[int(span.get("startPosition")) : int(span.get("endPosition"))] == span.get("name") == HARD["emoji"][6:15]
    )
    assert [c.tag.rpartition("}")[2] for c in project] == ["Users", "CodeBook", "Sources"]
    targets = {r.get("targetGUID") for r in project.iter("{urn:QDA-XML:project:1.0}CodeRef")}
    codes = {c.get("guid"): c.get("name") for c in project.iter("{urn:QDA-XML:project:1.0}Code")}
    assert targets <= set(codes)
    assert {codes[t] for t in targets} == {
        "hate_speech",
        "hate_speech = 0",
        "attack_target = citizens",
        "attack",
        "tone = odd",
    }


def test_the_same_codings_give_the_same_bytes(study, tmp_path):
    first = export(study, "qdpx", out=tmp_path / "1.qdpx")[0].path.read_bytes()
    assert first == export(study, "qdpx", out=tmp_path / "2.qdpx")[0].path.read_bytes()


def test_qdc_is_the_codebook(study, tmp_path):
    (written,) = export(study, "qdc", out=tmp_path / "c.qdc")
    root = fromstring(written.path.read_bytes())
    names = {c.get("name") for c in root.iter("{urn:QDA-XML:codebook:1.0}Code")}
    assert {"hate_speech", "vision_mission"} <= names
