"""Where things are: points of cities and great circles between them, seats of firms.

Points stand in ``data/reference/city_points.csv``, seats in ``data/gazetteers/enterprises.csv``.
"""

from __future__ import annotations

import math
from functools import cache

from kg.resources import rows

_EARTH = 6371.0088
Point = tuple[float, float]


@cache
def points() -> dict[str, Point]:
    """Return the point of each city, by name: latitude and longitude in degrees (WGS 84)."""
    return {
        row["name"]: (float(row["lat"]), float(row["lon"])) for row in rows("reference", "city_points.csv")
    }


@cache
def seats() -> dict[str, str]:
    """Return the division where a firm has its seat, by the firm's name."""
    return {row["name"]: row["seat"] for row in rows("gazetteers", "enterprises.csv") if row["seat"]}


def distance(one: Point, other: Point) -> float:
    """Return kilometres along a great circle (haversine formula, mean radius of the earth).

    >>> round(distance((41.79, 123.43), (38.91, 121.60)))
    357
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(math.sqrt(half))
