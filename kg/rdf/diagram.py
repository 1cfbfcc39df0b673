"""A picture of the ontology's classes: a tree from left to right, with the links that lead out of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.rdf.iris import PREFIXES
from kg.resources import ontology_path

_LINE, _GAP, _INDENT, _PAD = 17, 9, 210, 8
_LANGUAGES = {"zh": "产业政策知识图谱本体：类与联系", "en": "Industrial policy ontology: classes and links"}
_STYLE = (
    "text{font-family:'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif;font-size:13px}"
    ".name{font-weight:600}.link{fill:#555;font-size:12px}.box{fill:#f5f8fc;stroke:#35618f}"
    ".edge{fill:none;stroke:#8aa4c0}.extra{fill:none;stroke:#c9a86a;stroke-dasharray:4 3}"
)


@dataclass(frozen=True, slots=True)
class _Box:
    name: str
    lines: tuple[str, ...]
    depth: int
    top: int

    @property
    def left(self) -> int:
        return 20 + self.depth * _INDENT

    @property
    def height(self) -> int:
        return 2 * _PAD + _LINE * len(self.lines)

    @property
    def width(self) -> int:
        return 2 * _PAD + max(_width(line) for line in self.lines)


@cache
def _ontology() -> Graph:
    return Graph().parse(ontology_path())


def _width(words: str) -> int:
    return round(sum(7.3 if char.isascii() else 13 for char in words))


def _local(term: URIRef) -> str:
    return str(term).removeprefix(PREFIXES["kgo"])


def _own(term: object) -> bool:
    return isinstance(term, URIRef) and term.startswith(PREFIXES["kgo"])


def _label(term: URIRef, language: str) -> str:
    found = [
        str(one) for one in _ontology().objects(term, RDFS.label) if getattr(one, "language", "") == language
    ]
    return min(found, default=_local(term))


def _parents(term: URIRef) -> list[URIRef]:
    return sorted(
        one for one in _ontology().objects(term, RDFS.subClassOf) if isinstance(one, URIRef) and _own(one)
    )


def _children(term: URIRef | None) -> list[URIRef]:
    classes = sorted(
        one for one in _ontology().subjects(RDF.type, OWL.Class) if isinstance(one, URIRef) and _own(one)
    )
    return [one for one in classes if next(iter(_parents(one)), None) == term]


def _links(term: URIRef, language: str) -> Iterator[str]:
    """Yield the links that lead out of a class, those that only mirror or refine another left out."""
    g = _ontology()
    for one in sorted(g.subjects(RDFS.domain, term), key=str):
        target = g.value(one, RDFS.range)
        refines = any(_own(above) for above in g.objects(one, RDFS.subPropertyOf))
        mirrors = any(_own(other) for other in g.objects(one, OWL.inverseOf))
        if isinstance(one, URIRef) and _own(target) and not (refines or mirrors):
            yield f"{_label(one, language)} → {_label(URIRef(str(target)), language)}"


def _boxes(language: str, term: URIRef | None = None, depth: int = 0, top: int = 50) -> list[_Box]:
    placed: list[_Box] = []
    for child in _children(term):
        name = _local(child)
        title = f"{name} {_label(child, language)}" if language == "zh" else name
        box = _Box(name, (title, *_links(child, language)), depth, top)
        placed.append(box)
        top += box.height + _GAP
        below = _boxes(language, child, depth + 1, top)
        placed += below
        top = max([top, *(one.top + one.height + _GAP for one in below)])
    return placed


def class_diagram(language: str = "zh") -> str:
    """Return the diagram as SVG with labels in ``zh`` or ``en``; the same bytes every time.

    A solid line leads from a class to the classes below it, a broken one to its further super-classes.
    """
    boxes = _boxes(language)
    width = max(box.left + box.width for box in boxes) + 30
    height = max(box.top + box.height for box in boxes) + 20
    title = _LANGUAGES[language]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{language}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<text x="20" y="30" class="name">{escape(title)}</text>',
        *_edges({box.name: box for box in boxes}),
        *(_drawn(box) for box in boxes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _edges(boxes: dict[str, _Box]) -> Iterator[str]:
    for name, box in boxes.items():
        for place, above in enumerate(_parents(URIRef(PREFIXES["kgo"] + name))):
            parent = boxes[_local(above)]
            kind = "extra" if place else "edge"
            x, y = parent.left + 12, parent.top + parent.height
            yield f'<path class="{kind}" d="M{x} {y}V{box.top + 16}H{box.left}"/>'


def _drawn(box: _Box) -> str:
    shape = (
        f'<rect class="box" rx="4" x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"/>'
    )
    texts = [
        f'<text x="{box.left + _PAD}" y="{box.top + _PAD + 12 + place * _LINE}" '
        f'class="{"link" if place else "name"}">{escape(line)}</text>'
        for place, line in enumerate(box.lines)
    ]
    return shape + "".join(texts)
