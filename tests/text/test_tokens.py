"""Words are those of jieba, whichever program cuts them."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import read_corpus
from kg.resources import data_path
from kg.text.tokens import tokens


@pytest.fixture(scope="module")
def peer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def test_the_papers_are_cut_as_jieba_cuts_them(peer: jieba.Tokenizer) -> None:
    for paper in read_corpus([data_path("documents")]):
        for clause in paper.clauses:
            assert [t.word for t in tokens(clause.text)] == list(peer.cut(clause.text, HMM=False))


@given(st.text(st.sampled_from("发展装备制造业和AI2025年、，。 %+-（）机器人㐀😀é\ud800\n"), max_size=40))
def test_words_make_up_the_text(peer: jieba.Tokenizer, text: str) -> None:
    found = tokens(text)
    assert "".join(t.word for t in found) == text
    assert [t.word for t in found] == list(peer.cut(text, HMM=False))
    assert all(text[t.start : t.end] == t.word for t in found)
