"""What the recognisers hand to each other before linking: a typed name with its pieces and role."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import EntityType, Role, Span, Strength


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate mention; offsets are into the working text of the clause, ``group`` tells its list."""

    name: str
    type: EntityType
    pieces: tuple[Span, ...]
    rule: str
    role: Role = Role.NONE
    cue: str = ""
    sentence: int = 0
    strength: Strength | None = None
    group: int = -1

    @property
    def start(self) -> int:
        """Offset of the first piece."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Offset behind the last piece."""
        return self.pieces[-1].end


@dataclass(frozen=True, slots=True)
class Context:
    """What the paper around a clause tells its recognisers.

    ``services`` says that the enclosing sections speak of service industries; ``past`` that they review
    what was achieved, ``analysis`` that they say why and where things stand.
    """

    region: str = ""
    services: bool = False
    past: bool = False
    analysis: bool = False
