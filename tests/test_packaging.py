"""Wheel, sdist and editable install, each in an empty environment outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("PATH", "HOME", "TMPDIR", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")
"""What an install needs of the surroundings; pip's own settings (PIP_…) are kept too."""

pytestmark = pytest.mark.slow


def bare() -> dict[str, str]:
    """Return surroundings without this environment's Python, locale and search paths."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("PIP_")}
    scripts = str(Path(sys.executable).parent)
    kept["PIP_NO_COMPILE"] = "1"  # Compiling what is imported anyway takes longer than all the tests here.
    kept["PATH"] = os.pathsep.join(part for part in kept["PATH"].split(os.pathsep) if part != scripts)
    return kept


def run(*words: str | Path, cwd: Path) -> str:
    """Run a command to its end and return what it printed; show both streams where it fails."""
    done = subprocess.run(words, cwd=cwd, env=bare(), capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the files under version control, as they are now, links kept."""
    target = tmp_path_factory.mktemp("clone") / "industry-kg"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().rstrip("\0").split("\0"):
        if (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name, follow_symlinks=False)
    return target


@pytest.fixture(scope="module")
def archives(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist and the wheel built from it."""
    target = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", target, clone, cwd=target)
    return target


def answers(kg: Path, graph: Path, folder: Path) -> None:
    """Do with an installed command what a reader does with a graph, away from any checkout."""
    where = ("--graph", graph)
    asked = ("--name", "industries_by_region", "--set", "region=沈阳市")
    assert "concept:" in run(kg, "query", *where, *asked, cwd=folder)
    assert "符合 conforms" in run(kg, "validate", *where, "--quick", cwd=folder)
    run(kg, "viz", *where, "--single-file", "沈阳市", "--out", "page.html", cwd=folder)
    assert "沈阳市" in (folder / "page.html").read_text(encoding="utf-8")
    city = ("--city", "沈阳市", "--format", "ttl", "--out", "shenyang.ttl")
    run(kg, "export", *where, *city, cwd=folder)
    assert "沈阳市" in (folder / "shenyang.ttl").read_text(encoding="utf-8")


def needs(python: Path) -> list[str]:
    """Return what the project that is installed for a Python says that it needs."""
    program = "from importlib.metadata import requires; print(*requires('industry-kg'), sep='\\n')"
    return run(python, "-c", program, cwd=python.parent).splitlines()


@pytest.fixture(scope="module")
def made(clone: Path, archives: Path) -> bytes:
    """Return the graph that ``make run`` builds in the clone (after the archives, which want clean files)."""
    run("make", "run", cwd=clone)
    return (clone / "build" / "graph.nq").read_bytes()


def test_a_second_make_run_installs_nothing_and_builds_the_same(clone: Path, made: bytes) -> None:
    installed = {path: path.stat().st_mtime_ns for path in (clone / ".venv").rglob("*.dist-info")}
    again = run("make", "run", cwd=clone)
    assert "安装" not in again
    assert {path: path.stat().st_mtime_ns for path in (clone / ".venv").rglob("*.dist-info")} == installed
    assert len(installed) > 10
    assert (clone / "build" / "graph.nq").read_bytes() == made


def test_an_editable_install_works_from_another_folder(clone: Path, made: bytes, tmp_path: Path) -> None:
    answers(clone / ".venv" / "bin" / "kg", clone / "build", tmp_path)
    assert (clone / "build" / "graph.nq").read_bytes() == made


def test_the_wheel_does_all_with_what_an_empty_environment_got(
    archives: Path, clone: Path, made: bytes, tmp_path: Path
) -> None:
    """The editable install filled an empty environment; the wheel needs the same and gets nothing else."""
    (archive,) = archives.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=False)
    python, filled = tmp_path / "env" / "bin" / "python", clone / ".venv" / "bin" / "python"
    run(filled, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", archive, cwd=tmp_path)
    places = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own, others = (Path(run(each, "-c", places, cwd=tmp_path).strip()) for each in (python, filled))
    (own / "others.pth").write_text(f"{others}\n", encoding="utf-8")
    assert needs(python) == needs(filled) and len(needs(python)) > 5
    run(filled, "-m", "pip", "--python", python, "check", cwd=tmp_path)
    folder = tmp_path / "work"
    folder.mkdir()
    place = run(python, "-c", "import kg; print(kg.__file__)", cwd=folder)
    assert Path(place).is_relative_to(own), "the wheel is used, not the checkout"
    run(python.with_name("kg"), "build", cwd=folder)
    assert (folder / "build" / "graph.nq").read_bytes() == made
    answers(python.with_name("kg"), folder / "build", folder)
    run(python.with_name("kg"), "viz", cwd=folder)
    assert len(list((folder / "build" / "site").rglob("*.html"))) > 200


def test_the_sdist_makes_the_same_wheel(archives: Path, tmp_path: Path) -> None:
    """So what the wheel does, an install of the sdist does."""
    (wheel,), (sdist,) = archives.glob("*.whl"), archives.glob("*.tar.gz")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, sdist, cwd=tmp_path)
    (again,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert {file.filename: file.CRC for file in one.infolist()} == {
            file.filename: file.CRC for file in other.infolist()
        }


def test_the_archives_hold_data_pages_queries_and_licences_and_no_leftovers(
    archives: Path, clone: Path
) -> None:
    (wheel,), (sdist,) = archives.glob("*.whl"), archives.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    with tarfile.open(sdist) as opened:
        members = opened.getmembers()
    parts = [clone / "ontology.ttl", *(clone / "kg" / "store" / "queries").iterdir()]
    parts += [path for name in ("data", "viz") for path in (clone / name).rglob("*")]
    wanted = [path for path in parts if path.is_file() and path.parent.name != "__pycache__"]
    assert len(wanted) > 50
    for path in wanted:
        name = path.relative_to(clone).as_posix().replace("data/", "_data/", 1)
        inside = name if name.startswith("kg/") else f"kg/{name}"
        assert inside in names, f"the wheel lacks {inside}"
        assert any(member.name.endswith(inside) for member in members), f"the sdist lacks {inside}"
    assert {"LICENSE", "NOTICE"} <= {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name}
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]
    assert not [member.name for member in members if member.issym() or member.islnk()]
