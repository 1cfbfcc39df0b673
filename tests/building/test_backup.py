"""A backup holds all that a build needs to go on elsewhere; a damaged, hostile or later one is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from kg.building.publishing import OUTPUTS
from kg.cli.main import main

PLAN = "沈阳市某工作方案\n　　一、任务\n　　重点发展高档数控机床、机器人产业。\n"
OTHER = "大连市某规划\n　　加快发展造船产业，禁止发展电解铝产业。\n"
ALONE = ("--processes", "1")  # starting others takes longer than reading a few lines
NOTICE = "某通知\n　　1.发展轴承产业。\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with papers in a folder, in a zip and by themselves, a sidecar, and a build and its backup."""
    home = tmp_path_factory.mktemp("there")
    (home / "folder" / "deeper").mkdir(parents=True)
    (home / "folder" / "deeper" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (home / "folder" / "deeper" / "index.csv").write_text("doc,status,date\nplan,失效,2015-01-02\n", "utf-8")
    (home / "folder" / "removed.txt").write_text(PLAN, encoding="utf-8")
    with ZipFile(home / "more.zip", "w") as package:
        package.writestr("规划.txt", OTHER)
    (home / "notice.txt").write_text(NOTICE, encoding="utf-8")
    (home / "notes.txt").write_text("not on the list", encoding="utf-8")
    out = home / "out"
    assert main(["build", str(home / "folder"), str(home / "more.zip"), *ALONE, "--out", str(out)]) == 0
    assert main(["add", str(home / "notice.txt"), "--region", "鞍山市", "--out", str(out)]) == 0
    assert main(["remove", "removed", "--out", str(out)]) == 0
    assert main(["backup", str(home / "b.zip"), "--from", str(out)]) == 0
    return home


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (*OUTPUTS, "manifest.json")}


def test_a_restored_build_is_the_same_and_goes_on_without_the_first_place(
    kg: Run, there: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "b.zip"
    shutil.copy(there / "b.zip", backup)
    whole = outputs(there / "out")
    there.rename(there.with_name("gone"))
    try:
        code, said, _ = kg("restore", backup, "--out", tmp_path / "here")
        assert code == 0 and "3 个文件 papers" in said
        assert outputs(tmp_path / "here") == whole
        (tmp_path / "here").rename(tmp_path / "moved")
        assert kg("build", *ALONE, "--out", tmp_path / "moved")[0] == 0
        assert outputs(tmp_path / "moved") == whole
        assert kg("remove", "规划", "--out", tmp_path / "moved")[0] == 0
        assert json.loads((tmp_path / "moved/manifest.json").read_bytes())["documents"] == ["notice", "plan"]
    finally:
        there.with_name("gone").rename(there)


def test_a_backup_has_the_same_bytes_wherever_it_is_made(kg: Run, there: Path, tmp_path: Path) -> None:
    assert kg("backup", tmp_path / "again.zip", "--from", there / "out")[0] == 0
    assert (tmp_path / "again.zip").read_bytes() == (there / "b.zip").read_bytes()
    names = ZipFile(there / "b.zip").namelist()
    assert not any("removed" in name or "notes" in name or "cache" in name for name in names)


def test_what_is_there_stays_unless_it_is_forced(kg: Run, there: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, said = kg("restore", there / "b.zip", "--out", tmp_path / "here")
    assert code == 2 and "--force" in said
    (tmp_path / "half.zip").write_bytes((there / "b.zip").read_bytes()[:-2000])
    code, _, said = kg("restore", tmp_path / "half.zip", "--out", tmp_path / "here", "--force")
    assert code == 1 and "no whole backup" in said and said.count("\n") == 1
    assert [path.name for path in (tmp_path / "here").rglob("*.txt")] == ["mine.txt"]
    assert kg("restore", there / "b.zip", "--out", tmp_path / "here", "--force")[0] == 0
    assert outputs(tmp_path / "here") == outputs(there / "out")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def edited(backup: Path, to: Path, name: str, data: str) -> Path:
    """A copy of a backup in which a file has other contents."""
    with ZipFile(backup) as old, ZipFile(to, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, data)
    return to


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("graph.nq", "", "not what the build wrote"),
        ("manifest.json", '{"generator": "industry-kg 9.0", "format": 99}', "格式 99 较新"),
        ("manifest.json", '{"name": "app"}', "not made by kg build"),
        ("../evil.txt", "x", "no file of a backup"),
        ("/tmp/evil.txt", "x", "no file of a backup"),
        ("papers/1/../../evil.txt", "x", "no file of a backup"),
        ("cache/readings/x.json", "x", "no file of a backup"),
        ("papers.json", "5", "papers.json"),
    ],
)
def test_a_backup_that_is_not_as_it_was_written_is_refused(
    kg: Run, there: Path, tmp_path: Path, name: str, data: str, said: str
) -> None:
    code, _, told = kg(
        "restore", edited(there / "b.zip", tmp_path / "x.zip", name, data), "--out", tmp_path / "o"
    )
    assert code == 1
    assert said in told and told.count("\n") == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["x.zip"]


def test_an_earlier_format_is_restored_and_built_anew_with_a_line(
    kg: Run, there: Path, tmp_path: Path
) -> None:
    manifest = '{"generator": "industry-kg 0.0.1"}'
    old, out = edited(there / "b.zip", tmp_path / "old.zip", "manifest.json", manifest), tmp_path / "o"
    code, _, said = kg("restore", old, "--out", out)
    assert code == 0 and "an earlier format of build folder, run kg build" in said
    code, _, said = kg("query", "--graph", out, "ASK {}")
    assert code == 1 and "an earlier format of build folder" in said and said.count("\n") == 1
    code, _, said = kg("build", *ALONE, "--out", out)
    assert code == 0 and said.count("an earlier format of build folder, built anew") == 1
    assert outputs(out) == outputs(there / "out")


def test_a_paper_that_is_gone_is_said_to_be(kg: Run, tmp_path: Path) -> None:
    for name, text in (("a", PLAN), ("b", OTHER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert kg("build", tmp_path / "a.txt", tmp_path / "b.txt", *ALONE, "--out", out)[0] == 0
    (tmp_path / "a.txt").unlink()
    code, said, told = kg("backup", tmp_path / "b.zip", "--from", out)
    assert code == 0 and "1 个文件 papers" in said
    assert f"{tmp_path / 'a.txt'}: 已不在原处" in told


def test_only_a_whole_build_is_backed_up(kg: Run, there: Path, tmp_path: Path) -> None:
    code, _, said = kg("backup", tmp_path / "b.zip", "--from", tmp_path)
    assert code == 1 and "no whole build here" in said
    shutil.copytree(there / "out", tmp_path / "out")
    (tmp_path / "out" / "graph.nq").write_text("", encoding="utf-8")
    code, _, said = kg("backup", tmp_path / "b.zip", "--from", tmp_path / "out")
    assert code == 1 and "graph.nq" in said and "not what the build wrote" in said
