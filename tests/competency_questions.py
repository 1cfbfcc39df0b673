"""The competency questions: what analysts ask, what the papers answer, and how much of it the graph gives.

    python tests/competency_questions.py                 a line for each question, and the totals
    python tests/competency_questions.py --differences   what is missing and what is too much, too
    python tests/competency_questions.py --graph build   ask a graph that is built already
    python tests/competency_questions.py --write         commit to what is reached today

``competency/README.md`` says how a question is written. The expected answers come from the papers and never
from the graph; every expected row cites its clause and words that stand in it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kg import pipeline
from kg.documents import read_corpus
from kg.errors import GraphError, KGError
from kg.rdf.assembly import assemble
from kg.rdf.iris import local_name, split_iri
from kg.rdf.serialize import write_nquads
from kg.store import NamedNode, NamedQuery, Repository, Row, Rows, Term, named_query, open_store

HERE = Path(__file__).resolve().parent / "competency"
FLOOR = HERE / "floor.json"
SHORTFALLS = HERE / "shortfalls.yaml"
DOCUMENTS = Path(__file__).resolve().parents[1] / "data" / "documents"
PAPERS = {
    "layout": "liaoning-2015-industrial-layout",
    "traditional": "liaoning-2015-traditional-industry",
}
FAULTS = ("extraction", "linking", "graph", "query")
FIX = "python tests/competency_questions.py --write"

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A row of an expected answer: its cells, and the clause and the words in it that say so."""

    cells: Cells
    paper: str
    line: int
    words: str

    @property
    def clause(self) -> str:
        """The clause as it is written in a row."""
        return f"{self.paper}:{self.line}"

    @property
    def stands(self) -> bool:
        """Whether the words stand in the clause, in this order where they are cut by …."""
        where = 0
        for part in self.words.split("…"):
            where = clause_text(self.paper, self.line).find(part, where)
            if where < 0 or not part:
                return False
            where += len(part)
        return True


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the shipped query and the parameters that ask it, and the answer of the papers."""

    id: str
    zh: str
    en: str
    query: str
    parameters: Mapping[str, str]
    columns: tuple[str, ...]
    answer: tuple[Expected, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a question went: rows that are right, that are missing, that are too much; why it was not asked."""

    question: Question
    hits: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    error: str = ""

    @property
    def exact(self) -> bool:
        """Whether the answer is the papers', row for row."""
        return not (self.missing or self.extra or self.error)

    @property
    def precision(self) -> float:
        """The share of the rows given that are right; 1 where none is given."""
        given = self.hits + len(self.extra)
        return self.hits / given if given else 1.0

    @property
    def recall(self) -> float:
        """The share of the rows expected that are given; 1 where none is expected."""
        due = self.hits + len(self.missing)
        return self.hits / due if due else 1.0


@dataclass(frozen=True, slots=True)
class Totals:
    """All questions together: how many are exact, and precision and recall of all their rows."""

    questions: int
    exact: int
    precision: float
    recall: float


@cache
def _lines(paper: str) -> tuple[str, ...]:
    text = (DOCUMENTS / f"{PAPERS[paper]}.txt").read_text(encoding="utf-8")
    return tuple(text.split("\n"))


def clause_text(paper: str, line: int) -> str:
    """Return a line of a paper, counted from 1."""
    lines = _lines(paper)
    return lines[line - 1] if 1 <= line <= len(lines) else ""


@cache
def questions() -> tuple[Question, ...]:
    """Read every question, in the order of the files."""
    files = sorted(path for path in HERE.glob("*.yaml") if path != SHORTFALLS)
    entries = ((entry, path.name) for path in files for entry in yaml.safe_load(path.read_text("utf-8")))
    return tuple(_question(entry, file) for entry, file in entries)


def _question(entry: dict[str, object], file: str) -> Question:
    known = {"id", "zh", "en", "query", "set", "columns", "answer"}
    assert set(entry) <= known, f"{file}: {entry.get('id')}: unknown keys {sorted(set(entry) - known)}"
    columns = tuple(entry["columns"])  # type: ignore[arg-type]
    where = f"{file}: {entry['id']}"
    return Question(
        id=str(entry["id"]),
        zh=str(entry["zh"]),
        en=str(entry["en"]),
        query=str(entry["query"]),
        parameters={key: str(value) for key, value in dict(entry.get("set", {})).items()},  # type: ignore[call-overload]
        columns=columns,
        answer=tuple(_expected(str(row), len(columns), where) for row in entry["answer"]),  # type: ignore[attr-defined]
        file=file,
    )


def _expected(row: str, width: int, where: str) -> Expected:
    cells = [cell.strip() for cell in row.split("|")]
    assert len(cells) == width + 2, (
        f"{where}: {row!r} has {len(cells)} cells, not {width} and clause and words"
    )
    paper, _, line = cells[width].partition(":")
    assert paper in PAPERS and line.isdecimal(), f"{where}: {cells[width]!r} is no clause"
    return Expected(tuple(cells[:width]), paper, int(line), cells[width + 1])


