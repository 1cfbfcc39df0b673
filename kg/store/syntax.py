"""The little of SPARQL's lexical grammar that the stores need before a query runs.

A query is cut into tokens once. From them follow its form, its dataset clauses, whether it asks for
something outside the store, which variables it writes, and its text with parameters put in as terms.
Nothing here parses patterns; the engine does that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kg.errors import QueryError, suggest
from kg.store.terms import Term, as_query_text


class Form(StrEnum):
    """What a query asks for."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


class QuerySyntaxError(QueryError):
    """A query is malformed; ``line`` and ``column`` count from 1, in code points."""

    def __init__(self, message: str, *, line: int, column: int) -> None:
        super().__init__(f"query line {line}, column {column}: {message}")
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (a group name of the grammar below), its characters and where they start."""

    kind: str
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Whether the token is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words


_NAME = r"\w\u00b7\u0300-\u036f\u203f\u2040\-"
_LOCAL = rf"[{_NAME}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKENS = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f\u2040]+)
  | (?P<prefixed>(?:[^\W\d][{_NAME}.]*)?:(?:(?:{_LOCAL}|\.)*(?:{_LOCAL}))?)
  | (?P<word>[^\W\d]\w*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>\d+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


def unescape(text: str) -> str:
    r"""Return text with SPARQL's ``\uXXXX`` codepoint escapes resolved, as engines do before they parse."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return _ESCAPE.sub(character, text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a query into tokens without white space and comments."""
    return tuple(
        Token(match.lastgroup or "mark", match[0], match.start())
        for match in _TOKENS.finditer(text)
        if match.lastgroup not in ("space", "comment")
    )


@dataclass(frozen=True)
class Query:
    """A query's text and what its tokens say of it."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the text as written."""
        return tokenize(self.text)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column (from 1) of an offset in the text."""
        before = self.text[:offset]
        return before.count("\n") + 1, offset - before.rfind("\n")

    def error(self, message: str, offset: int) -> QuerySyntaxError:
        """Return an error that names the place of an offset."""
        line, column = self.position(offset)
        return QuerySyntaxError(message, line=line, column=column)

    @cached_property
    def _verb(self) -> int:
        """Index of the token that says the form; raises QuerySyntaxError where none does."""
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.is_word("PREFIX"):
                index += 3
            elif token.is_word("BASE"):
                index += 2
            elif token.is_word(*Form):
                return index
            elif token.is_word(*_UPDATES):
                raise self.error(
                    f"{token.text.upper()} changes a store; only queries are answered", token.start
                )
            else:
                raise self.error(
                    f"SELECT, ASK, CONSTRUCT or DESCRIBE expected, not {token.text!r}", token.start
                )
        raise QuerySyntaxError("the query is empty", line=1, column=1)

    @property
    def form(self) -> Form:
        """What the query asks for."""
        return Form(self.tokens[self._verb].text.upper())

    @cached_property
    def has_dataset(self) -> bool:
        """Whether the query names its own dataset (FROM, FROM NAMED)."""
        return any(token.is_word("FROM") for token in self.tokens[self._verb :])

    @cached_property
    def has_graph(self) -> bool:
        """Whether the query writes GRAPH."""
        return any(token.is_word("GRAPH") for token in self.tokens[self._verb :])

    @cached_property
    def prefixes(self) -> dict[str, int]:
        """Prefixes that the query declares, each with the offset of its declaration."""
        return {
            after.text.removesuffix(":"): after.start
            for token, after in zip(self.tokens, self.tokens[1:], strict=False)
            if token.is_word("PREFIX") and after.kind == "prefixed"
        }

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Names of the variables in the order in which the text first writes them."""
        return tuple(dict.fromkeys(token.text[1:] for token in self.tokens if token.kind == "variable"))

    @property
    def selects_all(self) -> bool:
        """Whether the outermost SELECT is ``SELECT *``."""
        after = self.tokens[self._verb + 1 :]
        if after and after[0].is_word("DISTINCT", "REDUCED"):
            after = after[1:]
        return self.form is Form.SELECT and bool(after) and after[0].text == "*"

    def check(self, known_prefixes: Mapping[str, str]) -> None:
        """Raise QueryError where the query would leave the store or uses a prefix that nobody declared.

        SERVICE is looked for in the text as written and with codepoint escapes resolved.
        """
        for tokens in (self.tokens, tokenize(unescape(self.text)) if "\\" in self.text else ()):
            for token in tokens:
                if token.is_word("SERVICE"):
                    raise QueryError("SERVICE is refused: nothing outside the store is ever asked")
        known = {*known_prefixes, *self.prefixes}
        for token in self.tokens[self._verb :]:
            prefix = token.text.split(":", 1)[0]
            if token.kind == "prefixed" and prefix not in known and prefix != "_":
                raise self.error(f"prefix {prefix}: is not declared{suggest(prefix, known)}", token.start)

    def with_prefixes(self, known_prefixes: Mapping[str, str]) -> Query:
        """Return the query with a declaration, on its first line, of each known prefix that it uses bare."""
        used = {token.text.split(":", 1)[0] for token in self.tokens if token.kind == "prefixed"}
        missing = sorted((used & known_prefixes.keys()) - self.prefixes.keys())
        return Query("".join(f"PREFIX {name}: <{known_prefixes[name]}> " for name in missing) + self.text)

    def substitute(self, bindings: Mapping[str, Term]) -> Query:
        """Return the query with each bound variable written as its term.

        A bound variable that a SELECT projects stays a column: ``?x`` becomes ``(term AS ?x)`` in the
        outermost SELECT and leaves inner ones. Raise QueryError where the query assigns the variable
        itself (BIND, VALUES, AS) or asks whether it is bound.
        """
        return _Substitution(self, bindings).result() if bindings else self


