"""Each notebook runs from top to bottom and shows what it promises; none is committed with outputs."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import nbformat
import openpyxl
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def shown(notebook: NotebookNode, cell: str) -> str:
    """Return all text and HTML that a cell gave."""
    (found,) = (each for each in notebook.cells if each.id == cell)
    parts = [out.get("text", "") + "".join(out.get("data", {}).values()) for out in found.outputs]
    return "\n".join(parts)


def test_there_is_a_notebook_to_begin_with() -> None:
    assert "01_quickstart" in {path.stem for path in NOTEBOOKS}


@every_notebook
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    assert not [cell.id for cell in read(path).cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.slow
def test_the_quickstart_builds_asks_and_shows(tmp_path: Path) -> None:
    notebook = read(next(path for path in NOTEBOOKS if path.stem == "01_quickstart"))
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    assert "2 份文件 papers" in shown(notebook, "build")
    assert "promotes" in shown(notebook, "summary")
    cities = shown(notebook, "ask")
    assert "<table" in cities
    assert "沈阳市" in cities
    assert "电解铝" in shown(notebook, "named")
    page = shown(notebook, "see")
    assert "<iframe srcdoc=" in page
    assert "沈阳市" in page
    links = dict(
        re.findall(r'<a download="([^"]+)" href="data:[^;]+;base64,([^"]+)"', shown(notebook, "take"))
    )
    assert set(links) == {"沈阳市.xlsx", "沈阳市.gexf"}
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(links["沈阳市.xlsx"])), read_only=True)
    assert "陈述" in book.sheetnames
    assert b"<gexf" in base64.b64decode(links["沈阳市.gexf"])
