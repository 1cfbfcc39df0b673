"""What a worker does for people: pages, things in any format, completion and search."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import quote

from pyoxigraph import NamedNode, Triple

from kg.errors import UsageError
from kg.export import about, atlas_of
from kg.rdf.description import describe
from kg.rdf.iris import ALL_PREFIXES, BASE, prologue, shortened
from kg.store import EmbeddedRepository, named_queries
from kg.store.searching import Cut, search
from kg.store.syntax import Query
from kg.viz import Atlas, Frame, Page, page_of, site_pages
from kg.viz.compare import compare_page
from kg.viz.found import Hit, found_page, pieces
from kg.viz.legend import legend
from kg.viz.site import addresses, frame_of
from kg.viz.things import Names, href, json_ld, thing_page
from kg.web.dataset import Dataset
from kg.web.exports import export_links, exported, first_links, warm
from kg.web.names import Index, completion
from kg.web.replies import HTML, JSON, TRIPLES, Reply, choose, negotiate, refusal
from kg.web.security import without_policy
from kg.web.sparql import not_acceptable, written_triples

_IRI = re.compile(rf"<({BASE}[^<>\s]*)>")
_SHEET = '<link rel="stylesheet" href="/assets/server.css">'
_PAGE_TYPES = ["text/html", *(kind for offer in TRIPLES for kind in offer.types)]


class Pages:
    """The pages over a dataset; what is costly is made once, and again after a change of the graph."""

    def __init__(self, dataset: Dataset, cut: Cut) -> None:
        self._dataset, self._cut = dataset, cut

    @property
    def repository(self) -> EmbeddedRepository:
        """The store that pages are made from."""
        return self._dataset.repository

    def warm(self) -> None:
        """Make what all workers then share: atlas, labels, names, and a page, for its templates."""
        assert self.addresses is not None
        warm(self.repository)
        self.search({"text": "a", "format": "", "language": "zh"}, b"")

    def forget(self) -> None:
        """Drop what was made, after a change of the graph."""
        self.repository.changed()
        for name in ("atlas", "names", "index", "addresses", "description"):
            self.__dict__.pop(name, None)

    @cached_property
    def atlas(self) -> Atlas:
        """Everything that graph pages show."""
        return atlas_of(self.repository, self.repository.fingerprint())

    @cached_property
    def names(self) -> Names:
        """Labels of everything."""
        return Names.load(self.repository)

    @cached_property
    def index(self) -> Index:
        """Names to complete."""
        return Index.load(self.repository)

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Things that have a graph page, with its address."""
        return addresses(self.atlas, every=True)

    @cached_property
    def description(self) -> list[Triple]:
        """What the graph says of itself, with counts of what is there now."""
        return sorted({quad.triple for quad in describe(self.repository.match())}, key=str)

    def frame(self, language: str) -> Frame:
        """What surrounds a page."""
        return frame_of(self.atlas, language)

    def page(self, head: dict[str, Any], _: bytes) -> Reply:
        """Answer a page of the site by its address; ``head`` holds path and language."""
        path, language = head["path"], head["language"]
        iri = next((iri for iri, address in self.addresses.items() if address == path), "")
        if iri or path == "graph.html":
            files = first_links(href(iri).removeprefix("id/")) if iri else ()
            made: Page | None = page_of(self.atlas, iri, language=language, files=files, server="./")
        else:
            pages = site_pages(self.atlas, language=language) if _may_be(path, self.atlas) else iter(())
            made = next((page for page in pages if page.path == path), None)
        if made is None:
            return refusal(404, f"no page {path} / 没有这一页")
        return _served(made, self._data(iri))

    def _data(self, iri: str) -> str:
        """Return what a page's head says to programs: the thing as JSON-LD and where its data is."""
        if not iri:
            return ""
        data = json.dumps(json_ld(self.repository.describe(NamedNode(iri)), iri), ensure_ascii=False)
        path = href(iri)
        offers = [(offer.types[0], f"/{path}?format={offer.name}") for offer in TRIPLES[:4]]
        offers += [(kind, link) for _, kind, link in export_links(path.removeprefix("id/"))]
        links = "".join(f'<link rel="alternate" type="{kind}" href="{link}">' for kind, link in offers)
        safe = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        return f'{links}<script type="application/ld+json">{safe}</script>'

    def thing(self, head: dict[str, Any], _: bytes) -> Reply:
        """Answer what an IRI stands for, as a page or as data; ``head``: iri, accept, format, language."""
        iri, wanted = head["iri"], head["format"]
        if not wanted and negotiate(head["accept"], _PAGE_TYPES) == "text/html":
            if iri in self.addresses:
                return Reply(303, headers={"Location": quote(f"/{self.addresses[iri]}")})
            files = first_links(href(iri).removeprefix("id/")) if about(iri) else ()
            frame = replace(self.frame(head["language"]), files=tuple(files))
            page = thing_page(self.repository, iri, frame, self.names)
            return _served(page, "") if page else refusal(404, f"nothing is known of {iri} / 图谱中没有")
        chosen = choose(head["accept"], wanted, TRIPLES)
        if chosen is None:
            return not_acceptable(TRIPLES)
        triples = self._about(iri)
        if not triples:
            return refusal(404, f"nothing is known of {iri} / 图谱中没有")
        return written_triples(triples, *chosen)

    def export(self, head: dict[str, Any], _: bytes) -> Reply:
        """Answer a thing with what belongs to it as a file."""
        return exported(self.repository, head["iri"], head)

    def _about(self, iri: str) -> list[Triple]:
        """Return what a graph holds, if an IRI names one, and what all graphs say of the IRI."""
        this = NamedNode(iri)
        found = {quad.triple: None for quad in self.repository.match(graph=this)}
        found |= {quad.triple: None for quad in self.repository.match(subject=this)}
        found |= {quad.triple: None for quad in self.repository.match(object=this)}
        return sorted(found, key=str)

    def void(self, head: dict[str, Any], body: bytes) -> Reply:
        """Answer the description of the whole dataset."""
        chosen = choose(head["accept"], head["format"], TRIPLES) or (TRIPLES[0], "text/turtle")
        return written_triples(self.description, *chosen)

    def complete(self, head: dict[str, Any], _: bytes) -> Reply:
        """Answer things whose names a text begins or holds; ``head`` holds text and kinds."""
        found = self.index.complete(head["text"], kinds=frozenset(head["kinds"]))
        return _json([completion(entry) for entry in found])

    def search(self, head: dict[str, Any], _: bytes) -> Reply:
        """Answer things and clauses that words are found in, as a page or as JSON."""
        words = head["text"].strip()[:200]
        apart = tuple(dict.fromkeys((words, *words.split())))
        named = list(dict.fromkeys(one for text in apart for one in self.index.complete(text, limit=30)))[:30]
        found = search(self.repository, words, self._cut, limit=50) if words else []
        if head["format"] == "json":
            clauses = [
                {"iri": hit.iri, "score": hit.score, "text": hit.text, "words": hit.words} for hit in found
            ]
            return _json({"things": [completion(entry) for entry in named], "clauses": clauses})
        style = legend()
        things = [
            Hit(href(n.iri), n.label, *_kind_words(n.kind, style), pieces(" ".join(n.names), apart))
            for n in named
        ]
        hits = [
            Hit(href(h.iri), self.names.of(h.iri), "条款", "clause", pieces(h.text.strip(), h.words))
            for h in found
        ]
        return _served(found_page(words, things, hits, self.frame(head["language"])), "")

    def compare(self, head: dict[str, Any], _: bytes) -> Reply:
        """Answer the page that sets two places side by side."""
        one, other = (self._place(head[side]) for side in ("a", "b"))
        return _served(compare_page(self.atlas, one, other, self.frame(head["language"])), "")

    def _place(self, text: str) -> str:
        """Return the IRI of the region that a text is, or that it most likely names; "" for none."""
        if text in self.atlas.things:
            return text
        named = self.index.complete(text, kinds=frozenset({"region"}), limit=1)
        return named[0].iri if named else ""

    def example(self, head: dict[str, Any], _: bytes) -> Reply:
        """Answer a shipped query with its parameters filled in, as text to run."""
        query = next((query for query in named_queries() if query.name == head["name"]), None)
        if query is None:
            return refusal(404, f"no query named {head['name']}")
        try:
            bindings = query.bindings(self.repository, head["values"])
        except UsageError as error:
            return refusal(400, str(error))
        filled = Query(query.text).substitute(bindings).text
        short = _IRI.sub(lambda found: shortened(found[1]), filled)
        used = dict.fromkeys(
            token.text.partition(":")[0] for token in Query(short).tokens if token.kind == "prefixed"
        )
        return _json({"query": prologue(name for name in used if name in ALL_PREFIXES) + short})

    def terms(self, _: dict[str, Any], __: bytes) -> Reply:
        """Answer what the editor completes from: prefixes, and classes and properties with their labels."""
        rows = self.repository.select(_TERMS)
        terms = [
            {"iri": r.text("t"), "kind": r.text("kind"), "label": self.names.of(r.text("t"))} for r in rows
        ]
        return _json({"prefixes": dict(ALL_PREFIXES), "terms": terms})


_TERMS = """
SELECT DISTINCT ?t ?kind WHERE {
  { SELECT DISTINCT ?t ("class" AS ?kind) WHERE { GRAPH ?g { ?s a ?t } } }
  UNION { SELECT DISTINCT ?t ("property" AS ?kind) WHERE { GRAPH ?g { ?s ?t ?o } } }
} ORDER BY ?kind STR(?t)
"""


def _may_be(path: str, atlas: Atlas) -> bool:
    papers = {f"papers/{paper.id}.html" for paper in atlas.papers}
    return path in {"index.html", "map.html"} or path in papers


def _kind_words(kind: str, style: Any) -> tuple[str, str]:
    names = {"concept": "Industry", "doc": "Paper"}
    found = style.kind(names.get(kind, kind.capitalize()))
    return found.zh, found.en


def _served(page: Page, head: str) -> Reply:
    """Return a page as the server sends it: its policy is a header, and its head may say more."""
    html = without_policy(page.html).replace("</head>", f"{_SHEET}{head}</head>", 1)
    return Reply(200, HTML, html.encode())


def _json(value: Any) -> Reply:
    return Reply(200, JSON, json.dumps(value, ensure_ascii=False).encode())
