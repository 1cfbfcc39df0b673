"""Characters per second of the extraction, beside jieba's part-of-speech tagger on the same text in one run.

    make bench

All are warm (dictionaries and the sequence model loaded, one run before the clock starts) and count the
processor's seconds on one core, so that other work on the machine does not matter; the best of three runs
counts. ``kg extract`` forgets what it kept of the texts before each run, as if the papers were new; ``again``
does not; ``rules alone`` goes without the sequence model. jieba only cuts and tags words; the extraction
reads names, statements, restrictions, chains and targets, so this compares waiting time, not results.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import jieba.posseg

from kg import pipeline
from kg.documents import read_corpus
from kg.model import Document
from kg.resources import data_path

RUNS = 3
KEPT_TEXTS = 1000
"""A cache for at least so many entries keeps texts; smaller ones keep tables."""


def forget() -> None:
    """Empty what the package keeps of single texts; its tables stay loaded."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("kg."):
            for value in vars(module).values():
                parameters = getattr(value, "cache_parameters", None)
                if callable(parameters) and (parameters()["maxsize"] or 0) >= KEPT_TEXTS:
                    value.cache_clear()


def best(job: Callable[[], object], before: Callable[[], object]) -> float:
    """Return the processor's seconds of the fastest of some runs after a warm one."""
    job()
    seconds = []
    for _ in range(RUNS):
        before()
        start = time.process_time()
        job()
        seconds.append(time.process_time() - start)
    return min(seconds)


def extract(documents: list[Document], *, learned: bool = True) -> None:
    """Read every clause."""
    for document in documents:
        pipeline.read(document, learned=learned)


def tag(documents: list[Document]) -> None:
    """Cut and tag every clause."""
    for document in documents:
        for clause in document.clauses:
            for _ in jieba.posseg.cut(clause.text):
                pass


def main() -> None:
    """Print a line for each."""
    documents = read_corpus(sorted(data_path("documents").glob("*.txt")))
    characters = sum(len(clause.text) for document in documents for clause in document.clauses)
    print(f"{len(documents)} papers, {characters} characters, best of {RUNS}, processor time")
    jobs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "kg extract": (lambda: extract(documents), forget),
        "  again": (lambda: extract(documents), lambda: None),
        "  rules alone": (lambda: extract(documents, learned=False), forget),
        "jieba.posseg": (lambda: tag(documents), lambda: None),
    }
    rates = {}
    for name, (job, before) in jobs.items():
        seconds = best(job, before)
        rates[name] = characters / seconds
        print(f"{name:14}{seconds:8.3f} s{rates[name]:12,.0f} characters/s")
    print(f"kg extract is {rates['kg extract'] / rates['jieba.posseg']:.2f} times as fast as jieba.posseg")


if __name__ == "__main__":
    main()
