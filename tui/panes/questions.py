"""The list of questions: the catalogue by group, the open one marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.keymap import bindings
from tui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from queries.metric import Metric


class Questions(OptionList, inherit_bindings=False):
    """Every metric of the catalogue, in its order."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("questions")

    def __init__(self) -> None:
        super().__init__(id="questions", markup=False)
        self._metrics: Sequence[Metric] = ()
        self._open = ""

    def fill(self, metrics: Sequence[Metric]) -> None:
        """Show these questions; those about one named thing have no place here."""
        self._metrics = [metric for metric in metrics if _askable(metric)]
        self._draw()

    def mark(self, id: str) -> None:  # noqa: A002 - the catalogue's word
        """Mark the question that is open, and stand on it."""
        if id == self._open:
            return
        before, self._open = self._open, id
        for name in (before, id):
            metric = next((entry for entry in self._metrics if entry.id == name), None)
            if metric is not None:
                self.replace_option_prompt(metric.id, self._prompt(metric))
        if any(metric.id == id for metric in self._metrics):
            self.highlighted = self.get_option_index(id)

    def _draw(self) -> None:
        self.clear_options()
        group = ""
        for metric in self._metrics:
            if metric.group != group:
                group = metric.group
                if group.casefold() != metric.title.casefold():
                    self.add_option(Option(Text(safe(group), style="bold"), disabled=True))
            self.add_option(Option(self._prompt(metric), id=metric.id))
        if self._open in {metric.id for metric in self._metrics}:
            self.highlighted = self.get_option_index(self._open)

    def _prompt(self, metric: Metric) -> Text:
        indent = "" if metric.group.casefold() == metric.title.casefold() else "  "
        mark = " ◂" if metric.id == self._open else ""
        return Text(f"{indent}{safe(metric.title)}{mark}", no_wrap=True, overflow="ellipsis")


def _askable(metric: Metric) -> bool:
    """Whether the question can be asked without naming something first (a customer)."""
    return all(knob.default is not None or knob.name != "id" for knob in metric.parameters)
