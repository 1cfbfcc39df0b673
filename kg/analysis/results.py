"""Results as triples of ``graph:analysis``, so that SPARQL can use them beside what papers say.

A result's IRI is a digest of what it is about, never of its value: an analysis made again replaces its own
results. They are computed from the graph, so they say on which clauses they rest and who computed them is no
issuer. Writing touches no other graph.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.analysis.centrality import Central
from kg.analysis.chain_gaps import Gap
from kg.analysis.records import Corpus, Quote
from kg.analysis.reference import reference_chains
from kg.analysis.specialisation import Ranked
from kg.analysis.tensions import Tension
from kg.errors import GraphError
from kg.rdf.iris import PREFIXES, digest, graph_iri, iri
from kg.rdf.literals import decimal, integer, label, text
from kg.rdf.serialize import replacing
from kg.rdf.vocabulary import node

ANALYSIS = graph_iri("analysis")
GRAPH_FILE, MANIFEST = "graph.nq", "manifest.json"

GRADE_WORDS = {"stated": "自述", "intended": "意向", "structural": "结构性", "inferred": "推断"}
KIND_WORDS = {
    "scopedException": "限定范围的例外",
    "upgradeAndCap": "提质与限产并行",
    "capacityCap": "只限新增产能",
    "spatialDifferentiation": "空间分工",
    "contradiction": "矛盾",
}

Term = ox.NamedNode | ox.Literal


class _Finding:
    """A node under construction."""

    def __init__(self, kind: str, key: tuple[object, ...], words: str) -> None:
        name = f"{kind}_{digest(*key)}"
        self.iri = iri("finding", name)
        self.pairs: list[tuple[str, Term]] = [
            ("rdf:type", node("kgo:Finding")),
            ("rdf:type", node(f"kgo:{kind}")),
            ("rdfs:label", label(words)),
        ]

    def add(self, predicate: str, *values: Term) -> None:
        self.pairs += [(predicate, value) for value in values]

    def quads(self) -> Iterator[ox.Quad]:
        for predicate, value in self.pairs:
            yield ox.Quad(self.iri, node(predicate), value, ANALYSIS)


def _rests(found: _Finding, *quotes: Quote | None) -> None:
    for quote in quotes:
        if quote is not None:
            found.add("kgo:restsOn", ox.NamedNode(quote.clause))
            found.add("kgo:quote", text(quote.text))


def centrality_quads(rows: Iterable[Central], projection: str) -> Iterator[ox.Quad]:
    """Yield the measurements of a projection."""
    for row in rows:
        measure = f"{projection}/{row.measure}"
        found = _Finding("Measurement", (measure, row.iri), f"{row.label} {measure} 第{row.rank}名")
        found.add("kgo:about", ox.NamedNode(row.iri))
        found.add("kgo:measure", text(measure))
        found.add("kgo:measured", decimal(f"{row.value:.9f}"))
        found.add("kgo:rank", integer(row.rank))
        yield from found.quads()


def rank_quads(rows: Iterable[Ranked], corpus: Corpus) -> Iterator[ox.Quad]:
    """Yield the indices of cities; one that cannot be told apart has no rank."""
    for row in rows:
        measure = f"specialisation/{row.measure}"
        found = _Finding("Measurement", (measure, row.city), f"{corpus.name(row.city)} {measure}")
        found.add("kgo:about", ox.NamedNode(row.city))
        found.add("kgo:measure", text(measure))
        found.add("kgo:measured", decimal(f"{row.value:.6f}"))
        if row.rank is not None:
            found.add("kgo:rank", integer(row.rank))
        yield from found.quads()


def gap_quads(rows: Iterable[Gap], corpus: Corpus) -> Iterator[ox.Quad]:
    """Yield the chain gaps; the words of a structural one are an absence, so it quotes nothing."""
    names = {chain.id: chain.name for chain in reference_chains()}
    for row in rows:
        chain = names.get(row.chain, "")
        where = row.quote.place if row.quote else ""
        words = f"{corpus.name(row.place)} {chain}{row.link or '产业链'} 缺口（{GRADE_WORDS[row.grade]}）"
        key = (row.place, row.chain, row.link, row.grade, where, row.quote.begin if row.quote else -1)
        found = _Finding("ChainGap", key, words)
        found.add("kgo:about", ox.NamedNode(row.place), *(ox.NamedNode(one) for one in row.about))
        found.add("kgo:grade", text(row.grade))
        if chain:
            found.add("kgo:ofChain", text(chain))
        if row.link:
            found.add("kgo:missingLink", text(row.link))
        _rests(found, row.quote)
        yield from found.quads()


def tension_quads(rows: Iterable[Tension], corpus: Corpus) -> Iterator[ox.Quad]:
    """Yield the tensions with the statements of both sides."""
    for row in rows:
        promoted = f"{corpus.name(row.promoted_in)}发展{corpus.name(row.promoted)}"
        held = f"{corpus.name(row.restricted_in)}限制{corpus.name(row.restricted)}"
        key = (row.promoted, row.promoted_in, row.restricted, row.restricted_in)
        found = _Finding(
            "Tension",
            (*key, row.mode, row.scope, row.threshold),
            f"{promoted}—{held}（{KIND_WORDS[row.kind]}）",
        )
        ends = (row.promoted_in, row.promoted, row.restricted_in, row.restricted)
        found.add("kgo:about", *(ox.NamedNode(end) for end in dict.fromkeys(ends)))
        found.add("kgo:tensionKind", *(text(kind) for kind in (row.kind, *row.also)))
        found.add("kgo:promotion", *(ox.NamedNode(one) for one in row.wants))
        found.add("kgo:restriction", *(ox.NamedNode(one) for one in row.holds))
        _rests(found, row.want, row.hold)
        yield from found.quads()


def save(folder: Path, quads: Sequence[ox.Quad], *, replaces: Callable[[str], bool]) -> int:
    """Put results into ``graph:analysis`` of a build folder's graph; return how many lines the graph has.

    Earlier results whose IRI's local name ``replaces`` accepts go. The file's lines stay sorted and its hash
    in the manifest is brought up to date. Raise GraphError if there is no graph.
    """
    path = folder / GRAPH_FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except OSError as error:
        raise GraphError(f"{path}: {error.strerror}; kg build makes a graph") from None
    start, end = f"<{PREFIXES['finding']}", f" {ANALYSIS} .\n"
    kept = {line for line in lines if not (line.endswith(end) and _replaced(line, start, replaces))}
    kept |= {f"{quad} .\n" for quad in quads}
    with replacing(path) as handle:
        handle.writelines(line.encode("utf-8") for line in sorted(kept))
    _restamp(folder)
    return len(kept)


def _replaced(line: str, start: str, replaces: Callable[[str], bool]) -> bool:
    return line.startswith(start) and replaces(line[len(start) :].partition(">")[0])


def _restamp(folder: Path) -> None:
    path = folder / MANIFEST
    if not path.exists():
        return
    manifest = json.loads(path.read_text(encoding="utf-8"))
    outputs = manifest.get("outputs", {})
    if GRAPH_FILE in outputs:
        outputs[GRAPH_FILE] = hashlib.sha256((folder / GRAPH_FILE).read_bytes()).hexdigest()
        words = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        path.write_text(words, encoding="utf-8", newline="\n")


def name_of(quad: ox.Quad) -> str:
    """Return the local name of the result that a quad is about."""
    subject = quad.subject
    return subject.value.removeprefix(PREFIXES["finding"]) if isinstance(subject, ox.NamedNode) else ""
