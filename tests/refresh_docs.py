"""What the documents take from the running program: answers in the READMEs, the command reference, a picture.

    python tests/refresh_docs.py              write the answers and docs/cli.md anew
    python tests/refresh_docs.py --picture    take the picture of a city's page anew, too

The tests hold the answers and the reference to what the program says now; the picture is only taken here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from kg.cli.main import VERBS

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")
REFERENCE = ROOT / "docs" / "cli.md"
PICTURE = ROOT / "docs" / "img" / "shenyang.png"
FIX = "python tests/refresh_docs.py"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OUTSIDE = {"make", "git", "cd", "pip", "."}
_HEAD = """\
# 命令 Commands

本页由 `kg --help` 和各动词的 `--help` 生成。This page is made of the real help texts.

退出码 exit codes: 0 完成 done, 1 数据有误 the data is at fault, 2 用法有误 the call is,
3 完成，但有文件未能读取 done but for papers that could not be read.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block of commands and, where a block of text follows it, what it prints."""

    commands: str
    answer: str

    @property
    def for_checkout(self) -> bool:
        """Whether the block is for a checkout (make, git) rather than for ``kg``."""
        return {line.split()[0] for line in self.commands.splitlines() if line} <= _OUTSIDE


def examples(text: str) -> list[Example]:
    """Return the examples of a Markdown text in order."""
    blocks = _FENCE.findall(text)
    return [
        Example(commands, after[1] if after[0] == "text" else "")
        for (kind, commands), after in zip(blocks, [*blocks[1:], ("", "")], strict=True)
        if kind == "bash"
    ]


def shell(commands: str, cwd: Path) -> str:
    """Run commands as a reader would, with this environment's ``kg``; return what they print."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-euc", commands],
        cwd=cwd,
        env={**os.environ, "PATH": path, "COLUMNS": "100"},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise AssertionError(f"{commands}\n{done.stderr}")
    return done.stdout


def give_paper(work: Path) -> None:
    """Put the paper of their own that a reader has into a folder."""
    shutil.copy(next((ROOT / "data" / "documents").glob("*traditional-industry.txt")), work / "paper.txt")


def prepare(work: Path) -> None:
    """Make a folder what a reader has: a built graph and a paper of their own."""
    give_paper(work)
    shell("kg build", work)


def reference() -> str:
    """Return the text of the command reference: every help text at a width of 100."""
    with tempfile.TemporaryDirectory() as name:
        texts = {words: shell(f"{words} --help", Path(name)) for words in ("kg", *(f"kg {v}" for v in VERBS))}
    return "\n".join([_HEAD, *(f"## {words}\n\n```text\n{text}```\n" for words, text in texts.items())])


def answered(text: str, work: Path) -> str:
    """Return a Markdown text with the answers that its commands give now."""
    for example in examples(text):
        if example.answer:
            block = f"```bash\n{example.commands}```\n\n```text\n"
            text = text.replace(block + example.answer, block + shell(example.commands, work))
    return text


def take_picture(work: Path) -> None:
    """Photograph the page of Shenyang with what it says of a restricted industry and the words behind it."""
    shell("kg viz", work)
    (page_file,) = (work / "build" / "site" / "regions").glob("*沈阳市*.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1180, "height": 680})
        page.goto(page_file.as_uri())
        page.get_by_role("button", name="电解铝", exact=True).first.click()
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
        browser.close()
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--ext", ".png", "64", PICTURE], check=True)


def main(arguments: list[str]) -> None:
    """Write everything anew."""
    REFERENCE.write_text(reference(), encoding="utf-8", newline="\n")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        prepare(work)
        for readme in READMES:
            text = (ROOT / readme).read_text(encoding="utf-8")
            (ROOT / readme).write_text(answered(text, work), encoding="utf-8", newline="\n")
        if "--picture" in arguments:
            take_picture(work)


if __name__ == "__main__":
    main(sys.argv[1:])
