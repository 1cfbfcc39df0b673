"""SPARQL 1.1 Protocol: what a request asks for, wherever it writes it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.web.replies import Reply, refusal
from kg.web.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_FIELDS = 200


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """A request that is answered without being carried out."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Asked:
    """A query or update and the dataset that the request names beside it."""

    text: str
    update: bool
    default: tuple[str, ...]
    named: tuple[str, ...]
    format: str
    day: str = ""


def fields_of(raw: str) -> list[tuple[str, str]]:
    """Return the fields of a query string or form; raise Refused for broken UTF-8 or too many."""
    try:
        return parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise Refused(refusal(400, "the request is not UTF-8")) from None
    except ValueError:
        raise Refused(refusal(413, f"more than {_FIELDS} fields")) from None


async def body_of(request: Request, limit: int, settings: Settings) -> bytes:
    """Return the body; raise Refused where it is longer than the limit or does not come."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise Refused(_too_long(limit))
    parts = bytearray()
    try:
        async with asyncio.timeout(settings.body_wait):
            async for part in request.stream():
                parts += part
                if len(parts) > limit:
                    raise Refused(_too_long(limit))
    except TimeoutError:
        raise Refused(refusal(408, "the body did not come in time")) from None
    return bytes(parts)


def _too_long(limit: int) -> Reply:
    return refusal(413, f"the request is longer than {limit} bytes / 请求过长", Connection="close")


async def asked(request: Request, settings: Settings) -> Asked | None:
    """Read a request to the SPARQL endpoint; None where it asks nothing. Raise Refused for a wrong one."""
    fields = fields_of(request.url.query)
    if request.method == "GET":
        if any(name == "update" for name, _ in fields):
            raise Refused(refusal(405, "an update is sent by POST", Allow="POST"))
        return _asked(fields, settings) if any(name == "query" for name, _ in fields) else None
    kind, charset = content_type(request)
    if charset not in ("", "utf-8", "utf8"):
        raise Refused(refusal(415, f"charset {charset}: requests are written in UTF-8"))
    if kind not in (FORM, QUERY, UPDATE):
        raise Refused(refusal(415, f"{kind or 'no content type'}: expected {FORM}, {QUERY} or {UPDATE}"))
    limit = settings.body_size if kind == UPDATE and settings.writable else settings.query_size * 3
    text = utf8(await body_of(request, limit, settings))
    if kind == FORM:
        return _asked(fields + fields_of(text), settings)
    sent = ("query" if kind == QUERY else "update", text)
    return _asked([*fields, sent], settings)


def content_type(request: Request) -> tuple[str, str]:
    """Return media type and charset of a request's body, in lower case."""
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charsets = [part[8:].strip('"') for part in parameters if part.startswith("charset=")]
    return kind, charsets[0] if charsets else ""


def utf8(body: bytes) -> str:
    """Return text; raise Refused for bytes that are not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(refusal(400, f"the request is not UTF-8 at byte {error.start}")) from None


def _asked(fields: list[tuple[str, str]], settings: Settings) -> Asked:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in fields if key == name)

    queries, updates = all_of("query"), all_of("update")
    if len(queries) + len(updates) != 1:
        raise Refused(refusal(400, "exactly one query or one update is expected"))
    update = bool(updates)
    text = (updates or queries)[0]
    limit = settings.body_size if update else settings.query_size
    if len(text.encode("utf-8", "surrogatepass")) > limit:
        raise Refused(_too_long(limit))
    first = "using" if update else "default"
    second = "using-named" if update else "named"
    wrong = (
        ("default-graph-uri", "named-graph-uri") if update else ("using-graph-uri", "using-named-graph-uri")
    )
    if any(all_of(name) for name in wrong):
        raise Refused(
            refusal(400, f"{' and '.join(wrong)} do not go with {'an update' if update else 'a query'}")
        )
    default, named = all_of(f"{first}-graph-uri"), all_of(f"{second}-graph-uri")
    for iri in (*default, *named):
        check_iri(iri)
    day = day_of(fields)
    if day and update:
        raise Refused(refusal(400, "as-of does not go with an update"))
    return Asked(text, update, default, named, (all_of("format") or ("",))[0], day)


def day_of(fields: list[tuple[str, str]]) -> str:
    """Return the day in the field ``as-of``, "" where there is none; raise Refused for what is no day."""
    day = next((value for name, value in fields if name == "as-of"), "")
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise Refused(refusal(400, f"as-of: {day!r} is no day; expected one like 2016-06-01")) from None


def check_iri(iri: str) -> None:
    """Raise Refused for what is no absolute IRI."""
    scheme, colon, rest = iri.partition(":")
    if not (colon and rest and scheme[:1].isalpha()) or any(c in '<>"{}|^`\\' or c <= " " for c in iri):
        raise Refused(refusal(400, f"{iri!r} is not an absolute IRI"))
