"""A session: a file on its way from the command line to a runner, step by step."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from queries.answering.bounding import bound_polars
from queries.answering.runner import Runner
from queries.eventlog import cache, tidying
from queries.eventlog.build import build
from queries.eventlog.details.reading import DetailsOnDemand
from queries.eventlog.progress import Report, silent
from queries.home import from_home
from queries.lists.freezing import Lists
from queries.mapping import memory, toml
from queries.mapping.deciding import confirmed, found, settled
from queries.meaning.consequences import figures
from queries.meaning.guess import FORM, guess
from queries.segments.own.rules.fitting import check as check_own
from queries.source import Limits, Source, open_source
from queries.source.whole import DamagedError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from queries.cancel import Token
    from queries.eventlog.model import EventLog
    from queries.lists.saving import Saved
    from queries.mapping.decisions import Figures
    from queries.mapping.guessed import Guess
    from queries.mapping.model import Mapping


@dataclass(frozen=True)
class Options:
    """How files are opened.

    Attributes:
        map_file: A mapping file; None guesses, or takes what was saved for such a file.
        currency: The currency whose amounts count, or what amounts are in.
        timezone: The time zone whose calendar days count.
        memory: How much memory DuckDB may take, and as much Polars before it writes to disk ("4GB").
        threads: How many threads DuckDB may use.
        cache_folder: Where built logs are kept; None keeps none.
        mappings_folder: Where confirmed mappings are kept; None keeps none.
        lists: Files that list customers, one id a line or in a column; each list is called as its file.
        lists_folder: Where frozen segments are kept; None keeps none.
        say: What is decided otherwise than guessed: the name of a decision, and the key of its reading.
    """

    map_file: Path | None = None
    currency: str | None = None
    timezone: str | None = None
    memory: str | None = None
    threads: int | None = None
    cache_folder: Path | None = None
    mappings_folder: Path | None = None
    lists: tuple[Path, ...] = ()
    lists_folder: Path | None = None
    say: tuple[tuple[str, str], ...] = ()


class Session:
    """Open files (`look`), settle what they mean (`mapping`), build the log (`load`), ask the runner.

    Attributes:
        source: The open files; from `look` on.
        guess: What was guessed, or None where a mapping file or a saved mapping said it.
        mapping: What the tables mean; from `look` on, and whatever `settle` was given last.
        runner: Answers questions; from `load` on.
        rebuilt: What was kept and was not whole any more, in a sentence; empty where all was.
    """

    source: Source
    mapping: Mapping
    runner: Runner

    def __init__(self, paths: Sequence[str | Path], options: Options = Options()) -> None:
        self.paths = tuple(paths)
        self.options = options
        self.guess: Guess | None = None
        self._rivals: Guess | None = None
        self.rebuilt = ""

    def look(self, *, afresh: bool = False) -> None:
        """Open the files and find out what their tables mean.

        Args:
            afresh: Guess again what was guessed of these very files before, so that `guess` tells the reasons.

        Raises:
            SourceError: The files cannot be opened.
            MappingError: The mapping file is wrong.
            UsageError: Nothing is to be decided that is called so as the options say.
        """
        limits = Limits(self.options.memory, self.options.threads)
        bound_polars(limits.bytes if limits.memory else None)
        self.source = open_source(self.paths, limits)
        self._find_mapping(afresh)
        for id_, key in self.options.say:
            self.decide(id_, key)

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be said about these files, and about what was kept of them and not whole any more."""
        return (*self.source.notes, *filter(None, [self.rebuilt]))

    @property
    def given(self) -> tuple[Path, ...]:
        """The files that were named, data, options and lists of the mapping: nothing is written over them."""
        meant = self.mapping.segments if hasattr(self, "mapping") else ()
        mapped = (Path(segment.customers) for segment in meant if segment.customers is not None)
        named = (*self.options.lists, *mapped, *filter(None, [self.options.map_file]))
        return (*self.source.paths, *map(from_home, named))

    @property
    def certain(self) -> bool:
        """Whether the log can be built without asking what means what."""
        return self.guess is None or self.guess.certain

    def decide(self, id: str, key: str) -> None:  # noqa: A002 - the word of decisions
        """Take a reading of a decision; it is not asked any more.

        Raises:
            UsageError: There is no decision or no reading that is called so.
        """
        guessed = self.rivals()
        decision, option = found(guessed.decisions, id, key)
        self._rivals = settled(guessed, decision, option)
        self.mapping = self._with_options(option.change(self.mapping))
        if self.guess is not None:
            self.guess = self._rivals

    def rivals(self) -> Guess:
        """What is to be decided about these files, also where the mapping comes from a file or was saved."""
        self._rivals = self.guess or self._rivals or guess(self.source)
        return self._rivals

    def forget_words(self) -> None:
        """Forget what was found out beside the mapping, which stays; `rivals` finds it again, in another language."""
        self.guess = self._rivals = None

    @property
    def known(self) -> Guess | None:
        """What is known by now to be decided; finding it out takes `rivals`."""
        return self.guess or self._rivals

    @property
    def known_figures(self) -> Figures | None:
        """What the mapping makes of the key figures, where that is known by now."""
        return self.guess.figures if self.guess and self.guess.mapping == self.mapping else None

    def figures(self, mapping: Mapping | None = None) -> Figures:
        """What a mapping makes of the key figures; left out, the one there is.

        Raises:
            MappingError: The mapping does not fit the files, or names no event table.
            QuestionError: Amounts are in several currencies.
        """
        with self.source.connect() as connection:
            return figures(connection, self.source, mapping or self.mapping)

    def settle(self, mapping: Mapping, *, remember: bool) -> None:
        """Take a corrected mapping; remembered, it opens the next file of the same form without asking."""
        toml.check(mapping, self.source)
        self.mapping = self._with_options(mapping)
        if self.guess is not None:
            self.guess = confirmed(self.guess, mapping)
        if remember and self.options.mappings_folder:
            memory.remember(mapping, self.source, self.options.mappings_folder)

    def load(self, progress: Report = silent, token: Token | None = None) -> Runner:
        """Build the event log, or take it from the cache, and be ready for questions.

        Raises:
            MappingError: The user's own segments or plays do not fit the data; it tells every mistake.
            SourceError: A list of customers cannot be read.
        """
        log = self._cached() or self._built(progress, token)
        check_own(log)
        log = replace(log, details=DetailsOnDemand(self.source, log, self._kept(log)))
        runner = Runner(log)
        self._lists.put_into(runner)
        self.runner = runner
        return runner

    def reload(self, progress: Report = silent, token: Token | None = None) -> Runner:
        """Look at the files again and read them anew, the user's own segments too."""
        self.source.reload()
        if self.options.map_file:
            own = toml.read(self.options.map_file)
            self.mapping = replace(self.mapping, segments=own.segments, plays=own.plays)
        toml.check(self.mapping, self.source)
        return self.load(progress, token)

    def frozen(self) -> list[Saved]:
        """The segments that were frozen from these files, the newest last."""
        return self._lists.frozen()

    def freeze(self, name: str, customers: pl.Series, *, replace: bool = False, hold_out: float = 0.0) -> Path:
        """Keep some customers as a list; `frozen` answers from it at once, and whenever these files are open.

        Args:
            name: What the list is called; names that differ only in case are the same.
            customers: The customers' codes in the log, in any order.
            replace: Whether a frozen segment of that name is replaced; else the name is refused (UsageError).
            hold_out: Which share of them is held out, between 0 and 1: drawn at random, seeded with the name, they are
                kept as a list of their own, `NAME held out`, and are not on the other.

        Returns:
            The file of ids it is kept in.
        """
        return self._lists.freeze(self.runner, name, customers, replace=replace, hold_out=hold_out)

    def thaw(self, name: str) -> None:
        """Forget a frozen segment; a UsageError says where there is none of that name."""
        self._lists.thaw(name, self.runner if hasattr(self, "runner") else None)

    @property
    def _lists(self) -> Lists:
        """The lists of these files: frozen ones by where the files are; nothing of encrypted data is kept."""
        folder = None if self.source.encrypted else self.options.lists_folder
        return Lists.about(self.paths, self.options.lists, folder)

    def _find_mapping(self, afresh: bool) -> None:
        """From the mapping file, else as saved for such a file, else guessed."""
        if self.options.map_file:
            mapping = toml.read(self.options.map_file)
            toml.check(mapping, self.source)
        else:
            folder = self.options.mappings_folder
            saved = memory.recall(self.source, folder) if folder else None
            mapping = saved or (None if afresh else self._guessed_before()) or self._guessed()
        self.mapping = self._with_options(mapping)

    def _guessed(self) -> Mapping:
        """A new guess; a certain one is kept for these very files, so that they open at once next time."""
        self.guess = guess(self.source)
        folder = self._guesses()
        if folder and self.guess.certain and not self.source.encrypted:
            with suppress(OSError):  # a full or forbidden disk only costs the next guess
                memory.remember(self.guess.mapping, self.source, folder, sealed=True)
        return self.guess.mapping

    def _guessed_before(self) -> Mapping | None:
        """What was guessed about these very files; None where nothing was, or it is not whole any more."""
        folder = self._guesses()
        if not folder:
            return None
        try:
            return memory.recall(self.source, folder, sealed=True)
        except DamagedError:
            self._throw_away(folder, "guess about")
            return None

    def _guesses(self) -> Path | None:
        """Where guesses about the files as they are now are kept; goes with the cache."""
        cache_folder = self.options.cache_folder
        return cache_folder / tidying.GUESSES / f"{FORM}-{self.source.identity()[:32]}" if cache_folder else None

    def _with_options(self, mapping: Mapping) -> Mapping:
        """The mapping with what the command line says otherwise."""
        currency, timezone = self.options.currency, self.options.timezone
        return replace(mapping, currency=currency or mapping.currency, timezone=timezone or mapping.timezone)

    def _cached(self) -> EventLog | None:
        """The log as it was kept; None where it was not, or is not whole any more."""
        folder = self.options.cache_folder
        if not folder:
            return None
        key = cache.key_of(self.source, self.mapping)
        try:
            return cache.fetch(folder, key, self.mapping)
        except DamagedError:
            self._throw_away(folder / key, "log of")
            return None

    def _throw_away(self, place: Path, what: str) -> None:
        """Forget what was kept and is damaged, and say so."""
        tidying.forget(place)
        self.rebuilt = say(
            "The kept {what} {title} was damaged; it was thrown away and made anew.", what=what, title=self.source.title
        )

    def _kept(self, log: EventLog) -> Path | None:
        """The folder of the log in the cache, where details of it are kept too; None keeps nothing."""
        folder = self.options.cache_folder
        return folder / log.key if folder and log.key and not self.source.encrypted else None

    def _built(self, progress: Report, token: Token | None) -> EventLog:
        log = build(self.source, self.mapping, progress=progress, token=token)
        if self.options.cache_folder and not self.source.encrypted:
            return cache.store(self.options.cache_folder, cache.key_of(self.source, self.mapping), log)
        return log
