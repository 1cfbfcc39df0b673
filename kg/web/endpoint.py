"""The SPARQL endpoint and the graph store: requests in, work for the pool, responses out."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable
from email import message_from_bytes
from email.policy import HTTP
from typing import Any

from pyoxigraph import Triple
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.description import service_triples
from kg.web.pool import Pool
from kg.web.protocol import Refused, asked, body_of, check_iri, content_type, fields_of
from kg.web.replies import TRIPLES, Reply, choose, negotiate, refusal
from kg.web.security import check_write
from kg.web.sparql import not_acceptable, written_triples

_READ = ("GET", "HEAD")
_LOOK = 0.5


def responded(reply: Reply) -> Response:
    """Return a worker's reply as a response."""
    headers = {"Vary": "Accept", **reply.headers}
    return Response(reply.body, reply.status, headers, reply.type if reply.status != 204 else None)


def pool_of(request: Request) -> Pool:
    """Return the pool of the server that got a request."""
    pool: Pool = request.app.state.pool
    return pool


async def unless_gone(request: Request, work: Awaitable[Reply]) -> Reply:
    """Return what work gives, or stop it where the client hangs up first. The body must have been read."""
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=_LOOK))[0]:
            if await request.is_disconnected():
                return Reply(499)
        return task.result()
    finally:
        task.cancel()


def wants_page(request: Request, fields: dict[str, str]) -> bool:
    """Whether a person with a browser asks, rather than a program."""
    if fields.get("format"):
        return False
    accept = request.headers.get("accept", "")
    return negotiate(accept, ["application/sparql-results+json", "text/turtle", "text/html"]) == "text/html"


async def sparql(request: Request) -> Response:
    """Answer SPARQL 1.1 Protocol."""
    pool = pool_of(request)
    wanted = await asked(request, pool.settings)
    if wanted is None:
        return describe_service(request)
    head: dict[str, Any] = {
        "default": wanted.default,
        "named": wanted.named,
        "base": str(request.url.replace(query="")),
        "accept": request.headers.get("accept", ""),
        "format": wanted.format,
        "rows": pool.settings.rows,
        "day": wanted.day,
    }
    body = wanted.text.encode("utf-8", "surrogatepass")
    if wanted.update:
        check_write(request, pool.settings)
        return responded(await pool.write({"op": "update", **head}, body))
    return responded(await unless_gone(request, pool.queries.ask({"op": "query", **head}, body)))


def describe_service(request: Request) -> Response:
    """Answer the service description."""
    fields = dict(fields_of(request.url.query))
    chosen = choose(request.headers.get("accept", ""), fields.get("format", ""), TRIPLES)
    if chosen is None:
        return responded(not_acceptable(TRIPLES))
    address = str(request.url.replace(query=""))
    triples = service_triples(address, update=pool_of(request).settings.writable)
    return responded(written_triples([Triple(*parts) for parts in triples], *chosen))


async def graph_store(request: Request) -> Response:
    """Answer the Graph Store HTTP Protocol, by ``?default``, ``?graph=`` or the request's own address."""
    pool = pool_of(request)
    name, fresh = _graph_named(request)
    if request.method in _READ:
        head: dict[str, Any] = {
            "op": "read_graph",
            "graph": name,
            "accept": request.headers.get("accept", ""),
        }
        head["format"] = dict(fields_of(request.url.query)).get("format", "")
        return responded(await unless_gone(request, pool.queries.ask(head)))
    check_write(request, pool.settings)
    body = await body_of(request, pool.settings.body_size, pool.settings)
    parts, whole = _parts(request, body)
    head = {
        "op": "write_graph",
        "graph": name,
        "method": request.method,
        "base": name or str(request.url.replace(query="")),
        "parts": parts,
    }
    reply = await pool.write(head, whole)
    if fresh and reply.status == 201:
        reply = Reply(201, reply.type, b"", {**reply.headers, "Location": name or ""})
    return responded(reply)


def _graph_named(request: Request) -> tuple[str | None, bool]:
    """Return the graph that a request means (None: the default graph), and whether it is a new one."""
    fields = [field for field in fields_of(request.url.query) if field[0] in ("graph", "default")]
    if request.path_params.get("path"):
        if fields:
            raise Refused(refusal(400, "the address names a graph already"))
        return str(request.url.replace(query="")), False
    if len(fields) > 1 or (fields and fields[0] == ("graph", "")):
        raise Refused(refusal(400, "exactly one of ?default and ?graph=IRI is expected"))
    if not fields:
        if request.method != "POST":
            raise Refused(refusal(400, "which graph? ?default or ?graph=IRI"))
        return f"{str(request.url.replace(query='')).rstrip('/')}/{secrets.token_hex(8)}", True
    if fields[0][0] == "default":
        return None, False
    check_iri(fields[0][1])
    return fields[0][1], False


def _parts(request: Request, body: bytes) -> tuple[list[tuple[str, int]], bytes]:
    """Return media types and sizes of a body's parts, and the parts joined."""
    kind, _ = content_type(request)
    if request.method == "DELETE":
        return [], b""
    if kind != "multipart/form-data":
        return [(kind or "text/turtle", len(body))], body
    boundary = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(boundary + body, policy=HTTP)
    parts = [part for part in message.walk() if not part.is_multipart()]
    contents = [bytes(part.get_payload(decode=True) or b"") for part in parts]
    kinds = [part.get_content_type() for part in parts]
    return list(zip(kinds, map(len, contents), strict=True)), b"".join(contents)
