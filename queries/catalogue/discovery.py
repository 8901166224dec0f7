"""Finding metrics: in a family every file is one, and every folder that holds a file called `metric`."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Broken(NamedTuple):
    """A file that cannot be imported.

    Attributes:
        file: Where it is.
        why: What Python says of it, in one line.
    """

    file: Path
    why: str

    def __str__(self) -> str:
        return f"{self.file} cannot be imported: {self.why}."


def discovered(room: str, main: str) -> list[Broken]:
    """Import every file that declares something below a room; their declarations register.

    Args:
        room: The package whose folders are families; files that lie directly in it belong to all of them.
        main: What the file is called that declares, in a folder of a metric with its helpers.

    Returns:
        The files that cannot be imported.
    """
    failed = []
    for module, file in _declaring([*importlib.import_module(room).__path__], f"{room}.", main):
        try:
            importlib.import_module(module)
        # A file that somebody has just begun may fail in any way; all other questions can be asked still.
        except Exception as error:  # noqa: BLE001
            words = str(error).strip().partition("\n")[0].rstrip(".")
            failed.append(Broken(file, f"{type(error).__name__}: {words}" if words else type(error).__name__))
    return failed


def _declaring(folders: list[str], prefix: str, main: str, *, family: bool = False) -> Iterator[tuple[str, Path]]:
    """The modules that declare something, by name, each with its file.

    Args:
        folders: Where a package's files lie.
        prefix: The package's name and a dot.
        main: What the file is called that declares, where a folder is one metric.
        family: Whether files directly in the folders declare something themselves.
    """
    for entry in pkgutil.iter_modules(folders):
        within = [str(Path(folder) / entry.name) for folder in folders]
        if not entry.ispkg:
            if family:
                file = next(path for folder in folders if (path := Path(folder) / f"{entry.name}.py").exists())
                yield prefix + entry.name, file
        elif main in {inner.name for inner in pkgutil.iter_modules(within)}:
            file = next(path for folder in within if (path := Path(folder) / f"{main}.py").exists())
            yield f"{prefix}{entry.name}.{main}", file
        else:
            yield from _declaring(within, f"{prefix}{entry.name}.", main, family=True)
