"""Whatever is added, removed and changed, a build is as one from nothing, and no paper is read twice."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kg.building import Listing, Made, make
from kg.building.publishing import OUTPUTS
from kg.errors import DataError, DocumentError, GraphError, KGError, UsageError

PAPERS = (
    "沈阳市某工作方案\n　　一、任务\n　　重点发展高档数控机床、机器人产业。\n",
    "大连市某规划\n　　加快发展造船产业，禁止发展电解铝产业。\n　　到2020年，造船产值达到500亿元。\n",
    "鞍山市某意见\n　　依托鞍钢集团，重点发展精品钢材。严格控制水泥行业新增产能。\n",
    "沈阳市某工作方案\n　　一、任务\n　　稳步发展高档数控机床产业。\n",
)
NAMES = ("甲", "b", "c")


def build(out: Path, papers: Iterable[Path], **options: object) -> Made:
    listing = Listing.of(papers)
    return make(out, lambda _: listing, **options)  # type: ignore[arg-type]


def again(out: Path, **options: object) -> Made:
    return make(out, has, **options)  # type: ignore[arg-type]


def has(listing: Listing | None) -> Listing:
    assert listing is not None
    return listing


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (*OUTPUTS, "manifest.json", "failures.csv")}


class Changes(RuleBasedStateMachine):
    """Papers come, change and go by any of the ways there are."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.out, self.listed = self.folder / "out", set[str]()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def paper(self, name: str) -> Path:
        return self.folder / f"{name}.txt"

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(PAPERS), status=st.sampled_from(("", "失效")))
    def add(self, name: str, text: str, status: str) -> None:
        self.paper(name).write_text(text, encoding="utf-8")
        index = self.folder / "index.csv"
        lines = index.read_text(encoding="utf-8").splitlines()[1:] if index.exists() else []
        rows = dict(line.split(",") for line in lines) | {name: status}
        index.write_text(
            "doc,status\n" + "".join(f"{doc},{said}\n" for doc, said in rows.items()), encoding="utf-8"
        )
        adding = [self.paper(name)]
        make(self.out, lambda listing: (listing or Listing()).adding(adding))
        self.listed.add(name)

    @precondition(lambda self: self.listed)
    @rule(data=st.data(), text=st.sampled_from(PAPERS))
    def change(self, data: st.DataObject, text: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.listed)))
        self.paper(name).write_text(text, encoding="utf-8")
        again(self.out)

    @precondition(lambda self: len(self.listed) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.listed)))
        make(self.out, lambda listing: has(listing).removing([name]))
        self.listed.discard(name)

    @precondition(lambda self: self.listed)
    @rule()
    def lose_the_cache(self) -> None:
        shutil.rmtree(self.out / "cache")
        again(self.out)

    @precondition(lambda self: self.listed)
    @invariant()
    def is_as_from_nothing(self) -> None:
        anew = self.folder / "anew"
        build(anew, map(self.paper, sorted(self.listed, reverse=True)))
        assert outputs(anew) == outputs(self.out)
        shutil.rmtree(anew)


