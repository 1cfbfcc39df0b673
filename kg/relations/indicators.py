"""The name of what a number measures: openers, verbs and links off, shared verbs and heads on.

Works on the words left of a number (postnominal: 新认定…企业60户) or right of it (prenominal: 7个产教联盟),
in the normal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Bound
from kg.resources import rows
from kg.text.shared_heads import QUALITY

_YEAR = (
    r"(?:到|至|截至|在)?(?:20\d\d|19\d\d|\d{3})年(?:底|末)?(?:前|之前)?"
    r"|到?“?十[一二三四五六七八九]五”?(?:期?末期?|期间|时期)"
)
_GLOSS = re.compile(r"（[A-Za-z0-9·\- ]+）")


@dataclass(frozen=True, slots=True)
class Words:
    """data/lexicon/target_cues.csv, compiled."""

    kinds: dict[str, tuple[str, ...]]
    opening: re.Pattern[str]
    light: re.Pattern[str]
    kept: re.Pattern[str]
    link: re.Pattern[str]
    growth: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A name with what stood around it: the verb kept before it, the bound its link sets."""

    name: str
    verb: str = ""
    bound: Bound = Bound.EXACT


def _any(forms: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(f) for f in sorted(set(forms), key=lambda f: (-len(f), f))) + ")"


@lru_cache(maxsize=1)
def words() -> Words:
    """Read the lexicon once."""
    kinds: dict[str, tuple[str, ...]] = {}
    for row in rows("lexicon", "target_cues.csv"):
        kinds[row["kind"]] = (*kinds.get(row["kind"], ()), row["form"])
    links = [form for kind in kinds if kind.startswith("link") for form in kinds[kind]]
    return Words(
        kinds=kinds,
        opening=re.compile(
            rf"(?:{_YEAR}|一是|二是|三是|四是|五是|六是|七是|，|{_any(kinds['opener'])})+(?=.)"
        ),
        light=re.compile(rf"{_any(kinds['light'])}+(?=..)"),
        kept=re.compile(_any(kinds["kept"])),
        link=re.compile(rf"(?:{_any(links)})+$"),
        growth=re.compile(rf"(?:年均|年)?{_any(kinds['growth'])}$"),
    )


@lru_cache(maxsize=64)
def any_of(*kinds: str) -> str:
    """Return a regular expression for the words of ``kinds``, longest first."""
    return _any(form for kind in kinds for form in words().kinds[kind])


def before(text: str) -> Indicator:
    """Return the indicator in the words left of a number.

    >>> before("力争全省农业科技进步贡献率达到")
    Indicator(name='农业科技进步贡献率', verb='', bound=<Bound.MIN: 'min'>)
    >>> before("新认定国家高新技术企业").verb
    '新认定'
    """
    lex = words()
    text = _GLOSS.sub("", text.strip("、 "))
    link = lex.link.search(text)
    bound = _bound(link.group()) if link else Bound.EXACT
    name = text[: link.start()] if link else text
    name = named(name)
    match = lex.kept.match(name)
    return Indicator(name, match.group() if match else "", bound)


def named(text: str) -> str:
    """Take openers and light verbs off a name; of A等B the class B stays."""
    lex = words()
    if re.fullmatch(lex.opening.pattern.removesuffix("(?=.)"), text):
        return ""
    while True:
        match, kept = lex.opening.match(text) or lex.light.match(text), lex.kept.match(text)
        if not match or match.end() >= len(text) or (kept and kept.end() >= match.end()):
            break
        text = text[match.end() :]
    inner = re.search(r"(?<=[^、]{2})(?:完成|实现|争取|力争)(?=[^，、]{2,6}$)", text)
    if inner:
        text = text[: inner.start()] + text[inner.end() :]
    parts = re.split("(?<=.)等(?=[^级级量同式离高])", text)
    return re.sub("^(?:一批|的|等)+", "", parts[-1]).strip("，、 ：")


def after(text: str) -> str:
    """Return the indicator in the words right of a number: what is counted, and what becomes of it."""
    text = _GLOSS.sub("", text)
    text = re.split("并在此基础上|，并", text)[0]
    return _unpraised(re.sub("^(?:以上|左右|的)+", "", text).strip("、， "))


def _unpraised(name: str) -> str:
    """Take off what only praises the thing counted (布局合理、功能完善的集聚区 → 集聚区).

    >>> _unpraised("布局合理、功能完善的集聚区"), _unpraised("具有专利的新药")
    ('集聚区', '具有专利的新药')
    """
    praise, of, rest = name.rpartition("的")
    fits = of and len(rest) > 1 and all(QUALITY.search(part) for part in re.split("[、和]", praise))
    return rest if fits else name


def growth_only(name: str) -> bool:
    """Whether a name says only how something moves: 年均增长."""
    match = words().growth.match(name)
    return bool(match and match.end() == len(name))


def _bound(link: str) -> Bound:
    if re.search(any_of("link:min"), link):
        return Bound.MIN
    return Bound.MAX if re.search(any_of("link:max"), link) else Bound.EXACT
