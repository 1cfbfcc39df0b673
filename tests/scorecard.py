"""The committed score card: what extraction gets right today, so that no change loses it unseen.

    python tests/scorecard.py             print the figures beside the committed ones
    python tests/scorecard.py --changes   list what differs from gold now and did not, too
    python tests/scorecard.py --write     commit to what extraction gets right now

The card holds counts by family and, to say what changed, the items that differ from gold. ``gold.jsonl`` is
on the shipped papers. ``other`` is on papers of other places, which are not part of the project; it is
scored where they lie beside the checkout.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.documents import read_corpus
from kg.evaluation import Figures, Key, Record, Score, read_records, score

HERE = Path(__file__).resolve().parent
CARD = HERE / "gold" / "scorecard.json"
BESIDE = HERE.parents[1] / "shared"
FAMILIES = ("entity/ALL", "entity/CORE", "relation/ALL", "restriction", "chain", "target", "target-full")
SLACK = 0.005
FIX = "python tests/scorecard.py --write"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Gold records and the folder of the papers that they are about."""

    gold: Path
    papers: Path

    @property
    def present(self) -> bool:
        """Whether both are there."""
        return self.gold.exists() and self.papers.is_dir()


CORPORA = {
    "gold": Corpus(HERE / "gold" / "gold.jsonl", HERE.parent / "data" / "documents"),
    "other": Corpus(BESIDE / "eval" / "dev" / "other.jsonl", BESIDE / "documents" / "other"),
}


def measure(corpus: Corpus) -> Score:
    """Read the papers and score what was read."""
    gold = read_records(corpus.gold.read_text(encoding="utf-8").splitlines(), name=corpus.gold.name)
    papers = read_corpus(corpus.papers / f"{doc}.txt" for doc in sorted({doc for doc, _ in gold}))
    predicted: dict[Key, Record] = {
        (paper.document.id, reading.clause.line): pipeline.record(reading)
        for paper in pipeline.read_all(papers)
        for reading in paper.readings
    }
    return score(gold, predicted)


def card(result: Score) -> dict[str, Any]:
    """Return a score as the committed card holds it."""
    rows = {name: result.strict.get(name, Figures()) for name in FAMILIES}
    return {
        "figures": {
            name: {"hits": row.hits, "gold": row.gold, "predicted": row.predicted, "f1": round(row.f1, 4)}
            for name, row in rows.items()
        },
        "differences": [
            f"{item.doc}:{item.line} {item.side} {item.family} {' | '.join(item.item)}"
            for item in result.differences
        ],
    }


def figures(row: dict[str, int]) -> Figures:
    """Return the counts of a card's row."""
    return Figures(row["hits"], row["gold"], row["predicted"])


def allowed(before: Figures) -> float:
    """Return how much F1 a family may lose: 0.005, or what one item is worth where that is more."""
    one_less = Figures(max(before.hits - 1, 0), before.gold, before.predicted)
    return max(SLACK, before.f1 - one_less.f1)


def losses(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return a line for each family that lost more than it may."""
    told = []
    for name in FAMILIES:
        old, new = figures(before["figures"][name]), figures(now["figures"][name])
        if old.f1 - new.f1 > allowed(old) + 1e-9:
            told.append(f"{name}: F1 {old.f1:.4f} -> {new.f1:.4f} (may lose {allowed(old):.4f})")
    return told


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return what differs from gold now and did not (+), and what did and does not any more (-)."""
    old, new = set(before["differences"]), set(now["differences"])
    return [f"+ {line}" for line in sorted(new - old)] + [f"- {line}" for line in sorted(old - new)]


def main(arguments: list[str]) -> int:
    """Print the figures beside the committed ones; with ``--write`` commit to them."""
    committed = json.loads(CARD.read_text(encoding="utf-8")) if CARD.exists() else {}
    fresh = dict(committed)
    for name, corpus in CORPORA.items():
        if not corpus.present:
            print(f"{name}: not scored, {corpus.gold} is not there")
            continue
        fresh[name] = card(measure(corpus))
        for family, row in fresh[name]["figures"].items():
            was = committed.get(name, {}).get("figures", {}).get(family, {}).get("f1")
            print(f"{name:6} {family:12} F1 {row['f1']:.4f}  committed {was}")
        if name in committed and "--changes" in arguments:
            print("\n".join(changes(committed[name], fresh[name])))
    if "--write" in arguments:
        CARD.write_text(json.dumps(fresh, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
