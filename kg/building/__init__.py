"""A graph kept in step with its papers: what is listed is read, what did not change is not read again.

A build folder holds what a build wrote (:data:`~kg.building.publishing.OUTPUTS`) and ``cache/``, which may be
deleted at any time: the readings of papers, the lock, and what is being written.
"""

from kg.building.listing import Listing
from kg.building.making import Made, Stage, make
from kg.building.reading import Failure

__all__ = ["Failure", "Listing", "Made", "Stage", "make"]
