"""Networks come back from GEXF and GraphML with their actors, ties and numbers."""

from __future__ import annotations

import networkx as nx
import pytest

from suara.export.exporting import export
from suara.study import load_study
from tests.campaign import as_csv

READ = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}


@pytest.mark.parametrize("to", ["gexf", "graphml"])
def test_who_speaks_to_whom(study, tmp_path, to):
    (written,) = export(study, to, ["conversation"], tmp_path / f"n.{to}")
    graph = READ[to](written.path)
    assert set(graph) == {"jkt", "pap", "mks", "par", "kor"}
    edges = {(a, b): data for a, b, data in graph.edges(data=True)}
    assert {k: (d["replies"], d["mentions"], d["weight"]) for k, d in edges.items()} == {
        ("jkt", "par"): (2, 2, 4),
        ("jkt", "pap"): (0, 2, 2),
    }
    assert graph.nodes["par"]["label"] == "Partai Contoh"
    assert written.rows == 2


@pytest.mark.parametrize("to", ["gexf", "graphml"])
def test_accounts_that_share_the_same_at_the_same_time(tmp_path, to):
    """Four accounts share six links within seconds; twenty others share each of them at some time of the hour."""
    posts = []
    for link in range(6):
        for who in range(24):
            second = who if who < 4 else 100 + (who * 137 + link * 61) % 3_400
            at = f"2024-01-{link + 2:02d}T0{link}:{second // 60:02d}:{second % 60:02d}Z"
            posts.append({"platform": "x", "id": f"{link}-{who}", "handle": f"a{who}", "created_at": at, "text": f"https://berita.example/{link}", "urls": f"https://berita.example/{link}"})  # fmt: skip
    root = tmp_path / "studi"
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text('[study]\ntitle = "K"\n[privacy]\nnames = "all"\n', encoding="utf-8")
    (root / "data" / "posts.csv").write_text(as_csv(posts), encoding="utf-8")
    (written,) = export(load_study(root), to, ["coordination"], tmp_path / f"k.{to}")
    graph = READ[to](written.path)
    assert {n.rpartition(":")[2] for n in graph} == {"a0", "a1", "a2", "a3"}
    assert graph.number_of_edges() == 6
    assert {d["weight"] for _a, _b, d in graph.edges(data=True)} == {6}
    assert {d["group"] for _n, d in graph.nodes(data=True)} == {1}


def test_5000_actors_with_odd_names(tmp_path):
    root = tmp_path / "besar"
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text('[study]\ntitle = "Besar"\n', encoding="utf-8")
    actors = [{"actor_id": f"a{i}", "name": f"Calon \x0b& <{i}> 😀", "kind": "candidate"} for i in range(5_000)]
    (root / "actors.csv").write_text(as_csv(actors), encoding="utf-8")
    for to in ("gexf", "graphml"):
        (written,) = export(load_study(root), to, ["conversation"], tmp_path / f"b.{to}")
        graph = READ[to](written.path)
        assert len(graph) == 5_000
        assert graph.nodes["a7"]["label"] == "Calon & <7> 😀"


def test_a_study_without_posts_gives_empty_networks(study_of, tmp_path):
    for written in export(load_study(study_of({})), "gexf", out=tmp_path / "leer"):
        assert written.rows == 0
        assert len(nx.read_gexf(written.path)) == 0
