"""What a worker does with SPARQL: refuse, run, cap, and write the answer in the format asked for."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from kg.errors import QueryError
from kg.store import QuerySyntaxError, Rows
from kg.store.dataset import PREFIXES
from kg.store.results import dump
from kg.store.syntax import Query, syntax_error, unescape
from kg.web.dataset import Chosen, Dataset
from kg.web.replies import ROWS, TRIPLES, Offer, Reply, choose, refusal
from kg.web.updates import check_nesting, leaves_the_store, with_using

_REFUSED = (
    "is refused: nothing outside this store is ever fetched / 不支持 SERVICE 与 LOAD：本服务从不访问外部"
)
_ENGINE = (OSError, ValueError, RuntimeError)
_CHUNK = 20_000


def answer_query(dataset: Dataset, head: dict[str, Any], text: str) -> Reply:
    """Answer a query; ``head`` holds accept, format, base, default, named, rows (the cap) and day.

    As of a day, the header KG-As-Of says how many papers count.
    """
    query = Query(text)
    try:
        outside = _check(query)
        if outside:
            return refusal(403, f"{outside} {_REFUSED}")
        chosen = Chosen(tuple(head["default"]), tuple(head["named"]))
        said = dict[str, str]()
        if head["day"]:
            inferred = bool(chosen) or query.has_graph or query.has_dataset
            dataset, day = dataset.on(head["day"], inferred=inferred)
            counts = "; ".join(f"{standing}={count}" for standing, count in day.counts().items())
            said["KG-As-Of"] = f"{day.day}; {counts}"
        reply = _written(dataset.query(query, chosen, head["base"]), head, query)
        return replace(reply, headers={**reply.headers, **said})
    except QueryError as error:
        return bad_query(error)
    except SyntaxError as error:
        return bad_query(syntax_error(str(error)))
    except _ENGINE as error:
        return refusal(400, f"the query failed: {error}")


def carry_out(dataset: Dataset, head: dict[str, Any], text: str) -> Reply:
    """Carry out an update; ``head`` holds base, default and named (of using-graph-uri)."""
    try:
        outside = _check(Query(text))
        if outside:
            return refusal(403, f"{outside} {_REFUSED}")
        chosen = Chosen(tuple(head["default"]), tuple(head["named"]))
        dataset.update(with_using(text, chosen), head["base"])
    except QueryError as error:
        return bad_query(error)
    except SyntaxError as error:
        return bad_query(syntax_error(str(error)))
    except _ENGINE as error:
        return refusal(400, f"the update failed: {error}")
    return Reply(204)


def read_graph(dataset: Dataset, head: dict[str, Any], _: str) -> Reply:
    """Answer a graph; ``head`` holds graph (None for the default graph), accept and format."""
    triples = dataset.graph(head["graph"])
    if triples is None:
        return refusal(404, f"no graph {head['graph']} / 没有这个图")
    chosen = choose(head["accept"], head["format"], TRIPLES)
    return written_triples(triples, chosen[0], chosen[1]) if chosen else not_acceptable(TRIPLES)


def write_graph(dataset: Dataset, head: dict[str, Any], body: bytes) -> Reply:
    """Add to, replace or remove a graph; ``head`` holds graph, method, base and types of the parts."""
    name = head["graph"]
    try:
        triples = None if head["method"] == "DELETE" else _parts(head, body)
        there = dataset.write(name, triples, replace=head["method"] == "PUT")
    except (SyntaxError, ValueError) as error:
        return refusal(400, f"the body cannot be read: {error}")
    if triples is None and not there:
        return refusal(404, f"no graph {name} / 没有这个图")
    return Reply(204 if there else 201)


def _parts(head: dict[str, Any], body: bytes) -> list[Triple]:
    """Read the parts of a body, whose media types and sizes the head lists."""
    triples, place = list[Triple](), 0
    for kind, size in head["parts"]:
        form = RdfFormat.from_media_type(kind)
        if form is None:
            raise ValueError(f"media type {kind} is none of {', '.join(o.types[0] for o in TRIPLES)}")
        quads = parse(body[place : place + size], format=form, base_iri=head["base"], rename_blank_nodes=True)
        triples += [quad.triple for quad in quads]
        place += size
    return triples


def _check(query: Query) -> str:
    """Return the keyword by which a request would leave the store; raise QueryError for hopeless nesting."""
    check_nesting(query)
    return leaves_the_store(query, Query(unescape(query.text)) if "\\" in query.text else query)


def bad_query(error: QueryError) -> Reply:
    """Return the answer to a malformed query; its place, where known, in the header KG-Error-Position."""
    if isinstance(error, QuerySyntaxError):
        return refusal(400, str(error), KG_Error_Position=f"{error.line}:{error.column}")
    return refusal(400, str(error))


def not_acceptable(offers: Any) -> Reply:
    """Return the answer to a client that accepts none of the formats."""
    known = ", ".join(f"{offer.name} ({offer.types[0]})" for offer in offers)
    return refusal(406, f"none of the formats asked for can be answered; there are {known}")


def _written(
    answer: QuerySolutions | QueryBoolean | QueryTriples, head: dict[str, Any], query: Query
) -> Reply:
    if isinstance(answer, QueryTriples):
        chosen = choose(head["accept"], head["format"], TRIPLES)
        if chosen is None:
            return not_acceptable(TRIPLES)
        triples, cut = _capped(answer, head["rows"])
        return written_triples(list(dict.fromkeys(triples)), *chosen, headers=cut)
    chosen = choose(head["accept"], head["format"], ROWS)
    if chosen is None:
        return not_acceptable(ROWS)
    offer, kind = chosen
    if isinstance(answer, QueryBoolean):
        if offer.name in ("csv", "tsv"):
            return Reply(200, _typed(kind), dump(bool(answer), offer.name))
        return Reply(200, _typed(kind), _bytes(answer.serialize(format=_rows_form(offer))))
    columns = tuple(variable.value for variable in answer.variables)
    if query.selects_all:  # the engine sorts them; a person expects them as written
        columns = tuple(name for name in query.variables if name in columns)
    solutions, cut = _capped(answer, head["rows"])
    rows = Rows.of(columns, (tuple(solution[name] for name in columns) for solution in solutions))
    return Reply(200, _typed(kind), dump(rows, offer.name), cut)


def _capped(answer: Any, cap: int) -> tuple[list[Any], dict[str, str]]:
    """Return the first rows of an answer and, where there are more, the header that says so."""
    found = list(islice(answer, cap + 1))
    if len(found) <= cap:
        return found, {}
    return found[:cap], {"KG-Row-Limit": str(cap), "Warning": f'199 - "answer cut after {cap} rows"'}


def written_triples(
    triples: list[Triple], offer: Offer, kind: str, *, headers: dict[str, str] | None = None
) -> Reply:
    """Return triples in a format, with the prefixes that they use."""
    form = offer.form
    assert isinstance(form, RdfFormat)
    texts = "".join(f"{triple}" for triple in triples[:_CHUNK])
    used = {name: start for name, start in sorted(PREFIXES.items()) if start in texts}
    quads = (Quad(*triple) for triple in triples)
    body = serialize(quads, format=form, prefixes=used if form.supports_datasets or used else None)
    return Reply(200, _typed(kind), _bytes(body), headers or {})


def _rows_form(offer: Offer) -> QueryResultsFormat:
    assert isinstance(offer.form, QueryResultsFormat)
    return offer.form


def _bytes(written: bytes | None) -> bytes:
    assert written is not None
    return written


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
