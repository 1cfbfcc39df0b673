"""The normal form is one way of writing, and every part of it leads back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.normalize import normalize

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            '发展装备制造业 　,，.．。:：∶()（）"“”0123456789０１９%％ABz-－\t\u200b\u202e\ue008①㎡Ⅲ'
        ),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("　　１．高档数控机床。", "1.高档数控机床。"),
        ("坚持以市场为导向 、 企业为主体 , 实行有进有退", "坚持以市场为导向、企业为主体，实行有进有退"),
        ("到2 0 0 5年 , 烤烟产量控制在6 1万吨以上", "到2005年，烤烟产量控制在61万吨以上"),
        ("三次产业的比例由8．0∶50．2∶41．8调整", "三次产业的比例由8.0:50.2:41.8调整"),
        ("以“互联\ue008网＋”\ue009为契机", "以“互联网+”为契机"),
        ('实施 " 西电东送 " 和 " 普九 "', "实施“西电东送”和“普九”"),
        ("强化 TOD 模式 VR AR", "强化TOD模式VR AR"),
        ("面积35,522亩(含12 34)", "面积35,522亩（含12 34）"),
        ("5000\u202e万\u200b元㎡", "5000万元m2"),
        ("", ""),
    ],
)
def test_normal_form(source: str, expected: str) -> None:
    assert normalize(source).text == expected


def test_a_span_is_quoted_from_the_source() -> None:
    source = "　　围绕生物资源开发 、 创新产业 , 到2 0 0 5年"
    form = normalize(source)
    at = form.text.index("开发、创新产业")
    assert form.span(at, at + 7).of(source) == "开发 、 创新产业"
    at = form.text.index("2005")
    assert form.span(at, at + 4).of(source) == "2 0 0 5"
    with pytest.raises(ValueError, match="outside"):
        form.span(0, len(form.text) + 1)


@given(TEXTS)
def test_it_is_idempotent_and_every_character_leads_back(source: str) -> None:
    form = normalize(source)
    assert normalize(form.text).text == form.text
    assert len(form.starts) == len(form.ends) == len(form.text)
    assert all(a <= b for a, b in zip(form.starts, form.starts[1:], strict=False))
    for at in range(len(form.text)):
        span = form.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(source)
        assert form.text[at].isspace() == span.of(source).isspace()
