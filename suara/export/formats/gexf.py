"""Gephi."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from suara.export.format import format


@format("gexf", ".gexf", "network")
def gexf(network: nx.Graph, path: Path) -> None:
    """GEXF for Gephi: who speaks to whom among the actors, and accounts that share the same at the same time."""
    nx.write_gexf(network, path)
