"""A conditional random field over characters that corrects the rules where it proved better.

Lafferty, McCallum and Pereira (2001), by CRFsuite. The rules' reading is among its features, so that it
learns which of their readings to trust. It decides industries, products and firms, where it beats the
rules on papers that it was not trained on; of parks, projects, bodies and places only when it is sure.
A second one, over the names that the first and the rules found, finds the firms inside them: whose project
or base it is. ``kg train`` makes the models from data/training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import pycrfsuite

from kg.entities import concepts, firms
from kg.entities.chunks import sentences
from kg.entities.features import OUTSIDE, View, inner_rows_of, rows_of
from kg.entities.found import Found
from kg.entities.mending import mended, works
from kg.model import EntityType, Role, Span
from kg.resources import data_path
from kg.text.tokens import tokens

DECIDED = frozenset({EntityType.INDUSTRY, EntityType.PRODUCT, EntityType.ENTERPRISE})
MENTIONS, FIRMS = "mentions.crfsuite", "firms.crfsuite"
"""The files of the two models in each folder of data/models."""
FIRM = EntityType.ENTERPRISE.value
HOLDERS = frozenset({EntityType.PROJECT.value, EntityType.PARK.value})
"""Types whose names carry the firm that owns them."""
_TRADES = frozenset(("产业", "行业", "工业", "服务业", "领域", "应用领域"))
"""Heads that make every item of their list an industry (等产业)."""
FORMAL = frozenset({EntityType.AGENCY})
"""Types that form alone decides."""
SURE = 0.7
"""A park, project, body, place or policy of the model's replaces the rules' above this probability."""
DOUBT = 0.1
"""One of the rules' goes if the model holds its characters for part of a name with less than this."""
SUPPORT = 0.3
"""A reading of the rules stays if the model holds its characters for part of a name with this probability."""


SHIPPED, GENERAL = "shipped", "general"
"""The models in use, and those that never saw the shipped papers."""
_chosen: ContextVar[str] = ContextVar("models", default=SHIPPED)


@contextmanager
def using(models: str) -> Iterator[None]:
    """Read with the models in this folder of data/models inside the block."""
    before = _chosen.set(models)
    try:
        yield
    finally:
        _chosen.reset(before)


@lru_cache(maxsize=4)
def _opened(models: str, name: str) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(data_path("models", models, name)))
    return tagger


def _tagger(name: str) -> pycrfsuite.Tagger:
    return _opened(_chosen.get(), name)


def corrected(view: View) -> tuple[Found, ...]:
    """Return the rules' mentions of a clause as the models correct them."""
    if not view.text or not view.found:
        return view.found
    rows = rows_of(view)
    found = mended(view, _first(view, rows))
    found = works((*found, *_firms(view, rows, found)), view)
    return tuple(sorted(found, key=lambda f: (f.start, f.end, f.name)))


def _firms(view: View, rows: list[list[str]], found: Sequence[Found]) -> Iterator[Found]:
    """Yield the firms that the names of projects and parks carry and that were not found by themselves."""
    labels = [OUTSIDE] * len(view.text)
    holder: list[tuple[Found, Span] | None] = [None] * len(view.text)
    for one in sorted(found, key=lambda f: (-(f.end - f.start), f.start, f.name)):
        for piece in one.pieces:
            if all(label == OUTSIDE for label in labels[piece.start : piece.end]):
                size = piece.end - piece.start
                labels[piece.start : piece.end] = ["B-" + one.type] + ["I-" + one.type] * (size - 1)
                holder[piece.start : piece.end] = [(one, piece)] * size
    if not any(label[2:] in HOLDERS for label in labels):
        return
    seen = {one.name for one in found}
    for span, kind in spans_of(_tagger(FIRMS).tag(inner_rows_of(rows, labels))):
        span = _at_word(view.text, span)
        name = span.of(view.text)
        around = holder[span.start]
        if around is None or name in seen or not _carried(name, span, *around):
            continue
        seen.add(name)
        yield Found(name, kind, (span,), "nested:model", Role.NONE, "", around[0].sentence)


def _carried(name: str, span: Span, holder: Found, piece: Span) -> bool:
    """Say whether a project or park carries this as its owner's name: inside it, and no class of things."""
    inside = span.end <= piece.end and piece.start <= span.start and len(name) < len(holder.name)
    fits = len(name) > 1 and not firms.is_common(name) and concepts.find(name) is None
    return fits and holder.type in HOLDERS and inside


def _at_word(text: str, span: Span) -> Span:
    """Let a firm's name not end inside a word of the dictionary (福明智|能 → 福明|智能)."""
    cut = next((t.start for t in tokens(text) if t.known and t.start < span.end < t.end), span.end)
    return Span(span.start, max(cut, span.start))


