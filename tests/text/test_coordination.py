"""The grammar of lists: examples from the genre, and properties that hold for any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.coordination import Item, coordinate, distribute, leaves, list_end, split_list

PLACES = {"大连", "盘锦", "葫芦岛", "沈阳", "丹东", "铁岭", "朝阳", "海城", "岫岩"}


def place(text: str) -> int:
    return max((len(p) for p in PLACES if text.startswith(p)), default=0)


def names(text: str) -> list[str]:
    return [d.name for d in coordinate(text, 0, len(text), place=place)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "大连、盘锦、葫芦岛高技术船舶和海洋工程产业基地",
            "大连高技术船舶和海洋工程产业基地 盘锦高技术船舶和海洋工程产业基地 "
            "葫芦岛高技术船舶和海洋工程产业基地",
        ),
        ("沈阳、大连和朝阳汽车产业基地", "沈阳汽车产业基地 大连汽车产业基地 朝阳汽车产业基地"),
        ("海城、岫岩的矿产品物流中心", "海城矿产品物流中心 岫岩矿产品物流中心"),
        ("高性能镁、钛加工材", "高性能镁加工材 高性能钛加工材"),
        ("光集成和光电集成器件", "光集成器件 光电集成器件"),
        ("机器人整机及智能控制系统", "机器人整机 机器人智能控制系统"),
        ("节能、环保船型", "节能船型 环保船型"),
        ("轴承与关键连接件核心设计技术", "轴承核心设计技术 关键连接件核心设计技术"),
        ("保持架、滚动体关键加工工艺", "保持架关键加工工艺 滚动体关键加工工艺"),
        ("图像、光电、声学、压力等智能传感器", "图像智能传感器 光电智能传感器 声学智能传感器 压力智能传感器"),
        ("聚乙烯、聚丙烯、ABS五大通用合成树脂", "聚乙烯 聚丙烯 ABS 通用合成树脂"),
        ("落后设备、技术和工艺", "落后设备 落后技术 落后工艺"),
        ("集约型、生态型、循环型农业", "集约型农业 生态型农业 循环型农业"),
        ("高毒、高残留农药", "高毒农药 高残留农药"),
        ("浪费资源、污染严重和资源枯竭的厂矿", "浪费资源的厂矿 污染严重的厂矿 资源枯竭的厂矿"),
        (
            "菱镁、滑石等矿产品初级产品和粗加工",
            "菱镁初级产品 滑石初级产品 矿产品初级产品 菱镁粗加工 滑石粗加工 矿产品粗加工",
        ),
        ("钢铁、水泥等产能过剩行业", "钢铁 水泥"),
        ("水泥和平板玻璃", "水泥 平板玻璃"),
        ("汽车及零部件、船舶", "汽车及零部件 船舶"),
        ("推进器、曲轴、柴油机", "推进器 曲轴 柴油机"),
    ],
)
def test_shared_heads_and_modifiers_are_distributed(text: str, expected: str) -> None:
    assert names(text) == expected.split()


def test_brackets_and_quotes_do_not_split() -> None:
    text = "“专、精、特、新”、缓（控、释）剂、PX"
    assert [i.span.of(text) for i in split_list(text, 0, len(text))] == [
        "“专、精、特、新”",
        "缓（控、释）剂",
        "PX",
    ]


def test_a_conjunction_before_the_last_mark_nests() -> None:
    text = "钛及钛合金、镍及镍合金"
    items = split_list(text, 0, len(text))
    assert [i.span.of(text) for i in items] == ["钛及钛合金", "镍及镍合金"]
    assert [[n.span.of(text) for n in i.nested] for i in items] == [["钛", "钛合金"], ["镍", "镍合金"]]


def test_known_names_keep_their_conjunction() -> None:
    text = "软件和信息服务业、养老服务业和体育产业"
    known = {"软件和信息服务业"}
    assert [i.span.of(text) for i in split_list(text, 0, len(text), atoms=known.__contains__)] == [
        "软件和信息服务业",
        "养老服务业",
        "体育产业",
    ]


def test_spaces_of_scanned_text_are_not_part_of_an_item() -> None:
    text = "锌 、 铜 、 锡"
    assert [i.span.of(text) for i in split_list(text, 0, len(text))] == ["锌", "铜", "锡"]


def test_deng_ends_the_list_but_not_inside_words() -> None:
    text = "高等教育、等离子体等产业"
    end, head = list_end(text, 0, len(text))
    assert text[:end] == "高等教育、等离子体"
    assert head is not None and head.of(text) == "产业"


LISTS = st.text(
    alphabet="高性能镁钛加工材落后设备技术工艺大连基地型的、，和与及或等（）“”ABS五 ", max_size=40
)


@given(LISTS)
def test_items_cover_the_source_in_order_and_nothing_is_invented(text: str) -> None:
    items = split_list(text, 0, len(text))
    flat = [leaf.span for leaf in leaves(items)]
    assert all(a.end <= b.start for a, b in pairwise(flat))
    left_out = set(range(len(text))) - {i for span in flat for i in range(span.start, span.end)}
    assert all(text[i] in "、，和与及或以 \u3000五大" for i in left_out)


@given(LISTS)
def test_every_name_is_the_concatenation_of_its_pieces(text: str) -> None:
    for item in coordinate(text, 0, len(text), place=place):
        assert item.name == "".join(piece.of(text) for piece in item.pieces)
        assert all(a.end <= b.start for a, b in pairwise(item.pieces))
        assert all(0 <= piece.start < piece.end <= len(text) for piece in item.pieces)


@given(LISTS)
def test_distribution_keeps_every_item_or_merges_neighbours(text: str) -> None:
    items = split_list(text, 0, len(text))
    flat: tuple[Item, ...] = leaves(items)
    got = distribute(text, items, place=place)
    assert len(got) <= len(flat)
    covered = {i for d in got for p in d.pieces for i in range(p.start, p.end)}
    dropped = {i for leaf in flat for i in range(leaf.span.start, leaf.span.end)} - covered
    assert all(text[i] == "的" for i in dropped)
