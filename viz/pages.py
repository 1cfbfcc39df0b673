"""From a view to a page: one HTML file, with its data inside as escaped JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.errors import UsageError, suggest
from kg.viz import assets
from kg.viz.legend import legend, strings
from kg.viz.model import GraphView
from kg.viz.payload import page_data

_FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("zh", "en")
ASK = "ask.html"
_COLOURS = (("kind", "byKind"), ("group", "byGroup"), ("community", "byCommunity"), ("grade", "byGrade"))
_SIZES = (("degree", "byDegree"), ("centrality", "byCentrality"), ("same", "bySame"))


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: its address below the site's root, its title, and its HTML (UTF-8 text)."""

    path: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page: language, whether all of it must be in one file, and the site's menu.

    ``menu`` pairs a key of ``strings.json`` with an address below the site's root; ``papers`` maps a
    document's id to the address of its page; ``files`` pairs a label with the address of a file that the
    page's subject can be taken away as, where a server makes them. ``server`` is the address of a server
    over the same graph, with ``/`` at its end, absolute or from the site's root; "" if none is known.
    """

    language: str = "zh"
    single: bool = False
    menu: tuple[tuple[str, str], ...] = (("home", "index.html"),)
    papers: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    server: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise UsageError(
                f"language {self.language!r}: expected zh or en{suggest(self.language, LANGUAGES)}"
            )


def graph_page(view: GraphView, path: str, frame: Frame | None = None) -> Page:
    """Return the page of a view at an address below the site's root.

    The graph, its table and the quoted clauses come from the same data, which stands in the page.
    """
    frame = frame or Frame()
    known = legend()
    root = "../" * path.count("/")
    server = frame.server if "://" in frame.server else f"{root}{frame.server}"
    data = page_data(
        view,
        path,
        known,
        papers={} if frame.single else dict(frame.papers),
        linked=not frame.single,
        server=server if frame.server else "",
        query=f"{server}sparql" if frame.server else "" if frame.single else f"{root}{ASK}",
    )
    subject = known.kind(view.kind)
    html = render(
        "graph.html",
        path,
        frame,
        title=view.title,
        title_en=view.title_en,
        kind_zh=subject.zh if view.kind != "Graph" else strings()["wholeGraph"]["zh"],
        kind_en=subject.en if view.kind != "Graph" else strings()["wholeGraph"]["en"],
        figures=_figures(view),
        overview=data["page"]["overview"],
        colors=_colours(view),
        sizes=_SIZES if any(node.centrality for node in view.nodes) else (_SIZES[0], _SIZES[2]),
        about=_about(view),
        papers=data["papers"],
        targets=_targets(view, frame),
        coverage=data["page"]["coverage"] is not None,
        board=view.kind == "Chain" and data["page"]["coverage"] is not None,
        gaps=len(view.gaps),
        graph=True,
        layout="graph-page",
        data=assets.safe_json(data),
    )
    return Page(path, view.title, html)


def render(template: str, path: str, frame: Frame, **values: Any) -> str:
    """Return a template's HTML with the frame's values filled in; everything is escaped."""
    graph = bool(values.pop("graph", False))
    root = "../" * path.count("/")
    scripts: tuple[str, ...] = ()
    if frame.single:
        parts = (assets.library(), assets.script()) if graph else (assets.script(),)
        scripts = tuple(assets.inline(part) for part in parts)
    return (
        _environment()
        .get_template(template)
        .render(
            root=root,
            language=frame.language,
            words=strings(),
            single=frame.single,
            graph=graph,
            policy=assets.policy_for(scripts) if frame.single else assets.POLICY,
            scripts=scripts,
            style=assets.style() if frame.single else "",
            files=frame.files,
            menu=[{"key": key, "href": href, "here": href == path} for key, href in frame.menu],
            **{"layout": "text-page", **values},
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _figures(view: GraphView) -> list[dict[str, str]]:
    counts = (
        ("实体", "entities", view.nodes),
        ("关系", "statements", view.edges),
        ("条款", "clauses", view.passages),
    )
    figures = [{"zh": zh, "en": en, "value": f"{len(items):,}"} for zh, en, items in counts]
    plain = [fact for fact in view.facts if fact.evidence is None and fact.value]
    return figures + [{"zh": fact.zh, "en": fact.en, "value": fact.value} for fact in plain]


def _targets(view: GraphView, frame: Frame) -> list[dict[str, str]]:
    """Return the view's quoted facts, each with its quote and where it stands in its paper."""
    passages = {passage.iri: passage for passage in view.passages}
    pages = {} if frame.single else dict(frame.papers)
    found = []
    for fact in view.facts:
        if fact.evidence is None or fact.evidence.passage not in passages:
            continue
        passage, item = passages[fact.evidence.passage], fact.evidence
        page = pages.get(passage.doc, "")
        found.append(
            {
                "name": fact.zh,
                "value": fact.value,
                "quote": passage.text[item.start : item.end or None].strip(),
                "href": f"{page}#L{passage.line}" if page else "",
                "line": str(passage.line),
            }
        )
    return found


def _colours(view: GraphView) -> list[tuple[str, str]]:
    there = {
        "kind": True,
        "group": len({node.group for node in view.nodes if node.group}) > 1,
        "community": any(node.community for node in view.nodes),
        "grade": any(node.grade for node in view.nodes),
    }
    return [(value, key) for value, key in _COLOURS if there[value]]


def _about(view: GraphView) -> list[dict[str, Any]]:
    """Return what the subject promotes and restricts, and who is there, as words that select a node."""
    index = {node.iri: place for place, node in enumerate(view.nodes)}
    degree = Counter(end for edge in view.edges for end in (edge.source, edge.target))
    labels = {node.iri: node.label for node in view.nodes}
    kinds = {node.iri: node.kind for node in view.nodes}
    families: list[tuple[str, str, Sequence[str]]] = []
    if view.kind == "Region":
        wanted = [e.target for e in view.edges if e.source == view.subject and e.predicate == "promotes"]
        held = [e.target for e in view.edges if e.source == view.subject and e.predicate == "restricts"]
        families += [("发展", "Promoted", [iri for iri in wanted if kinds[iri] == "Industry"])]
        families += [("限制", "Restricted", held)]
    for kind in ("Enterprise", "Park", "Project", "Institution"):
        style = legend().kind(kind)
        families.append((style.zh, style.en, [iri for iri, name in kinds.items() if name == kind]))
    return [
        {
            "zh": zh,
            "en": en,
            "members": [{"node": index[iri], "label": labels[iri]} for iri in _busiest(iris, degree)],
        }
        for zh, en, iris in families
        if iris
    ]


def _busiest(iris: Sequence[str], degree: Mapping[str, int]) -> list[str]:
    return sorted(dict.fromkeys(iris), key=lambda iri: (-degree[iri], iri))
