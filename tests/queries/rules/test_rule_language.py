"""The language of rules: what it says, what it refuses, and that nothing of a rule is ever run."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.rules.parsing import DEEPEST, parse
from queries.rules.pointing import pointed
from queries.rules.tree import Between, Both, Compare, Either, Leaf, Missing, Name, Not, OneOf, Rule, Value
from queries.rules.words import LONGEST, Mistake
from queries.safe import safe


def bare(rule: Rule) -> Rule:
    """A tree without the places of its words."""
    match rule:
        case Not(part):
            return Not(bare(part))
        case Both(parts):
            return Both(tuple(map(bare, parts)))
        case Either(parts):
            return Either(tuple(map(bare, parts)))
        case Compare(name, operator, value):
            return Compare(Name(name.text), operator, Value(value.value))
        case OneOf(name, values):
            return OneOf(Name(name.text), tuple(Value(one.value) for one in values))
        case Between(name, low, high):
            return Between(Name(name.text), Value(low.value), Value(high.value))
        case Missing(name):
            return Missing(Name(name.text))


def says(name: str, operator: str, value: str | float | bool) -> Leaf:
    return Compare(Name(name), operator, Value(value))


ORDERS = says("orders", ">=", 3)


@pytest.mark.parametrize(
    ("rule", "tree"),
    [
        ("orders >= 3", ORDERS),
        ("  orders>=3\n", ORDERS),
        ("(((orders >= 3)))", ORDERS),
        ("`orders` ≥ 3", ORDERS),
        ("a = 1.5", says("a", "=", 1.5)),
        ("a == .5", says("a", "=", 0.5)),
        ("a <> 1_000", says("a", "!=", 1000)),
        ("a != -2", says("a", "!=", -2)),
        ("a < - 2.5", says("a", "<", -2.5)),
        ("a = 9223372036854775807", says("a", "=", 2**63 - 1)),
        ("city = 'New York'", says("city", "=", "New York")),
        ('city = "New York"', says("city", "=", "New York")),
        ("city = “New York”", says("city", "=", "New York")),
        ("city = „Köln“", says("city", "=", "Köln")),
        ("city = ‘Rome’", says("city", "=", "Rome")),
        ("city = ’Rome’", says("city", "=", "Rome")),
        ("city = 'l''Aquila'", says("city", "=", "l'Aquila")),
        ("city = ''", says("city", "=", "")),
        ("城市 = '上海'", says("城市", "=", "上海")),
        ("`first name` = 'Ann'", says("first name", "=", "Ann")),
        ("`a``b` = 1", says("a`b", "=", 1)),
        ("`and` = yes", says("and", "=", True)),
        ("member = YES", says("member", "=", True)),
        ("member = false", says("member", "=", False)),
        ("born >= 2024-03-31", says("born", ">=", "2024-03-31")),
        ("born >= '2024-03-31'", says("born", ">=", "2024-03-31")),
        ("a in (1, 2)", OneOf(Name("a"), (Value(1), Value(2)))),
        ("a not in ('x')", Not(OneOf(Name("a"), (Value("x"),)))),
        ("a between 1 and 2", Between(Name("a"), Value(1), Value(2))),
        ("a not between 1 and 2", Not(Between(Name("a"), Value(1), Value(2)))),
        ("a is missing", Missing(Name("a"))),
        ("a IS NOT Missing", Not(Missing(Name("a")))),
        ("a is null", Missing(Name("a"))),
        ("a = 1 or b = 2 AND c = 3", Either((says("a", "=", 1), Both((says("b", "=", 2), says("c", "=", 3)))))),
        ("(a = 1 or b = 2) and c = 3", Both((Either((says("a", "=", 1), says("b", "=", 2))), says("c", "=", 3)))),
        ("not a = 1 and b = 2", Both((Not(says("a", "=", 1)), says("b", "=", 2)))),
        ("a between 1 and 2 and b = 2", Both((Between(Name("a"), Value(1), Value(2)), says("b", "=", 2)))),
    ],
)  # fmt: skip
def test_what_a_rule_says(rule: str, tree: Rule) -> None:
    assert bare(parse(rule)) == tree


@pytest.mark.parametrize(
    ("rule", "word", "said"),
    [
        ("", "", "The rule is empty."),
        ("   ", "", "The rule is empty."),
        ("__import__('os')", "__import__(", "is a function, and a rule has none"),
        ("orders > 3 and read_csv('x')", "read_csv(", "is a function"),
        ("open('x') = 1", "open(", "is a function"),
        ("orders.real > 3", ".", "Names have no parts"),
        ("().__class__", ".", "Names have no parts"),
        ("() = 1", ")", "stands where a name is needed"),
        ("orders > 3; drop table customers", ";", "without “;”"),
        ("orders > 3 -- rest", "-", "follows where the rule is over"),
        ("orders > 3 # rest", "#", "no comments"),
        ("orders > 3 /* rest */", "/", "Nothing is divided"),
        ("orders > {1}", "{", "means nothing in a rule"),
        ("orders > $1", "$", "means nothing in a rule"),
        ("orders \\x3e 3", "\\", "means nothing in a rule"),
        ("lambda: 0", ":", "means nothing"),
        ("orders > 3 \x00", "\x00", "U+0000"),
        ("city = 'a\x00'", "\x00", "U+0000"),
        ("city = 'a\x1b[31m'", "\x1b", "U+001B"),
        ("orders \u202e> 3", "\u202e", "U+202E"),
        ("city = 'Rome", "'Rome", "does not end"),
        ("`city = 'Rome'", "`city = 'Rome'", "does not end"),
        ("`` = 1", "``", "There is no name"),
        ("city = Berlin", "Berlin", "Text stands in quotes: 'Berlin'"),
        ("3 < orders", "3", "The name stands first"),
        ("orders", "orders", "Nothing is compared with “orders”"),
        ("orders >", "", "The end of the rule"),
        ("orders > 3 and", "", "stands where a name is needed"),
        ("orders > 3 orders < 5", "orders", "Join conditions with and or or"),
        ("orders > 1,000", ",", "1_000"),
        ("(orders > 3", "", "Write ) there"),
        ("orders > 3)", ")", "Take it out"),
        ("orders in ()", ")", "stands where a value is needed"),
        ("orders in 3", "3", "Write ( there"),
        ("orders between 1 or 2", "or", "Write and there"),
        ("orders = missing", "missing", "Write is missing"),
        ("orders is 3", "3", "stands where missing is needed"),
        ("city like 'B%'", "like", "Text is compared as a whole"),
        ("first name = 'Ann'", "first name", "Write `first name` if it is one name"),
        ("and = 1", "and", "write it as `and`"),
        ("orders = -'x'", "'x'", "stands where a value is needed"),
        ("orders = 1" + "0" * 400, "1" + "0" * 400, "too large"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_pointed_at(rule: str, word: str, said: str) -> None:
    with pytest.raises(Mistake) as found:
        parse(rule)
    assert rule[found.value.start : found.value.end] == word
    assert said in f"{found.value.what} {found.value.todo}"
    assert found.value.what.endswith(".")


def test_a_rule_ends_somewhere() -> None:
    with pytest.raises(Mistake, match=r"characters long"):
        parse("orders > 3" + " or orders > 3" * LONGEST)
    with pytest.raises(Mistake, match=r"characters long"):
        parse("x" * 10_000_000)


@pytest.mark.parametrize("nested", ["({})", "not {}", "not ({})", "a = 1 and ({})", "({}) or a = 1"])
def test_depth_is_bounded(nested: str) -> None:
    def deep(times: int) -> str:
        rule = "a = 1"
        for _ in range(times):
            rule = nested.format(rule)
        return rule

    parse(deep(DEEPEST // 2))
    with pytest.raises(Mistake, match="nested more than"):
        parse(deep(DEEPEST + 1))


def test_width_is_not() -> None:
    assert len(getattr(parse(" or ".join(["a=1"] * 550)), "parts")) == 550  # noqa: B009 (of a union)


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["orders", "city", "and", "or", "not", "(", ")", "in", "between", "is", "missing", "=", "<", "3", "'x'",
                 ",", "`a b`", "yes", "-", "“y”", "\x00", ";", ".", "2024-01-01", " "]
            ),
            max_size=25,
        ).map(" ".join),
    )
)  # fmt: skip
def test_any_text_is_a_rule_or_a_sentence(text: str) -> None:
    with suppress(Mistake):
        parse(text)
        return
    with pytest.raises(Mistake) as found:
        parse(text)
    told = pointed(found.value, text, "here")
    assert told.startswith("here: ")
    assert all(safe(line) == line for line in told.split("\n"))
    assert 0 <= found.value.start <= found.value.end <= max(len(text), LONGEST) + 1


def test_carets_stand_below_the_word() -> None:
    rule = "orders > 3\n  and 城市 = Köln and x = 1"
    with pytest.raises(Mistake) as found:
        parse(rule)
    told = pointed(found.value, rule, "line 3, “lapsed”").splitlines()
    assert told[0] == (
        "line 3, “lapsed”: “Köln” stands where a value is needed. Text stands in quotes: 'Köln'. "
        "A name cannot be compared with a name."
    )
    assert told[1:] == ["      and 城市 = Köln and x = 1", " " * 17 + "^^^^"]


def test_a_long_line_is_cut_around_the_word() -> None:
    rule = " or ".join(["orders = 1"] * 50) + " or city = Rome or " + " or ".join(["orders = 2"] * 50)
    with pytest.raises(Mistake) as found:
        parse(rule)
    _, line, carets = pointed(found.value, rule, "here").splitlines()
    assert len(line) < 100
    assert line[carets.index("^") : carets.rindex("^") + 1] == "Rome"
