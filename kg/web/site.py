"""The pages' addresses: the site, things by their IRIs, search, comparison, examples and shared files."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.iris import BASE
from kg.viz.assets import files
from kg.viz.query import query_files, query_page
from kg.web.endpoint import pool_of, responded, unless_gone
from kg.web.protocol import Refused, fields_of
from kg.web.replies import HTML, Reply, refusal
from kg.web.security import POLICY, without_policy

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
_FILES = {**files(), **query_files()}
_LONGEST = 500


def fields(request: Request) -> dict[str, str]:
    """Return the fields of a request's query string, the last of equals."""
    return dict(fields_of(request.url.query))


def language(request: Request) -> str:
    """Return the language that a page is asked in: ``?lang=``, else Chinese."""
    return "en" if fields(request).get("lang") == "en" else "zh"


async def _worked(request: Request, operation: str, **head: Any) -> Response:
    head = {"op": operation, "language": language(request), **head}
    reply = await unless_gone(request, pool_of(request).pages.ask(head))
    if reply.type == HTML:
        reply = Reply(
            reply.status, reply.type, reply.body, {**reply.headers, "Content-Security-Policy": POLICY}
        )
    return responded(reply)


async def home(request: Request) -> Response:
    """Answer the front page, which is a search box."""
    return await _worked(request, "search", text="", format="")


async def page(request: Request) -> Response:
    """Answer a page of the site."""
    return await _worked(request, "page", path=request.scope["path"].lstrip("/"))


async def thing(request: Request) -> Response:
    """Answer what an IRI of the project stands for: the request's path is the IRI's."""
    return await _thing(request, BASE + request.scope["path"].lstrip("/"))


async def _thing(request: Request, iri: str) -> Response:
    asked = fields(request)
    if any(character in '<>"{}|^`\\' or character <= " " for character in iri):
        return responded(refusal(404, "no such thing / 没有这个事物"))
    accept = request.headers.get("accept", "")
    return await _worked(request, "thing", iri=iri, accept=accept, format=asked.get("format", ""))


async def export(request: Request) -> Response:
    """Answer a thing with what belongs to it as a file, ``?format=`` or by Accept: its IRI's path follows."""
    iri = f"{BASE}id/{request.path_params['path']}"
    asked = fields(request)
    extent = {name: asked.get(name, "") for name in ("format", "depth", "evidence", "inferred")}
    return await _worked(request, "export", iri=iri, accept=request.headers.get("accept", ""), **extent)


async def ontology(request: Request) -> Response:
    """Answer a term of the ontology, ``?term=``, or the ontology as a thing."""
    term = fields(request).get("term", "")
    return await _thing(request, f"{BASE}ontology#{term}" if term else f"{BASE}ontology")


async def void(request: Request) -> Response:
    """Answer the dataset's description."""
    return await _worked(
        request, "void", accept=request.headers.get("accept", ""), format=fields(request).get("format", "")
    )


async def search(request: Request) -> Response:
    """Answer what words are found in."""
    asked = fields(request)
    return await _worked(request, "search", text=asked.get("q", ""), format=asked.get("format", ""))


async def compare(request: Request) -> Response:
    """Answer two places side by side."""
    asked = fields(request)
    return await _worked(request, "compare", a=asked.get("a", ""), b=asked.get("b", ""))


async def complete(request: Request) -> Response:
    """Answer the things whose names begin so."""
    asked = fields(request)
    kinds = [kind for kind in asked.get("kinds", "").replace("/", ",").split(",") if kind and kind != "thing"]
    return await _worked(request, "complete", text=asked.get("q", ""), kinds=kinds)


async def example(request: Request) -> Response:
    """Answer a shipped query with the parameters of the request."""
    return await _worked(request, "example", name=request.path_params["name"], values=fields(request))


async def terms(request: Request) -> Response:
    """Answer prefixes, classes and properties."""
    return await _worked(request, "terms")


async def asset(request: Request) -> Response:
    """Answer a shared file."""
    text = _FILES.get(f"assets/{request.path_params['path']}")
    if text is None:
        raise Refused(refusal(404, "no such file"))
    kind = _TYPES[request.url.path.rpartition(".")[2]]
    return Response(text, headers={"Cache-Control": "max-age=3600"}, media_type=kind)


def query(request: Request) -> Response:
    """Answer the query page."""
    html = without_policy(query_page(language(request)))
    return Response(html, headers={"Content-Security-Policy": POLICY, "Vary": "Accept"}, media_type=HTML)
