"""Networks as files: read back with a parser of their own."""

from xml.etree import ElementTree as Xml

import polars as pl

from suara.triangulate.coordination import EDGE, Network
from suara.triangulate.graph import write_gexf, write_graphml

EDGES = pl.DataFrame(
    [("x:a", "x:b & co", "link", 3, 0.001, 0.01), ("x:a", "x:c", "words", 2, 0.002, 0.02)], schema=EDGE, orient="row"
)
GROUPS = pl.DataFrame({"account": ["x:a", "x:b & co", "x:c"], "group": [1, 1, 1]})
NETWORK = Network(EDGES, GROUPS, 5, 0, 0, 60)


def test_gexf(tmp_path):
    write_gexf(NETWORK, tmp_path / "n.gexf")
    space = {"g": "http://gexf.net/1.3"}
    root = Xml.parse(tmp_path / "n.gexf").getroot()
    assert [n.get("id") for n in root.iterfind(".//g:node", space)] == GROUPS["account"].to_list()
    edges = list(root.iterfind(".//g:edge", space))
    assert [(e.get("source"), e.get("target"), e.get("weight")) for e in edges] == [
        ("x:a", "x:b & co", "3"),
        ("x:a", "x:c", "2"),
    ]
    assert [v.get("value") for v in edges[1].iterfind(".//g:attvalue", space)] == ["words", "0.02"]


def test_graphml(tmp_path):
    write_graphml(NETWORK, tmp_path / "n.graphml")
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = Xml.parse(tmp_path / "n.graphml").getroot()
    keys = {k.get("id") for k in root.iterfind("g:key", space)}
    edges = [{d.get("key"): d.text for d in e.iterfind("g:data", space)} for e in root.iterfind(".//g:edge", space)]
    assert edges == [{"weight": "3", "kind": "link", "q": "0.01"}, {"weight": "2", "kind": "words", "q": "0.02"}]
    assert keys == {"group", "weight", "kind", "q"}


def test_an_empty_network_is_a_file(tmp_path):
    empty = Network(EDGES.clear(), GROUPS.clear(), 0, 0, 0, 60)
    write_gexf(empty, tmp_path / "n.gexf")
    assert not list(Xml.parse(tmp_path / "n.gexf").getroot().iter("{http://gexf.net/1.3}node"))
