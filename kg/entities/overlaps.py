"""Where candidate names overlap, the longest stays."""

from __future__ import annotations

from kg.entities.found import Found
from kg.model import EntityType

T = EntityType
_PRIORITY = {
    T.POLICY: 9,
    T.AGENCY: 8,
    T.PROJECT: 7,
    T.PARK: 6,
    T.INSTITUTION: 6,
    T.ENTERPRISE: 5,
    T.INDUSTRY: 4,
    T.PRODUCT: 3,
    T.REGION: 2,
}


def resolve(found: list[Found]) -> tuple[Found, ...]:
    """Keep the longest name where names overlap; a name with several pieces overlaps only as a whole."""
    ordered = sorted(
        found,
        key=lambda f: (-(f.end - f.start if len(f.pieces) == 1 else 99), -_PRIORITY[f.type], f.start, f.name),
    )
    kept: list[Found] = []
    for one in ordered:
        if any(_clash(one, other) for other in kept):
            continue
        kept.append(one)
    return tuple(sorted(kept, key=lambda f: (f.start, f.end, f.name)))


def _clash(one: Found, other: Found) -> bool:
    if one.name == other.name and one.type is other.type and one.pieces == other.pieces:
        return True
    if len(one.pieces) > 1 and len(other.pieces) > 1:
        return one.pieces == other.pieces
    if len(one.pieces) > 1 or len(other.pieces) > 1:
        many, single = (one, other) if len(one.pieces) > 1 else (other, one)
        span = single.pieces[0]
        return any(
            p.start <= span.start and span.end <= p.end and (p != span or single.type is T.REGION)
            for p in many.pieces
        )
    return any(a.start < b.end and b.start < a.end for a in one.pieces for b in other.pieces)
