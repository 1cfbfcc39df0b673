"""Wheel, sdist and editable install, each in an empty environment outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
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


def does_all(kg: Path, folder: Path) -> bytes:
    """Do with an installed command what ``make run`` does, away from any checkout; return the graph."""
    run(kg, "build", cwd=folder)
    assert "concept:" in run(
        kg, "query", "--name", "industries_by_region", "--set", "region=沈阳市", cwd=folder
    )
    run(kg, "viz", cwd=folder)
    assert list((folder / "build" / "site").rglob("*.html"))
    assert "符合 conforms" in run(kg, "validate", "--quick", cwd=folder)
    run(kg, "export", "--city", "沈阳市", "--format", "ttl", "--out", "shenyang.ttl", cwd=folder)
    assert "沈阳市" in (folder / "shenyang.ttl").read_text(encoding="utf-8")
    return (folder / "build" / "graph.nq").read_bytes()


@pytest.fixture(scope="module")
def made(clone: Path, archives: Path) -> bytes:
    """Return the graph that ``make run`` builds in the clone (after the archives, which want clean files)."""
    run("make", "run", cwd=clone)
    return (clone / "build" / "graph.nq").read_bytes()


def test_a_second_make_run_installs_nothing_and_builds_the_same(clone: Path, made: bytes) -> None:
    start = time.monotonic()
    again = run("make", "run", cwd=clone)
    assert time.monotonic() - start < 60
    assert "安装" not in again
    assert (clone / "build" / "graph.nq").read_bytes() == made


def test_an_editable_install_does_all_from_another_folder(clone: Path, made: bytes, tmp_path: Path) -> None:
    assert does_all(clone / ".venv" / "bin" / "kg", tmp_path) == made


@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"], ids=["wheel", "sdist"])
def test_an_archive_does_all_in_an_empty_environment(
    pattern: str, archives: Path, made: bytes, tmp_path: Path
) -> None:
    (archive,) = archives.glob(pattern)
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", archive, cwd=tmp_path)
    folder = tmp_path / "work"
    folder.mkdir()
    assert does_all(python.with_name("kg"), folder) == made


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
