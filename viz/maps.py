"""The map page: cities by a measure, or by what an industry meets there.

A city is drawn by its outline (``data/reference/city_outlines.geojson``), else as a dot at its sourced point
(``city_points.csv``); a city with neither is named below the map.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from kg.analysis.geography import points
from kg.resources import data_path
from kg.viz import assets
from kg.viz.atlas import Atlas
from kg.viz.model import GraphView
from kg.viz.pages import Frame, Page, render
from kg.viz.search import keys

PATH = "map.html"
MEASURES = ("statementsOf", "promotedOf", "restrictedOf", "firmsOf", "parksOf", "projectsOf")
_WIDTH, _MARGIN, _EDGE, _GRID = 900, 70, 24, 16

Ring = tuple[tuple[float, float], ...]
"""A closed line of longitudes and latitudes in degrees."""


def map_page(atlas: Atlas, views: Mapping[str, GraphView], pages: Mapping[str, str], frame: Frame) -> Page:
    """Return the map of the cities that have a view; one without outline and point is named below the map."""
    cities = [iri for iri in views if "City" in atlas.things[iri].classes]
    names = {iri: atlas.things[iri].label for iri in cities}
    drawn = {iri: outlines()[name] for iri, name in names.items() if name in outlines()}
    known = {iri: _centre(rings) for iri, rings in drawn.items()}
    known |= {iri: points()[name] for iri, name in names.items() if iri not in drawn and name in points()}
    corners = [(lat, lon) for rings in drawn.values() for ring in rings for lon, lat in ring]
    project, height, grid = _projection([*known.values(), *corners], _EDGE if drawn else _MARGIN)
    shown = [
        _city(atlas, iri, views[iri], pages, project(*known[iri]) if iri in known else None)
        | {"outline": _path(drawn.get(iri, ()), project)}
        for iri in cities
    ]
    data = {
        "cities": [
            {key: value for key, value in city.items() if key != "outline"} | {"area": bool(city["outline"])}
            for city in shown
        ],
        "industries": _industries(atlas, cities),
    }
    html = render(
        "map.html",
        PATH,
        frame,
        title="城市地图" if frame.language == "zh" else "Map of cities",
        measures=MEASURES,
        cities=shown,
        unplaced=[city["name"] for city in shown if not city["placed"]],
        dots=any(city["placed"] and not city["outline"] for city in shown),
        areas=bool(drawn),
        width=_WIDTH,
        height=height,
        grid=grid,
        data=assets.safe_json(data),
    )
    return Page(PATH, "map", html)


@cache
def outlines() -> dict[str, tuple[Ring, ...]]:
    """Return the outer rings of each city, by name."""
    content = json.loads(data_path("reference", "city_outlines.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["name"]: tuple(
            tuple((lon, lat) for lon, lat in polygon[0]) for polygon in feature["geometry"]["coordinates"]
        )
        for feature in content["features"]
    }


def _centre(rings: Iterable[Ring]) -> tuple[float, float]:
    """Return latitude and longitude of the point of a grid that is deepest inside the largest ring.

    The pole of inaccessibility, to the nearest of a grid; a name has most room there.
    """
    ring = max(rings, key=lambda ring: _box(ring)[2] * _box(ring)[3])
    left, low, wide, high = _box(ring)
    grid = (
        (left + wide * x / _GRID, low + high * y / _GRID) for x in range(1, _GRID) for y in range(1, _GRID)
    )
    best = max(grid, key=lambda spot: depth(spot, ring))
    return best[1], best[0]


def _box(ring: Ring) -> tuple[float, float, float, float]:
    """Return the west and south edge of a ring, its width and its height."""
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    return min(lons), min(lats), max(lons) - min(lons), max(lats) - min(lats)


def depth(spot: tuple[float, float], ring: Ring) -> float:
    """Return how far a point is from the nearest edge of a ring, squared; negative outside."""
    x, y = spot
    inside, nearest = False, math.inf
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
        dx, dy = x2 - x1, y2 - y1
        along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy or 1.0)
        along = min(1.0, max(0.0, along))
        nearest = min(nearest, (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2)
    return nearest if inside else -nearest


def _path(rings: Iterable[Ring], project: Any) -> str:
    """Return rings as the data of an SVG path, in whole pixels."""
    parts = []
    for ring in rings:
        spots = dict.fromkeys(project(lat, lon) for lon, lat in ring)
        parts.append("M" + "L".join(f"{x},{y}" for x, y in spots) + "Z")
    return "".join(parts)


def _projection(points: list[tuple[float, float]], margin: int) -> tuple[Any, int, list[dict[str, Any]]]:
    """Return an equirectangular projection true at the middle latitude, its height, and a grid of degrees."""
    lats = [lat for lat, _ in points] or [0.0]
    lons = [lon for _, lon in points] or [0.0]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    scale = (_WIDTH - 2 * margin) / max((max(lons) - min(lons)) * squeeze, 0.5)

    def project(lat: float, lon: float) -> tuple[int, int]:
        x = margin + (lon - min(lons)) * squeeze * scale
        return round(x), round(margin + (max(lats) - lat) * scale)

    height = project(min(lats), min(lons))[1] + margin
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
