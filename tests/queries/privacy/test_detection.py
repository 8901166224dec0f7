"""Which columns are personal: by name in several languages, by values, and neither where it only sounds so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries.answering.masked import masked_answer
from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.mapping.model import CustomerTable, EventTable, Field, Mapping, Meaning
from queries.privacy import Kind, personal_columns
from queries.privacy.detection import kind_of
from queries.privacy.naming import kind_by_name
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.session import Session
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from sample_data import Truth

NAMES: dict[Kind | None, str] = {
    Kind.EMAIL: "email e-mail E_Mail EMailAddress customer_email mail adresse_email courriel correo 邮箱 电子邮箱",
    Kind.PHONE: "phone Mobile_No tel handy Telefonnummer téléphone teléfono móvil 手机号 手机号码 联系电话 fax",
    Kind.NAME: (
        "name customer_name first_name lastName FullName surname Vorname Nachname prénom nom apellido nombre "
        "username 姓名 客户姓名 昵称 收货人"
    ),
    Kind.ADDRESS: "address street Straße Anschrift rue calle dirección ip_address 收货地址 住址",
    Kind.BIRTH: "birthday dob date_of_birth BirthDate Geburtsdatum date_naissance fecha_nacimiento 生日 出生日期",
    Kind.IDENTITY: "ssn passport_no Reisepass tax_id national_id id_card insurance_number dni 身份证号 护照号",
    Kind.CARD: "credit_card_number Kreditkarte carte_bancaire 银行卡号 信用卡号",
    Kind.ACCOUNT: "iban bank_account Kontonummer",
    None: (
        "city country region segment channel channel_name ChannelName product_name nombre_producto store_name "
        "company_name campaign_name age age_band sex birth_year birth_place address_city address_type zip postcode "
        "card_type loyalty_card email_opt_in email_verified emails_opened last_email_opened phone_type mobile_os "
        "user_id customer_id newsletter income occupation acquisition_channel 商品名称 渠道名称 城市 会员等级 性别 年龄"
    ),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NAMES.items() for name in names.split()])
def test_names_tell_the_kind(kind: Kind | None, name: str) -> None:
    assert kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.EMAIL, ["anna@d.com", "eva@d.co.uk", "-"]),
        (Kind.PHONE, ["13812341234", "15912341234"]),
        (Kind.PHONE, [13812341234, 15912341234]),
        (Kind.PHONE, ["+49 171 2345678", "+1 555 000 0000"]),
        (Kind.PHONE, ["0171/2345678", "030 12345678"]),
        (Kind.PHONE, ["(555) 123-4567", "555-123-4567"]),
        (Kind.IDENTITY, ["11010519491231002X", "110105194912310021"]),
        (Kind.IDENTITY, [110105194912310021]),
        (Kind.IDENTITY, ["078-05-1120", "219-09-9999"]),
        (Kind.CARD, ["4111 1111 1111 1111", "5500005555555559", "340000000000009"]),
        (Kind.ACCOUNT, ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819"]),
        (Kind.TEXT, ["please call 13812341234", "fine", "late", "good"]),
        (Kind.TEXT, ["The parcel came late and the box was open on one side."]),
        (None, ["4111111111111112", "5500005555555558", "4000000000000001", "6011000000000001"]),
        (None, ["DE88370400440532013000", "GB28NWBK60161331926819"]),
        (None, ["2024-01-05", "2024-02-05"]),
        (None, ["05-01-2024", "06-01-2024"]),
        (None, ["536365", "536366"]),
        (None, [536365, 536366]),
        (None, list(range(13_000, 13_100))),
        (None, ["Berlin", "München"]),
        (None, ["12345-6789"]),
        (None, [True, False]),
        (None, [1.5, 2.5]),
        (None, [date(2024, 1, 5)]),
        (None, []),
    ],
)
def test_values_tell_the_kind(kind: Kind | None, values: list[Any]) -> None:
    assert kind_of("x", pl.Series(values)) == kind


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("email", [True, False]),
        ("email", ["yes", "no"]),
        ("phone", ["yes", "no"]),
        ("mobile", ["ios", "android"]),
        ("name", [1, 2]),
        ("birth", [1984, 1990]),
        ("birthday", ["1984", "1990"]),
        ("passport", ["yes", "no"]),
        ("last_login", [date(2024, 1, 5)]),
    ],
)
def test_a_name_alone_is_not_enough(name: str, values: list[Any]) -> None:
    assert kind_of(name, pl.Series(values)) is None


@pytest.fixture(scope="module")
def shop_log(shop: tuple[Path, Truth]) -> EventLog:
    """The log of the sample shop as it is guessed."""
    session = Session([shop[0]])
    session.look()
    return session.load().log


def test_the_sample_shop(shop: tuple[Path, Truth], shop_log: EventLog) -> None:
    found = {"name": Kind.NAME, "email": Kind.EMAIL, "phone": Kind.PHONE, "birthday": Kind.BIRTH}
    assert shop_log.personal == found
    mapping = shop_log.mapping
    assert personal_columns(open_source([shop[0]]), mapping) == found


@pytest.fixture(scope="module")
def people(database: Callable[..., Path]) -> Callable[..., Runner]:
    """A shop whose customers are told apart by their e-mail addresses."""
    from queries.eventlog.build import build

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
    from queries.question.scope import Condition

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
