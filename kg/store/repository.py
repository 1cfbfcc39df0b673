"""What every store offers: typed rows, truth values and triples, whatever engine is behind it."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, overload

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.errors import QueryError, UsageError, suggest
from kg.store.dataset import PREFIXES
from kg.store.syntax import Form, Query, syntax_error
from kg.store.terms import Bindings, Term, Value, as_term, as_value

if TYPE_CHECKING:
    import pandas

_SHOWN = 60


class Row(Mapping[str, Term | None]):
    """One answer: a read-only mapping from column to term; None where a column is unbound."""

    __slots__ = ("_columns", "_terms")

    def __init__(self, columns: tuple[str, ...], terms: tuple[Term | None, ...]) -> None:
        self._columns = columns
        self._terms = terms

    def __getitem__(self, column: str) -> Term | None:
        try:
            return self._terms[self._columns.index(column)]
        except ValueError:
            raise KeyError(column) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={self.text(name)!r}' for name in self)})"

    @property
    def terms(self) -> tuple[Term | None, ...]:
        """The terms in column order."""
        return self._terms

    def text(self, column: str) -> str:
        """Return a column's IRI or literal as a string, "" where it is unbound."""
        term = self[column]
        if term is None:
            return ""
        return str(term) if isinstance(term, Triple) else term.value

    def value(self, column: str) -> Value | None:
        """Return a column as number, truth value or string; None where it is unbound."""
        return as_value(self[column])


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """The answer to a SELECT: column names and rows, in the order in which the store gave them.

    >>> rows = Rows.of(("n",), [(as_term(1),), (None,)])
    >>> [row.value("n") for row in rows], rows.columns
    ([1, None], ('n',))
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=())

    @classmethod
    def of(cls, columns: Iterable[str], terms: Iterable[Iterable[Term | None]]) -> Rows:
        """Make rows of tuples of terms."""
        names = tuple(columns)
        return cls(names, tuple(Row(names, tuple(row)) for row in terms))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Row | Rows:
        if isinstance(index, slice):
            return Rows(self.columns, self.rows[index])
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas DataFrame of plain values; raise UsageError where pandas is missing."""
        try:
            frames = import_module("pandas")
        except ImportError:
            raise UsageError("pandas is not installed: pip install 'industry-kg[pandas]'") from None
        frame: pandas.DataFrame = frames.DataFrame(self.records(), columns=list(self.columns))
        return frame

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table, for notebooks."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(row.text(name))}</td>' for name in self.columns)}</tr>"
            for row in self.rows[:_SHOWN]
        )
        more = f"<p>… {len(self.rows)} rows</p>" if len(self.rows) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def records(self) -> list[dict[str, Value | None]]:
        """Return each row as a dict of plain Python values, ready for ``pandas.DataFrame``."""
        return [{name: row.value(name) for name in self.columns} for row in self.rows]


Answer: TypeAlias = Rows | bool | tuple[Triple, ...]


