"""A network of accounts as GEXF (Gephi) or GraphML (igraph, Cytoscape, NetworkX)."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

from suara.triangulate.coordination import Network


def write_gexf(network: Network, file: Path) -> None:
    """GEXF 1.3: accounts with their group; edges with weight (different objects), kind and q."""
    root = Xml.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    graph = Xml.SubElement(root, "graph", defaultedgetype="undirected")
    _attributes(graph, "node", {"group": "integer"})
    _attributes(graph, "edge", {"kind": "string", "q": "double"})
    nodes, edges = Xml.SubElement(graph, "nodes"), Xml.SubElement(graph, "edges")
    for account, group in network.groups.iter_rows():
        _values(Xml.SubElement(nodes, "node", id=account, label=account), {"group": group})
    for i, row in enumerate(network.edges.iter_rows(named=True)):
        edge = Xml.SubElement(
            edges, "edge", id=str(i), source=row["first"], target=row["second"], weight=str(row["weight"])
        )
        _values(edge, {"kind": row["kind"], "q": row["q"]})
    _write(root, file)


def write_graphml(network: Network, file: Path) -> None:
    """GraphML: the same."""
    root = Xml.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for name, of, kind in (
        ("group", "node", "int"),
        ("weight", "edge", "int"),
        ("kind", "edge", "string"),
        ("q", "edge", "double"),
    ):
        Xml.SubElement(root, "key", {"id": name, "for": of, "attr.name": name, "attr.type": kind})
    graph = Xml.SubElement(root, "graph", edgedefault="undirected")
    for account, group in network.groups.iter_rows():
        _data(Xml.SubElement(graph, "node", id=account), {"group": group})
    for row in network.edges.iter_rows(named=True):
        edge = Xml.SubElement(graph, "edge", source=row["first"], target=row["second"])
        _data(edge, {name: row[name] for name in ("weight", "kind", "q")})
    _write(root, file)


def _attributes(graph: Xml.Element, of: str, kinds: dict[str, str]) -> None:
    listed = Xml.SubElement(graph, "attributes", {"class": of})
    for name, kind in kinds.items():
        Xml.SubElement(listed, "attribute", id=name, title=name, type=kind)


def _values(element: Xml.Element, values: dict[str, object]) -> None:
    listed = Xml.SubElement(element, "attvalues")
    for name, value in values.items():
        Xml.SubElement(listed, "attvalue", {"for": name, "value": str(value)})


def _data(element: Xml.Element, values: dict[str, object]) -> None:
    for name, value in values.items():
        Xml.SubElement(element, "data", key=name).text = str(value)


def _write(root: Xml.Element, file: Path) -> None:
    Xml.indent(root, " ")
    Xml.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
