"""The options that several commands share, and what the settings file says where they are not given."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from queries.errors import UsageError
from queries.wording import say
from tui.cli.dates import Day
from tui.cli.language import language_option
from tui.cli.narration import complain
from tui.state.places import places
from tui.state.settings import MARKERS, read_settings

if TYPE_CHECKING:
    from datetime import date

    from queries.formats import Marker

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Common:
    """The shared options, settings included.

    Attributes:
        map_file: A mapping file.
        lists: Files that list customers.
        say: Decisions about the data that are made otherwise: the name of each, and the key of its reading.
        as_of: The analysis date, exclusive.
        currency: What amounts are in, or which of them count.
        timezone: The time zone whose calendar days count.
        memory: How much memory DuckDB may take.
        threads: How many threads DuckDB may use.
        cache: Whether built logs are kept.
        theme: The colours of the screen.
        marker: What trends and charts are drawn with.
        mouse: Whether the mouse works.
        unmask: Whether personal data are shown as they are.
    """

    map_file: Path | None
    lists: tuple[Path, ...]
    say: tuple[tuple[str, str], ...]
    as_of: date | None
    currency: str | None
    timezone: str | None
    memory: str | None
    threads: int | None
    cache: bool
    theme: str | None
    marker: Marker
    mouse: bool
    unmask: bool

    def session_fields(self) -> dict[str, Any]:
        """The fields of `queries.session.Options`, by name."""
        where = places()
        return {
            "map_file": self.map_file,
            "currency": self.currency,
            "timezone": self.timezone,
            "memory": self.memory,
            "threads": self.threads,
            "cache_folder": where.cache if self.cache else None,
            "mappings_folder": where.mappings,
            "lists": self.lists,
            "lists_folder": where.state / "segments",
            "say": self.say,
        }

    def words(self) -> list[str]:
        """The options that change an answer, as they are written; the analysis date is the scope's."""
        given = (("--map", self.map_file), ("--currency", self.currency), ("--tz", self.timezone))
        words = [word for option, value in given if value for word in (option, str(value))]
        words += [word for path in self.lists for word in ("--list", str(path))]
        words += [word for id_, key in self.say for word in ("--say", f"{id_}={key}")]
        return [*words, *(["--unmask"] if self.unmask else [])]


class Said(click.ParamType[tuple[str, str]]):
    """A decision about the data: its name and the key of a reading, with `=` between."""

    name = "decision"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The two; the last `=` parts them, since a value of the data in the name may hold one."""
        if isinstance(value, tuple):
            return str(value[0]), str(value[1])
        id_, sign, key = str(value).rpartition("=")
        if not (id_.strip() and sign and key.strip()):
            self.fail(say("“{value}” is no decision. Write it like orders.amount=paid_total.", value=value), param, ctx)
        return id_.strip(), key.strip()


_OPTIONS = (
    click.option("--map", "map_file", type=click.Path(path_type=Path), metavar="FILE", help="What the columns mean."),
    click.option(
        "--list",
        "lists",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="Customers, one id a line: frozen=NAME is who is on NAME.csv; repeatable.",
    ),
    click.option(
        "--say",
        type=Said(),
        multiple=True,
        metavar="ID=KEY",
        help="Decide what the data mean, as “regulars inspect” names it: orders.amount=paid_total; repeatable.",
    ),
    click.option("--as-of", type=Day(), help="The analysis date: nothing on or after it is known."),
    click.option("--currency", metavar="CODE", help="What amounts are in, or which of them count."),
    click.option("--tz", "timezone", metavar="ZONE", help="The time zone whose days count, like Europe/Berlin."),
    click.option("--memory", metavar="SIZE", help="What DuckDB may take, and Polars hold, like 4GB."),
    click.option("--threads", type=click.IntRange(min=1), metavar="N", help="Threads DuckDB may use."),
    click.option(
        "--no-cache",
        "cache",
        is_flag=True,
        default=True,
        flag_value=False,
        help="Keep nothing for next time.",
    ),
    click.option("--theme", metavar="NAME", help="Colours of the screen."),
    click.option("--marker", type=click.Choice(MARKERS), help="What trends and charts are drawn with."),
    click.option("--no-mouse", "mouse", is_flag=True, default=None, flag_value=False, help="Leave the mouse alone."),
    click.option("--unmask", is_flag=True, help="Show personal data (names, e-mail, phone …), masked otherwise."),
)


def common_options(command: Command) -> Command:
    """Give a command the shared options; it gets them as `common`."""

    @functools.wraps(command)
    def with_common(*args: Any, **given: Any) -> Any:
        shared = {name: given.pop(name) for name in Common.__dataclass_fields__}
        return command(*args, common=_settled(shared), **given)

    decorated: Any = language_option(with_common)
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def _settled(given: dict[str, Any]) -> Common:
    """The options, with the settings where one was not given."""
    settings = read_settings(places().config)
    for sentence in settings.wrong:
        complain(sentence)
    for name in ("theme", "marker", "mouse", "memory", "threads"):
        if given[name] is None:
            given[name] = getattr(settings, name)
    given["marker"] = given["marker"] or MARKERS[0]
    given["mouse"] = given["mouse"] is not False
    _check_zone(given["timezone"])
    return Common(**given)


def _check_zone(name: str | None) -> None:
    """Say so where there is no such time zone."""
    if name is None:
        return
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise UsageError(
            say("There is no time zone called “{name}”.", name=name), say("Write it like Europe/Berlin or UTC.")
        ) from error
