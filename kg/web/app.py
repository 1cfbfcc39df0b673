"""The application: addresses and what answers them, behind the same checks and headers for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import __version__
from kg.web import site
from kg.web.endpoint import graph_store, pool_of, responded, sparql, wants_page
from kg.web.pool import Pool
from kg.web.protocol import Refused
from kg.web.security import HEADERS

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


def application(pool: Pool) -> Starlette:
    """Return the application over a pool."""
    app = Starlette(
        routes=[
            Route("/health", health),
            Route("/", answered(site.home)),
            Route("/search", answered(site.search)),
            Route("/compare", answered(site.compare)),
            Route("/complete", answered(site.complete)),
            Route("/terms", answered(site.terms)),
            Route("/examples/{name}", answered(site.example)),
            Route("/assets/{path:path}", answered(site.asset)),
            Route("/ontology", answered(site.ontology)),
            Route("/.well-known/void", answered(site.void)),
            *(Route(f"/{kind}/{{path:path}}", answered(site.thing)) for kind in ("id", "graph", "ontology")),
            Route("/export/{path:path}", answered(site.export)),
            Route("/sparql", answered(sparql_or_page), methods=["GET", "POST"]),
            Route("/sparql/", answered(sparql), methods=["GET", "POST"]),
            *(
                Route(path, answered(graph_store), methods=["GET", "HEAD", "PUT", "POST", "DELETE"])
                for path in ("/store", "/store/{path:path}")
            ),
            Route("/{path:path}", answered(site.page)),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(pool.settings.hosts), www_redirect=False),
        ],
    )
    app.router.redirect_slashes = False
    app.state.pool = pool
    return app


async def sparql_or_page(request: Request) -> Response:
    """Answer a program by SPARQL 1.1 Protocol and a person by the query page."""
    if request.method == "GET" and wants_page(request, site.fields(request)):
        return site.query(request)
    return await sparql(request)


async def health(request: Request) -> Response:
    """Say that the server is there and how busy it is, without asking any worker."""
    pool = pool_of(request)
    busy = {
        name: {"running": lane.running, "waiting": lane.waiting}
        for name, lane in (("queries", pool.queries), ("pages", pool.pages))
    }
    said = {"status": "ok", "version": __version__, "writable": pool.settings.writable, **busy}
    return JSONResponse(said, headers={"Cache-Control": "no-store"})


def answered(handler: Handler) -> Handler:
    """Return a handler whose refusals are answers."""

    async def run(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            return responded(refused.reply)

    return run


class SafeHeaders:
    """Middleware that adds the headers which keep browsers from being tricked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add to its answer's headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
