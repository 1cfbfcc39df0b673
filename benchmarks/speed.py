"""Characters per second of the extraction, beside jieba's part-of-speech tagger on the same text in one run.

    make bench

Both are warm (dictionaries loaded, one run before the clock starts), on one core; the best of three runs
counts. jieba only cuts and tags words; the extraction reads names, statements, restrictions, chains and
targets, so the comparison is one of waiting time, not of results.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import jieba.posseg

from kg import pipeline
from kg.documents import read_corpus
from kg.model import Document
from kg.resources import data_path

RUNS = 3


def best(job: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some runs after a warm one."""
    job()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def extract(documents: list[Document]) -> None:
    """Read every clause."""
    for document in documents:
        pipeline.read(document)


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
    print(f"{len(documents)} papers, {characters} characters, best of {RUNS}")
    rates = {}
    for name, job in (("kg extract", extract), ("jieba.posseg", tag)):
        seconds = best(lambda job=job: job(documents))
        rates[name] = characters / seconds
        print(f"{name:14}{seconds:8.3f} s{rates[name]:12,.0f} characters/s")
    print(f"kg extract is {rates['kg extract'] / rates['jieba.posseg']:.2f} times as fast as jieba.posseg")


if __name__ == "__main__":
    main()
