"""Two places side by side: what both promote, what only one does, and what each restricts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.store import shorten
from kg.viz.atlas import Atlas
from kg.viz.pages import Frame, Page, render
from kg.viz.things import href

_HELD = "restricts"


def compare_page(atlas: Atlas, one: str, other: str, frame: Frame) -> Page:
    """Return the page that compares two regions, given by their IRIs; "" leaves a side to be chosen."""
    places = sorted(
        (thing for thing in atlas.things.values() if thing.kind == "Region" and thing.iri in atlas.around),
        key=lambda thing: (thing.code or "~", thing.iri),
    )
    sides = [_side(atlas, iri) for iri in (one, other)]
    both = sides[0]["promotes"].keys() & sides[1]["promotes"].keys()
    at_odds = [
        _entry(atlas, iri)
        for mine, theirs in (sides, sides[::-1])
        for iri in sorted(mine["promotes"].keys() & theirs["restricts"].keys())
    ]
    html = render(
        "compare.html",
        "compare",
        frame,
        title="比较两地" if frame.language == "zh" else "Compare two places",
        places=[{"iri": p.iri, "name": p.label, "en": p.label_en} for p in places],
        chosen=_chosen([place.iri for place in places], one, other),
        names=[_entry(atlas, iri) if iri in atlas.things else None for iri in (one, other)],
        common=[_entry(atlas, iri) for iri in sorted(both)],
        sides=[_lists(atlas, side, both) for side in sides],
        odds=at_odds,
        ready=one in atlas.things and other in atlas.things,
    )
    return Page("compare", "比较两地", html)


def _chosen(places: Sequence[str], one: str, other: str) -> tuple[str, str]:
    """Return what the two lists of places stand at: what was asked for, else two places that differ."""
    free = [place for place in (*places[1:], *places[:1]) if place not in (one, other)]
    first = one or next(iter(free), "")
    return first, other or next((place for place in free if place != first), "")


def _side(atlas: Atlas, iri: str) -> dict[str, dict[str, Any]]:
    own = [edge for edge in atlas.around.get(iri, ()) if edge.source == iri]
    return {
        "promotes": {edge.target: edge for edge in own if edge.predicate == "promotes"},
        "restricts": {edge.target: edge for edge in own if edge.predicate == _HELD},
    }


def _lists(atlas: Atlas, side: dict[str, dict[str, Any]], both: Sequence[str] | set[str]) -> dict[str, Any]:
    return {
        "only": [_entry(atlas, iri) for iri in sorted(side["promotes"].keys() - set(both))],
        "restricts": [
            {**_entry(atlas, iri), "note": "·".join(word for word in (edge.mode, edge.scope) if word)}
            for iri, edge in sorted(side["restricts"].items())
        ],
    }


def _entry(atlas: Atlas, iri: str) -> dict[str, str]:
    thing = atlas.things.get(iri)
    return {
        "name": thing.label if thing else shorten(iri),
        "en": thing.label_en if thing else "",
        "href": href(iri),
    }
