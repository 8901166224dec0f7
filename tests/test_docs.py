"""The documentation says what the declarations say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import get_args

import pytest

from queries.mapping.model import OUTCOMES, ROLES, Meaning, NumberFormat, TimeFormat
from queries.mapping.reading import loads
from queries.mapping.writing import dumps
from queries.wording import LANGUAGES
from tui.commands.listed import GROUPS

MEANING = Path(__file__).parents[1] / "docs" / "meaning.md"
DOCS = runpy.run_path(str(Path(__file__).with_name("docs.py")))


def test_the_readme_lists_every_question() -> None:
    text = DOCS["README"].read_text("utf-8")
    assert DOCS["with_questions"](text) == text, "run “make docs”"


def test_the_mapping_file_of_the_documentation_is_one() -> None:
    (whole,) = re.findall(r"^```toml\n(.*?)^```$", MEANING.read_text("utf-8"), flags=re.M | re.S)
    mapping = loads(whole)
    assert loads(dumps(mapping)) == mapping
    assert not {key for key in re.findall(r"^\[*(\w+)", dumps(mapping), flags=re.M) if key not in whole}


def test_every_word_of_a_mapping_file_is_documented() -> None:
    told = set(re.findall(r"\w+", MEANING.read_text("utf-8")))
    words = {*Meaning, *OUTCOMES, *ROLES, *get_args(TimeFormat), *get_args(NumberFormat)}
    assert not {str(word) for word in words} - told


def test_the_readme_leads_there() -> None:
    assert "(docs/meaning.md)" in DOCS["README"].read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_told_in_every_language(language: str) -> None:
    assert DOCS["reference_of"](language).read_text("utf-8") == DOCS["reference"](language), "run “make docs”"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_told_in_every_language_with_every_key(language: str) -> None:
    page = DOCS["screens"](language)
    assert DOCS["screens_of"](language).read_text("utf-8") == page, "run “make docs”"
    assert {place for _, places in DOCS["SCREENS"] for place in places} == set(GROUPS)
