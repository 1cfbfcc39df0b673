"""IRIs that people can type: one prefix a kind, Chinese local names, never a backslash.

``region:沈阳市``, ``concept:高档数控机床``, ``clause:liaoning-2015-traditional-industry_26``. Every IRI
of the graph can be written as ``prefix:local`` in SPARQL and Turtle without an escape, on every store.

A local name is made by :func:`local_name`: NFKC, then

1. quotes, white space and invisible characters are dropped;
2. reserved ASCII punctuation becomes its full-width twin (``(`` → ``（``, ``/`` → ``／``);
3. characters that SPARQL forbids in a local name are spelled by a listed table (``±`` → ``＋-``), and one
   that the table does not list, or of a higher plane, by its code point (``★`` → ``〔2605〕``);
4. a name that would begin with ``-``, ``.``, ``·`` or a combining mark, or end with ``.``, takes a twin of
   that character instead, and so do the dots of a name with more than one (``1.2.3`` → ``1．2．3``).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import GraphError
from kg.model import EntityRef, EntityType

BASE = "https://w3id.org/industry-kg/"
"""Where all IRIs of the project start; see :func:`rebase` for another."""

KINDS = (
    "region",
    "park",
    "enterprise",
    "institution",
    "agency",
    "concept",
    "project",
    "policy",
    "doc",
    "section",
    "clause",
    "annex",
    "chain",
    "stage",
    "target",
    "restriction",
    "statement",
    "mention",
    "repetition",
    "reading",
    "software",
    "mode",
    "scope",
    "strength",
    "bound",
    "silence",
    "status",
    "unit",
    "gbt4754",
    "scheme",
    "dataset",
    "token",
    "finding",
)
"""The kinds of things that have IRIs below ``…/id/``; each is its own prefix."""

GRAPHS = ("statements", "labels", "documents", "reference", "inferred", "analysis", "search")
"""The named graphs beside the clauses' own."""

PREFIXES = MappingProxyType(
    {
        "kgo": f"{BASE}ontology#",
        "graph": f"{BASE}graph/",
        **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
    }
)
"""The project's own prefixes, in the order in which they are written."""

FOREIGN_PREFIXES = MappingProxyType(
    {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "void": "http://rdfs.org/ns/void#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "qudt": "http://qudt.org/schema/qudt/",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sh": "http://www.w3.org/ns/shacl#",
    }
)
"""Prefixes of the vocabularies that the graph reuses."""

ALL_PREFIXES = MappingProxyType({**PREFIXES, **FOREIGN_PREFIXES})
"""Every prefix that the graph, the queries and the shapes may use."""

PREFIX_OF_TYPE = MappingProxyType(
    {
        EntityType.REGION: "region",
        EntityType.PARK: "park",
        EntityType.ENTERPRISE: "enterprise",
        EntityType.INSTITUTION: "institution",
        EntityType.AGENCY: "agency",
        EntityType.INDUSTRY: "concept",
        EntityType.PRODUCT: "concept",
        EntityType.PROJECT: "project",
        EntityType.POLICY: "policy",
    }
)
"""Which prefix a type of entity has; Industry and Product share one name space."""

KIND_OF_PREFIX = MappingProxyType(
    {prefix: str(kind) for kind, prefix in PREFIX_OF_TYPE.items() if prefix != "concept"}
    | {"section": "Section", "chain": "Chain", "stage": "ChainStage", "clause": "Clause"}
)
"""What a thing is shown as by its prefix; a concept is shown as what its classes say."""

_DROPPED = frozenset("\"'`“”‘’„‟‚‛‹›«»「」『』〝〞〟®©­")
_SPELLED = MappingProxyType(
    {
        "±": "＋-",
        "×": "x",
        "÷": "／",
        "∶": "：",
        "•": "・",
        "∙": "・",
        "⋅": "・",
        "—": "-",
        "–": "-",
        "―": "-",
        "‐": "-",
        "−": "-",
        "⁄": "／",
        "∕": "／",
        "≤": "＜＝",
        "≥": "＞＝",
        "≈": "约",
        "→": "-＞",
        "←": "＜-",
        "↔": "＜-＞",
        "°": "度",
        "‰": "千分率",
        "¥": "元",
        "§": "节",
        "№": "No",
        "※": "＊",
        "†": "＋",
        "‖": "｜｜",
        "¦": "｜",
        "¬": "-",
        "¢": "分",
        "£": "镑",
    }
)
_TWINS_AT_THE_EDGE = MappingProxyType({"-": "－", ".": "．", "·": "・"})
_KEPT_ASCII = frozenset("-._")
# PN_CHARS of SPARQL 1.1 met with ucschar of RFC 3987, what both a grammar and an IRI allow, and only the
# first plane: Oxigraph's SPARQL parser takes no other character in a local name
_LEGAL_CLASS = (
    "\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u203f-\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
)
_LEGAL = re.compile(f"[{_LEGAL_CLASS}]")
_TYPABLE = re.compile(
    f"(?![-.\u00b7\u0300-\u036f\u203f\u2040])(?!.*\\..*\\.)[A-Za-z0-9_.{_LEGAL_CLASS}-]+(?<!\\.)"
)
_COMBINING = re.compile("[\u0300-\u036f\u203f\u2040]")


