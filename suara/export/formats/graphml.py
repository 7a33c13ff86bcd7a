"""GraphML, for igraph, visone, Cytoscape, yEd."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from suara.export.format import format


@format("graphml", ".graphml", "network")
def graphml(network: nx.Graph, path: Path) -> None:
    """GraphML for igraph, visone, Cytoscape: the same networks."""
    nx.write_graphml_xml(network, path)
