"""What a column's name says about people, in the languages of `queries.mapping.vocabulary` and some words more."""

from __future__ import annotations

import re
import unicodedata

from queries.catalogue import Kind
from queries.mapping.names import read_name

_PARTS = re.compile(r"[A-Z]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|[\u3400-\u9fff]+")

WORDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    (Kind.EMAIL, frozenset(["email", "emails", "courriel", "correo", "posta"])),
    (
        Kind.PHONE,
        frozenset([
            "phone", "phones", "fax", "telefon", "telefonnummer", "telefonnr", "handy", "handynummer", "mobil",
            "mobilnummer", "mobilfunk", "téléphone", "portable", "tél", "teléfono", "telefono", "telefone", "móvil",
            "movil", "celular", "cellulare", "whatsapp", "msisdn",
        ]),
    ),
    (
        Kind.ACCOUNT,
        frozenset(["iban", "kontonummer", "kontonr", "clabe", "bankverbindung", "rib"]),
    ),
    (
        Kind.CARD,
        frozenset(["kreditkarte", "kreditkartennummer", "creditcard", "cardnumber", "pan"]),
    ),
    (
        Kind.IDENTITY,
        frozenset([
            "ssn", "passport", "reisepass", "passnummer", "passeport", "pasaporte", "passaporte", "ausweis",
            "personalausweis", "ausweisnummer", "dni", "nif", "nie", "curp", "cpf", "nino", "bsn", "pesel", "aadhaar",
            "insee", "nir", "steuernummer", "steuerid", "sozialversicherungsnummer", "versicherungsnummer", "idcard",
            "itin", "wechat", "openid", "unionid",
        ]),
    ),
    (
        Kind.BIRTH,
        frozenset([
            "birth", "birthday", "dob", "geburtsdatum", "geburtstag", "geboren", "naissance", "nacimiento",
            "nascimento", "nascita",
        ]),
    ),
    (
        Kind.ADDRESS,
        frozenset([
            "address", "addresses", "street", "strasse", "straße", "hausnummer", "anschrift", "adresse", "rue", "calle",
            "dirección", "direccion", "domicilio", "indirizzo", "endereço", "endereco", "rua", "ip", "gps",
            "latitude", "longitude",
        ]),
    ),
    (
        Kind.NAME,
        frozenset([
            "surname", "forename", "firstname", "lastname", "fullname", "nickname", "username", "login", "vorname",
            "nachname", "familienname", "prénom", "prenom", "nom", "nombre", "apellido", "apellidos", "cognome", "nome",
            "sobrenome", "name", "names",
        ]),
    ),
)  # fmt: skip
"""Kind → words of which one is enough; the first kind that has one."""

PHRASES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.IDENTITY, ("tax", "id")),
    (Kind.IDENTITY, ("steuer", "id")),
    (Kind.IDENTITY, ("social", "security")),
    (Kind.IDENTITY, ("insurance", "id")),
    (Kind.IDENTITY, ("driver", "license")),
    (Kind.IDENTITY, ("driving", "licence")),
    (Kind.IDENTITY, ("sécurité", "sociale")),
    (Kind.IDENTITY, ("seguridad", "social")),
    (Kind.IDENTITY, ("carte", "identité")),
    (Kind.CARD, ("credit", "card")),
    (Kind.CARD, ("debit", "card")),
    (Kind.CARD, ("bank", "card")),
    (Kind.CARD, ("payment", "card")),
    (Kind.CARD, ("carte", "bancaire")),
    (Kind.CARD, ("carte", "crédit")),
    (Kind.CARD, ("tarjeta",)),
    (Kind.ACCOUNT, ("bank", "account")),
    (Kind.IDENTITY, ("national", "id")),
    (Kind.IDENTITY, ("identity",)),
)
"""Words that have to stand together in a name, in any order."""

