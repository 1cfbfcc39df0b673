"""What the documents say is true: commands run, answers are as printed, both languages agree."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from refresh_docs import FIX, READMES, REFERENCE, ROOT, Example, examples, give_paper, reference, shell

TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in READMES}
ENGLISH = examples(TEXTS[READMES[0]])


def first_line(example: Example) -> str:
    return " ".join(example.commands.split())[:60]


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("reader")
    shutil.copytree(built, work / "build")
    give_paper(work)
    return work


def test_both_readmes_have_the_same_commands_and_answers() -> None:
    assert examples(TEXTS[READMES[1]]) == ENGLISH
    assert any(example.answer for example in ENGLISH)


def test_both_readmes_link_to_each_other_and_show_the_same_pictures() -> None:
    pictures = [re.findall(r"!\[[^]]*\]\(([^)]+)\)", text) for text in TEXTS.values()]
    assert pictures[0] == pictures[1]
    assert pictures[0]
    assert READMES[1] in TEXTS[READMES[0]]
    assert READMES[0] in TEXTS[READMES[1]]


@pytest.mark.parametrize("name", READMES)
def test_every_linked_file_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", TEXTS[name])
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


@pytest.mark.parametrize("example", [e for e in ENGLISH if not e.for_checkout], ids=first_line)
def test_a_readme_command_runs_and_prints_what_is_shown(example: Example, folder: Path) -> None:
    printed = shell(example.commands, folder)
    if example.answer:
        assert printed == example.answer, f"run: {FIX}"


@pytest.mark.parametrize("example", [e for e in ENGLISH if e.for_checkout], ids=first_line)
def test_a_make_command_of_the_readme_is_a_target(example: Example) -> None:
    for line in example.commands.splitlines():
        if line.startswith("make "):
            target = line.split("#")[0].split()[1]
            dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, encoding="utf-8")
            assert dry.returncode == 0, dry.stderr


def test_the_makefiles_help_names_its_targets() -> None:
    told = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert {"run", "test", "bench", "docs"} <= set(re.findall(r"^make (\w+)", told, re.MULTILINE))


def test_the_command_reference_is_what_the_commands_say() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), f"run: {FIX}"
