"""The import directions, the house rules that a parser can see, and what the start of a command may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).resolve().parents[1] / "kg"

BASE = {"errors", "model", "resources", "written", "corrections"}
READING = ["documents", "text", "entities", "relations", "pipeline"]
"""From a paper to its reading; each imports only what stands left of it."""
GRAPH = ["rdf", "store", "analysis", "export", "viz"]
"""From a reading to graph, answers, files and pages; never imports from READING."""

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": {"store"},
    "errors": set(),
    "model": set(),
    "resources": {"errors", "model"},
    "written": {"errors", "model"},
    "corrections": {"errors", "model", "resources", "written"},
    **{part: BASE | set(READING[:place]) for place, part in enumerate(READING)},
    "ledger": BASE,
    "evaluation": BASE,
    **{part: BASE | set(GRAPH[:place]) for place, part in enumerate(GRAPH)},
    "building": BASE | {"documents", "pipeline", "rdf", "store", "ledger"},
    "cli": BASE | set(READING) | set(GRAPH) | {"ledger", "evaluation", "web", "building"},
    "web": BASE | set(GRAPH),
    "__main__": {"cli"},
}
MAY_IMPORT["viz"].discard("export")  # pages know nothing of files …
MAY_IMPORT["export"].add("viz")  # … but a page, and a brief of it, can be taken away as one
# A build that redoes only what changed must know both how a paper is read and what the graph is made of: so
# ``building`` may import both sides, as the command line may; nothing but the command line imports it.

ONLY_IN: dict[str, set[str]] = {
    "jieba": {"text"},
    "rjieba": {"text"},
    "rdflib": {*GRAPH, "cli", "web"},
    "pyoxigraph": {*GRAPH, "building", "cli", "web"},
    "filelock": {"building"},
    "msgspec": {"building"},
    "pyshacl": {"rdf"},
    "networkx": {"analysis", "export", "viz"},
    "pyvis": {"viz"},
    "rich": {"store", "cli"},
    "argparse": {"cli"},
}
"""Libraries that only some parts may know."""


def sources() -> list[Path]:
    return sorted(path for path in KG.rglob("*.py") if "_data" not in path.parts) + sorted(
        (KG / "viz").resolve().rglob("*.py")
    )


def module(path: Path) -> str:
    """Return the dotted name of a source file below kg."""
    if "kg" not in path.parts or not path.is_relative_to(KG):
        path = KG / "viz" / path.relative_to((KG / "viz").resolve())
    return ".".join(path.relative_to(KG).with_suffix("").parts)


def part(path: Path) -> str:
    return module(path).split(".")[0]


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


every_source = pytest.mark.parametrize("path", sources(), ids=module)


def test_every_part_of_the_package_has_its_place_in_the_order() -> None:
    assert {part(path) for path in sources()} <= MAY_IMPORT.keys()


@every_source
def test_imports_point_only_to_the_left(path: Path) -> None:
    here, wrong = part(path), []
    for line, dotted in imported(ast.parse(path.read_text(encoding="utf-8"))):
        root, _, rest = dotted.partition(".")
        if root == "kg":
            target = rest.split(".")[0]
            if target not in MAY_IMPORT[here] | {here, "__version__"}:
                wrong.append(f"{path}:{line}: {here} may not import kg.{target}")
        elif root in ONLY_IN and here not in ONLY_IN[root]:
            wrong.append(f"{path}:{line}: only {', '.join(sorted(ONLY_IN[root]))} may import {root}")
    assert not wrong, "\n".join(wrong)


@every_source
def test_the_package_imports_itself_at_the_top_of_a_file(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = [
        f"{path}:{line}: {dotted}"
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for line, dotted in imported(function)
        if dotted.split(".")[0] == "kg"
    ]
    assert not inner, "an import inside a function hides a cycle:\n" + "\n".join(inner)


@every_source
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.stem != "utils", "name a module after what it holds"
    assert text.count("\n") <= 400, f"{path}: more than 400 lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{path}:{node.lineno}: {node.name} is {length} lines long"


@every_source
def test_errors_are_caught_by_name(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"}
            assert not broad, f"{path}:{node.lineno}: catches everything"


def loaded_by(code: str) -> set[str]:
    """Return the top-level libraries that a fresh interpreter holds after running code."""
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{code}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))",
        ],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(run.stdout.splitlines()[-1].split())


def test_help_starts_without_the_heavy_libraries() -> None:
    code = "from kg.cli.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert not loaded_by(code) & {"rdflib", "pyoxigraph", "jieba", "networkx", "pyvis", "pyshacl", "rich"}


def test_extraction_runs_without_any_graph_library() -> None:
    assert not loaded_by("import kg.pipeline") & {
        "rdflib",
        "pyoxigraph",
        "networkx",
        "pyvis",
        "pyshacl",
        "rich",
    }