SIGNS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.EMAIL, ("邮箱", "电邮", "邮件地址", "メール")),
    (Kind.CARD, ("银行卡", "信用卡", "储蓄卡")),
    (Kind.ACCOUNT, ("银行账", "银行帐", "开户账", "开户帐")),
    (Kind.IDENTITY, ("身份证", "护照", "社保", "医保", "税号", "驾驶证", "驾照", "证件号", "微信号", "军官证")),
    (Kind.PHONE, ("手机", "电话", "座机", "传真", "電話")),
    (Kind.BIRTH, ("生日", "出生日", "出生年月", "生年月日")),
    (Kind.ADDRESS, ("地址", "住址", "街道", "门牌", "住所", "经度", "纬度")),
    (Kind.NAME, ("姓名", "昵称", "名字", "真名", "联系人", "收件人", "收货人", "氏名", "名前")),
)
"""The same for scripts that leave no room between words."""

NO_MATTER = frozenset([
    "opt", "consent", "verified", "valid", "confirmed", "count", "quantity", "status", "type", "domain", "provider",
    "template", "campaign", "subscribed", "subscriber", "preference", "open", "click", "rate", "score", "length", "is",
    "has", "flag", "allowed", "bounced", "frequency", "marketing", "newsletter", "permission", "brand", "model", "os",
    "format", "language", "sent", "received", "last", "device",
])  # fmt: skip
"""Words that make of a name something about it: whether an address was verified, how many there are."""

_ABOUT: dict[Kind, frozenset[str]] = {
    Kind.ADDRESS: frozenset(["city", "country", "region", "state", "province", "zip", "postal", "county"]),
    Kind.BIRTH: frozenset([
        "city", "country", "region", "place", "year", "ort", "lieu", "lugar", "luogo", "local", "jahr", "année",
        "month",
    ]),
    Kind.NAME: frozenset([
        "product", "item", "article", "channel", "store", "shop", "event", "campaign", "category", "city", "country",
        "region", "state", "segment", "tier", "plan", "company", "firm", "business", "team", "group", "department",
        "page", "file", "table", "sku", "level", "program", "programme", "platform", "source", "medium", "currency",
        "school", "bank", "branch", "course", "film", "track", "album", "artist", "class", "role", "job", "title",
        "occupation", "warehouse", "carrier", "order", "coupon", "discount", "domain", "host", "path", "activity",
        "action", "unit", "material", "series", "district", "territory", "location", "area", "zone", "project",
        "time", "date", "day", "at",
    ]),
}  # fmt: skip
"""Words that make of a kind something else: the name of a product, the city of an address."""


def kind_by_name(raw: str) -> Kind | None:
    """The kind of personal data that a column seems to hold by its name alone; None for none."""
    normal = unicodedata.normalize("NFKC", raw)
    written = [part.casefold() for part in _PARTS.findall(normal)]
    words = {*written, *read_name(raw).words}
    if "idcard" in "".join(written):  # "card id" is another thing
        words.add("idcard")
    kind = _by_signs(normal, words) or _by_words(words)
    if kind is None or words & _ABOUT.get(kind, frozenset()):
        return None
    # "Last" is a word of a name ("last name") and of what is about one ("email last opened").
    against = NO_MATTER - {"last"} if kind is Kind.NAME else NO_MATTER
    return None if words & against else kind


def _by_signs(normal: str, words: set[str]) -> Kind | None:
    if "号" in normal and "手机号" not in normal and words & {"product", "order", "sku"}:
        return None
    return next((kind for kind, signs in SIGNS if any(sign in normal for sign in signs)), None)


def _by_words(words: set[str]) -> Kind | None:
    """E-mail first: an “email address” is no street; then numbers of two words, then single words."""
    if words & WORDS[0][1]:
        return Kind.EMAIL
    told = next((kind for kind, phrase in PHRASES if words.issuperset(phrase)), None)
    return told or next((kind for kind, known in WORDS if words & known), None)
