"""The frame: help, versions, errors in one line, exit codes."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from rich.cells import cell_len

from kg import __version__
from kg.cli.main import VERBS, main

HAN = re.compile(r"[\u4e00-\u9fff]")


def helped(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*words, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


def test_help_names_every_verb_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    text = helped(capsys)
    for verb, about in VERBS.items():
        assert re.search(rf"^  {verb} +{re.escape(about)}$", text, re.MULTILINE)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_helps_with_an_example_chinese_first(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = helped(capsys, verb)
    examples = text.partition("示例 examples:\n")[2].splitlines()
    assert [line for line in examples if line.startswith(f"  kg {verb}")]
    options = text.partition("选项 options:")[2]
    assert len(HAN.findall(options)) > 10
    about = text.partition("\n\n")[2]
    assert HAN.search(about.splitlines()[0]), "the first words of a help text are Chinese"
    assert max(map(cell_len, text.splitlines())) <= 120


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_explained(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An option without help is a line that ends with its metavar."""
    bare = [
        line for line in helped(capsys, verb).splitlines() if re.fullmatch(r"  -?-?\S+( [A-Z.=]+)?", line)
    ]
    followed = helped(capsys, verb)
    for line in bare:
        after = followed.partition(line + "\n")[2].splitlines()[0]
        assert after.startswith(" " * 20), f"{line.strip()} has no help"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"industry-kg {__version__}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["biuld"], "unknown verb biuld; did you mean build?"),
        (["build", "--outt", "x"], "--outt"),
        (["extract"], "FILE"),
        (["build", "--processes", "0"], "'0' is not a whole number of at least 1"),
        (["query", "--set", "a", "--name", "x"], "'a' is not of the form name=value"),
        (["query", "--format", "jsn", "ASK {}"], "unknown format jsn; did you mean json?"),
        (["query", "--set", "a=b", "ASK {}"], "needs --name"),
        (["query"], "expected a QUERY"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("kg: 用法有误 usage error: ")
    assert told in err
    assert err.count("\n") == 1


def test_no_words_show_the_help_and_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "动词 verbs:" in capsys.readouterr().out


def test_python_dash_m_runs_the_same_command_line() -> None:
    run = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, encoding="utf-8")
    assert run.stdout == f"industry-kg {__version__}\n"


@pytest.mark.alone
def test_help_comes_quickly() -> None:
    """Help loads no library of weight; the bound leaves room for a machine under load."""
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "--help"], capture_output=True, check=True)
        best = min(best, time.perf_counter() - start)
    assert best < 1.0
