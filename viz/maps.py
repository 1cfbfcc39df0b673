"""The map page: cities at sourced coordinates, by a measure or by what an industry meets there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kg.resources import rows
from kg.viz import assets
from kg.viz.model import GraphView
from kg.viz.pages import Frame, Page, render
from kg.viz.search import keys
from kg.viz.source import Atlas

PATH = "map.html"
MEASURES = ("statementsOf", "promotedOf", "restrictedOf", "firmsOf", "parksOf", "projectsOf")
_WIDTH, _MARGIN = 900, 70


def map_page(atlas: Atlas, views: Mapping[str, GraphView], pages: Mapping[str, str], frame: Frame) -> Page:
    """Return the map of the cities that have a view; one without a sourced point is named below the map."""
    cities = [iri for iri in views if "City" in atlas.things[iri].classes]
    points = {
        row["name"]: (float(row["lat"]), float(row["lon"])) for row in rows("reference", "city_points.csv")
    }
    known = {iri: points[atlas.things[iri].label] for iri in cities if atlas.things[iri].label in points}
    project, height, grid = _projection(list(known.values()))
    shown = [
        _city(atlas, iri, views[iri], pages, project(*known[iri]) if iri in known else None) for iri in cities
    ]
    data = {"cities": shown, "industries": _industries(atlas, cities)}
    html = render(
        "map.html",
        PATH,
        frame,
        title="城市地图" if frame.language == "zh" else "Map of cities",
        measures=MEASURES,
        cities=shown,
        unplaced=[city["name"] for city in shown if not city["placed"]],
        width=_WIDTH,
        height=height,
        grid=grid,
        data=assets.safe_json(data),
    )
    return Page(PATH, "map", html)


def _projection(points: list[tuple[float, float]]) -> tuple[Any, int, list[dict[str, Any]]]:
    """Return an equirectangular projection true at the middle latitude, its height, and a grid of degrees."""
    lats = [lat for lat, _ in points] or [0.0]
    lons = [lon for _, lon in points] or [0.0]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    scale = (_WIDTH - 2 * _MARGIN) / max((max(lons) - min(lons)) * squeeze, 0.5)

    def project(lat: float, lon: float) -> tuple[int, int]:
        x = _MARGIN + (lon - min(lons)) * squeeze * scale
        return round(x), round(_MARGIN + (max(lats) - lat) * scale)

    height = project(min(lats), min(lons))[1] + _MARGIN
    grid = []
    for lon in range(math.ceil(min(lons)), math.floor(max(lons)) + 1):
        x = project(max(lats), lon)[0]
        grid.append({"d": f"M{x},0V{height}", "x": x + 4, "y": height - 6, "label": f"{lon}°E"})
    for lat in range(math.ceil(min(lats)), math.floor(max(lats)) + 1):
        y = project(lat, min(lons))[1]
        grid.append({"d": f"M0,{y}H{_WIDTH}", "x": 6, "y": y - 5, "label": f"{lat}°N"})
    return project, height, grid


def _city(
    atlas: Atlas, iri: str, view: GraphView, pages: Mapping[str, str], at: tuple[int, int] | None
) -> dict[str, Any]:
    kinds = {node.iri: node.kind for node in view.nodes}
    own = [edge for edge in view.edges if edge.source == iri]
    wanted = {e.target for e in own if e.predicate == "promotes" and kinds[e.target] == "Industry"}
    counts = {
        kind: sum(1 for name in kinds.values() if name == kind) for kind in ("Enterprise", "Park", "Project")
    }
    values = (
        len(view.edges),
        len(wanted),
        len({edge.target for edge in own if edge.predicate == "restricts"}),
        *counts.values(),
    )
    x, y = at or (0, 0)
    return {
        "name": atlas.things[iri].label,
        "en": atlas.things[iri].label_en,
        "href": pages.get(iri, ""),
        "placed": at is not None,
        "x": x,
        "y": y,
        "values": dict(zip(MEASURES, values, strict=True)),
    }


def _industries(atlas: Atlas, cities: list[str]) -> list[dict[str, Any]]:
    """Return every concept that a city promotes or restricts, with the places of those cities in the list."""
    index = {iri: place for place, iri in enumerate(cities)}
    found: dict[str, dict[str, set[int]]] = {}
    for edge in atlas.edges:
        if edge.source in index and edge.predicate in {"promotes", "restricts"}:
            said = found.setdefault(edge.target, {"promotes": set(), "restricts": set()})
            said[edge.predicate].add(index[edge.source])
    ranked = sorted(found, key=lambda iri: (-sum(map(len, found[iri].values())), iri))
    return [
        {
            "name": atlas.things[iri].label,
            "pinyin": keys((atlas.things[iri].label,)),
            "promotes": sorted(found[iri]["promotes"]),
            "restricts": sorted(found[iri]["restricts"]),
        }
        for iri in ranked
        if iri in atlas.things
    ]
