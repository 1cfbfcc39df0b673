"""Papers in 《》, quoted strategies and campaigns, quoted trades."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.entities.found import Found
from kg.entities.names import is_abstract
from kg.model import EntityType, Role, Span

T = EntityType

_QUOTED = re.compile("《(?P<name>[^《》]{2,60})》|[“](?P<quoted>[^“”]{2,24})[”](?P<after>[^，。；、]{0,8})")


def policies(text: str) -> Iterator[Found]:
    """Find papers in 《》, quoted strategies (“一带一路”), campaigns and quoted trades (做深“钢铁冶炼”)."""
    for match in _QUOTED.finditer(text):
        if match.group("name"):
            yield Found(match.group("name"), T.POLICY, (Span(*match.span("name")),), "quote:《》")
            continue
        start, end = match.span("quoted")
        quoted, span = match.group("quoted"), Span(start, end)
        named = _CAMPAIGN.match(text, end + 1)
        if named:
            tail = Span(*named.span("tail"))
            kind = T.PROJECT if named.group("tail").endswith("工程") else T.POLICY
            yield Found(quoted + tail.of(text), kind, (span, tail), "quote:“”")
        elif quoted in _STRATEGIES:
            yield Found(quoted, T.POLICY, (span,), "quote:“”")
        elif _STRONGER.search(text, 0, start - 1) and not is_abstract(quoted):
            sentence = sum(text.count(mark, 0, start) for mark in "。；！？")
            yield Found(quoted, T.INDUSTRY, (span,), "quote:trade", Role.SUBJECT, "做强", sentence)


_STRATEGIES = frozenset(("一带一路", "互联网+", "双碳", "中国制造2025", "双循环"))
_CAMPAIGN = re.compile(
    "(?:“[^“”]{2,12}”)*(?P<tail>[^，。；、“”]{0,4}?(?:行动计划|发展战略|战略|规划|行动|工程))(?![一-龥])"
)
_STRONGER = re.compile("(?:^|[。；])做[大强优精深实好活]$")
