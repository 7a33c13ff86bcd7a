"""The replication package holds what checks the study, and no text, name, key or password that must not be handed on."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

import polars as pl
import pytest

from suara.errors import StudyError
from suara.export.exporting import export
from suara.export.formats.package import shareable
from suara.export.sheet import Sheet
from suara.study import load_study

from .conftest import HARD


@pytest.fixture(scope="module")
def members(walked_root, tmp_path_factory):
    (walked_root / ".suara-key").exists() or (walked_root / ".suara-key").write_text("kunci", encoding="utf-8")
    (walked_root / "codings.sqlite.bak").write_text("rahasia", encoding="utf-8")
    (written,) = export(load_study(walked_root), "package", out=tmp_path_factory.mktemp("package") / "p.zip")
    with zipfile.ZipFile(written.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(members, name):
    return list(csv.DictReader(io.StringIO(members[f"tables/{name}.csv"].decode())))


def test_study_run_tables_codebook_and_readme_are_in(members):
    assert {"README.md", "MANIFEST.csv", "codebook.md", "codebook.qdc", "study/study.toml", "study/actors.csv", "run/run.json",
            "run/findings.json", "run/measures.parquet", "tables/columns.csv", "tables/posts.csv", "tables/codings.csv"} <= set(members)  # fmt: skip
    assert "posts: 28 of 28 stand as ids" in members["README.md"].decode()
    assert "Replication package" in members["README.md"].decode()
    manifest = {row["file"]: row["sha256"] for row in csv.DictReader(io.StringIO(members["MANIFEST.csv"].decode()))}
    assert manifest == {n: hashlib.sha256(c).hexdigest() for n, c in members.items() if n != "MANIFEST.csv"}


def test_posts_of_x_are_ids_only(members):
    posts = table(members, "posts")
    assert {p["platform"] for p in posts} == {"x"}
    assert len(posts) == 28
    assert all(p["id"] and not p["text"] and not p["handle"] and not p["created_at"] and not p["likes"] for p in posts)
    assert not any(
        text.encode() in members["tables/posts.csv"] for name, text in HARD.items() if name in ("emoji", "rtl")
    )


def test_key_names_and_passwords_are_not_in(members, walked_root):
    key = (walked_root / ".suara-key").read_bytes().strip()
    for name, content in members.items():
        assert key not in content, name
        assert b"rahasia" not in content, name
        assert b"warga_biasa" not in content, name
        assert b"entah" not in content, name  # an address handed in may name who wrote what it leads to
        assert not name.startswith("data/"), name
    assert b"spark://host:7077" in members["study/study.toml"]
    assert "run/run.json" in members and b"host:7077" in members["run/run.json"]


def test_open_platforms_keep_the_texts_of_campaigners_only():
    frame = pl.DataFrame(
        {"platform": ["bluesky", "bluesky", "bluesky", "x"], "id": ["at://did:plc:abc/post/1", "at://did:plc:xyz/post/2", "3", "4"],
         "kind": ["post", "post", "comment", None], "actor_id": ["par", None, "par", "par"], "text": ["satu", "dua", "tiga", "empat"], "extras": ["{}"] * 4}
    )  # fmt: skip
    made, note = shareable(Sheet("posts", frame, ()))
    assert made["text"].to_list() == ["satu", None, None, None]
    assert made["id"].to_list() == ["at://did:plc:abc/post/1", None, "3", "4"]
    assert "extras" not in made.columns
    assert "3 of 4" in note


def test_without_a_register_it_is_refused(study_of):
    posts = "platform,id,created_at,text,handle\nx,1,2024-01-01T00:00:00Z,halo,warga\n"
    root = study_of({"data/posts.csv": posts})
    (root / "out").mkdir()
    (root / "out" / "findings.json").write_text("[]", encoding="utf-8")
    with pytest.raises(StudyError, match="whose names may be handed on"):
        export(load_study(root), "package")


def test_the_same_run_gives_the_same_bytes(study, tmp_path):
    first = export(study, "package", out=tmp_path / "1.zip")[0].path.read_bytes()
    assert first == export(study, "package", out=tmp_path / "2.zip")[0].path.read_bytes()
