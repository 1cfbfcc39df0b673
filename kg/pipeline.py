"""From documents to readings: recognise, link, relate. Pure, deterministic, one clause at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial

from kg.entities import linker, recognizer
from kg.entities.features import View
from kg.entities.found import Context, Found
from kg.model import (
    Clause,
    ClauseReading,
    Document,
    DocumentReading,
    EntityRef,
    EntityType,
    Mention,
    Predicate,
    Role,
    Section,
    Silence,
    Span,
)
from kg.relations import (
    chains,
    composition,
    inputs,
    location,
    promotion,
    reliance,
    responsibility,
    restrictions,
    targets,
)
from kg.relations.scene import Scene
from kg.text import lexicon
from kg.text.normalize import normalize

T = EntityType
_SERVICES = re.compile("服务业|第三产业|服务贸易|现代服务")
_NO_NAME = re.compile(
    "落后|过剩|产能|厂矿|高耗能|高能耗|高污染|高排放|低附加值|低端|亏损|污染严重|施用量|消耗|项目$"
)
_ANALYSIS = re.compile("重要意义|重大意义|充分认识|现状|形势|存在的?问题|发展基础|背景")
_WITHHELD = re.compile(
    "^(?:未来|今后)?(?:(?:禁止|限制|淘汰|退出|压缩|不再?发展|不宜发展)(?:和|、|或|与|及)?)+发?展?的?"
    "(?:产业|行业|产品|领域|项目|产能)"
)
_PAST = re.compile("回顾|过去|成就|工作总结")


def read(document: Document, *, learned: bool = True) -> DocumentReading:
    """Read every clause of a document, by the rules alone if not ``learned``."""
    titles = _titles(document.sections)
    listed = {annex.line for annex in document.annexes}
    readings = (
        read_clause(clause, titles.get(clause.section, ()), learned=learned) for clause in document.clauses
    )
    return DocumentReading(
        document,
        tuple(
            replace(one, silence=Silence.FORMAL) if one.silence and one.clause.line in listed else one
            for one in readings
        ),
    )


def read_all(
    documents: Iterable[Document],
    *,
    processes: int = 1,
    learned: bool = True,
    on_done: Callable[[DocumentReading], None] | None = None,
) -> Iterator[DocumentReading]:
    """Read documents in the order given, in parallel if ``processes`` is more than one."""
    documents = list(documents)
    job = partial(read, learned=learned)
    if processes <= 1 or len(documents) < 2:
        results: Iterator[DocumentReading] = map(job, documents)
        yield from _reported(results, on_done)
        return
    with ProcessPoolExecutor(max_workers=processes) as pool:
        yield from _reported(pool.map(job, documents), on_done)


def _reported(
    results: Iterable[DocumentReading], on_done: Callable[[DocumentReading], None] | None
) -> Iterator[DocumentReading]:
    for reading in results:
        if on_done is not None:
            on_done(reading)
        yield reading


def _titles(sections: tuple[Section, ...]) -> dict[str, tuple[str, ...]]:
    by_id = {section.id: section for section in sections}

    @cache
    def path(id_: str) -> tuple[str, ...]:
        section = by_id.get(id_)
        return (*path(section.parent), section.title) if section else ()

    return {id_: path(id_) for id_ in by_id}


def context_of(clause: Clause, titles: tuple[str, ...]) -> Context:
    """Return what the sections around a clause tell its recognisers."""
    around = " ".join(titles)
    past = bool(_PAST.search(around)) or bool(re.match(r"\s*(?:过去(?:的)?一年|过去五年)", clause.text))
    analysis = bool(_ANALYSIS.search(around))
    return Context(clause.region, bool(_SERVICES.search(around)), past, analysis)


def read_clause(clause: Clause, titles: tuple[str, ...] = (), *, learned: bool = True) -> ClauseReading:
    """Read one clause: mentions, statements, restrictions, chains, targets, or why there are none.

    ``titles`` are those of the sections around it; ``learned`` False reads by the rules alone.
    """
    if not clause.text.strip():
        return ClauseReading(clause, silence=Silence.BLANK)
    context = context_of(clause, titles)
    objects = restrictions.restricted_objects(clause.text)
    held = tuple(_held(o, clause.text) for o in objects if not _NO_NAME.search(o.name))
    found = recognizer.mentions_of(clause, context, learned=learned)
    found = recognizer.with_given(found, (*held, *_stages(clause.text, found)))
    mentions = tuple(_linked(one, clause.region) for one in found)
    scene = Scene(
        clause,
        mentions,
        lambda name, kind: linker.link(name, kind, region=clause.region),
        restricted=frozenset((*(o.name for o in objects), *(one.name for one in held))),
        past=context.past,
        analysis=context.analysis,
        withheld=any(_WITHHELD.search(title) for title in titles),
    )
    restricted = restrictions.extract(clause, mentions, link=linker.link)
    aims = targets.extract(clause, mentions, link=linker.link, past=context.past)
    statements = (
        *promotion.extract(scene),
        *composition.extract(scene),
        *reliance.extract(scene),
        *location.located(scene),
        *location.hosted(scene),
        *location.undertaken(scene),
        *inputs.extract(scene),
        *responsibility.extract(clause, mentions, link=linker.link),
    )
    linked = chains.extract(clause, mentions, link=linker.link)
    silence = None if statements or restricted or linked or aims else _silence(clause, mentions)
    return ClauseReading(clause, mentions, statements, restricted, linked, aims, silence)


_WORK = ("加工", "应用", "制造", "生产", "冶炼", "回收")
"""Endings of stages that are trades."""


def _stages(text: str, found: tuple[Found, ...]) -> Iterator[Found]:
    """Name what a chain goes through (原铝—铝加工—再生铝), typed as found or by its ending."""
    normal = normalize(text)
    types = {one.name: one.type for one in found}
    for span in chains.goods(normal.text):
        name, source = span.of(normal.text), normal.span(span.start, span.end)
        if source.of(text) == name:
            kind = types.get(name) or lexicon.load().suffix_type(name)
            trade = kind is EntityType.INDUSTRY or name.endswith(_WORK)
            kind = EntityType.INDUSTRY if trade else EntityType.PRODUCT
            yield Found(name, kind, (source,), "chain:stage", Role.NONE, "")


_ODD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")


def _held(one: restrictions.RestrictedObject, text: str) -> Found:
    """Name a restricted object as the source writes it; white space cuts a piece."""
    pieces = tuple(
        Span(piece.start + word.start(), piece.start + word.end())
        for piece in one.pieces
        for word in re.finditer(r"\S+", piece.of(text))
    )
    name = "".join(piece.of(text) for piece in pieces)
    return Found(name, one.type, pieces, "restricted:" + one.cue, Role.RESTRICTED, one.cue)


def plain(name: str) -> str:
    """Return a surface as its entity is written: NFKC for letters and digits, no white space."""
    return normalize(name).text if _ODD.search(name) else name


def views(documents: Iterable[Document]) -> dict[tuple[str, int], View]:
    """Return the rules' readings by document and line, which the sequence model is trained on."""
    return {
        (document.id, clause.line): recognizer.view_of(
            clause, normalize(clause.text), context_of(clause, titles.get(clause.section, ()))
        )
        for document in documents
        for titles in (_titles(document.sections),)
        for clause in document.clauses
        if clause.text.strip()
    }


