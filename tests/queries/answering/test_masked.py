"""A masked answer tells nobody: not in tables, notes, scopes or commands; what is not personal stays as it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries.answering.masked import masked_answer
from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, EventTable, Field, Mapping, Meaning
from queries.privacy import Kind
from queries.question.question import Question
from queries.question.scope import Condition, Scope, Segment
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog


@pytest.fixture(scope="module")
def people(database: Callable[..., Path]) -> Callable[..., Runner]:
    """A shop whose customers are told apart by their e-mail addresses."""

    def make() -> Runner:
        path = database(
            "CREATE TABLE events AS SELECT * FROM (VALUES "
            "('anna@d.com', TIMESTAMP '2024-01-01', 10.0), ('eva@d.com', TIMESTAMP '2024-01-02', 20.0), "
            "('anna@d.com', TIMESTAMP '2024-02-01', 5.0)) t(buyer, time, amount)",
            "CREATE TABLE customers AS SELECT * FROM (VALUES ('anna@d.com', 'Anna Lee', '13812341234', 'Berlin', "
            "DATE '1984-05-12'), ('eva@d.com', 'Eva Lang', '13912341234', 'Bonn', DATE '1990-01-01')) "
            "t(email, full_name, mobile, city, born)",
        )
        fields = {
            Meaning.CUSTOMER: Field("buyer"),
            Meaning.TIME: Field("time"),
            Meaning.EVENT: Field(value="purchase"),
            Meaning.AMOUNT: Field("amount"),
        }
        mapping = Mapping(
            events=(EventTable("events", fields),),
            customers=CustomerTable("customers", "email", ("full_name", "mobile", "city", "born")),
            roles={"purchase": ("purchase",)},
        )
        return Runner(build(open_source([path]), mapping))

    return make


SECRETS = ("anna@d.com", "eva@d.com", "Anna Lee", "Eva Lang", "13812341234", "13912341234", "1984-05-12")


def everything(runner: Runner, question: Question) -> str:
    """All that a masked answer tells."""
    shown = masked_answer(runner.answer(question))
    tables = [shown.frame, *(frame for _, frame in shown.parts.values())]
    words = [*shown.notes, *shown.findings, shown.scope_words, str(shown.scope), shown.question.command(["shop.db"])]
    return "\n".join([*(str(frame.to_dicts()) for frame in tables), *words])


@pytest.mark.parametrize(
    "question",
    [
        lambda: Question.of("customer", id="anna@d.com"),
        lambda: Question.of("frequency", split="full_name"),
        lambda: Question.of("frequency", split="mobile"),
        lambda: Question.of("clv"),
        lambda: Question.of("quality"),
    ],
)
def test_no_answer_tells_who(people: Callable[..., Runner], question: Callable[[], Question]) -> None:
    runner = people()
    told = everything(runner, question())
    assert [secret for secret in SECRETS if secret in told] == []


def test_the_customers_id_is_masked_where_it_is_an_address(people: Callable[..., Runner]) -> None:
    runner = people()
    assert runner.log.personal["id"] is Kind.EMAIL
    shown = masked_answer(runner.answer(Question.of("customer", id="anna@d.com")))
    rows = dict(shown.parts["attributes"][1].iter_rows())
    assert rows["full_name"] == "A***"
    assert rows["mobile"] == "138****1234"
    assert rows["city"] == "Berlin"
    assert "id=a***@d.com" in shown.question.command(["shop.db"])
    assert shown.notes[-1].startswith("Personal columns are masked: ")
    assert shown.notes[-1].endswith(" --unmask shows them.")


def test_conditions_on_personal_values_are_masked(people: Callable[..., Runner]) -> None:
    scope = Scope(where=(Condition("full_name", "=", "Anna Lee"), Condition("city", "=", "Berlin")))
    runner = people()
    shown = masked_answer(runner.answer(Question.of("frequency", scope)))
    assert "full_name=A***" in shown.scope_words
    assert "city=Berlin" in shown.scope_words
    assert shown.scope["where"] == ["full_name=A***", "city=Berlin"]


def test_masking_asks_nothing_anew_and_changes_no_answer(people: Callable[..., Runner]) -> None:
    runner = people()
    result = runner.answer(Question.of("frequency", split="full_name"))
    before = result.frame.clone()
    shown = masked_answer(result)
    assert result.frame.equals(before)
    assert shown.frame.drop("full_name").equals(before.drop("full_name"))
    assert {column.name for column in result.columns if column.personal} == {"full_name"}


def test_answers_without_personal_data_stay_the_same(shop_log: EventLog) -> None:
    result = Runner(shop_log).answer(Question.of("frequency"))
    shown = masked_answer(result)
    assert shown.frame.equals(result.frame)
    assert shown.frame.schema == result.frame.schema
    assert shown.notes == result.notes


def test_groups_of_a_personal_attribute_are_masked_however_its_name_is_written(people: Callable[..., Runner]) -> None:
    runner = people()
    for question in (
        Question.of("attribute", name="full_name"),
        Question.of("attribute", name="FULL_NAME"),
        Question.of("cross", rows="full_name", columns="event"),
        Question.of("migration", by="attribute", before=date(2024, 1, 15)),
        Question.of("profile", segment="attribute=Berlin"),
    ):
        told = everything(runner, question)
        assert [secret for secret in SECRETS if secret in told] == []


def test_a_segment_of_a_personal_attribute_is_masked(people: Callable[..., Runner]) -> None:
    scope = Scope(segment=Segment("attribute", "Anna Lee", (("name", "full_name"),)))
    told = everything(people(), Question.of("frequency", scope))
    assert [secret for secret in SECRETS if secret in told] == []
    assert "attribute=A***" in told


def test_nobody_is_grouped_by_name_unasked(people: Callable[..., Runner]) -> None:
    groups = people().answer(Question.of("attribute")).frame["segment"].to_list()
    assert "Berlin" in groups


def test_where_everything_is_personal_one_has_to_say_what_to_group_by(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("a", "2024-01-01"), customers=[("a", "anna@d.com")])
    assert log.personal == {"city": Kind.EMAIL}
    with pytest.raises(QuestionError, match="is personal"):
        Runner(log).answer(Question.of("attribute"))
    shown = masked_answer(Runner(log).answer(Question.of("attribute", name="city")))
    assert shown.frame["segment"].to_list() == ["a***@d.com"]


def test_birth_dates_are_grouped_by_age_and_need_no_mask(people: Callable[..., Runner]) -> None:
    runner = people()
    result = runner.answer(Question.of("attribute", name="born"))
    assert masked_answer(result).frame["segment"].to_list() == result.frame["segment"].to_list()
    assert not any(column.personal for column in result.columns)
