"""Files for network tools: GraphML, GEXF, node-link JSON, Cytoscape JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import BinaryIO, Final

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.export.losses import PROJECTED, said
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, Node, project, typed
from kg.export.selection import Subgraph
from kg.rdf.iris import KIND_OF_PREFIX

_EDGE_VALUES: Final = EDGE_COLUMNS[3:5] + EDGE_COLUMNS[7:]


def to_network(subgraph: Subgraph) -> nx.MultiDiGraph[str]:
    """Return the projection as a networkx graph; an edge's key is its id, provenance is on the graph."""
    projection = project(subgraph)
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()  # noqa: N806 - networkx's own name for a graph
    G.graph |= source_of(subgraph)
    for each in projection.nodes:
        G.add_node(each.id, **_typed(each.values, NODE_COLUMNS[1:]))
    for edge in projection.edges:
        G.add_edge(edge.source, edge.target, key=edge.id, **_typed(edge.values, _EDGE_VALUES))
    return G


def source_of(subgraph: Subgraph) -> dict[str, str]:
    """Return a subgraph's provenance as flat strings."""
    provenance = subgraph.provenance
    return {
        "title": provenance.title,
        "source": "；".join(f"《{paper.title}》{paper.date}" for paper in provenance.papers),
        "software": provenance.software,
        "hash": f"sha256:{provenance.graph}",
        "rights": provenance.rights,
        "citation": provenance.citation,
        "left_out": PROJECTED,
    }


def _typed(values: Mapping[str, str], columns: Iterable[str]) -> dict[str, str | float]:
    """Return the values of columns, numbers as numbers where they are one."""
    return {name: typed(name, values[name]) for name in columns if name in values}


@cache
def _legend() -> dict[str, dict[str, dict[str, str]]]:
    """Return the pages' legend, so that a kind has one colour everywhere."""
    text = files("kg").joinpath("viz", "legend.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    return loaded


def colour(node: Node) -> str:
    """Return a node's colour in the pages' legend as ``#rrggbb``."""
    own = node.values.get("type", "").partition("|")[0]
    kind = KIND_OF_PREFIX.get(node.values["kind"], own)
    return _legend()["kinds"].get(kind, {}).get("light", "#6b7078")


def write_graphml(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write GraphML, for Gephi, yEd, Cytoscape, igraph and networkx.

    An edge's id is its XML id and its attribute ``edge_id`` as well, since igraph reads only the latter.
    """
    G = to_network(subgraph)  # noqa: N806
    for _, _, key, values in G.edges(keys=True, data=True):
        values["edge_id"] = key
    nx.write_graphml_xml(G, out, encoding="utf-8", prettyprint=True)


def write_gexf(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write GEXF 1.3 with labels, colours by kind and sizes by degree, as Gephi shows them."""
    G = to_network(subgraph)  # noqa: N806
    for each in project(subgraph).nodes:
        red, green, blue = (int(colour(each)[at : at + 2], 16) for at in (1, 3, 5))
        size = round(8 + 4 * G.degree(each.id) ** 0.5, 2)
        G.nodes[each.id]["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}, "size": size}
    for _, _, key, values in G.edges(keys=True, data=True):
        values["id"] = key
        values["label"] = values.get("predicate_zh") or values["predicate"]
    G.graph["name"] = subgraph.name
    writer = GEXFWriter(version="1.3")
    writer.add_graph(G)
    meta = writer.xml.find("meta")
    dates = [paper.date for paper in subgraph.provenance.papers if paper.date]
    del meta.attrib["lastmodifieddate"]  # the day of writing would change the bytes
    if dates:
        meta.set("lastmodifieddate", max(dates))
    meta.find("creator").text = subgraph.provenance.software
    for name, text in (
        ("description", " · ".join([*subgraph.provenance.lines(), said(PROJECTED)])),
        ("keywords", subgraph.name),
    ):
        element = meta.makeelement(name, {})
        element.text = text
        meta.append(element)
    writer.write(out)


def write_node_link(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write networkx's node-link JSON, which D3 reads too."""
    _dump(nx.node_link_data(to_network(subgraph), edges="edges"), out)


def write_cytoscape(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write Cytoscape JSON (.cyjs), for Cytoscape and cytoscape.js."""
    projection = project(subgraph)
    nodes = [
        {
            "data": _typed(each.values, NODE_COLUMNS)
            | {"name": each.values.get("label", ""), "color": colour(each)}
        }
        for each in projection.nodes
    ]
    edges = [
        {"data": _typed(each.values, EDGE_COLUMNS) | {"interaction": each.predicate}}
        for each in projection.edges
    ]
    data = {"name": subgraph.name, **source_of(subgraph)}
    elements = {"nodes": nodes, "edges": edges}
    _dump(
        {"format_version": "1.0", "generated_by": data["software"], "data": data, "elements": elements}, out
    )


def _dump(content: object, out: BinaryIO) -> None:
    out.write((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
