"""The pages that lead to the others: the index, and each paper with its lines numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg.analysis.chain_gaps import ChainReport
from kg.viz.atlas import Atlas, ChainOf, Thing, reference_iri
from kg.viz.model import GraphView, Paper
from kg.viz.pages import Frame, Page, render
from kg.viz.search import keys

WHOLE = "graph.html"
_WORDS = 5

Card = dict[str, Any]


def index_page(
    atlas: Atlas, regions: Mapping[str, GraphView], pages: Mapping[str, str], frame: Frame
) -> Page:
    """Return the index: cities as cards, then chains, industries, firms, wider regions and papers."""
    cities = [iri for iri in regions if "City" in atlas.things[iri].classes]
    chains = [chain for chain in atlas.chains if chain.iri in pages]
    things = [atlas.things[iri] for iri in pages]
    sections = [
        ("cities", "cards", [_region(regions[iri], pages[iri]) for iri in cities]),
        ("chains", "cards", _references(atlas, pages)),
        ("chainsStated", "cards", [_chain(atlas, chain, pages[chain.iri]) for chain in chains]),
        ("industries", "links", _concepts(atlas, things, pages)),
        ("enterprises", "links", _firms(atlas, things, pages)),
        (
            "regionsWider",
            "cards",
            [_region(regions[iri], pages[iri]) for iri in regions if iri not in cities],
        ),
        ("papers", "cards", [_paper(paper, dict(frame.papers)[paper.id]) for paper in atlas.papers]),
    ]
    kinds = Counter(atlas.things[iri].kind for iri in atlas.around if iri in atlas.things)
    figures = [
        _figure("城市", "Cities", len(cities)),
        _figure("产业与产品", "Industries and products", kinds["Industry"] + kinds["Product"]),
        _figure("企业", "Firms", kinds["Enterprise"]),
        _figure("园区", "Parks", kinds["Park"]),
        _figure("关系", "Statements", len(atlas.edges)),
        _figure("文件", "Papers", len(atlas.papers)),
    ]
    html = render(
        "index.html",
        "index.html",
        frame,
        title="首页" if frame.language == "zh" else "Home",
        figures=figures,
        links=[{"key": "wholeGraph", "href": WHOLE}, {"key": "map", "href": "map.html"}],
        sections=[{"key": key, "look": look, "cards": found} for key, look, found in sections if found],
    )
    return Page("index.html", "index", html)


def paper_page(atlas: Atlas, paper: Paper, frame: Frame) -> Page:
    """Return a paper's own text, line by line, as quotes refer to it."""
    path = dict(frame.papers)[paper.id]
    lines = [
        {
            "line": passage.line,
            "text": passage.text.strip("\u3000 "),
            "heading": passage.iri in atlas.headings,
        }
        for passage in atlas.passages.values()
        if passage.doc == paper.id and passage.text.strip()
    ]
    facts = [(key, getattr(paper, key)) for key in ("issuer", "date", "number", "status")]
    html = render("paper.html", path, frame, title=paper.title, paper=paper, facts=facts, lines=lines)
    return Page(path, paper.title, html)


def _figure(zh: str, en: str, value: int) -> dict[str, str]:
    return {"zh": zh, "en": en, "value": f"{value:,}"}


def _card(
    title: str,
    href: str,
    *,
    title_en: str = "",
    names: Iterable[str] = (),
    words: Iterable[str] = (),
    counts: Iterable[dict[str, str]] = (),
) -> Card:
    known = [title, title_en, *names]
    return {
        "title": title,
        "title_en": title_en,
        "href": href,
        "search": " ".join([*known, keys(known)]),
        "words": list(words),
        "counts": list(counts),
    }


def _region(view: GraphView, href: str) -> Card:
    labels = {node.iri: node.label for node in view.nodes}
    kinds = {node.iri: node.kind for node in view.nodes}
    degree = Counter(end for edge in view.edges for end in (edge.source, edge.target))
    own = [edge for edge in view.edges if edge.source == view.subject]
    wanted = {
        edge.target for edge in own if edge.predicate == "promotes" and kinds[edge.target] == "Industry"
    }
    held = {edge.target for edge in own if edge.predicate == "restricts"}
    busiest = sorted(wanted, key=lambda iri: (-degree[iri], iri))[:_WORDS]
    return _card(
        view.title,
        href,
        title_en=view.title_en,
        words=[labels[iri] for iri in busiest],
        counts=[
            _figure("发展", "promoted", len(wanted)),
            _figure("限制", "restricted", len(held)),
            _figure("节点", "nodes", len(view.nodes)),
        ],
    )


def _references(atlas: Atlas, pages: Mapping[str, str]) -> list[Card]:
    """Return a card for each reference chain that a city speaks of."""
    reports: dict[str, list[ChainReport]] = {}
    for report in atlas.reports:
        reports.setdefault(report.chain.id, []).append(report)
    return [
        _card(
            (thing := atlas.things[reference_iri(name)]).label,
            pages[thing.iri],
            title_en=thing.label_en,
            names=thing.aliases,
            words=[link.name for link in found[0].chain.links][:_WORDS],
            counts=[
                _figure("环节", "links", len(found[0].chain.links)),
                _figure("城市", "cities", len(found)),
                _figure("缺口", "gaps", sum(len(report.gaps) for report in found)),
            ],
        )
        for name, found in reports.items()
        if reference_iri(name) in pages
    ]


def _chain(atlas: Atlas, chain: ChainOf, href: str) -> Card:
    place = atlas.things[chain.place].label if chain.place in atlas.things else ""
    return _card(
        chain.name,
        href,
        names=[place],
        words=[stage.name for stage in chain.stages],
        counts=[{"zh": place, "en": place, "value": f"{len(chain.stages)} 环节"}],
    )


def _concepts(atlas: Atlas, things: Iterable[Thing], pages: Mapping[str, str]) -> list[Card]:
    cards = []
    for thing in things:
        if thing.kind not in {"Industry", "Product"}:
            continue
        edges = [edge for edge in atlas.around[thing.iri] if edge.target == thing.iri]
        wanted = {edge.source for edge in edges if edge.predicate == "promotes"}
        held = {edge.source for edge in edges if edge.predicate == "restricts"}
        counts = [_figure("发展", "promoted", len(wanted))] if wanted else []
        counts += [_figure("限制", "restricted", len(held))] if held else []
        cards.append((-len(wanted | held), thing.iri, _named(thing, pages, counts)))
    return [card for _, _, card in sorted(cards, key=lambda entry: entry[:2])]


def _firms(atlas: Atlas, things: Iterable[Thing], pages: Mapping[str, str]) -> list[Card]:
    firms = [thing for thing in things if thing.kind == "Enterprise"]
    firms.sort(key=lambda thing: (-len(atlas.around[thing.iri]), thing.iri))
    return [
        _named(thing, pages, [_figure("关系", "statements", len(atlas.around[thing.iri]))]) for thing in firms
    ]


def _named(thing: Thing, pages: Mapping[str, str], counts: list[dict[str, str]]) -> Card:
    return _card(thing.label, pages[thing.iri], title_en=thing.label_en, names=thing.aliases, counts=counts)


def _paper(paper: Paper, href: str) -> Card:
    return _card(
        f"《{paper.title}》", href, words=[word for word in (paper.issuer, paper.number, paper.date) if word]
    )
