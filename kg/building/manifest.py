"""The manifest: what went into a build and what came out, never when or where it ran."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import __version__
from kg.building.publishing import OUTPUTS
from kg.building.reading import Corpus
from kg.building.versions import hash_of, hash_of_data, hash_of_file
from kg.corrections import Correction, dump
from kg.ledger import Summary
from kg.resources import ontology_path
from kg.store.opening import FORMAT
from kg.store.opening import MANIFEST_FILE as MANIFEST


def write(folder: Path, corpus: Corpus, corrections: Collection[Correction], summary: Summary) -> None:
    """Write the manifest beside the outputs in a folder.

    An input is a paper's file name, the hash of its bytes and that of what a sidecar says of it; ``unread``
    are files that could not be read.
    """
    told: dict[str, Any] = {
        "format": FORMAT,
        "generator": f"industry-kg {__version__}",
        "documents": corpus.readings.ids,
        "inputs": [[one.file, one.content, one.facts] for one in corpus.inputs],
        "unread": sorted(Path(failure.file).name for failure in corpus.failures),
        "corrections": [len(corrections), hash_of(dump(corrections))],
        "data": hash_of_data(),
        "ontology": hash_of_file(ontology_path()),
        "outputs": hashes(folder),
        "summary": asdict(summary),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of each output in a folder, "" for one that is not there."""
    return {name: hash_of_file(folder / name) for name in OUTPUTS}
