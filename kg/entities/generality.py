"""Which entries of data/ and which rules are local to single papers: computed from where they occur.

An entry is *local* when no opened public source is recorded for it (an address, or a standard's code) and
its forms occur in the project's own papers only, in none of the texts it is compared with. A score without
the local entries says what the extraction is worth on papers that nobody tuned it on.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kg import resources
from kg.model import DocumentReading

FORMS: dict[str, tuple[str, ...]] = {
    "aliases/aliases.csv": ("alias",),
    "aliases/relative_names.csv": ("name", "alts"),
    "concepts/industries.csv": ("name", "alts"),
    "gazetteers/agencies.csv": ("name", "shorts"),
    "gazetteers/enterprises.csv": ("name", "shorts", "words"),
    "gazetteers/institutions.csv": ("name", "shorts", "words"),
    "gazetteers/policies.csv": ("name", "shorts", "words"),
    "gazetteers/region_members.csv": ("group",),
    "gazetteers/region_shorts.csv": ("short",),
    "gazetteers/zones.csv": ("name", "shorts", "words"),
}
"""The registry of tables whose forms are not the first column alone: table → columns (``;`` between)."""

KNOWLEDGE = ("aliases", "concepts", "gazetteers", "lexicon")
"""The folders of data/ that the extraction reads."""

_OPENED = re.compile(r"https?://|GB/T \d")
_GAP = re.compile(r"…|\.\.\.|\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A row of a table: ``id`` as :func:`kg.resources.entry_id` has it, the forms to be found in a text."""

    id: str
    forms: tuple[str, ...]
    source: str

    @property
    def opened(self) -> bool:
        """Whether an opened public source is recorded."""
        return bool(_OPENED.match(self.source))


def squeeze(text: str) -> str:
    """Return a text without white space and differences of width, as forms are looked for in it.

    >>> squeeze("4 0 0 0吨　ＡＢＣ")
    '4000吨ABC'
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def entries() -> Iterator[TableEntry]:
    """Yield every entry that the extraction reads, table by table."""
    for folder in KNOWLEDGE:
        for path in sorted(resources.data_path(folder).glob("*.csv")):
            table = f"{folder}/{path.name}"
            for row in resources.rows(folder, path.name):
                columns = FORMS.get(table, (next(iter(row)),))
                forms = (form for column in columns for form in row[column].split(";") if form)
                yield TableEntry(resources.entry_id(table, row), tuple(forms), row["source"])


def occurs(form: str, text: str) -> bool:
    """Say whether a form stands in a squeezed text; its gaps (以…为龙头) match 40 characters at most."""
    parts = [squeeze(part) for part in _GAP.split(form) if squeeze(part)]
    if len(parts) < 2:
        return bool(parts) and parts[0] in text
    return bool(re.search(".{0,40}".join(map(re.escape, parts)), text))


def nothing(form: str) -> bool:
    """Know no word."""
    return False


def local(
    own: Iterable[str], others: Iterable[str], *, known: Callable[[str], bool] = nothing
) -> tuple[TableEntry, ...]:
    """Return the entries without an opened source that occur in texts of ``own`` and in none of ``others``.

    ``known`` says whether a form is a word of some dictionary: its entry is not local then, whatever the
    texts hold. Linear in entries times length of the texts.

    >>> local(["电解铝"], ["电解铝"]), local(["电解铝"], [], known=lambda form: True)
    ((), ())
    """
    ours, theirs = ([squeeze(text) for text in texts] for texts in (own, others))

    def found(entry: TableEntry, texts: list[str]) -> bool:
        return any(occurs(form, text) for form in entry.forms for text in texts)

    unsourced = (e for e in entries() if not e.opened and not any(map(known, e.forms)))
    return tuple(entry for entry in unsourced if found(entry, ours) and not found(entry, theirs))


def _forget() -> None:
    """Empty the caches of every loaded module of the package, so that the tables are read again."""
    for name, module in sorted(sys.modules.items()):
        if name == "kg" or name.startswith("kg."):
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()


@contextmanager
def leaving_out(ids: Iterable[str]) -> Iterator[None]:
    """Read the tables without the entries of these ids inside the block; everything is as before after it."""
    before = resources.leave_out(frozenset(ids))
    _forget()
    try:
        yield
    finally:
        resources.leave_out(before)
        _forget()


def fired(readings: Iterable[DocumentReading]) -> dict[str, frozenset[str]]:
    """Return rule or entry → ids of the papers in which it made a mention, a link or a statement."""
    papers: dict[str, set[str]] = {}
    for reading in readings:
        for clause in reading.readings:
            rules = {mention.rule for mention in clause.mentions}
            rules |= {mention.entity.rule for mention in clause.mentions}
            rules |= {statement.rule for statement in clause.statements}
            rules |= {restriction.rule for restriction in clause.restrictions}
            rules |= {chain.rule for chain in clause.chains} | {target.rule for target in clause.targets}
            for rule in rules:
                papers.setdefault(rule, set()).add(reading.document.id)
    return {rule: frozenset(found) for rule, found in sorted(papers.items())}


def in_one_paper(readings: Iterable[DocumentReading]) -> dict[str, str]:
    """Return the rules and entries that fired in one paper only → that paper's id."""
    return {rule: next(iter(papers)) for rule, papers in fired(readings).items() if len(papers) == 1}
