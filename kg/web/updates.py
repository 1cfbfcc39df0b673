"""What a request says about an update beside its text: the dataset of ``using-graph-uri``.

The engine takes no dataset with an update, so each operation with a WHERE gets USING clauses of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.store.syntax import Query, Token
from kg.web.dataset import Chosen

_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")


def with_using(text: str, chosen: Chosen) -> str:
    """Return an update with the request's dataset in each operation that has a WHERE.

    Raise QueryError where the update names a dataset itself (USING, USING NAMED, WITH), which SPARQL 1.1
    Protocol, section 2.2.3, forbids beside ``using-graph-uri``.
    """
    if not chosen:
        return text
    query = Query(text)
    clauses = "".join(f"USING <{iri}> " for iri in chosen.default)
    clauses += "".join(f"USING NAMED <{iri}> " for iri in chosen.named)
    insertions: list[tuple[int, str]] = []
    for operation in _operations(query.tokens):
        for token in operation:
            if token.is_word("USING", "WITH"):
                raise query.error(
                    f"{token.text.upper()} stands beside using-graph-uri; only one may be", token.start
                )
        insertions += _insertions(text, operation, clauses)
    for place, inserted in sorted(insertions, reverse=True):
        text = text[:place] + inserted + text[place:]
    return text


def _operations(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the operations of an update: its tokens, parted by ``;`` outside all brackets."""
    depth, operation = 0, list[Token]()
    for token in tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == ";" and depth == 0:
            yield operation
            operation = []
        else:
            operation.append(token)
    yield operation


def _insertions(text: str, operation: Sequence[Token], clauses: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for token, before in zip(operation, [None, *operation], strict=False):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0 and token.is_word("WHERE"):
            if before is not None and before.is_word("DELETE"):  # DELETE WHERE { … } takes no USING
                template = text[token.start + len(token.text) : operation[-1].start + 1]
                yield token.start, f"{template} {clauses}"
            else:
                yield token.start, clauses


_MOST_BRACKETS = 256
"""How deep brackets may be nested: the engine's parser recurses, and a few thousand end its process."""


def check_nesting(query: Query) -> None:
    """Raise QueryError where brackets are nested deeper than any real query nests them."""
    depth = 0
    for token in query.tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > _MOST_BRACKETS:
            raise query.error(f"brackets are nested more than {_MOST_BRACKETS} deep", token.start)


def leaves_the_store(query: Query, unescaped: Query) -> str:
    """Return the keyword by which a query or update would fetch something, "" if there is none."""
    for tokens in (query.tokens, unescaped.tokens):
        for token in tokens:
            if token.is_word("SERVICE", "LOAD"):
                return token.text.upper()
    return ""
