"""Files for network tools: GraphML with the project's own node and edge columns as attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

import networkx as nx

from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, project, typed
from kg.export.selection import Subgraph


def to_network(subgraph: Subgraph) -> nx.MultiDiGraph[str]:
    """Return the projection as a networkx graph; an edge's key is its id, provenance is on the graph."""
    projection = project(subgraph)
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()  # noqa: N806 - networkx's own name for a graph
    provenance = subgraph.provenance
    G.graph |= {
        "title": provenance.title,
        "source": "；".join(f"《{paper.title}》{paper.date}" for paper in provenance.papers),
        "software": provenance.software,
        "hash": f"sha256:{provenance.graph}",
        "rights": provenance.rights,
        "citation": provenance.citation,
    }
    for each in projection.nodes:
        G.add_node(each.id, **_typed(each.values, NODE_COLUMNS[1:]))
    for edge in projection.edges:
        named = EDGE_COLUMNS[3:5] + EDGE_COLUMNS[7:]
        G.add_edge(edge.source, edge.target, key=edge.id, **_typed(edge.values, named))
    return G


def _typed(values: Mapping[str, str], columns: Iterable[str]) -> dict[str, str | float]:
    """Return the values of columns, numbers as numbers where they are one."""
    return {name: typed(name, values[name]) for name in columns if name in values}


def write_graphml(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write GraphML, for Gephi, yEd, Cytoscape, igraph and networkx."""
    nx.write_graphml_xml(
        to_network(subgraph), out, encoding="utf-8", prettyprint=True, edge_id_from_attribute="id"
    )
