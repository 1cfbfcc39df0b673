"""Who may write, and the headers that every answer carries."""

from __future__ import annotations

import hmac
import re

from starlette.requests import Request

from kg.web.protocol import Refused
from kg.web.replies import refusal
from kg.web.settings import Settings

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What a page of the server may load: from the server itself and nothing else."""


def without_policy(html: str) -> str:
    """Return a page without the policy for files that it carries: the server sends its own as a header."""
    return _META.sub("", html, count=1)


def check_write(request: Request, settings: Settings) -> None:
    """Raise Refused unless the server takes updates and the request bears its token."""
    if not settings.writable:
        raise Refused(refusal(403, "this server is read-only (kg serve --writable) / 本服务只读"))
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token.strip().encode("utf-8", "replace")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given, settings.token.encode()):
        raise Refused(
            refusal(
                401,
                "writing needs the token: Authorization: Bearer … / 写入需要令牌",
                WWW_Authenticate="Bearer",
            )
        )
