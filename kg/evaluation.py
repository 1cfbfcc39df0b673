"""Precision, recall and F1 of records against gold records, by family and kind.

A *record* is what one line of a paper says, in the annotation format (a dict as ``kg extract`` prints it).
It is taken apart into *items*, tuples of a kind and one or more fields, by one function a family; a family's
items of gold and prediction are then compared line by line and added up (micro average).

*Strict*: normalised text and kind are equal. *Relaxed*: the same kind, and the two texts share at least 60 %
of their characters in order, so that a boundary a word off still counts.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from kg.errors import DataError

Record = Mapping[str, Any]
Key = tuple[str, int]
Field = str | float
Item = tuple[Field, ...]
"""A kind (a type, a predicate, "" where the family has no kinds) and the fields to compare."""

RELAXED_RATIO = 0.6
"""The share of characters in order from which two texts count as one name."""
_SHORT = 4
"""Texts shorter than this are compared as they stand, also relaxed."""
_QUOTES = re.compile(r"[\s“”\"'‘’《》「」]")
_PLACE_SUFFIX = re.compile(r"(?<=[\u4e00-\u9fff]{2})(市|省)$")
_CORE = frozenset({"Region", "Park", "Enterprise", "Institution", "Agency", "Project", "Policy"})
_CONTENT = frozenset({"Industry", "Product"})


def normalise(text: object) -> str:
    """Return a name as it is compared: NFKC, without white space, quotes and title marks.

    >>> normalise(" “互联网＋”行动计划")
    '互联网+行动计划'
    """
    return _QUOTES.sub("", unicodedata.normalize("NFKC", str(text)).strip())


def normalise_end(text: object) -> str:
    """Return an end of a relation as it is compared: a prefecture or province without its suffix.

    >>> normalise_end("沈阳市"), normalise_end("辽宁省"), normalise_end("沈市")
    ('沈阳', '辽宁', '沈市')
    """
    return _PLACE_SUFFIX.sub("", normalise(text))


def _entities(record: Record) -> set[Item]:
    return {(kind, normalise(name)) for name, kind in record.get("entities", ())}


def _content(record: Record) -> set[Item]:
    return {("", name) for kind, name in _entities(record) if kind in _CONTENT}


def _relations(record: Record) -> set[Item]:
    return {
        (rel, normalise_end(head), normalise_end(tail)) for head, rel, tail in record.get("relations", ())
    }


def _restrictions(record: Record) -> set[Item]:
    return {
        ("", normalise_end(row["region"]), normalise(row["object"]), row["mode"])
        for row in record.get("restrictions", ())
    }


def _chains(record: Record) -> set[Item]:
    stages = [[normalise(stage) for stage in row["stages"]] for row in record.get("chains", ())]
    return {("", *link) for names in stages for link in pairwise(names)}


def _numbers(record: Record) -> Iterable[Mapping[str, Any]]:
    return (row for row in record.get("targets", ()) if row.get("value") is not None)


def _targets(record: Record) -> set[Item]:
    return {("", normalise(row["indicator"]), float(row["value"])) for row in _numbers(record)}


def _full_targets(record: Record) -> set[Item]:
    return {
        (
            "",
            normalise(row["indicator"]),
            float(row["value"]),
            "" if row.get("baseline") is None else repr(float(row["baseline"])),
            *(str(row.get(key) or "") for key in ("unit", "bound", "year")),
        )
        for row in _numbers(record)
    }


def _entity_groups(kind: str) -> tuple[str, ...]:
    return f"entity/{kind}", "entity/ALL", "entity/CORE" if kind in _CORE else "entity/CONTENT"


@dataclass(frozen=True, slots=True)
class Family:
    """A way to take a record apart, and the lines of the table that an item of a kind counts in.

    ``listed`` says whether its differences are listed, too; a family that regroups another's items is not.
    """

    name: str
    items: Callable[[Record], set[Item]]
    groups: Callable[[str], tuple[str, ...]]
    listed: bool = True


FAMILIES: tuple[Family, ...] = (
    Family("entity", _entities, _entity_groups),
    Family("relation", _relations, lambda kind: (f"relation/{kind}", "relation/ALL")),
    Family("restriction", _restrictions, lambda _: ("restriction",)),
    Family("chain", _chains, lambda _: ("chain",)),
    Family("target", _targets, lambda _: ("target",)),
    Family("target-full", _full_targets, lambda _: ("target-full",)),
    Family("entity/CONTENT-untyped", _content, lambda _: ("entity/CONTENT-untyped",), listed=False),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of items: ``hits`` found rightly, ``gold`` to be found, ``predicted`` found."""

    hits: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.hits + other.hits, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """Hits as a share of what was predicted; 0 where nothing was."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Hits as a share of the gold; 0 where there is none."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """An item that was ``missed`` (gold only) or is ``extra`` (prediction only), compared strictly."""

    doc: str
    line: int
    side: str
    family: str
    item: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of a run by table line, the number of gold lines, and what differs."""

    strict: Mapping[str, Figures]
    relaxed: Mapping[str, Figures]
    lines: int
    differences: tuple[Difference, ...]


