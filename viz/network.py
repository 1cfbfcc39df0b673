"""From a view to vis-network's data, through pyvis.

Only :meth:`pyvis.network.Network.add_node`, ``add_edge`` and ``get_network_data`` are used: pyvis's own HTML
loads libraries from elsewhere and lets headings run script, so the page itself comes from our templates.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pyvis.network import Network

from kg.viz.layout import Position, packed, positions
from kg.viz.legend import Legend
from kg.viz.model import GraphView, Node

_LINE = 9
_STAGE = 4
_LINES = 2
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "layout": {"improvedLayout": False},
    "physics": {
        "enabled": False,
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 90, "avoidOverlap": 0.6},
        "stabilization": {"enabled": False},
    },
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "multiselect": True,
        "tooltipDelay": 120000,
        "zoomSpeed": 0.7,
        "keyboard": {"enabled": False},
    },
    "nodes": {"borderWidth": 1.5, "shapeProperties": {"borderRadius": 6}},
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 0.5, "arrowStrikethrough": False},
}


def network_data(view: GraphView, legend: Legend) -> dict[str, Any]:
    """Return ``nodes``, ``edges`` and ``options`` as vis-network takes them.

    A node's id is its place in ``view.nodes``, an edge's its place in ``view.edges``; ``ox``/``oy`` are the
    positions in the overview (nodes of depth 0 and 1 alone), ``x``/``y`` those of the whole view.
    """
    net = Network(directed=True)
    net.set_options(json.dumps(_OPTIONS))
    index = {node.iri: place for place, node in enumerate(view.nodes)}
    degree = Counter(end for edge in view.edges for end in (edge.source, edge.target))
    full, overview = positions(view), _overview(view)
    for node in view.nodes:
        at = full[node.iri]
        net.add_node(index[node.iri], **_node(node, degree[node.iri], at, overview.get(node.iri, at), legend))
    seen: Counter[tuple[int, int]] = Counter()
    for place, edge in enumerate(view.edges):
        source, target = index[edge.source], index[edge.target]
        ends = (min(source, target), max(source, target))
        net.add_edge(source, target, id=place, **_bend(seen[ends], source > target))
        seen[ends] += 1
    nodes, edges, _, _, _, options = net.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def short(label: str, line: int = _LINE) -> str:
    """Return a label broken into at most two even lines of ``line`` Chinese characters, for the drawing only.

    >>> short("大连高技术船舶和海洋工程产业基地")
    '大连高技术船舶和\\n海洋工程产业基地'
    """
    label = " ".join(label.split())
    width = line if any(char > "\u2e7f" for char in label) else line * 2
    if width < len(label) <= _LINES * width:
        width = math.ceil(len(label) / _LINES)
    lines = [label[start : start + width] for start in range(0, len(label), width)]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][:-1] + "…"]
    return "\n".join(lines)


def _line(node: Node) -> int:
    """Return how many characters a line of a node's label may have: stages stand close, in two lines."""
    half = math.ceil(len(node.label) / _LINES)
    return min(_LINE, max(_STAGE, half)) if node.kind == "ChainStage" else _LINE


def _overview(view: GraphView) -> Mapping[str, Position]:
    nodes = [node for node in view.nodes if node.depth <= 1]
    if view.layout != "packed" or len(nodes) == len(view.nodes):
        return {}
    known = {node.iri for node in nodes}
    edges = [edge for edge in view.edges if edge.source in known and edge.target in known]
    return packed(nodes, edges, view.subject)


def _node(node: Node, degree: int, at: Position, early: Position, legend: Legend) -> dict[str, Any]:
    style = legend.kind(node.kind)
    return {
        "label": short(node.label, _line(node)) or "?",
        "shape": style.shape,
        "color": style.light,
        "size": round(9 + 2.2 * min(degree, 60) ** 0.5, 1),
        "x": at[0],
        "y": at[1],
        "ox": early[0],
        "oy": early[1],
        "depth": node.depth,
        "degree": degree,
    }


def _bend(parallel: int, turned: bool) -> dict[str, Any]:
    """Return how a statement keeps clear of others between the same two; its look is the legend's."""
    if not parallel:
        return {}
    way = "curvedCCW" if turned else "curvedCW"
    return {"smooth": {"enabled": True, "type": way, "roundness": round(min(0.14 * parallel, 0.7), 2)}}