def _linked(found: Found, region: str) -> Mention:
    return Mention(
        name=found.name,
        type=found.type,
        pieces=found.pieces,
        entity=linker.link(plain(found.name), found.type, region=region),
        rule=found.rule,
        role=found.role,
        cue=found.cue,
        sentence=found.sentence,
        strength=found.strength,
        group=found.group,
    )


_FORMAL = re.compile(
    r"^\s*(?:附件|各市人民政府|现将.{2,80}?(?:印发|转发)|\(?[0-9]{4}年[0-9]{1,2}月|.{2,20}人民政府\s*$|各位代表)"
)


def _silence(clause: Clause, mentions: tuple[Mention, ...]) -> Silence:
    if clause.heading:
        return Silence.HEADING
    if _FORMAL.search(clause.text):
        return Silence.FORMAL
    return Silence.NOT_UNDERSTOOD if mentions else Silence.GENERAL


def record(reading: ClauseReading) -> dict[str, object]:
    """Return the projection of a reading in the annotation format."""
    clause = reading.clause
    entities = list(dict.fromkeys((m.name, m.type.value) for m in reading.mentions))
    relations = dict.fromkeys(
        (_end(s.subject, s.subject_name), s.predicate.value, _end(s.object, s.object_name))
        for s in reading.statements
        if s.predicate is not Predicate.USES_INPUT
    )
    restrictions = dict.fromkeys((r.region.name, r.object_name, r.mode.value) for r in reading.restrictions)
    return {
        "doc": clause.doc,
        "line": clause.line,
        "region": clause.region,
        "entities": [list(e) for e in entities],
        "relations": [list(r) for r in relations],
        "restrictions": [{"region": g, "object": o, "mode": m} for g, o, m in restrictions],
        "chains": [{"name": c.name, "stages": [s.name for s in c.stages]} for c in reading.chains],
        "targets": [
            {
                "indicator": t.indicator,
                "baseline": t.baseline,
                "value": t.value,
                "unit": t.unit,
                "bound": t.bound.value,
                "year": t.year,
            }
            for t in reading.targets
        ],
    }


def _end(entity: EntityRef | None, surface: str) -> str:
    """A relation's end in the annotation format: prefectures and provinces in full, else as written."""
    if entity is not None and entity.kind is T.REGION:
        return location.prefecture(surface) or surface
    return surface
