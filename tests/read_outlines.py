"""Make data/reference/city_outlines.geojson from the province maps of the npm package echarts 4.9.0.

    npm pack echarts@4.9.0 && tar xzf echarts-4.9.0.tgz
    python tests/read_outlines.py package/map/json/province

The maps are Apache-2.0, as the package is. Each city's outline is decoded (zigzag differences of 1/1024
degree; one province is plain) and thinned by Douglas and Peucker's algorithm, so that a page stays small;
islands below the tolerance are left out. An outline shows where a city is, it settles no border.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "data" / "reference" / "city_outlines.geojson"
TOLERANCE = 0.02
"""Degrees; about two kilometres, less than two pixels of a map of a province."""
ENDINGS = ("市", "地区", "自治州", "盟")

Point = tuple[float, float]


def decode(text: str, offset: list[int]) -> list[Point]:
    """Return the points of an encoded ring, longitude first."""
    points, (x, y) = [], offset
    for place in range(0, len(text), 2):
        for axis in (0, 1):
            value = ord(text[place + axis]) - 64
            value = (value >> 1) ^ -(value & 1)
            if axis:
                y += value
            else:
                x += value
        points.append((x / 1024, y / 1024))
    return points


def thinned(points: list[Point]) -> list[Point]:
    """Return the points that Douglas and Peucker's algorithm keeps of a closed ring."""
    if len(points) < 4:
        return []
    first = points[0]
    far = max(range(len(points)), key=lambda i: _square(points[i], first))
    ring = [*_kept(points[: far + 1]), *_kept([*points[far:], first])[1:-1]]
    return ring if len(ring) > 3 else []


def _square(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _kept(points: list[Point]) -> list[Point]:
    keep = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        begin, end = todo.pop()
        worst, at = TOLERANCE, 0
        for place in range(begin + 1, end):
            apart = _apart(points[place], points[begin], points[end])
            if apart > worst:
                worst, at = apart, place
        if at:
            keep.add(at)
            todo += [(begin, at), (at, end)]
    return [points[place] for place in sorted(keep)]


def _apart(point: Point, one: Point, other: Point) -> float:
    """Return how far a point is from the segment between two others."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = dx * dx + dy * dy
    along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return _square(point, (one[0] + along * dx, one[1] + along * dy)) ** 0.5


def outline(feature: dict[str, Any]) -> dict[str, Any] | None:
    """Return a city as a GeoJSON feature with thinned rings, None where the source has no shape."""
    shape = feature["geometry"]
    many = shape["type"] == "MultiPolygon"
    coded = shape["coordinates"] if many else [shape["coordinates"]]
    offsets = shape.get("encodeOffsets") or []
    offsets = offsets if many else [offsets]
    polygons = []
    for place, rings in enumerate(coded):
        plain = [
            decode(ring, offsets[place][number])
            if isinstance(ring, str)
            else [tuple(point) for point in ring]
            for number, ring in enumerate(rings)
        ]
        thin = [thinned(ring) for ring in plain]
        if thin and thin[0]:
            polygons.append(
                [[[round(x, 2), round(y, 2)] for x, y in [*ring, ring[0]]] for ring in thin if ring]
            )
    if not polygons:
        return None
    return {
        "type": "Feature",
        "properties": {"name": feature["properties"]["name"]},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def main(folder: Path) -> None:
    """Write the outlines of all cities and prefectures, province by province."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.json")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            name = str(feature["properties"]["name"])
            made = outline(feature) if name.endswith(ENDINGS) else None
            if made:
                found[name] = made
    lines = [json.dumps(made, ensure_ascii=False, separators=(",", ":")) for made in found.values()]
    head = (
        '{"type":"FeatureCollection","source":"npm package echarts 4.9.0, map/json/province '
        '(Apache-2.0), thinned; where a city lies, not its border"'
    )
    OUT.write_text(head + ',"features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    print(f"{OUT.name}: {len(lines)} cities, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