def _first(view: View, rows: list[list[str]]) -> tuple[Found, ...]:
    tagger = _tagger(MENTIONS)
    labels = tagger.tag(rows)
    inside = [1.0 - tagger.marginal(OUTSIDE, i) for i in range(len(labels))]
    kept = [f for f in view.found if f.type not in DECIDED or _fixed(f)]
    kept = [f for f in kept if (_fixed(f) and f.role is not Role.LEAD) or _support(f, inside) > DOUBT]
    given = {f.pieces[0]: f for f in view.found if len(f.pieces) == 1}
    spans = list(spans_of(labels))
    sure = [
        (span, kind)
        for span, kind in spans
        if kind not in DECIDED
        and kind not in FORMAL
        and min(tagger.marginal(labels[i], i) for i in range(span.start, span.end)) > SURE
    ]
    for span, kind in sure:
        made = _made(view, span, kind, given.get(span))
        kept = [f for f in kept if _fixed(f) or len(f.pieces) > 1 or not _overlap(span, f)]
        if not any(_overlap(span, f) and len(f.pieces) == 1 for f in kept):
            kept.append(made)
    fresh: list[Found] = []
    for span, kind in spans:
        if kind in DECIDED and not any(_overlap(span, f) for f in kept):
            fresh.append(_made(view, span, kind, given.get(span)))
    for found in view.found:
        if found.type in DECIDED and not _fixed(found) and _support(found, inside) > SUPPORT:
            whole = len(found.pieces) > 1 or found.rule.startswith("nested")
            certain = whole or found.role is Role.RESTRICTED
            if certain or not any(_overlap(f.pieces[0], found) for f in (*fresh, *kept)):
                fresh += [found] * (not any(f.name == found.name and f.type is found.type for f in fresh))
    return tuple(sorted((*kept, *fresh), key=lambda f: (f.start, f.end, f.name)))


def _fixed(found: Found) -> bool:
    """Say whether form alone decides: headings, agencies, brackets of responsibility, quotes."""
    formal = found.type in FORMAL or found.rule.startswith(("bracket", "quote"))
    school = found.type is EntityType.INSTITUTION and ("大学" in found.name or "学院" in found.name)
    acts = found.type is EntityType.REGION and (found.role is Role.SUBJECT or found.rule == "form:town")
    return found.role is Role.LEAD or formal or school or acts


def spans_of(labels: list[str]) -> list[tuple[Span, EntityType]]:
    """Return the labelled stretches of a B-/I-/O sequence.

    >>> spans_of(["B-Product", "I-Product", "O"])
    [(Span(start=0, end=2), <EntityType.PRODUCT: 'Product'>)]
    """
    found, i = [], 0
    while i < len(labels):
        if labels[i].startswith("B-"):
            kind, j = labels[i][2:], i + 1
            while j < len(labels) and labels[j] == "I-" + kind:
                j += 1
            found.append((Span(i, j), EntityType(kind)))
            i = j
        else:
            i += 1
    return found


def _overlap(span: Span, found: Found) -> bool:
    return any(p.start < span.end and span.start < p.end for p in found.pieces)


def _support(found: Found, inside: list[float]) -> float:
    values = [inside[i] for p in found.pieces for i in range(p.start, min(p.end, len(inside)))]
    return sum(values) / len(values) if values else 0.0


def _made(view: View, span: Span, kind: EntityType, same: Found | None) -> Found:
    """A mention of the model's: role, cue and list come from the rules' reading around it."""
    name = span.of(view.text)
    if same is not None and same.type is kind:
        return same
    for group, chunk in enumerate(view.chunks):
        if chunk.items.start <= span.start < chunk.items.end or (
            chunk.head_span and chunk.head_span.start <= span.start < chunk.head_span.end
        ):
            if kind is EntityType.PRODUCT and chunk.head in _TRADES and span.end <= chunk.items.end:
                kind = EntityType.INDUSTRY
            rule = "class" if chunk.head_span and span.start >= chunk.head_span.start else "model"
            return Found(
                name, kind, (span,), rule, chunk.role, chunk.cue, chunk.sentence, chunk.strength, group
            )
    lead = view.lead
    role = Role.LEAD if lead is not None and lead.start <= span.start < lead.end else Role.NONE
    body = lead.end if lead else 0
    starts = (s.start + body for s in sentences(view.text[body:]))
    sentence = max(0, sum(1 for start in starts if start <= span.start) - 1)
    return Found(name, kind, (span,), "model", role, "", sentence)
