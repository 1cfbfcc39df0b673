"""The cues of restrictions in a sentence, and where what they govern stands.

A cue (严禁, 限制, 淘汰 …) governs what follows it in its phrase; a cue at the phrase's end governs what
stands before it (对…全部退出). Cues joined by 和 or 并 share their object (淘汰和禁止新建…).
Offsets are into the normal form that was passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Mode, Scope, Span
from kg.resources import rows
from kg.text.coordination import CLOSING, OPENING
from kg.text.phrases import phrases


@dataclass(frozen=True, slots=True)
class Words:
    """data/lexicon/restriction_*.csv, compiled."""

    modes: dict[str, Mode]
    needs: dict[str, str]
    scopes: dict[str, Scope]
    kinds: dict[str, tuple[str, ...]]
    run: re.Pattern[str]
    cue: re.Pattern[str]
    action: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A run of cues in a phrase: what they say, and where what they govern stands."""

    run: Span
    modes: tuple[tuple[Mode, str], ...]
    actions: tuple[str, ...]
    phrase: Span
    object: Span
    backward: bool
    needs: str


def alternation(forms: tuple[str, ...]) -> str:
    """Return a regular expression that prefers the longest of ``forms``."""
    return "(?:" + "|".join(re.escape(f) for f in sorted(set(forms), key=lambda f: (-len(f), f))) + ")"


@lru_cache(maxsize=1)
def words() -> Words:
    """Read the lexicon once."""
    cues = list(rows("lexicon", "restriction_cues.csv"))
    around = list(rows("lexicon", "restriction_words.csv"))
    kinds: dict[str, tuple[str, ...]] = {}
    for row in around:
        kinds[row["kind"]] = (*kinds.get(row["kind"], ()), row["form"])
    cue = rf"(?<!已)(?<!等量)(?<!优胜)(?<!不受)(?<!未){alternation(tuple(r['form'] for r in cues))}"
    action = alternation(kinds["action"])
    acts = rf"(?:(?:(?<=不新建)和)?{action}(?:(?:和|及|、|与|并|或)?{action})*)?"
    adverbs = rf"{alternation(kinds['adverb'])}*"
    return Words(
        modes={row["form"]: Mode(row["mode"]) for row in cues},
        needs={row["form"]: row["needs"] for row in cues},
        scopes={row["form"]: Scope(row["scope"]) for row in around if row["scope"]},
        kinds=kinds,
        run=re.compile(rf"{adverbs}{cue}{acts}(?:(?:和|并|、|及|或){adverbs}{cue}{acts})*"),
        cue=re.compile(cue),
        action=re.compile(action),
    )


@lru_cache(maxsize=64)
def any_of(*kinds: str) -> str:
    """Return a regular expression for the words of ``kinds``, longest first."""
    return alternation(tuple(form for kind in kinds for form in words().kinds[kind]))


def cues(text: str, sentence: Span) -> Iterator[Cue]:
    """Yield the cues of a sentence that hold something back, in order."""
    lex = words()
    for phrase in phrases(text, sentence):
        runs = [m for m in lex.run.finditer(text, phrase.start, phrase.end) if not _quoted(text, phrase, m)]
        for k, match in enumerate(runs):
            stop = runs[k + 1].start() if k + 1 < len(runs) else phrase.end
            begin = runs[k - 1].end() if k else phrase.start
            found = _cue(text, match, phrase, begin, stop)
            if found is not None:
                yield found


def _quoted(text: str, phrase: Span, match: re.Match[str]) -> bool:
    before = text[phrase.start : match.start()]
    return sum(before.count(c) for c in OPENING) > sum(before.count(c) for c in CLOSING)


def _cue(text: str, match: re.Match[str], phrase: Span, begin: int, stop: int) -> Cue | None:
    lex = words()
    forms = [m.group() for m in lex.cue.finditer(match.group())]
    actions = tuple(lex.action.findall(lex.cue.sub("", match.group())))
    last = max(m.end() for m in lex.cue.finditer(match.group())) + match.start()
    follows = text[last:stop]
    if re.match(any_of("after") if not actions else "的", follows):
        return None
    needs = lex.needs[forms[-1]]
    if needs == "action" and not actions:
        return None
    end = stop
    while end > match.end() and text[end - 1] in "、和及与并或 ":
        end -= 1
    ahead, kept = Span(match.end(), end), re.match(r"在(?!\d)", follows) if "控制" in forms[-1] else None
    backward = end <= match.end() or bool(kept) or bool(re.match(r"(?:或|和|并)?(?:调控|调整|转型)", follows))
    modes = tuple(dict.fromkeys((lex.modes[form], form) for form in forms))
    return Cue(
        Span(*match.span()),
        modes,
        actions,
        phrase,
        Span(begin, match.start()) if backward else ahead,
        backward,
        needs,
    )
