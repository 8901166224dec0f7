"""What was changed on the mapping screen: decisions, columns, roles, tables in and out; each can be changed again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from queries.wording import say
from tui.panes.lines import ASKED, Row, column_row, decision_row, kind_row, kinds_of
from tui.panes.roles import role_change, roles_dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from queries.cancel import Token
    from queries.mapping.decisions import Decision, Option
    from queries.mapping.model import Mapping
    from queries.session import Session
    from tui.dialogs.decide import Decide
    from tui.dialogs.dialog import Dialog
    from tui.panes.meanings import Samples
    from tui.state.desk import Desk


class Correcting:
    """The mapping of a session with the changes of a person, as lines, and the dialogs that change it.

    Attributes:
        samples: A few values of every column, once they are known.
    """

    def __init__(self, session: Session, desk: Desk) -> None:
        from queries.mapping.deciding import Changes

        self._session = session
        self._desk = desk
        self._changes = Changes(session.mapping)
        self._offered = (session.guess.mapping if session.guess else session.mapping).events
        self.samples: Samples = {}

    @property
    def mapping(self) -> Mapping:
        """The mapping as it was changed."""
        return self._changes.mapping

    # -- lines ------------------------------------------------------------------------------------------------

    def rows(self, kinds: Sequence[str]) -> list[Row]:
        """The lines: what has to be confirmed, the decisions by heading, columns, roles of kinds of event."""
        rows = [
            *self._decisions(),
            *self._columns(),
            *(kind_row(self.mapping, kind) for kind in kinds_of(self.mapping, kinds)),
        ]
        return sorted(rows, key=lambda row: row.sign != ASKED)

    def _decisions(self) -> Iterator[Row]:
        """The decisions under their headings, the most consequential first."""
        from queries.mapping.decisions import HEADINGS

        guess = self._session.known
        mapping, changed = self.mapping, {about for about, _ in self._changes.made}
        for about in HEADINGS:
            for decision in guess.decisions if guess else ():
                if decision.about == about:
                    asked = bool(decision.question) and self._session.guess is not None and decision.id not in changed
                    taken = self._taken(decision, mapping, changed)
                    yield decision_row(
                        decision, taken, asked=asked, changed=decision.id in changed, stale=self._stale(mapping)
                    )

    def _stale(self, mapping: Mapping) -> bool:
        """Whether the figures that the guess worked out are those of another mapping."""
        guess = self._session.known
        return guess is None or guess.mapping.events != mapping.events or guess.mapping.roles != mapping.roles

    def _taken(self, decision: Decision, mapping: Mapping, changed: set[str]) -> Option | None:
        """The reading that holds; of a guess that nobody changed it is the first."""
        from queries.mapping.deciding import taken

        guess = self._session.guess
        as_guessed = guess is not None and guess.mapping.events == self._changes.base.events
        found = taken(decision, mapping)
        return decision.options[0] if found is None and as_guessed and decision.id not in changed else found

    def _columns(self) -> Iterator[Row]:
        """What the columns mean."""
        from queries.mapping.correcting import lines_of

        changed = {about for about, _ in self._changes.made}
        known, guess = self._session.known, self._session.guess
        # What was found out about a mapping that was saved holds for it where it is the one that would be guessed.
        fits = known if known is not None and known.mapping.events == self._changes.base.events else guess
        for line in lines_of(self.mapping, fits, self._offered):
            asks = bool(line.finding and line.finding.question) and guess is not None
            asks = asks and f"{line.table}.{line.meaning}" not in changed
            yield column_row(line, self.samples, asked=asks and not self._asked_above(line.finding.question))  # type: ignore[union-attr]

    def _asked_above(self, question: str) -> bool:
        """Whether a decision asks the same."""
        guess = self._session.known
        return guess is not None and any(decision.question == question for decision in guess.decisions)

    # -- dialogs ----------------------------------------------------------------------------------------------

    def dialog(self, row: Row) -> Dialog[Any] | None:
        """What asks how a line is to be changed; None where it only tells something."""
        from tui.dialogs.choose import Choose

        if row.decision is not None:
            return self._readings(row, *row.decision)
        if row.kind:
            return roles_dialog(self.mapping, row.kind)
        line = row.line
        if line is None or not line.changeable:
            return None
        columns = [column.name for column in self._session.source.table(line.table).columns]
        return Choose(line, columns, self.samples.get(line.table, {}))

    def _readings(self, row: Row, decision: Decision, taken: Option | None) -> Decide:
        """The readings of a decision, each with its figures: worked out where others were chosen since."""
        from queries.privacy import Kind, mask
        from tui.dialogs.decide import Decide, Offer

        stale = self._stale(self.mapping) or any(option.figures is None for option in decision.options)
        offers = [
            Offer(
                option.key,
                str(mask(option.words, Kind.TEXT)),
                option.figures.words() if option.figures and not stale else "",
                option is taken,
            )
            for option in decision.options
        ]
        asked = str(mask(decision.question or row.holds, Kind.TEXT))
        weigh = partial(self._weigh, decision, self.mapping) if stale else None
        return Decide(row.what, asked, offers, self._desk, weigh)

    def _weigh(self, decision: Decision, mapping: Mapping, token: Token) -> list[str]:
        """What each reading would make of the key figures now."""
        from queries.errors import CancelledError, RegularsError

        token.on_cancel(self._session.source.interrupt)
        words = []
        for option in decision.options:
            token.check()
            try:
                words.append(self._session.figures(option.change(mapping)).words())
            except CancelledError:
                raise
            except RegularsError as error:
                words.append(str(error))
        return words

    # -- changes ----------------------------------------------------------------------------------------------

    def choose(self, row: Row, outcome: Any) -> None:
        """Take what a dialog told about a line."""
        from queries.mapping.correcting import changed

        if row.decision is not None:
            option = row.decision[0].option(outcome)
            if option is not None:
                self._change(row.about, option.change)
        elif row.kind:
            self._change(*role_change(row.kind, str(outcome)))
        elif row.line is not None:
            field = None if isinstance(outcome, str) else outcome
            table, meaning = row.line.table, row.line.meaning
            self._change(row.about, lambda mapping: changed(mapping, table, meaning, field))

    def _change(self, about: str, change: Callable[[Mapping], Mapping]) -> None:
        self._changes = self._changes.then(about, change)

    def table_of(self, row: Row | None) -> str | None:
        """The table that a line is about."""
        if row is None or row.kind:
            return None
        return row.decision[0].table if row.decision else row.line.table if row.line else None

    def in_or_out(self, name: str) -> tuple[str, bool]:
        """Leave a table out, or take it in; what to tell about it, and whether it could not be done."""
        from queries.mapping.correcting import taken_in, with_table, without

        if any(entry.table == name for entry in self.mapping.events):
            if len(self.mapping.events) == 1:
                return say("One event table has to stay."), True
            self._change(f"table {name}", lambda mapping: without(mapping, name))
            return "", False
        if any(entry.table == name for entry in self._changes.base.events):
            self._change(f"table {name}", lambda mapping: mapping)
            return "", False
        table, told = next((entry for entry in self._offered if entry.table == name), None), ""
        if table is None:
            table = taken_in(self._session.source.table(name))
            self._offered = (*self._offered, table)
            told = say("{name} is taken in. Say which column is the customer and which the time (enter).", name=name)
        offered = self._offered
        self._change(f"table {name}", lambda mapping: with_table(mapping, table, offered))
        return told, False
