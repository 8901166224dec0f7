"""Who is talked about: brands by words, reach and engagement, moods, and who speaks for us, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.mapping.model import EventTable, Field, Mapping, Meaning, SurveyQuestion
from queries.mapping.toml import dumps, loads
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Session
from tests.queries.surveys import WHO, detailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POSTS = [
    # customer, time, text, likes, comments, shares, reach
    ("ann", "2024-01-10", "I love ACME, wonderful!", 10, None, 2, 100),
    ("ann", "2024-02-10", "acme is great", 1, 1, 0, 50),
    ("ann", "2024-02-11", "Acme? I love it!", None, None, None, 30),
    ("bob", "2024-02-12", "Acme is terrible and awful, unlike rival", 0, 0, 0, 20),
    ("cy", "2024-02-13", "艾克米很差", None, None, None, None),
    ("dan", "2024-02-14", "acmeology is great", None, None, None, 999),
    ("eve", "2024-02-15", "No brand at all", None, None, None, None),
]
BRANDS = {"Acme": ("acme", "艾克米"), "Rival": ("rival",), "Nobody": ("n.b*dy",)}
MONTHS = Scope(grain=Grain.MONTH)


@pytest.fixture(scope="module")
def runner(database: Callable[..., Path]) -> Runner:
    columns = "customer VARCHAR, time TIMESTAMP, text VARCHAR, likes INT, comments INT, shares INT, reach INT"
    values = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(POSTS))
    path = database(
        f"CREATE TABLE posts ({columns})",
        (f"INSERT INTO posts VALUES {values}", [cell for row in POSTS for cell in row]),
        "CREATE TABLE survey AS SELECT * FROM (VALUES ('gil', TIMESTAMP '2024-02-28', 10), "
        "('hal', TIMESTAMP '2023-01-01', 10), ('eve', TIMESTAMP '2024-03-05', 3)) t(customer, time, nps)",
    )
    numbers = {meaning: Field(meaning.value) for meaning in Meaning if meaning in (
        Meaning.TEXT, Meaning.LIKES, Meaning.COMMENTS, Meaning.SHARES, Meaning.REACH
    )}  # fmt: skip
    posts = EventTable("posts", {**WHO, Meaning.EVENT: Field(value="post"), **numbers})
    survey = EventTable(
        "survey", {**WHO, Meaning.EVENT: Field(value="survey")}, questions=(SurveyQuestion("nps", "nps"),)
    )
    return Runner(detailed(path, Mapping((posts, survey), brands=BRANDS)))


def row_of(runner: Runner, brand: str) -> dict[str, Any]:
    frame = runner.answer(Question.of("mentions", MONTHS)).frame
    return frame.filter(brand=brand).row(0, named=True)


def test_brands_are_found_by_their_words(runner: Runner) -> None:
    ours, rival, nobody = (row_of(runner, brand) for brand in BRANDS)
    assert (ours["mentions"], ours["authors"], ours["share_of_voice"]) == (5, 3, 5 / 6)
    assert (rival["mentions"], rival["share_of_voice"]) == (1, 1 / 6)
    assert (nobody["mentions"], nobody["negative_share"], nobody["reach"]) == (0, None, None)
    assert (ours["last"], ours["before"], ours["change"]) == (4, 1, 3)


def test_reach_engagement_and_mood(runner: Runner) -> None:
    ours = row_of(runner, "Acme")
    assert ours["reach"] == 200
    assert ours["engagement_rate"] == 14 / 170  # of posts of which both are known
    assert ours["negative_share"] == pytest.approx(2 / 5)
    assert ours["net_mood"] == pytest.approx(100 * (3 - 2) / 5)


def test_advocates_promote_or_praise_and_are_active(runner: Runner) -> None:
    result = runner.answer(Question.of("mentions", MONTHS))
    columns, advocates = result.parts["advocates"]
    assert [column.name for column in columns] == advocates.columns
    assert advocates.select("id", "promoter", "praise", "reach").rows() == [
        ("ann", False, 3, 180.0), ("gil", True, 0, None),
    ]  # fmt: skip
    assert "2 customers speak for Acme and are active (--part advocates)." in result.findings


def test_a_brand_leads_on_to_who_names_it(runner: Runner) -> None:
    question = Question.of("mentions", MONTHS)
    assert set(runner.customers(question, row_of(runner, "Acme"))["id"]) == {"ann", "bob", "cy"}


def test_without_brands_it_says_how_to_name_them(brandless: Runner) -> None:
    with pytest.raises(QuestionError, match="No brands are named yet") as refused:
        brandless.answer(Question.of("mentions"))
    assert "[brands]" in refused.value.todo


def test_brands_are_written_and_read_again() -> None:
    mapping = Mapping((EventTable("posts", {**WHO}),), brands=BRANDS)
    assert loads(dumps(mapping)).brands == BRANDS


def test_posts_are_found_by_name_and_value(tmp_path: Path) -> None:
    rows = [f"u{n % 20},2024-03-{1 + n % 28:02},A post number {n},{n},{n % 7},{n % 3},{n * 10}" for n in range(80)]
    path = tmp_path / "social_posts.csv"
    path.write_text("\n".join(["author,posted_at,text,likes,comments,reposts,impressions", *rows]), encoding="utf-8")
    session = Session([path])
    session.look()
    fields = {meaning.value: field.column for meaning, field in session.mapping.events[0].fields.items()}
    assert (fields["likes"], fields["comments"], fields["shares"]) == ("likes", "comments", "reposts")
    assert (fields["reach"], fields["text"], fields["customer"]) == ("impressions", "text", "author")


@pytest.fixture
def brandless(said_by: Callable[..., Any]) -> Runner:
    """Texts without brands."""
    return Runner(
        said_by(("a", "2024-01-01", 5, None, None, None, "survey", "ok"), fields={Meaning.TEXT: Field("text")})
    )
