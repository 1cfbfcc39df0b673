"""Fuzz readers, section tree, normal form, coordination and query parameters: only our errors may come out.

    python tests/fuzz_documents.py --runs 1000000 --seed 1

Seeds are one paper in each format and the inputs kept in tests/documents/crashes/, to which new failures are
written. Each run damages a seed and reads it; nine in ten runs damage lines, which is fast, one a file.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from paper_makers import LINES, docx_parts, paragraph, pdf, typeset, zipped
from pyoxigraph import Store

from kg.documents import annexes, metadata
from kg.documents.formats import extract
from kg.documents.structure import structure
from kg.errors import DocumentError, QueryError, UsageError
from kg.store import EmbeddedRepository
from kg.store.names import resolve
from kg.text.coordination import coordinate
from kg.text.normalize import normalize
from kg.web.protocol import Refused, day_of

NOTHING = EmbeddedRepository(Store())
CRASHES = Path(__file__).parent / "documents" / "crashes"
BODY = "".join(f"<p>　　{line}</p>" for line in LINES)
FILES = {
    "paper.txt": "\n".join(LINES).encode(),
    "gbk.txt": "\r\n".join(LINES).encode("gb18030"),
    "utf16.txt": "\n".join(LINES).encode("utf-16"),
    "paper.html": f"<html><head><meta charset='utf-8'><title>规划</title></head><body>{BODY}</body>".encode(),
    "paper.docx": docx_parts("".join(map(paragraph, LINES))),
    "paper.pdf": pdf(typeset(LINES)),
    "paper.mht": b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html>" + BODY.encode(),
    "paper.zip": zipped({"a.txt": "\n".join(LINES).encode()}),
}
PIECES = (
    *(
        "一、",
        "（一）",
        "1．",
        "1.1 ",
        "（1）",
        "——",
        "第 1 条",
        "第一章",
        "附件：1．",
        "附件2",
        "\u202e",
        "\0",
    ),
    *(
        "到2020年",
        "十三五末",
        "《",
        "》",
        "（国发〔2015〕",
        "。",
        "：",
        "，",
        "\t",
        "沈阳市",
        "意见",
        "\ud800",
    ),
    *("2015年1月1日", "\ufeff", "　"),
)
BYTES = (
    *(
        b"\0",
        b"\xff",
        b"<",
        b"&#x0;",
        b"/Kids [1 0 R]",
        b"endobj",
        b"\xed\xa0\x80",
        b"PK\x03\x04",
        b"<table>",
    ),
    *(b"%PDF-", b"<!--", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\xff\xfe"),
)
SLOW = 2.0
"""Seconds of the processor that no run may take."""


def damaged_lines(rng: random.Random) -> list[str]:
    """Return the paper's lines, cut, swapped and stuffed."""
    lines = list(LINES)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(lines))
        text = lines[at]
        cut = rng.randint(0, len(text))
        act = rng.randrange(5)
        if act == 0:
            lines[at] = text[:cut] + rng.choice(PIECES) * rng.choice((1, 1, 1, 50)) + text[cut:]
        elif act == 1:
            lines[at] = text[cut:]
        elif act == 2:
            lines.insert(at, rng.choice(PIECES) + text[:cut])
        elif act == 3:
            lines[at] = text[:cut] + chr(rng.randrange(0x30000)) + text[cut:]
        else:
            rng.shuffle(lines)
    return lines


def damaged_file(rng: random.Random, data: bytes) -> bytes:
    """Return a file with some bytes changed, dropped, doubled or stuffed."""
    broken = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(broken) + 1)
        span = rng.choice((1, 1, 4, 64))
        act = rng.randrange(4)
        if act == 0:
            broken[at : at + span] = rng.randbytes(span)
        elif act == 1:
            del broken[at : at + span]
        elif act == 2:
            broken[at:at] = broken[at : at + span] * 2
        else:
            broken[at:at] = rng.choice(BYTES)
    return bytes(broken)


def read_lines(lines: list[str] | tuple[str, ...]) -> None:
    """Put lines through everything that follows a reader."""
    sections, clauses = structure("fuzz", lines, title=metadata.title(lines), region="辽宁省", year=None)
    assert len(clauses) == len(lines) and sections[0].end >= len(lines)
    metadata.issuer(lines, metadata.title(lines)), metadata.number(lines), metadata.date(lines)
    metadata.citations(lines), annexes.find(lines).records()
    for line in lines:
        form = normalize(line)
        assert len(form.starts) == len(form.text)
    if sum(map(len, lines)) % 20 == 0:  # a question takes as long as many lines
        ask_for(lines[len(lines) // 2])
    listed = lines[-1][:500]
    for item in coordinate(listed, 0, len(listed)):
        assert all(0 <= span.start < span.end <= len(listed) for span in item.pieces)


def ask_for(value: str) -> None:
    """Ask for a value as a parameter of a query, as a name and as a day: nothing has it."""
    query = "SELECT ?thing WHERE { ?thing kgo:title ?value }"
    with suppress(QueryError):
        assert not NOTHING.select(query, bindings={"value": value})
    with suppress(Refused):
        assert date.fromisoformat(day_of([("as-of", value)]) or "0001-01-01")
    with suppress(QueryError, UsageError):
        raise AssertionError(f"{resolve(NOTHING, value)} is in a graph without triples")


def damaged(seed: int) -> tuple[str, bytes]:
    """Return the name and the bytes that a seed makes; nine in ten are lines, the name then is "lines"."""
    rng = random.Random(seed)
    if rng.random() < 0.9:
        return "lines", "\n".join(damaged_lines(rng)).encode("utf-8", "surrogatepass")
    name, data = rng.choice(list(FILES.items()))
    return name, damaged_file(rng, data)


def read(name: str, data: bytes) -> None:
    """Read damaged input; a DocumentError must name it in one line, anything else is a failure."""
    if name.startswith("lines"):
        read_lines(data.decode("utf-8", "surrogatepass").split("\n"))
        return
    try:
        read_lines(extract(data, name).lines)
    except DocumentError as error:
        assert "\n" not in str(error) and str(error).startswith(name)


FAILURES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError),
)


def main() -> int:
    """Run as asked; keep what failed; return 1 where a run failed or took longer than SLOW."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--runs", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    failures, slowest, begun = 0, (0.0, 0), time.monotonic()
    for seed in range(options.seed, options.seed + options.runs):
        name, data = damaged(seed)
        start = time.process_time()
        try:
            read(name, data)
        except FAILURES as error:
            failures += 1
            CRASHES.mkdir(exist_ok=True)
            (CRASHES / f"{Path(name).stem}-{seed}{Path(name).suffix}").write_bytes(data)
            print(f"seed {seed}: {type(error).__name__}: {error}")
        if (seed - options.seed) % 100_000 == 99_999:
            print(f"{seed - options.seed + 1} runs", flush=True)
        slowest = max(slowest, (time.process_time() - start, seed))
    took = time.monotonic() - begun
    told = f"slowest {slowest[0]:.2f} s, seed {slowest[1]}"
    print(f"{options.runs} runs, {failures} failures, {took:.0f} s; {told}")
    return int(failures > 0 or slowest[0] > SLOW)


if __name__ == "__main__":
    sys.exit(main())