_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_CHOICE = re.compile(r'(?<![\w"\[])(?:"(?:\\.|[^"\\])+"|[A-Z]{2,})(?![\w"\]])')
_MOST_CHOICES = 8


def syntax_error(message: str) -> QueryError:
    """Return the engine's complaint as one line with its place and, where they are few, the choices.

    >>> str(syntax_error('error at 3:9: expected one of OFFSET, VALUES'))
    'query line 3, column 9: expected OFFSET or VALUES'
    """
    found = _PLACE.search(message)
    if found is None:
        return QueryError(f"the query cannot be read: {' '.join(message.split())}")
    choices = list(dict.fromkeys(_CHOICE.findall(found[3])))
    few = 0 < len(choices) <= _MOST_CHOICES
    said = f"expected {' or '.join(choices)}" if few else "the query cannot go on like this"
    return QuerySyntaxError(said, line=int(found[1]), column=int(found[2]))


class _Substitution:
    """One pass over the tokens of a query that writes terms for variables."""

    def __init__(self, query: Query, bindings: Mapping[str, Term]) -> None:
        self.query = query
        self.bindings = bindings
        self.projecting: int | None = None  # bracket depth at which a SELECT's columns are listed
        self.grouping = False  # in GROUP BY or ORDER BY, where a bare term is no condition
        self.depth = 0
        self.selects = 0

    def result(self) -> Query:
        """Return the rewritten query."""
        parts: list[str] = []
        last = 0
        tokens = self.query.tokens
        for index, token in enumerate(tokens):
            self._enter(token)
            if token.kind == "variable" and token.text[1:] in self.bindings:
                parts += [self.query.text[last : token.start], self._written(token, tokens[index - 1], index)]
                last = token.start + len(token.text)
        return Query("".join(parts) + self.query.text[last:])

    def _enter(self, token: Token) -> None:
        if token.text in ("(", "{", "["):
            if token.text == "{":
                self.projecting, self.grouping = None, False
            self.depth += 1
        elif token.text in (")", "}", "]"):
            self.depth -= 1
            self.grouping = self.grouping and token.text != "}"
        elif token.is_word("SELECT"):
            self.projecting = self.depth
            self.selects += 1
        elif token.is_word("WHERE", "FROM"):
            self.projecting = None
        elif token.is_word("BY"):
            self.grouping = True
        elif token.is_word("LIMIT", "OFFSET", "HAVING", "VALUES"):
            self.grouping = False

    def _written(self, token: Token, before: Token, index: int) -> str:
        name = token.text[1:]
        tokens = self.query.tokens
        inside_values = before.is_word("VALUES") or (
            index > 1 and before.text == "(" and tokens[index - 2].is_word("VALUES")
        )
        asked = index > 1 and before.text == "(" and tokens[index - 2].is_word("BOUND")
        if before.is_word("AS") or inside_values or asked:
            raise self.query.error(f"?{name} is a parameter and cannot be assigned here", token.start)
        term = as_query_text(self.bindings[name], name=name)
        if self.projecting == self.depth:
            return f"({term} AS ?{name})" if self.selects == 1 else ""
        if self.grouping and not before.is_word("AS") and before.text != "(" and self._condition(before):
            return f"({term})"
        return term

    @staticmethod
    def _condition(before: Token) -> bool:
        return before.is_word("BY") or before.kind == "variable" or before.text == ")"
