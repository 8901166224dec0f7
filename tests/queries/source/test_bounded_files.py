"""Files that would fill the memory or never end: read up to a limit, then one sentence."""

from __future__ import annotations

import gzip
import os
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from queries.errors import MappingError, SourceError
from queries.lists.reading import read_ids
from queries.mapping.toml import read
from queries.source import open_source
from queries.source.small_files import LARGEST
from tui.state.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b"a,b,c\n1,2,3\n"
MB = 1024 * 1024
ENDLESS = "has a line of more than 16 MB, which no table has"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("alone.csv", b"x" * 20 * MB),
        ("middle.csv", HEAD + b"x" * 20 * MB + b"\n4,5,6\n"),
        ("last.csv", HEAD + b"x" * 33 * MB),  # DuckDB passes over it without a word
        ("last_ended.csv", HEAD + b"x" * 33 * MB + b"\n"),
        ("packed.csv.gz", gzip.compress(HEAD + b"x" * 20 * MB + b"\n4,5,6\n", 1)),
        ("zeros.csv.gz", gzip.compress(HEAD + bytes(70 * MB), 1)),
        ("latin.csv", HEAD + b"4,5,M\xe4rz\n" + b"x" * 20 * MB + b"\n4,5,6\n"),
        ("lines.jsonl", b'{"a": 1}\n{"b": "' + b"x" * 20 * MB),
    ],
)
def test_a_line_without_an_end_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=f"{name} {ENDLESS}"):
        open_source([tmp_path / name])


@pytest.mark.parametrize("cell", ["long", "quoted", "last"])
def test_a_cell_of_more_than_a_megabyte_costs_its_line(tmp_path: Path, cell: str) -> None:
    long = {"long": b"x" * 3 * MB, "quoted": b'4,5,"' + b"x" * 2 * MB + b'"', "last": b"4,5," + b"x" * 2 * MB}[cell]
    (tmp_path / "a.csv").write_bytes(HEAD + long + b"\n7,8,9\n")
    source = open_source([tmp_path / "a.csv"])
    assert source.query("SELECT a FROM a").rows() == [("1",), ("7",)]
    assert source.notes == ("1 malformed line of a.csv was left out.",)


@pytest.mark.parametrize(("before", "after"), [("[", "]"), ('{"a":', "}")])
def test_json_nested_too_deeply_is_no_record(tmp_path: Path, before: str, after: str) -> None:
    deep = f"{before * 100_000}{'1' if after == '}' else ''}{after * 100_000}\n"
    (tmp_path / "deep.json").write_text(deep)
    if before == "[":
        with pytest.raises(SourceError, match=r"deep\.json is not valid JSON"):
            open_source([tmp_path / "deep.json"])
    (tmp_path / "kept.jsonl").write_text('{"id": 1}\n' + deep + '{"id": 2}\n')
    source = open_source([tmp_path / "kept.jsonl"])
    assert source.query("SELECT id FROM kept ORDER BY id").rows() == [(1,), (2,)]
    assert source.notes == ("1 malformed line of kept.jsonl was left out.",)


def workbook(path: Path, size: int) -> Path:
    """A workbook whose sheet says that it has this size unpacked."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 3 * MB)
    content = path.read_bytes()
    said = struct.pack("<I", 3 * MB)
    assert content.count(said) == 2  # before the part, and in the directory
    path.write_bytes(content.replace(said, struct.pack("<I", size)))
    return path


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"bomb\.xlsx holds more than 2 GB unpacked, too much for a workbook"):
        open_source([workbook(tmp_path / "bomb.xlsx", 3 * 1024 * MB)])


def test_a_workbook_that_hides_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unpacked may be more than it says: at a thousandth of the size that is found by unpacking it."""
    monkeypatch.setattr("queries.source.packed_parts.LARGEST", 2 * MB)
    with pytest.raises(SourceError, match=r"bomb\.xlsx is damaged: a part of it cannot be unpacked"):
        open_source([workbook(tmp_path / "bomb.xlsx", 1 * MB)])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("zero", "it is a pipe or a device, not a file"),
        ("fifo", "it is a pipe or a device, not a file"),
        ("large", "it has more than 8 MB"),
        ("deep", "nested too deeply"),
        ("deeper", "nested too deeply"),
    ],
)
def test_mappings_and_settings_are_read_up_to_a_limit(tmp_path: Path, kind: str, said: str) -> None:
    path = tmp_path / "map.toml"
    if kind == "zero":
        path.symlink_to("/dev/zero")
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "large":
        path.write_bytes(b"#" * (LARGEST + 1))
    else:
        before, after = ("[", "]") if kind == "deep" else ("{a=", "}")
        path.write_text(f"a={before * 100_000}{after * 100_000}")
    with pytest.raises(MappingError, match=said):
        read(path)
    (wrong,) = read_settings(path).wrong  # which keeps nobody from an answer
    assert said in wrong


def test_a_list_is_no_device(tmp_path: Path) -> None:
    (tmp_path / "list.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("list.csv", "pipe.csv"):
        with pytest.raises(SourceError, match=f"{name} is a pipe or a device"):
            read_ids(tmp_path / name)
