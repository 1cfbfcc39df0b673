"""How people write what a paper says: the words for an assertion in patch files, and back.

* a statement: ``Industry:机床``, ``reliesOn``, ``Enterprise:沈阳机床`` (or ``SECTION``);
* a restriction: ``Region:沈阳市``, ``restricts/phaseout/size``, ``Product:机组``; what replaces it may
  have a limit, ``restricts/phaseout/size/<=/30/万千瓦``;
* a target: ``Region:沈阳市``, ``target``, ``indicator|baseline|bound|value|unit|year``;
* a chain: ``Region:沈阳市``, ``chain``, ``name|stage|stage|…``, upstream first.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from kg.errors import DataError, suggest
from kg.model import (
    Bound,
    Chain,
    EntityRef,
    EntityType,
    Mode,
    Predicate,
    Restriction,
    Scope,
    Span,
    Stage,
    Statement,
    Target,
    Threshold,
)

Assertion: TypeAlias = Statement | Restriction | Target | Chain
E = TypeVar("E", bound=StrEnum)

SECTION = "SECTION"
"""The object of a statement about the section itself."""
TARGET, CHAIN, RESTRICTS = "target", "chain", "restricts"
SEPARATOR = "|"
_COMPARATORS = ("<", "<=", ">", ">=", "=")


def name_of(entity: EntityRef | None) -> str:
    """Return an entity as patch files write it: its type and its name."""
    return SECTION if entity is None else f"{entity.kind}:{entity.name}"


def entity_of(written: str) -> EntityRef:
    """Return the entity that a patch file writes; raise DataError for another form.

    >>> entity_of("Enterprise:沈阳机床").name
    '沈阳机床'
    """
    kind, colon, name = written.partition(":")
    if not colon or not name or kind not in list(EntityType):
        raise DataError(f"{written!r}: Type:name was expected{suggest(kind, list(EntityType))}")
    return EntityRef(EntityType(kind), name, rule="review")


def merged(written: str) -> str:
    """Return an entity as written with one type for Industry and Product, which share one name space."""
    return written.replace(f"{EntityType.PRODUCT}:", f"{EntityType.INDUSTRY}:", 1)


def number(value: float | str) -> str:
    """Return a number as people write it; raise DataError for what is none.

    >>> number(65.0), number("0.50"), number(1e20)
    ('65', '0.5', '100000000000000000000')
    """
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        exact = Decimal("nan")
    if not exact.is_finite():
        raise DataError(f"{value!r} is no number")
    return f"{exact.normalize():f}"


def target_words(indicator: str, baseline: str, bound: str, value: str, unit: str, year: str) -> str:
    """Return a target's object.

    >>> target_words("贡献率", "59", "min", "65.0", "%", "2020")
    '贡献率|59|min|65|%|2020'
    """
    return SEPARATOR.join((indicator, baseline and number(baseline), bound, number(value), unit, year))


def chain_words(name: str, stages: list[str]) -> str:
    """Return a chain's object.

    >>> chain_words("铝产业链", ["原铝", "铝加工"])
    '铝产业链|原铝|铝加工'
    """
    return SEPARATOR.join((name, *stages))


def written(assertion: Assertion) -> tuple[str, str, str]:
    """Return an assertion's subject, predicate and object, Industry and Product as one."""
    match assertion:
        case Statement():
            return merged(name_of(assertion.subject)), assertion.predicate, merged(name_of(assertion.object))
        case Restriction():
            words = f"{RESTRICTS}/{assertion.mode}/{assertion.scope}"
            return name_of(assertion.region), words, merged(name_of(assertion.object))
        case Target():
            baseline = "" if assertion.baseline is None else number(assertion.baseline)
            year = "" if assertion.year is None else str(assertion.year)
            said = (assertion.indicator, baseline, assertion.bound, number(assertion.value))
            return name_of(assertion.region), TARGET, target_words(*said, assertion.unit, year)
        case Chain():
            words = chain_words(assertion.name, [stage.name for stage in assertion.stages])
            return name_of(assertion.region), CHAIN, words


def made(subject: str, predicate: str, object: str, evidence: Span, rule: str) -> Assertion:
    """Return the assertion that a patch file writes; raise DataError where it writes none.

    >>> made("Region:沈阳市", "restricts/prohibit/newCapacity", "Industry:钢铁", Span(0, 2), "review").scope
    <Scope.NEW_CAPACITY: 'newCapacity'>
    """
    actor = entity_of(subject)
    shared: dict[str, Any] = {"evidence": evidence, "rule": rule}
    if predicate == TARGET:
        return Target(region=actor, **target_parts(object), **shared)
    if predicate == CHAIN:
        return Chain(region=actor, cue="", **chain_parts(object), **shared)
    if predicate.startswith(f"{RESTRICTS}/"):
        held = entity_of(object)
        return Restriction(
            actor, held, object_name=held.name, cue="", **restriction_parts(predicate), **shared
        )
    other = None if object == SECTION else entity_of(object)
    name = other.name if other else SECTION
    return Statement(actor, predicate_of(predicate), other, actor.name, name, cue="", **shared)


def restriction_parts(predicate: str) -> dict[str, Any]:
    """Return mode, scope and threshold of a restriction's predicate.

    >>> restriction_parts("restricts/phaseout/size/<=/30/万千瓦")["threshold"]
    Threshold(comparator='<=', value=30.0, unit='万千瓦')
    """
    _, mode, scope, *limit = predicate.split("/", 5) + [""] * (2 - predicate.count("/"))
    threshold = None
    if limit:
        if len(limit) != 3 or limit[0] not in _COMPARATORS:
            raise DataError(f"{predicate!r}: a limit is written comparator/value/unit, as <=/30/万千瓦")
        threshold = Threshold(limit[0], float(number(limit[1])), limit[2])
    return {"mode": _one_of(Mode, mode), "scope": _one_of(Scope, scope), "threshold": threshold}


def target_parts(object: str) -> dict[str, Any]:
    """Return the parts of a target's object."""
    parts = object.split(SEPARATOR)
    if len(parts) != 6 or not parts[0]:
        raise DataError(f"{object!r}: a target is written indicator|baseline|bound|value|unit|year")
    indicator, baseline, bound, value, unit, year = parts
    if year and not (year.isascii() and year.isdecimal()):
        raise DataError(f"{year!r} is no year")
    return {
        "indicator": indicator,
        "baseline": float(number(baseline)) if baseline else None,
        "bound": _one_of(Bound, bound),
        "value": float(number(value)),
        "unit": unit,
        "year": int(year) if year else None,
    }


def chain_parts(object: str) -> dict[str, Any]:
    """Return name and stages of a chain's object; each stage stands for a product of its name."""
    name, *stages = object.split(SEPARATOR)
    if len(stages) < 2 or not all(stages):
        raise DataError(f"{object!r}: a chain is written name|stage|stage, with two stages or more")
    concepts = (EntityRef(EntityType.PRODUCT, stage, rule="review") for stage in stages)
    return {"name": name, "stages": tuple(Stage(concept.name, concept) for concept in concepts)}


def predicate_of(name: str) -> Predicate:
    """Return a statement's predicate by its name."""
    return _one_of(Predicate, name)


def _one_of(kind: type[E], name: str) -> E:
    try:
        return kind(name)
    except ValueError:
        raise DataError(f"{name!r} is no {kind.__name__.lower()}{suggest(name, list(kind))}") from None
