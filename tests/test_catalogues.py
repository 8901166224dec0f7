"""Every sentence that a user can read is in the catalogue of every language, whole, with its values."""

from __future__ import annotations

import gettext
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from queries import wording
from queries.wording import again, language_of, say
from queries.wording.language import DOMAIN, FOLDER, LANGUAGES
from tests.messages import gathered, said_in, values_in

OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_what_the_code_says_is_translated_with_the_same_values(language: str) -> None:
    """`make words` takes new sentences into the catalogue; a person translates them."""
    held = read_po(BytesIO((FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes()))
    told = {message.id: message.string for message in held if message.id}
    said = set(gathered().places)
    assert len(said) > 3_000
    assert said - set(told) == set(), "make words"
    assert set(told) - said == set(), "make words: nobody says these any more"
    for message, translation in told.items():
        forms = translation if isinstance(translation, tuple) else (translation,)
        assert all(forms), message
        own = values_in(message[-1] if isinstance(message, tuple) else message)
        assert all(values_in(form) == own for form in forms), (message, translation)


@pytest.mark.parametrize("language", OTHERS)
def test_what_the_program_reads_is_made_of_the_catalogue(language: str) -> None:
    folder = FOLDER / language / "LC_MESSAGES"
    held = read_po(BytesIO((folder / f"{DOMAIN}.po").read_bytes()))
    with (folder / f"{DOMAIN}.mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    for message in held:
        if isinstance(message.id, tuple):
            assert read.ngettext(*message.id, 2) == message.string[0], "make words"
        elif message.id:
            assert read.gettext(message.id) == message.string, "make words"


def test_a_new_sentence_is_found() -> None:
    source = 'say("one {n}", n=1); mark("two"); count_of("{number} a", "{number} as", 2); many(3, "ox", "oxen")\n'
    source += 'say("yes" if good else "no"); say(name); Column("net_gain", "what is gained"); Figure("Median", 1)'
    assert set(said_in(source)) == {
        *("one {n}", "two", ("{number} a", "{number} as"), ("{number:,} ox", "{number:,} oxen"), "yes", "no"),
        *("Net gain", "what is gained", "Median"),
    }


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh", "zh_CN"),
        ("zh-CN", "zh_CN"),
        ("zh_CN.UTF-8", "zh_CN"),
        ("中文", "zh_CN"),
        ("简体中文", "zh_CN"),
        ("EN", "en"),
    ],
)
def test_a_language_is_known_by_many_names(name: str, language: str | None) -> None:
    assert language_of(name) == language


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("no readable time", "无可读的时间"),
        ("set aside: no readable time", "剔除：无可读的时间"),
        ("kinds of event the mapping ignores (email_sent)", "映射忽略的事件类型（email_sent）"),
        ("what somebody wrote of a shop", "what somebody wrote of a shop"),
    ],
)
def test_what_was_kept_in_english_is_said_in_the_language_that_is_spoken(english: str, chinese: str) -> None:
    assert again(english) == english
    wording.speak("zh_CN")
    try:
        assert again(english) == chinese
        assert say("of") == "of"  # what is in no catalogue is said as it is
    finally:
        wording.speak("en")
