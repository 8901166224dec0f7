"""Which columns are personal: by name in several languages, by values, and neither where it only sounds so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries.privacy import Kind, personal_columns
from queries.privacy.detection import kind_of
from queries.privacy.naming import kind_by_name
from queries.source import open_source

if TYPE_CHECKING:
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


def test_the_sample_shop(shop: tuple[Path, Truth], shop_log: EventLog) -> None:
    found = {"name": Kind.NAME, "email": Kind.EMAIL, "phone": Kind.PHONE, "birthday": Kind.BIRTH}
    assert shop_log.personal == found
    mapping = shop_log.mapping
    assert personal_columns(open_source([shop[0]]), mapping) == found
