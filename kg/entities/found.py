"""What the recognisers hand to each other before linking: a typed name with its pieces and role."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Occurrence


@dataclass(frozen=True, slots=True)
class Found(Occurrence):
    """A candidate mention; offsets are into the working text of the clause."""


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
