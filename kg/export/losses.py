"""What formats leave out: said in the help and in every file that leaves it out."""

from __future__ import annotations

from typing import Final

GRAPHS: Final = (
    "三元组在哪一条款的命名图中（断言仍指明条款）"
    " / which clause's graph holds a triple (assertions name their clause)"
)
"""What a format without named graphs leaves out."""

PROJECTED: Final = (
    "引语以外的条款正文、提及及其位置、没有给出陈述的条款、章节树"
    " / clause texts beyond the quotes, mentions and their places, silent clauses, the tree of sections"
)
"""What the projection to nodes and edges leaves out."""

BRIEF: Final = (
    "英文名、别名、代码、环节以外的层次、引语以外的条款正文、提及、没有给出陈述的条款"
    " / English names, aliases, codes, clause texts beyond the quotes, mentions, silent clauses"
)
"""What a brief leaves out."""

PAGE: Final = (
    "提及及其位置、没有给出陈述的条款、章节树；深度与依据的选项不起作用"
    " / mentions and their places, silent clauses, the tree of sections; depth and evidence do not apply"
)
"""What a page leaves out."""


def said(loss: str) -> str:
    """Return a loss as a line for a file."""
    return f"略去 left out: {loss}"