def _spelled(char: str) -> str:
    if char in _DROPPED or char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"}:
        return ""
    if char.isascii():
        return char if char.isalnum() or char in _KEPT_ASCII else chr(ord(char) + 0xFEE0)
    if char in _SPELLED:
        return _SPELLED[char]
    return char if _LEGAL.match(char) else f"〔{ord(char):X}〕"


def local_name(name: str) -> str:
    """Spell a name so that it is a SPARQL local name without any escape.

    The same name always gives the same spelling, and a spelling is its own spelling. A name of which
    nothing is left raises GraphError.

    >>> local_name("“互联网+”行动计划"), local_name("±1100KV特高压"), local_name("-40℃冷库")
    ('互联网＋行动计划', '＋-1100KV特高压', '－40度C冷库')
    """
    folded = unicodedata.normalize("NFKC", name)
    # what was dropped may have stood between a letter and its accent; NFC leaves the twins alone
    spelled = unicodedata.normalize("NFC", "".join(_spelled(char) for char in folded))
    if not spelled:
        raise GraphError(f"{name!r}: no character of this name can stand in an IRI")
    first, last = spelled[0], spelled[-1]
    if _COMBINING.match(first):
        spelled = f"〔{ord(first):X}〕{spelled[1:]}"
    elif first in _TWINS_AT_THE_EDGE:
        spelled = _TWINS_AT_THE_EDGE[first] + spelled[1:]
    if last == ".":
        spelled = spelled[:-1] + _TWINS_AT_THE_EDGE["."]
    # Oxigraph's SPARQL parser takes one dot in a local name, and no second
    return spelled.replace(".", "．") if spelled.count(".") > 1 else spelled


@lru_cache(maxsize=200_000)
def iri(kind: str, *parts: str | int) -> ox.NamedNode:
    """Return the IRI of a thing of a kind; parts are joined by ``_``.

    >>> iri("region", "沈阳市").value
    'https://w3id.org/industry-kg/id/region/沈阳市'
    """
    return ox.NamedNode(PREFIXES[kind] + local_name("_".join(str(part) for part in parts)))


@lru_cache(maxsize=200_000)
def entity_iri(entity: EntityRef) -> ox.NamedNode:
    """Return the IRI of what a mention stands for."""
    return iri(PREFIX_OF_TYPE[entity.kind], entity.name)


def clause_iri(doc: str, line: int) -> ox.NamedNode:
    """Return the IRI of a clause, which is also the name of its graph."""
    return iri("clause", doc, line)


def section_iri(section: str, doc: str) -> ox.NamedNode:
    """Return the IRI of a section from its id, which is its document's id and a path of ordinals.

    >>> section_iri("plan-2015.2.1", "plan-2015").value.rpartition("/")[2]
    'plan-2015_2-1'
    """
    path = section.removeprefix(doc).strip(".").replace(".", "-")
    return iri("section", doc, path) if path else iri("section", doc)


def graph_iri(name: str) -> ox.NamedNode:
    """Return the IRI of one of :data:`GRAPHS`."""
    if name not in GRAPHS:
        raise GraphError(f"graph:{name}: no such graph; expected one of {', '.join(GRAPHS)}")
    return ox.NamedNode(PREFIXES["graph"] + name)


def digest(*parts: object) -> str:
    """Return 10 hex digits that stand for the parts, the same on every machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:10]


@lru_cache(maxsize=200_000)
def shortened(value: str) -> str:
    """Return an IRI as ``prefix:local`` where that can be typed, else in angle brackets.

    >>> shortened("https://w3id.org/industry-kg/id/region/沈阳市"), shortened("http://example.org/")
    ('region:沈阳市', '<http://example.org/>')
    """
    for prefix, namespace in ALL_PREFIXES.items():
        if value.startswith(namespace) and _TYPABLE.fullmatch(value, len(namespace)):
            return f"{prefix}:{value[len(namespace) :]}"
    return f"<{value}>"


def split_iri(value: str) -> tuple[str, str] | None:
    """Return prefix and local name of one of the project's IRIs, None for another's.

    >>> split_iri("https://w3id.org/industry-kg/id/region/沈阳市")
    ('region', '沈阳市')
    """
    if not value.startswith(BASE):
        return None
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return prefix, value[len(namespace) :]
    return None


def prologue(prefixes: Iterable[str] = ALL_PREFIXES) -> str:
    """Return the PREFIX lines that declare the named prefixes, for a SPARQL query."""
    return "".join(f"PREFIX {prefix}: <{ALL_PREFIXES[prefix]}>\n" for prefix in prefixes)


def rebase(quads: Iterable[ox.Quad], base: str) -> Iterator[ox.Quad]:
    """Yield the quads with every IRI of the project moved to another base.

    For a publisher who resolves the IRIs elsewhere; ``base`` ends with ``/``. Triple terms are kept whole.
    """
    if not base.endswith("/"):
        raise GraphError(f"{base}: a base IRI ends with /")

    def moved(term: object) -> object:
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
            return ox.NamedNode(base + term.value[len(BASE) :])
        if isinstance(term, ox.Triple):
            return ox.Triple(*(moved(part) for part in term))  # type: ignore[arg-type]
        return term

    for quad in quads:
        yield ox.Quad(*(moved(term) for term in quad))  # type: ignore[arg-type]
