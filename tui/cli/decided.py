"""What was decided about the files, in lines: the key figures, the decisions with their reasons, the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import RegularsError
from queries.safe import safe
from queries.wording import say
from tui.cli.output import room
from tui.text.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.cancel import Token
    from queries.mapping.decisions import Decision
    from queries.session import Session
    from tui.cli.narration import ProgressLine


def key_figures(session: Session, token: Token, line: ProgressLine) -> str:
    """What the mapping makes of the key figures, in words; why there are none where they cannot be worked out."""
    known = session.known_figures
    if known is None and session.mapping.events:
        token.on_cancel(session.source.interrupt)
        line.tell(say("working out the key figures"))
        try:
            known = session.figures()
        except RegularsError as error:
            return str(error)
    return f"{known.words()}." if known else say("no history was found in it.")


def decision_lines(session: Session, *, unmask: bool = False) -> Iterator[str]:
    """The decisions under their headings, with reasons and what their rivals would make of the key figures.

    What personal values there are in them is masked unless somebody asked to see it.
    """
    from queries.mapping.decisions import HEADINGS

    decisions = session.guess.decisions if session.guess else ()
    for about, heading in HEADINGS.items():
        under = [decision for decision in decisions if decision.about == about]
        if under:
            yield from ("", say(heading))
        for decision in under:
            yield from _wrapped(_told(decision) if unmask else masked(_told(decision)), "  ", "    ")


def question_lines(session: Session) -> Iterator[str]:
    """What a person has to say, the most consequential first, and how."""
    from queries.mapping.deciding import ways

    if session.guess is None or session.guess.certain:
        return
    asking = {decision.question: decision for decision in session.guess.decisions if decision.question}
    yield ""
    for question in session.guess.questions:
        yield from _wrapped(masked(say("To be confirmed: {question}", question=asked(question))), "", "    ")
        if question in asking:
            yield from _wrapped(masked(ways(asking[question])), "    ", "    ")


def asked(question: str) -> str:
    """A question that ends like one, what explains it before it."""
    head, sign, explained = question.strip().rpartition("?")
    if not sign:
        return f"{explained.rstrip('.:;, ')}?"
    return f"{explained.strip()} {head}?".strip()


def masked(text: str) -> str:
    """Words without the addresses and numbers that lead to a person."""
    from queries.privacy import Kind, mask

    return str(mask(text, Kind.TEXT))


def _told(decision: Decision) -> str:
    """A decision with its reason, its rivals, and how to say otherwise."""
    from queries.mapping.deciding import rivals

    words, reason = decision.words.rstrip("."), decision.reason.rstrip(".")
    keys = "|".join(option.key for option in decision.options)
    because = f" ({say(reason)})" if reason else ""
    return " ".join(filter(None, (f"{words}{because}.", rivals(decision), f"[{decision.id}={keys}]")))


def _wrapped(text: str, first: str, others: str) -> list[str]:
    """Text in lines that fit, those after the first further in."""
    return wrapped(safe(text), max(room(), 40), first, others, hyphens=False)