class Asker:
    """Asks a graph the questions and compares its answers with the papers'."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._names = _names_of_things(repository)
        rows = repository.select(
            "SELECT ?paper ?title WHERE { ?paper a kgo:PolicyDocument ; kgo:title ?title }"
        )
        short = {doc: name for name, doc in PAPERS.items()}
        self._papers = {
            row.text("title"): short[split[1]]
            for row in rows
            if (split := split_iri(row.text("paper"))) and split[1] in short
        }

    def results(self, asked: Iterable[Question]) -> list[Result]:
        """Ask each question."""
        return [self.result(question) for question in asked]

    def result(self, question: Question) -> Result:
        """Ask one question; a query that cannot be asked finds nothing and says why."""
        try:
            rows = self.rows(question)
        except KGError as error:
            return Result(question, 0, tuple(map(_shown, question.answer)), (), error=str(error))
        cited = "line" in rows.columns
        given = {
            (tuple(row[name] for name in question.columns), self._clause(row) if cited else "")
            for row in rows
        }
        left = sorted(given, key=lambda one: (one[1], [str(term) for term in one[0]]))
        missing = []
        for expected in question.answer:
            fits = [one for one in left if self._fits(one, expected, cited=cited)]
            if fits:
                left.remove(fits[0])
            else:
                missing.append(_shown(expected))
        extra = tuple(" | ".join([*(_short(term) for term in terms), clause]) for terms, clause in left)
        return Result(question, len(question.answer) - len(missing), tuple(missing), extra)

    def rows(self, question: Question) -> Rows:
        """Return the graph's answer to a question."""
        answer = named_query(question.query).run(self._repository, question.parameters)
        assert isinstance(answer, Rows)
        return answer

    def _clause(self, row: Row) -> str:
        return f"{self._papers[row.text('title')]}:{row.text('line')}"

    def _fits(self, one: tuple[tuple[Term | None, ...], str], expected: Expected, *, cited: bool) -> bool:
        terms, clause = one
        if cited and clause != expected.clause:
            return False
        return all(self._is(term, cell) for term, cell in zip(terms, expected.cells, strict=True))

    def _is(self, term: Term | None, cell: str) -> bool:
        """Say whether a term is what a cell names: a thing by any of its names, a number by its value."""
        if term is None or not cell:
            return term is None and not cell
        if isinstance(term, NamedNode):
            return _folded(cell) in self._names.get(term.value, set()) | {_folded(_short(term))}
        value = term.value  # type: ignore[union-attr]
        try:
            return float(value) == float(cell)
        except ValueError:
            return _folded(value) == _folded(cell)


def _names_of_things(repository: Repository) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for predicate in ("rdfs:label", "skos:prefLabel", "skos:altLabel"):
        for row in repository.select(f"SELECT ?thing ?name WHERE {{ ?thing {predicate} ?name }}"):
            found.setdefault(row.text("thing"), set()).add(_folded(row.text("name")))
    return found


def _folded(name: str) -> str:
    try:
        return local_name(name).casefold()
    except GraphError:
        return name


def _short(term: Term | None) -> str:
    if term is None:
        return ""
    if not isinstance(term, NamedNode):
        return term.value  # type: ignore[union-attr]
    split = split_iri(term.value)
    return split[1] if split else term.value


def _shown(expected: Expected) -> str:
    return " | ".join([*expected.cells, expected.clause])


def totals(results: Sequence[Result]) -> Totals:
    """Add up the rows of all questions."""
    hits = sum(result.hits for result in results)
    given = hits + sum(len(result.extra) for result in results)
    due = hits + sum(len(result.missing) for result in results)
    exact = sum(result.exact for result in results)
    return Totals(len(results), exact, hits / given if given else 1.0, hits / due if due else 1.0)


def losses(now: Totals, floor: Mapping[str, float]) -> list[str]:
    """Return what is below the committed floor."""
    share = now.exact / now.questions
    reached = {"exact": share, "precision": now.precision, "recall": now.recall}
    return [
        f"{name}: {reached[name]:.3f} is below the floor of {least:.3f}"
        for name, least in floor.items()
        if reached[name] < least
    ]


def shortfalls() -> dict[str, dict[str, str]]:
    """Return what is known of the questions that are not exact: the fault, and a note."""
    return yaml.safe_load(SHORTFALLS.read_text("utf-8")) or {}


def report(results: Sequence[Result], *, differences: bool = False) -> Iterator[str]:
    """Yield a line for each question, what differs on demand, and the totals."""
    known = shortfalls()
    for result in results:
        mark = "=" if result.exact else "~" if result.hits else "x"
        fault = "" if result.exact else known.get(result.question.id, {}).get("fault", "")
        figures = f"{mark} P {result.precision:.2f}  R {result.recall:.2f}"
        yield f"{figures}  {result.question.id}  {fault}".rstrip()
        if differences and not result.exact:
            yield from (f"      error   {line}" for line in [result.error] if line)
            yield from (f"      missing {line}" for line in result.missing)
            yield from (f"      extra   {line}" for line in result.extra)
    whole = totals(results)
    share = whole.exact / whole.questions
    yield (
        f"{whole.questions} questions, {whole.exact} exact ({share:.1%}); "
        f"all rows: precision {whole.precision:.3f}, recall {whole.recall:.3f}"
    )


def build(folder: Path) -> Repository:
    """Read the shipped papers and return their graph, with what is inferred."""
    papers = read_corpus(sorted(DOCUMENTS.glob("*.txt")))
    path = folder / "graph.nq"
    write_nquads(assemble(pipeline.read_all(papers)), path)
    return open_store(path)


def asked_queries() -> dict[str, NamedQuery]:
    """Return the shipped queries that the questions ask."""
    return {question.query: named_query(question.query) for question in questions()}


def write_floor(now: Totals) -> None:
    """Commit to what is reached, rounded down to whole per cent."""
    reached = {"exact": now.exact / now.questions, "precision": now.precision, "recall": now.recall}
    floor = {name: int(value * 100) / 100 for name, value in reached.items()}
    FLOOR.write_text(json.dumps(floor, indent=1) + "\n", encoding="utf-8")


def _main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        given = "--graph" in arguments
        where = open_store(arguments[arguments.index("--graph") + 1]) if given else build(Path(folder))
        results = Asker(where).results(questions())
    print("\n".join(report(results, differences="--differences" in arguments)))
    if "--write" in arguments:
        write_floor(totals(results))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