class Repository(ABC):
    """A graph that can be asked.

    The default dataset is the union of ``graph:statements``, ``graph:labels`` and ``graph:documents``;
    GRAPH reaches every named graph. A query that names its own dataset (FROM, FROM NAMED) gets exactly
    that; a graph that the store lacks is empty. SERVICE and updates are refused and nothing is ever
    fetched. Parameters are bound as terms, never pasted. The project's prefixes need no declaration.

    Errors: QuerySyntaxError (with line and column) for a malformed query, QueryError for one that is
    refused or fails, GraphError for a store that cannot be reached. ``where`` is what was opened.
    """

    def __init__(self, where: str, *, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.where = where
        self._prefixes = dict(prefixes)

    def query(self, query: str, *, bindings: Bindings | None = None) -> Answer:
        """Answer a query of any form: Rows, a truth value, or triples in a fixed order."""
        form = Query(query).form
        if form is Form.SELECT:
            return self.select(query, bindings=bindings)
        if form is Form.ASK:
            return self.ask(query, bindings=bindings)
        return self.construct(query, bindings=bindings)

    def select(self, query: str, *, bindings: Bindings | None = None) -> Rows:
        """Answer a SELECT query; ``SELECT *`` gives its columns in the order of the text."""
        parsed, sent = self._prepare(query, bindings, Form.SELECT)
        rows = self._rows(sent)
        return _arrange(parsed, rows, _terms(parsed, bindings)) if parsed.selects_all else rows

    def ask(self, query: str, *, bindings: Bindings | None = None) -> bool:
        """Answer an ASK query."""
        return self._truth(self._prepare(query, bindings, Form.ASK)[1])

    def construct(self, query: str, *, bindings: Bindings | None = None) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query: distinct triples, sorted by their N-Triples form."""
        _, sent = self._prepare(query, bindings, Form.CONSTRUCT, Form.DESCRIBE)
        return tuple(sorted(set(self._triples(sent)), key=str))

    def _prepare(self, text: str, bindings: Bindings | None, *forms: Form) -> tuple[Query, Query]:
        """Return a query as its author wrote it and as it is sent, or raise QueryError."""
        query = Query(text)
        if query.form not in forms:
            raise QueryError(f"a {' or '.join(forms)} query was expected, not {query.form}")
        query.check(self._prefixes)
        known = {name: iri for name, iri in self._prefixes.items() if name not in query.prefixes}
        _parse(query, known)
        sent = query.substitute(_terms(query, bindings)).with_prefixes(known)
        if bindings:
            _parse(sent, {})
        return query, sent

    @abstractmethod
    def _rows(self, query: Query) -> Rows: ...

    @abstractmethod
    def _truth(self, query: Query) -> bool: ...

    @abstractmethod
    def _triples(self, query: Query) -> Iterable[Triple]: ...

    @abstractmethod
    def graph_names(self) -> tuple[NamedNode, ...]:
        """Return the names of all named graphs, sorted."""

    @abstractmethod
    def match(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the named graphs that fit; None fits everything. The order is the store's."""

    def fingerprint(self) -> str:
        """Return the SHA-256 of the graph's quads as sorted N-Quads, as 64 hex digits."""
        digest = hashlib.sha256()
        for line in sorted({f"{quad} .\n" for quad in self.match()}):
            digest.update(line.encode("utf-8"))
        return digest.hexdigest()

    def describe(self, iri: NamedNode) -> tuple[Triple, ...]:
        """Return every triple of the default dataset in which an IRI stands as subject or object, sorted."""
        return self.construct(
            "CONSTRUCT { ?this ?out ?o . ?s ?in ?this } WHERE { { ?this ?out ?o } UNION { ?s ?in ?this } }",
            bindings={"this": iri},
        )


_NOTHING = Store()


def _parse(query: Query, prefixes: dict[str, str]) -> None:
    """Raise QuerySyntaxError for a malformed query: the engine reads it, over a store without triples."""
    try:
        _NOTHING.query(query.text, prefixes=prefixes)
    except SyntaxError as error:
        raise syntax_error(str(error)) from None
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be read: {error}") from None


def _terms(query: Query, bindings: Bindings | None) -> dict[str, Term]:
    """Return bindings as terms, plain values made literals; raise QueryError for one the query lacks."""
    for name in bindings or {}:
        if name not in query.variables:
            raise QueryError(f"the query has no variable ?{name} to bind{suggest(name, query.variables)}")
    return {name: as_term(value) for name, value in (bindings or {}).items()}


def _arrange(query: Query, rows: Rows, bound: Mapping[str, Term]) -> Rows:
    """Return the rows of ``SELECT *`` with bound variables as columns, in the order of the query's text."""
    found = {*rows.columns, *bound}
    columns = tuple(name for name in query.variables if name in found)
    return Rows.of(
        columns, ([bound[name] if name in bound else row[name] for name in columns] for row in rows)
    )
