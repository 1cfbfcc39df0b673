"""What the scripts of a graph page read, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kg.rdf.iris import BASE, prologue
from kg.viz.legend import Legend
from kg.viz.model import Edge, Evidence, GraphView, Node, Paper, Passage
from kg.viz.network import network_data
from kg.viz.search import keys

_CROWD = 70


def page_data(
    view: GraphView,
    path: str,
    known: Legend,
    *,
    papers: Mapping[str, str],
    linked: bool = True,
    server: str = "",
    query: str = "",
) -> dict[str, Any]:
    """Return what the scripts of a page read: entities, statements, passages, gaps, and vis-network's data.

    ``papers`` maps documents to the addresses of their pages; without ``linked`` no page of the site is led
    to. ``server`` and ``query`` are where things of the graph and queries are opened, "" for nowhere.
    """
    places = {passage.iri: place for place, passage in enumerate(view.passages)}
    depths = Counter(node.depth for node in view.nodes)
    return {
        "page": {
            "title": view.title,
            "subject": view.subject,
            "path": path,
            "root": "../" * path.count("/"),
            "overview": len(view.nodes) > _CROWD and depths[2] > 0,
            "server": server,
            "query": query,
            "base": BASE,
            "prologue": prologue(["kgo"]),
            "coverage": _coverage(view),
            "gaps": _gaps(view, places, linked),
        },
        "entities": [_entity(node, linked) for node in view.nodes],
        "statements": [_statement(edge, places) for edge in view.edges],
        "passages": [_passage(passage) for passage in view.passages],
        "papers": [_paper(paper, papers.get(paper.id, "")) for paper in view.papers],
        **network_data(view, known),
    }


def _coverage(view: GraphView) -> dict[str, Any] | None:
    covered = view.coverage
    if covered is None or not covered.regions:
        return None
    index = {node.iri: place for place, node in enumerate(view.nodes)}
    return {
        "stages": [index[iri] for iri in covered.stages],
        "regions": [label for _, label in covered.regions],
        "cells": covered.cells,
    }


def _gaps(view: GraphView, places: Mapping[str, int], linked: bool) -> list[dict[str, Any]]:
    index = {node.iri: place for place, node in enumerate(view.nodes)}

    def quote(item: Evidence | None) -> dict[str, Any] | None:
        return _evidence(item, places) if item else None

    return [
        {
            "grade": gap.grade,
            "place": gap.place.label,
            "chain": gap.chain.label,
            "page": gap.chain.page if linked and gap.chain.iri != view.subject else "",
            "link": index.get(gap.link.iri),
            "name": gap.link.label,
            "about": [{"node": index.get(one.iri), "name": one.label} for one in gap.about],
            "source": gap.source,
            "evidence": quote(gap.evidence),
            "nearest": gap.nearest.label,
            "kilometres": gap.kilometres,
            "nearestEvidence": quote(gap.nearest_evidence),
        }
        for gap in view.gaps
    ]


def _entity(node: Node, linked: bool) -> dict[str, Any]:
    return {
        "iri": node.iri,
        "key": node.iri.rsplit("/id/", 1)[-1],
        "name": node.label,
        "en": node.label_en,
        "kind": node.kind,
        "aliases": list(node.aliases),
        "pinyin": keys((node.label, *node.aliases)),
        "code": node.code,
        "group": node.group,
        "community": str(node.community) if node.community else "",
        "centrality": round(node.centrality, 4),
        "grade": node.grade,
        "tier": node.tier,
        "page": node.page if linked else "",
    }


def _statement(edge: Edge, places: Mapping[str, int]) -> dict[str, Any]:
    return {
        "predicate": edge.predicate,
        "mode": edge.mode,
        "scope": edge.scope,
        "strength": edge.strength,
        "when": edge.when,
        "threshold": edge.threshold,
        "inferred": edge.inferred,
        "evidence": [_evidence(item, places) for item in edge.evidence],
    }


def _evidence(item: Evidence, places: Mapping[str, int]) -> dict[str, Any]:
    marks = [[mark.start, mark.end, mark.role] for mark in item.marks]
    return {"passage": places[item.passage], "start": item.start, "end": item.end, "marks": marks}


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "iri": passage.iri,
        "doc": passage.doc,
        "line": passage.line,
        "text": passage.text,
        "place": passage.place,
        "region": passage.region,
    }


def _paper(paper: Paper, page: str) -> dict[str, str]:
    return {
        "id": paper.id,
        "title": paper.title,
        "number": paper.number,
        "date": paper.date,
        "status": paper.status,
        "page": page,
    }