def _similar(one: Field, two: Field) -> bool:
    if one == two:
        return True
    if isinstance(one, float) or isinstance(two, float) or len(one) < _SHORT:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= RELAXED_RATIO


def _relaxed_hits(gold: set[Item], predicted: set[Item]) -> int:
    """Pair the items off greedily, in sorted order, each predicted one at most once."""
    left = sorted(predicted - gold, key=_order)
    hits = len(gold & predicted)
    for item in sorted(gold - predicted, key=_order):
        for candidate in left:
            if len(item) == len(candidate) and all(map(_similar, item, candidate)):
                left.remove(candidate)
                hits += 1
                break
    return hits


def _order(item: Item) -> tuple[tuple[bool, Field], ...]:
    return tuple((isinstance(part, str), part) for part in item)


def _by_kind(items: set[Item]) -> dict[str, set[Item]]:
    kinds: dict[str, set[Item]] = defaultdict(set)
    for item in items:
        kinds[str(item[0])].add(item)
    return kinds


def _listed(key: Key, family: Family, gold: set[Item], predicted: set[Item]) -> Iterable[Difference]:
    for side, items in (("missed", gold - predicted), ("extra", predicted - gold)):
        for item in items:
            yield Difference(*key, side, family.name, tuple(str(part) for part in item if part != ""))


def score(gold: Mapping[Key, Record], pred: Mapping[Key, Record]) -> Score:
    """Compare predicted records with gold records on the lines that gold holds.

    Both map ``(doc, line)`` to a record; a gold line without a prediction counts as an empty one, and a
    predicted line without gold does not count. Figures are micro averages over all lines.

    >>> gold = {("a", 1): {"entities": [["沈阳", "Region"], ["电主轴", "Product"]]}}
    >>> figures = score(gold, {("a", 1): {"entities": [["沈阳", "Region"]]}}).strict["entity/ALL"]
    >>> figures.precision, figures.recall
    (1.0, 0.5)
    """
    strict: dict[str, Figures] = defaultdict(Figures)
    relaxed: dict[str, Figures] = defaultdict(Figures)
    differences: list[Difference] = []
    for key in sorted(gold):
        predicted = pred.get(key, {})
        for family in FAMILIES:
            ours, theirs = family.items(gold[key]), family.items(predicted)
            if family.listed:
                differences.extend(_listed(key, family, ours, theirs))
            ours_by, theirs_by = _by_kind(ours), _by_kind(theirs)
            for kind in ours_by.keys() | theirs_by.keys():
                a, b = ours_by.get(kind, set()), theirs_by.get(kind, set())
                exact = Figures(len(a & b), len(a), len(b))
                near = Figures(_relaxed_hits(a, b), len(a), len(b))
                for name in family.groups(kind):
                    strict[name] += exact
                    relaxed[name] += near
    return Score(_sorted(strict), _sorted(relaxed), len(gold), tuple(sorted(differences)))


def _sorted(figures: Mapping[str, Figures]) -> dict[str, Figures]:
    return dict(sorted(figures.items()))


def read_records(lines: Iterable[str], *, name: str) -> dict[Key, Record]:
    """Return the records of JSON lines by ``(doc, line)``; blank lines are passed over.

    ``name`` is what errors call the source. A line that is not JSON, that lacks ``doc`` or ``line``, whose
    families do not have their shape, or that repeats a key raises DataError with its number.
    """
    records: dict[Key, Record] = {}
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            record = json.loads(raw)
            key = (str(record["doc"]), int(record["line"]))
            for family in FAMILIES:
                family.items(record)
        except json.JSONDecodeError as error:
            raise DataError(f"{name}:{number}: not a JSON record ({error.msg})") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DataError(f"{name}:{number}: not an annotation record ({error!r})") from error
        if key in records:
            raise DataError(f"{name}:{number}: second record for {key[0]}, line {key[1]}")
        records[key] = record
    return records
