"""An argument parser that speaks Chinese first, wraps by hand and fails in one line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NoReturn

from kg.errors import UsageError, suggest


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with a bilingual ``usage`` and one line of help per line of text."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法 usage: " if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return text.splitlines()


class Parser(argparse.ArgumentParser):
    """A parser whose errors are a UsageError, for the caller to report."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "参数 arguments"
        self._optionals.title = "选项 options"
        self.add_argument("-h", "--help", action="help", help="显示本说明 / show this help")

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with the message and where to read on."""
        raise UsageError(f"{message} (see {self.prog} --help)")


def one_of(what: str, known: Iterable[str]) -> Callable[[str], str]:
    """Return an argument type that takes one of some words and otherwise suggests the nearest.

    >>> one_of("format", ["csv", "json"])("csvv")
    Traceback (most recent call last):
    ...
    argparse.ArgumentTypeError: unknown format csvv; did you mean csv? (known: csv, json)
    """
    words = tuple(known)

    def chosen(word: str) -> str:
        if word in words:
            return word
        raise argparse.ArgumentTypeError(
            f"unknown {what} {word}{suggest(word, words, limit=1)} (known: {', '.join(words)})"
        )

    return chosen


def assignment(text: str) -> tuple[str, str]:
    """Return the two sides of ``name=value``, an argument type.

    >>> assignment("region=沈阳市")
    ('region', '沈阳市')
    """
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name=value")
    return name, value


def count(text: str) -> int:
    """Return a whole number of at least 1, an argument type."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")


def seconds(text: str) -> float:
    """Return a time of 0 seconds or more, an argument type.

    >>> seconds("0"), seconds("2.5")
    (0.0, 2.5)
    """
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return value


def day(text: str) -> str:
    """Return a day, written in full, as ``2016-06-01``, an argument type.

    >>> day("2016-06-01")
    '2016-06-01'
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected one like 2016-06-01") from None
