"""Chains: orders and named chains of two stages and more, told apart from lists of products."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Clause, EntityRef, EntityType, Mention, Span
from kg.relations.chains import extract, goods


def link(name: str, type: EntityType, *, region: str = "") -> EntityRef:
    return EntityRef(type, name)


def clause(text: str, **more: str) -> Clause:
    return Clause("d", 1, text, "d", "某市", "0" * 16, **more)


def stages(text: str) -> list[str]:
    return ["-".join(s.name for s in chain.stages) for chain in extract(clause(text), (), link=link)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("构建“原铝-铝加工-铝应用-再生铝”产业链", ["原铝-铝加工-铝应用-再生铝"]),
        ("形成集养殖、加工制作、商贸物流等产业形态于一体的产业集群", ["养殖-加工制作-商贸物流"]),
        ("形成新能源汽车研发、制造、试验和服务为一体的产业链", ["新能源汽车研发-制造-试验-服务"]),
        ("建成集育苗（育种）、种植（养殖）、加工为一体的基地", ["育苗-种植-加工"]),
        ("延长狐、貉、貂养殖、硝染、加工、销售产业链条", ["养殖-硝染-加工-销售"]),
        (
            "围绕两个产品链，即苯、环己酮、PA6（聚己内酰胺）及深加工产品链；碳四、异壬醇等产品链",
            ["苯-环己酮-PA6-深加工", "碳四-异壬醇"],
        ),
        ("推动人工智能在研发设计、生产制造、营销服务等全生命周期的应用", ["研发设计-生产制造-营销服务"]),
        ("建成从原料药材到药品的中药标准化产业链", ["原料药材-药品"]),
        ("推动硅材料向切片、清洗、芯片制造等上下游延伸", ["硅材料-切片-清洗-芯片制造"]),
        ("支持种养加销一体化企业发展", ["种-养-加-销"]),
        ("拓展烯烃、芳烃产业链", []),
        ("完善粮谷加工产业链、肉食品加工产业链", []),
        ("构建集通算、智算和超算为一体的算力体系", []),
        ("发展“公-铁-水”多式联运模式", []),
        ("完善高速公路、铁路、机场为一体的交通网络", []),
    ],
)
def test_stages_in_order(text: str, expected: list[str]) -> None:
    assert stages(text) == expected


def test_a_chain_is_named_by_its_words_or_its_heading() -> None:
    (united,) = extract(clause("打造完整的裘皮产业链，形成集养殖、加工、销售于一体的集群"), (), link=link)
    assert united.name == "裘皮产业链"
    (led,) = extract(clause("支持种养加销一体化企业", lead="拓展农业产业链"), (), link=link)
    assert led.name == "农业产业链"


def test_a_stage_that_is_a_mention_takes_its_entity() -> None:
    entity = EntityRef(EntityType.INDUSTRY, "皮草养殖", "alias:养殖")
    mention = Mention("养殖", EntityType.INDUSTRY, (Span(1, 3),), "test", entity=entity)
    (chain,) = extract(clause("集养殖、加工、销售于一体"), (mention,), link=link)
    assert chain.stages[0].entity == entity
    assert chain.region.name == "某市"


@given(st.text("集养殖加工销售于为一体产业链品-、和，。从到的向延伸“”（）种上下游", max_size=50))
def test_stages_come_from_the_text(text: str) -> None:
    for chain in extract(clause(text), (), link=link):
        assert len(chain.stages) >= 2
        assert all(stage.name and set(stage.name) <= set(text) for stage in chain.stages)
        assert 0 <= chain.evidence.start < chain.evidence.end <= len(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("打造粗钢—钢材加工—再生钢产业链", ["粗钢", "钢材加工", "再生钢"]),
        ("延伸甲苯—己内酰胺—深加工产品链", ["甲苯", "己内酰胺"]),
        ("延长马、牛、羊养殖、屠宰、加工、销售产业链条", ["马", "牛", "羊"]),
        ("推动养殖、加工、销售产业链延伸", []),
        ("完善石化产业链", []),
    ],
)
def test_things_and_trades_of_chains_are_named(text: str, names: list[str]) -> None:
    assert [span.of(text) for span in goods(text)] == names