TestChanges = Changes.TestCase
TestChanges.settings = settings(
    max_examples=6, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "papers"
    folder.mkdir()
    paths = [folder / f"{name}.txt" for name in NAMES]
    for path, text in zip(paths, PAPERS, strict=False):
        path.write_text(text, encoding="utf-8")
    return paths


def test_only_what_changed_is_read(papers: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build(out, papers).fresh == 3
    assert again(out).fresh == 0
    papers[0].write_text(PAPERS[3], encoding="utf-8")
    assert again(out).fresh == 1
    (papers[0].parent / "index.csv").write_text("doc,status\nb,失效\n", encoding="utf-8")
    assert again(out).fresh == 1
    assert make(out, lambda listing: has(listing).again(region="辽宁省")).fresh == 3


def test_a_build_of_the_same_writes_nothing(papers: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert not build(out, papers).same
    before = (out / "graph.nq").stat().st_mtime_ns
    made = again(out)
    assert made.same
    assert not made.moved_on
    assert (out / "graph.nq").stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["graph.nq", "silent.csv", "manifest.json"])
def test_a_damaged_output_is_written_anew(papers: list[Path], tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    build(out, papers)
    whole = outputs(out)
    with (out / name).open("a", encoding="utf-8") as handle:
        handle.write(" \n")
    again(out)
    assert outputs(out) == whole


@pytest.mark.parametrize("damage", [b"", b"\x80\x04K*.", b"0\n{}", None])
def test_a_damaged_reading_is_read_anew(papers: list[Path], tmp_path: Path, damage: bytes | None) -> None:
    out = tmp_path / "out"
    build(out, papers)
    whole = outputs(out)
    kept = min((out / "cache" / "readings").iterdir())
    kept.write_bytes(kept.read_bytes()[:-40] if damage is None else damage)
    assert again(out).fresh == 1
    assert outputs(out) == whole


def test_a_removed_paper_of_a_folder_or_zip_stays_out_until_it_is_added(
    papers: list[Path], tmp_path: Path
) -> None:
    folder, out = papers[0].parent, tmp_path / "out"
    with ZipFile(folder / "more.zip", "w") as package:
        package.writestr("e.txt", PAPERS[3])
    build(out, [folder])
    make(out, lambda listing: has(listing).removing(["b", "e"]))
    assert sorted(has_documents(out)) == ["c", "甲"]
    (folder / "f.txt").write_text(PAPERS[3], encoding="utf-8")
    again(out)
    assert sorted(has_documents(out)) == ["c", "f", "甲"]
    make(out, lambda listing: has(listing).adding([papers[1]]))
    make(out, lambda listing: has(listing).adding([folder / "more.zip"]))
    build(tmp_path / "anew", [folder])
    assert outputs(tmp_path / "anew") == outputs(out)


def has_documents(out: Path) -> list[str]:
    found: list[str] = []

    def look(listing: Listing | None) -> Listing:
        found.extend(has(listing).documents)
        return has(listing)

    make(out, look)
    return found


def test_a_project_can_be_moved(papers: list[Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(papers[0].parent, home / "papers")
    build(home / "out", [home / "papers"])
    home.rename(tmp_path / "moved")
    assert again(tmp_path / "moved" / "out").same


def test_all_cores_give_the_same(papers: list[Path], tmp_path: Path) -> None:
    build(tmp_path / "one", papers)
    build(tmp_path / "two", papers, processes=3)
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


def failing(call: Callable[[], object], kind: type[KGError], *told: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    for words in told:
        assert words in str(caught.value)


@pytest.mark.parametrize("processes", [1, 2])
def test_one_bad_paper_stops_a_strict_build_and_is_told_of_by_another(
    papers: list[Path], tmp_path: Path, processes: int
) -> None:
    out, bad = tmp_path / "out", papers[0].parent / "bad.txt"
    build(out, papers)
    whole = outputs(out)
    bad.write_bytes(bytes(range(256)) * 9)
    listing = Listing.of([papers[0].parent])
    failing(lambda: make(out, lambda _: listing, processes=processes), DocumentError, "bad.txt", "binary")
    assert outputs(out) == whole
    made = make(out, lambda _: listing, strict=False, processes=processes)
    assert [Path(failure.file).name for failure in made.failures] == ["bad.txt"]
    assert (out / "graph.nq").read_bytes() == whole["graph.nq"]
    assert "bad.txt" in (out / "failures.csv").read_text(encoding="utf-8")
    bad.write_text(PAPERS[3], encoding="utf-8")
    assert not make(out, has, strict=False).failures


def test_a_shell_pattern_names_each_paper_once(papers: list[Path], tmp_path: Path) -> None:
    folder = papers[0].parent
    (folder / "index.csv").write_text("doc,status\nb,失效\n", encoding="utf-8")
    build(tmp_path / "one", [folder])
    build(tmp_path / "two", [folder, *folder.iterdir()])
    build(tmp_path / "three", [tmp_path / "pap*" / "**"])
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two") == outputs(tmp_path / "three")


def test_what_is_not_on_the_list_cannot_be_removed(papers: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, [papers[0].with_name("b.txt")])
    failing(lambda: make(out, lambda listing: has(listing).removing(["bb"])), UsageError, "bb", "mean b?")
    failing(lambda: make(out, lambda listing: has(listing).removing(["b"])), DocumentError, "no paper")


@pytest.mark.parametrize(
    ("manifest", "kind", "told"),
    [
        ('{"name": "app", "version": "1.0"}', GraphError, "not made by kg build"),
        ("\x00", GraphError, "not made by kg build"),
        ('{"generator": "industry-kg 9.0", "format": 99}', GraphError, "99"),
    ],
)
def test_a_folder_of_another_is_refused(
    papers: list[Path], tmp_path: Path, manifest: str, kind: type[KGError], told: str
) -> None:
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    failing(lambda: build(tmp_path, papers), kind, "manifest.json", told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "papers"]


def test_an_earlier_format_is_built_anew(papers: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, papers)
    whole = outputs(out)
    (out / "manifest.json").write_text('{"generator": "industry-kg 0.1.0"}', encoding="utf-8")
    again(out)
    assert outputs(out) == whole


def test_a_list_that_is_none(papers: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, papers)
    (out / "papers.json").write_text('{"papers": 5}', encoding="utf-8")
    failing(lambda: again(out), DataError, "papers.json", "kg build FILE")


def test_a_build_in_the_folder_of_its_papers(papers: list[Path], tmp_path: Path) -> None:
    folder = papers[0].parent
    build(tmp_path / "out", [folder])
    build(folder / "build", [folder])
    assert again(folder / "build").same
    assert outputs(folder / "build") == outputs(tmp_path / "out")
