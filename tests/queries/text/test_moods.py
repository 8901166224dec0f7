"""Moods and languages of single texts; words that pick a text up, and hostile texts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.cancel import Token, check, running
from queries.errors import CancelledError, QuestionError
from queries.text import chinese, english, library
from queries.text.languages import language_of
from queries.text.phrases import phrases
from queries.text.reading import READ, read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("物流太慢了", "zh"), ("iPhone 很好用 good", "zh"), ("とても良い", "other"), ("좋아요", "other"),
        ("Love the coffee beans", "en"), (":)", "en"), ("123 !!", "en"), ("Die Lieferung war sehr gut", "other"),
        ("Très bien, le produit est conforme", "other"), ("Очень хорошо", "other"), ("No es bueno para mi", "other"),
        ("OK", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("很好", "不好"), ("非常好", "好"), ("好", "一般"), ("一般", "非常差"), ("不差", "差"), ("没有问题", "有问题"),
        ("不是很满意", "很不满意"), ("推荐", "不推荐"), ("发货快", "发货很慢"), ("会再来的", "再也不来了"),
    ],
)  # fmt: skip
def test_chinese_words_turn_and_strengthen(better: str, worse: str) -> None:
    assert chinese.mood(chinese.segmented(better)) > chinese.mood(chinese.segmented(worse))


@pytest.mark.parametrize("text", ["美国的快递", "这个价格差不多", "好像是", "多少钱"])
def test_words_within_words_say_nothing(text: str) -> None:
    assert chinese.mood(chinese.segmented(text)) == 0


def test_a_negation_ends_with_its_clause() -> None:
    assert chinese.mood(chinese.segmented("不,很好")) == chinese.mood(chinese.segmented("很好"))


def test_english_knows_shops() -> None:
    assert english.mood("The delivery was slow and overpriced") < -0.3
    assert english.mood("Fresh, delicious, delivered fast") > 0.5
    assert english.mood("It does what it should.") == 0


def test_telling_words_and_phrases() -> None:
    words = english.segmented("The refunds were slow. Deliveries of 2 boxes!")
    assert phrases(words, chinese=False) == ["box", "delivery", "delivery box", "refund", "refund slow", "slow"]
    assert phrases(["物流", "太慢", "了", ",", "物流", "客服"], chinese=True) == [
        "太慢", "客服", "物流", "物流太慢", "物流客服",
    ]  # fmt: skip


WORDS = st.sampled_from([
    "never", "so", "this", "good", "GREAT", "bad", "kind", "of", "sort", "the", "bomb", "shit", "bus", "stop", "no",
    "nor", "or", "least", "at", "very", "without", "doubt", "but", "isn't", "not", "slow", "love", "terrible", "yeah",
    "right", "to", "die", "for", "kiss", "death", "extremely", "hardly", "😀", ":(", "!",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(words=st.lists(WORDS, max_size=30))
def test_moods_are_those_of_vader_on_the_whole_text(words: list[str]) -> None:
    """Its checks look at a few words around each; here at those alone."""
    plain = library.library("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    plain.lexicon = english._analyzer().lexicon
    text = " ".join(words)
    assert english.mood(text) == plain.polarity_scores(text)["compound"]


@settings(max_examples=60)
@given(texts=st.lists(st.text(max_size=80), max_size=8))
def test_any_text_is_read_once(texts: list[str]) -> None:
    found = read(pl.Series(texts, dtype=pl.String), lambda *_: None)
    assert found.schema == READ
    assert sorted(found["text"]) == sorted(set(texts))
    assert found["mood"].drop_nulls().is_between(-1, 1).all()


def test_it_is_told_how_far_reading_is() -> None:
    told: list[tuple[int, int]] = []
    read(pl.Series([f"text {n % 1_200}" for n in range(5_000)]), lambda *far: told.append(far))
    assert told == [(0, 1_200), (500, 1_200), (1_000, 1_200)]


def test_reading_stops_when_it_is_told() -> None:
    token = Token()
    token.cancel()
    given = running.set(token)
    try:
        with pytest.raises(CancelledError):
            read(pl.Series(["a", "b"]), lambda *_: check())
    finally:
        running.reset(given)


def test_without_the_libraries_it_says_what_to_install() -> None:
    with pytest.raises(QuestionError) as refused:
        library.library("a_library_that_nobody_has")
    assert refused.value.todo == 'Install them: pip install "regulars[text]".'
