"""What a shell may complete a command line with; click asks, once the shell was told (README)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem


def files(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Files, which the shell knows best."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def commands_or_files(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """The first word is a command or a file, what follows it a file."""
    import click

    group = ctx.find_root().command
    if ctx.params.get(str(param.name)) or not isinstance(group, click.Group):
        return files(ctx, param, begun)
    return _beginning(begun, group.list_commands(ctx)) or files(ctx, param, begun)


def questions(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """The questions by their ids."""
    from queries import catalogue

    return _beginning(begun, (metric.id for metric in catalogue.metrics()))


def questions_and_views(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """The questions, and the saved views: those whose names are one word, since shells part words in their own ways."""
    from tui.state.places import places
    from tui.state.saved import SIGN, SavedViews

    views = (f"{SIGN}{view.name}" for view in SavedViews(places().views).all() if view.name.isalnum())
    return [*questions(ctx, param, begun), *_beginning(begun, views)]


def _beginning(begun: str, words: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in words if word.startswith(begun)]
