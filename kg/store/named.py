"""The shipped queries: SPARQL files with a header that says what they ask and which parameters they take.

A header line is ``# key: value``, before the query's first line::

    # title: 哪些地方发展某个产业，依据哪句话
    # title@en: Which places promote an industry, and in whose words
    # topic: 产业
    # parameter: industry concept 高档数控机床 | 产业或产品 | an industry or a product

A parameter names the variable that it binds, its type and its default; after ``|`` what it is, in Chinese
and in English. Types are the graph's prefixes (``region``, ``concept`` …; several joined by ``/``), whose
values are names, aliases, ``prefix:local`` or ``<IRI>``; ``thing`` for any of them; ``text`` and ``integer``.

Every answer has a column ``date``: the date of the row's paper, of the earliest where several say the same.
A query that asks what no paper says (which cities a province has) declares ``# rests on: reference`` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import DataError, UsageError, suggest
from kg.rdf.iris import PREFIXES
from kg.store.names import resolve
from kg.store.repository import Answer, Repository
from kg.store.syntax import Form, Query
from kg.store.terms import Term, as_term


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query: the variable it binds, its type, its default and what it is."""

    name: str
    type: str
    default: str
    meaning_zh: str
    meaning_en: str

    def term(self, repository: Repository, value: str) -> Term:
        """Return a value, as a person writes it, as a term; raise UsageError where it cannot be one."""
        if self.type == "text":
            return as_term(value)
        if self.type == "integer":
            try:
                return as_term(int(value))
            except ValueError:
                raise UsageError(f"{self.name}: a whole number was expected, not {value!r}") from None
        kinds = () if self.type == "thing" else tuple(self.type.split("/"))
        return resolve(repository, value, *kinds)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A shipped query; ``name`` is its file's stem, ``text`` the whole file.

    ``dated`` says that its rows rest on papers and show their dates.
    """

    name: str
    title_zh: str
    title_en: str
    topic: str
    parameters: tuple[Parameter, ...]
    text: str
    dated: bool = True

    @property
    def form(self) -> Form:
        """What the query asks for."""
        return Query(self.text).form

    def bindings(self, repository: Repository, values: Mapping[str, str] | None = None) -> dict[str, Term]:
        """Return the terms to bind: the values given, the defaults for the others.

        Raise UsageError for a parameter that the query lacks or a value that the graph does not know.
        """
        given = dict(values or {})
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                takes = f"takes {', '.join(names)}" if names else "takes no parameter"
                raise UsageError(f"{self.name}: no parameter {name!r}; it {takes}{suggest(name, names)}")
        return {
            parameter.name: parameter.term(repository, given.get(parameter.name, parameter.default))
            for parameter in self.parameters
        }

    def run(self, repository: Repository, values: Mapping[str, str] | None = None) -> Answer:
        """Answer the query on a store with these parameters."""
        return repository.query(self.text, bindings=self.bindings(repository, values))


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """Return all shipped queries, sorted by topic and name."""
    folder = files("kg.store").joinpath("queries")
    texts = {
        entry.name.removesuffix(".rq"): entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".rq")
    }
    found = (parse_named(name, text) for name, text in texts.items())
    return tuple(sorted(found, key=lambda query: (query.topic, query.name)))


def named_query(name: str) -> NamedQuery:
    """Return a shipped query by its name; raise UsageError, with the nearest names, for an unknown one."""
    for query in named_queries():
        if query.name == name:
            return query
    known = [query.name for query in named_queries()]
    raise UsageError(
        f"no query named {name!r}{suggest(name, known) or '; there are ' + ', '.join(sorted(known))}"
    )


def parse_named(name: str, text: str) -> NamedQuery:
    """Read a shipped query's header; raise DataError for one that is malformed."""
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        key, colon, value = line.lstrip("# ").partition(": ")
        if not colon:
            raise DataError(f"{name}.rq:{number}: a header line is `# key: value`, not {line!r}")
        if key == "parameter":
            parameters.append(_parameter(value, f"{name}.rq:{number}"))
        elif key in ("title", "title@en", "topic", "rests on"):
            fields[key] = value.strip()
        else:
            keys = ("title", "title@en", "topic", "rests on", "parameter")
            raise DataError(f"{name}.rq:{number}: unknown key {key!r}{suggest(key, keys)}")
    missing = [key for key in ("title", "title@en", "topic") if key not in fields]
    if missing:
        raise DataError(f"{name}.rq: its header lacks {', '.join(missing)}")
    rests = fields.get("rests on", "papers")
    if rests not in ("papers", "reference"):
        raise DataError(f"{name}.rq: a query rests on papers or on reference, not on {rests!r}")
    titles = fields["title"], fields["title@en"], fields["topic"]
    return NamedQuery(name, *titles, tuple(parameters), text, rests == "papers")


def _parameter(value: str, where: str) -> Parameter:
    head, *meanings = (part.strip() for part in value.split("|"))
    words = head.split(maxsplit=2)
    if len(words) != 3 or len(meanings) != 2:
        raise DataError(f"{where}: a parameter is `name type default | 中文 | English`, not {value!r}")
    name, kind, default = words
    if kind not in ("thing", "text", "integer") and not set(kind.split("/")) <= PREFIXES.keys():
        raise DataError(
            f"{where}: unknown type {kind!r}{suggest(kind, (*PREFIXES, 'thing', 'text', 'integer'))}"
        )
    return Parameter(name, kind, default, *meanings)
