"""Where regulars keeps things between sessions, as the system has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = "regulars"


@dataclass(frozen=True)
class Places:
    """The folders and files of the user.

    Attributes:
        config: The settings file, `config.toml`.
        mappings: Confirmed mappings, by the form of the file.
        cache: Built event logs.
        state: What was open last.
        views: The saved views.
        log: The file in which unforeseen errors are written down.
    """

    config: Path
    mappings: Path
    cache: Path
    state: Path
    views: Path
    log: Path


def places() -> Places:
    """The places of the user who runs this; nothing is made."""
    from platformdirs import user_cache_path, user_config_path, user_log_path, user_state_path

    config = user_config_path(NAME)
    return Places(
        config=config / "config.toml",
        mappings=config / "mappings",
        cache=user_cache_path(NAME) / "logs",
        state=user_state_path(NAME),
        views=user_state_path(NAME) / "saved_views.json",
        log=user_log_path(NAME) / "regulars.log",
    )
