"""The glossary: each term once, in order, and every question has other words that it is found by."""

from __future__ import annotations

from queries.catalogue import metrics
from queries.catalogue.glossary import GLOSSARY


def test_terms_are_sentences_in_order_and_each_there_once() -> None:
    names = [term.name for term in GLOSSARY]
    assert names == sorted(names, key=str.casefold)
    assert len({name.casefold() for name in names}) == len(names)
    # A meaning may begin with a number.
    assert all(term.meaning.endswith(".") and not term.meaning[0].islower() for term in GLOSSARY)


def test_questions_are_found_by_other_words_in_both_languages() -> None:
    for metric in metrics():
        if metric.id not in ("customer_details", "customer_standing"):  # parts of a portrait, nobody looks for them
            assert any(not word.isascii() for word in metric.also), metric.id
