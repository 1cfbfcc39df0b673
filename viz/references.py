"""Reference chains as pages: every link in order, who carries it where, and what is missing on what evidence.

The links are those of ``data/chains/``; whoever stands at a link does so by a statement on one of the names
of the link, or by a sentence that names both (predicate ``names``, which is on pages alone).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.analysis import chain_gaps
from kg.analysis.records import Quote
from kg.analysis.reference import Link, ReferenceChain, reference_chains
from kg.viz.assembly import assembled
from kg.viz.atlas import Atlas, reference_iri
from kg.viz.coverage import coverage
from kg.viz.gaps import link_iri, of_chain
from kg.viz.model import Edge, Evidence, Fact, GraphView, Mark

NAMES = "names"
_LATER = frozenset({"Region"})


def reference_of(iri: str) -> ReferenceChain | None:
    """Return the reference chain whose page has an IRI, None for anything else."""
    return next((chain for chain in reference_chains() if reference_iri(chain.id) == iri), None)


def reference_view(atlas: Atlas, chain: ReferenceChain) -> GraphView:
    """Return a reference chain's view: its links from upstream to downstream, and the gaps place by place."""
    links = {link_iri(chain.id, link.name): link for link in chain.links}
    edges = list(_merged([*_stated(atlas, links), *_named(atlas, chain)]))
    gaps = of_chain(atlas, chain)
    cities = [report.city for report in atlas.reports if report.chain.id == chain.id]
    made = assembled(
        atlas,
        reference_iri(chain.id),
        "Chain",
        edges,
        (Fact("讲到此链的城市", "Cities that speak of it", str(len(cities))),),
        gaps=gaps,
        depth=lambda thing, near: 2 if thing.kind in _LATER else 1,
        alone=links,
    )
    order = {iri: rank for rank, iri in enumerate(links)}
    nodes = [
        replace(
            node,
            label=links[node.iri].name,
            label_en=links[node.iri].name_en,
            aliases=links[node.iri].words[1:],
            kind="ChainStage",
            depth=0,
            tier=links[node.iri].stage,
        )
        if node.iri in links
        else node
        for node in made.nodes
        if node.iri != made.subject
    ]
    nodes.sort(key=lambda node: (order.get(node.iri, len(order)), node.kind, node.iri))
    covered = coverage(atlas, made.edges, list(links), leading=cities)
    return replace(made, nodes=tuple(nodes), layout="layered", coverage=covered)


def _stated(atlas: Atlas, links: Mapping[str, Link]) -> Iterator[Edge]:
    """Yield the statements on the names of links, with the link in the place of the name."""
    known: dict[str, list[str]] = defaultdict(list)
    for iri, link in links.items():
        for word in link.words:
            known[word].append(iri)
    concepts = {
        thing.iri: tuple(
            dict.fromkeys(link for name in (thing.label, *thing.aliases) for link in known.get(name, ()))
        )
        for thing in atlas.things.values()
        if thing.kind in {"Industry", "Product"}
    }
    yield from at_stages(atlas, {iri: found for iri, found in concepts.items() if found})


def at_stages(atlas: Atlas, stages: Mapping[str, Sequence[str]]) -> Iterator[Edge]:
    """Yield the statements on concepts with the stages that they stand for in their place."""
    for concept in stages:
        for edge in atlas.around.get(concept, ()):
            for source in stages.get(edge.source, (edge.source,)):
                for target in stages.get(edge.target, (edge.target,)):
                    if source != target:
                        yield replace(edge, source=source, target=target)


def _named(atlas: Atlas, chain: ReferenceChain) -> Iterator[Edge]:
    """Yield who is named in the same sentence as a link, and the city alone where nobody is."""
    for city in atlas.ground.corpus.cities:
        for link, found in zip(chain.links, chain_gaps.coverage(atlas.ground, city, chain), strict=True):
            iri = link_iri(chain.id, link.name)
            if found.level is chain_gaps.Level.NAMED and found.quote:
                yield Edge(city, iri, NAMES, (_evidence(atlas, found.quote, link.words, city),))
            if found.level is not chain_gaps.Level.CARRIED:
                continue
            for naming in atlas.ground.namings(city, link.words):
                for carrier in () if naming.held else atlas.ground.carriers(city, naming, link.words):
                    yield Edge(
                        iri, carrier, NAMES, (_evidence(atlas, naming.quote, (naming.word,), carrier),)
                    )


def _evidence(atlas: Atlas, quote: Quote, words: Iterable[str], other: str) -> Evidence:
    """Return a quote with the link's word and the other thing's name marked."""
    thing = atlas.things[other]
    marks = []
    for role, names in (("subject", words), ("object", (thing.label, *thing.aliases))):
        name = next((name for name in names if name in quote.text), "")
        if name:
            at = quote.begin + quote.text.index(name)
            marks.append(Mark(at, at + len(name), role))
    return Evidence(quote.clause, quote.begin, quote.end, tuple(sorted(marks)))


def _merged(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Yield one edge for all that say the same of the same two, with the evidence of each."""
    found: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in dict.fromkeys(edges):
        ends = (edge.source, edge.target, edge.predicate)
        found[(*ends, edge.mode, edge.scope, edge.threshold)].append(edge)
    stated = {frozenset(key[:2]) for key in found if key[2] != NAMES}
    for key in sorted(found):
        if key[2] == NAMES and frozenset(key[:2]) in stated:
            continue
        evidence = dict.fromkeys(item for edge in found[key] for item in edge.evidence)
        ordered = sorted(evidence, key=lambda item: (item.passage, item.start))
        yield replace(found[key][0], evidence=tuple(ordered))
