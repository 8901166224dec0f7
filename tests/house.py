"""Reads a tree of code as a house: which file imports which, what stands in which room, what a family declares.

An import counts wherever it stands: for types alone, inside a function, relative or not. Offenders are named by
files, as `queries/a.py → queries/b.py`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PACKAGES = ("queries", "tui", "sample_data")


@dataclass(frozen=True)
class House:
    """The packages below `root`."""

    root: Path

    @cached_property
    def files(self) -> dict[str, Path]:
        """Module → file."""
        found = {}
        for package in PACKAGES:
            for path in sorted((self.root / package).rglob("*.py")):
                parts = path.relative_to(self.root).with_suffix("").parts
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
        return found

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """Module → every name it imports, dotted; a name of a module of this house stands for the module."""
        return {module: set(self._imported(module)) - {module} for module in self.files}

    def arrows(self, package: str) -> dict[str, set[str]]:
        """Module of a package → modules of that package it imports."""
        own = {module for module in self.files if within(module, package)}
        return {module: self.imports[module] & own for module in own}

    def circle(self, package: str) -> str:
        """One circle of imports, file after file; empty where there is none."""
        try:
            TopologicalSorter(self.arrows(package)).prepare()
        except CycleError as error:
            return " → ".join(self.name(module) for module in reversed(error.args[1]))
        return ""

    def upwards(self, package: str, order: Sequence[str]) -> list[str]:
        """Imports of a room by one that stands below it, in the order of rooms from the ground up.

        The package's own `__init__` belongs to no room and may import nothing of it.
        """
        height = {room: place for place, room in enumerate(order)}
        return [
            self.arrow(module, other)
            for module, others in sorted(self.arrows(package).items())
            for other in sorted(others)
            if height.get(room_of(other), len(order)) > height.get(room_of(module), -1)
        ]

    def roomless(self, package: str, order: Sequence[str]) -> list[str]:
        """Files of a package that stand in none of the rooms."""
        known = {*order, ""}
        return [self.name(module) for module in self.files if within(module, package) and room_of(module) not in known]

    def foreign(self, package: str, forbidden: Sequence[str]) -> list[str]:
        """Imports by a package of what it must not know, be it installed or a part of the house."""
        return [
            f"{self.name(module)} → {name}"
            for module, names in self.imports.items()
            if within(module, package)
            for name in sorted(names)
            if name.partition(".")[0] in forbidden
        ]

    def siblings(self, room: str, others: Sequence[str] = ()) -> list[str]:
        """Imports of one declaration of a room's families by another, or of anything in other rooms."""
        return [
            self.arrow(module, other)
            for module, names in self.imports.items()
            if (own := unit_of(module, room))
            for other in sorted(names & set(self.files))
            if unit_of(other, room) not in (None, own) or any(within(other, closed) for closed in others)
        ]

    def undocumented(self) -> list[str]:
        """Folders without an `__init__`, or whose `__init__` does not begin with what is done there."""
        folders = {path.parent for path in self.files.values()}
        return [
            str(folder.relative_to(self.root))
            for folder in sorted(folders)
            if not (start := folder / "__init__.py").exists() or not ast.get_docstring(parsed(start))
        ]

    def declarations(self, room: str, main: str) -> Iterator[Declaration]:
        """What lies directly in the families of a room; in a folder the file called `main` declares."""
        for family in folders_of(self.root.joinpath(*room.split("."))):
            for path in sorted(family.iterdir()):
                if path.is_dir() and path.name != "__pycache__":
                    yield Declaration(path, path / f"{main}.py", family.name)
                elif path.suffix == ".py" and path.stem != "__init__":
                    yield Declaration(path, path, family.name)

    def name(self, module: str) -> str:
        """A file as it is named to people."""
        return str(self.files[module].relative_to(self.root))

    def arrow(self, module: str, other: str) -> str:
        """An import as it is named to people."""
        return f"{self.name(module)} → {self.name(other)}"

    def _imported(self, module: str) -> Iterator[str]:
        """The names a file imports."""
        path = self.files[module]
        package = module if path.stem == "__init__" else module.rpartition(".")[0]
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
                origin = ".".join([*above, *(node.module or "").split(".")]).strip(".")
                for alias in node.names:
                    whole = f"{origin}.{alias.name}"
                    yield whole if whole in self.files else origin


@dataclass(frozen=True)
class Declaration:
    """What lies directly in a family.

    Attributes:
        place: The file, or the folder.
        file: The file that declares.
        family: The family's name.
    """

    place: Path
    file: Path
    family: str

    @property
    def id(self) -> str:
        """The id that is to be declared here."""
        return self.place.stem

    @property
    def declared(self) -> list[str]:
        """The ids that are declared here, in any of its files."""
        files = sorted(self.place.rglob("*.py")) if self.place.is_dir() else [self.place]
        return [found for path in files for found in ids_in(path)]

    @property
    def fault(self) -> str:
        """Why this is no metric or segmentation; empty where it is one."""
        if not self.file.exists():
            return f"{self.family}/{self.place.name} has no {self.file.name}"
        if self.declared != [self.id]:
            return f"{self.family}/{self.place.name} declares {', '.join(self.declared) or 'nothing'}, not {self.id}"
        return "" if ids_in(self.file) else f"{self.family}/{self.place.name} is not declared in {self.file.name}"


def within(module: str, package: str) -> bool:
    """Whether a module is the package or stands in it."""
    return module == package or module.startswith(f"{package}.")


def room_of(module: str) -> str:
    """The room a module stands in: a folder, or a file that is a room of its own; empty for the package itself."""
    return f"{module}.".split(".")[1]


def unit_of(module: str, room: str) -> tuple[str, ...] | None:
    """The family and the name of the declaration that a module of a room belongs to; None where to none."""
    parts = module.removeprefix(f"{room}.").split(".")
    return tuple(parts[:2]) if within(module, room) and len(parts) > 1 else None


def ids_in(path: Path) -> list[str]:
    """The ids that a file declares with `@measure(id=…)` or `@segmentation(id=…)`, whatever it calls the two."""
    tree = parsed(path)
    aliases = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    called = {alias.asname: alias.name for alias in aliases if alias.asname}
    return [
        str(keyword.value.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for call in node.decorator_list
        if isinstance(call, ast.Call)
        for name in [ast.unparse(call.func)]
        if called.get(name, name).rpartition(".")[2] in ("measure", "segmentation")
        for keyword in call.keywords
        if keyword.arg == "id" and isinstance(keyword.value, ast.Constant)
    ]


def folders_of(folder: Path) -> list[Path]:
    """The folders directly in a folder."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__")


def parsed(path: Path) -> ast.Module:
    """A file as its syntax tree."""
    return ast.parse(path.read_text("utf-8"), str(path))
