"""The language of the command line: `--lang`, else the settings, else the locale."""

from __future__ import annotations

import gettext
import os
from typing import Any

import click

from queries.wording import LANGUAGES, Read, chosen, current, language_of, say, speak
from queries.wording.language import DOMAIN, FOLDER
from tui.state.places import places
from tui.state.settings import read_settings


def begin(program: click.Command) -> None:
    """Speak what the settings or the locale say, until an option says otherwise.

    Wrong settings are told by the command that reads them: `--help` works whatever they hold.
    """
    _speak(chosen(read_settings(places().config).language), program)


def _speak(language: str, program: click.Command) -> None:
    """Speak a language, with what the command line says of itself and what click says."""
    speak(language)
    os.environ["LANGUAGE"] = current()
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    translate(program)


def translate(command: click.Command) -> None:
    """Put the words of commands and options into the language that is spoken."""
    for name in ("help", "short_help", "epilog"):
        setattr(command, name, _words(getattr(command, name)))
    for option in command.params:
        if isinstance(option, click.Option):
            option.help = _words(option.help)
    for inner in command.commands.values() if isinstance(command, click.Group) else ():  # those called so far
        translate(inner)


def _words(text: str | None) -> str | None:
    return text and Read(getattr(text, "written", text))


def _asked(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    """Speak what `--lang` names."""
    if name is None:
        return
    language = language_of(name)
    if language is None:
        there = ", ".join(f"{code} ({called})" for code, called in LANGUAGES.items())
        raise click.BadParameter(say("There is no language “{name}”. There are {there}.", name=name, there=there))
    _speak(language, ctx.find_root().command)


def language_option(command: Any) -> Any:
    """Give a command the option."""
    return click.option(
        "--lang",
        metavar="LANG",
        is_eager=True,
        expose_value=False,
        callback=_asked,
        help="The language: en or zh; else as the settings or the locale say.",
    )(command)
