"""Whether words look back or ahead: what has been reached is no target.

A clause whose section aims at a year aims unless its phrase says otherwise; without one, a phrase must aim by
itself (力争, 到2020年, a verb that opens it).
"""

from __future__ import annotations

import re

from kg.relations import indicators

_AIM_YEAR = re.compile(r"(?:到|至)(?P<to>(?:19|20)\d\d)年|(?P<plain>(?:19|20)\d\d)年(?:底|末)?(?:前)?")
_DESCRIBES = re.compile("位于|占地面积|注册资金|拥有(?!量)|目前，|近年来|共有|存栏|我县|荣获|被评为|同比")
_AIMED = re.compile("力争|争取|确保|计划到|到20[0-9]{2}年")


def describes(text: str) -> bool:
    """Say whether a clause without a year of its own tells what is: 占地面积, 拥有, 目前.

    >>> describes("公司位于柳河镇，占地面积3800平方米"), describes("力争到2020年拥有30家企业")
    (True, False)
    """
    return bool(_DESCRIBES.search(text)) and not _AIMED.search(text)


def looks_back(phrase: str, year: int | None) -> bool:
    """Say whether a phrase tells what is or was, and not of an aim."""
    back = re.search(
        rf"{indicators.any_of('past')}(?!量)|(?<![由从])目前(?!的?水平)|现有[^，]{{0,12}}\d", phrase
    )
    return bool(back) and not (year is not None and re.search("力争|争取|确保|计划|目标|新增|将", phrase))


def aims(phrase: str) -> bool:
    """Say whether a phrase says of itself that it aims: a cue, or a verb that opens it."""
    lex = indicators.words()
    opening = lex.opening.match(phrase)
    rest = phrase[opening.end() :] if opening else phrase
    rest = re.sub("^在全[省市县区]", "", rest.lstrip())
    return bool(
        re.search(indicators.any_of("aim"), phrase)
        or lex.light.match(rest)
        or lex.kept.match(rest)
        or re.search("要(?:达到|完成|建)", phrase)
    )


def bare_year(phrase: str) -> int | None:
    """Return the year that is all of a phrase, None if there is more or none: …，2020年，产量稳定在….

    >>> bare_year("2020年"), bare_year("2020年产量")
    (2020, None)
    """
    match = re.fullmatch(r"\s*((?:19|20)\d\d)年(?:底|末)?\s*", phrase)
    return int(match[1]) if match else None


def year_of(phrase: str, own: int | None, year: int | None) -> tuple[int | None, bool]:
    """Return the year that a phrase sets for what follows, and whether it looks back instead."""
    for match in _AIM_YEAR.finditer(phrase):
        if match["to"]:
            own = int(match["to"])
        elif re.search("较|比|与|自|由|从", phrase[: match.start()]):
            continue
        elif year is not None and int(match["plain"]) < year:
            return own, True
        elif year is not None or aims(phrase):
            own = int(match["plain"])
    return own, False
