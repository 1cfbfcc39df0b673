"""Papers in: a file becomes a :class:`~kg.model.Document` of sections, clauses and facts about itself."""

from kg.documents.reader import read_corpus, read_document

__all__ = ["read_corpus", "read_document"]
