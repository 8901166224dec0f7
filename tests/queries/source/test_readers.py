"""A kind of file is declared once: what its line in the table says is what is recognised, named, told and read."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries.errors import SourceError
from queries.source import open_source
from queries.source.parquet_files import read_parquet
from queries.source.reader import Input, Reader, Refused
from queries.source.readers import DATABASE, READERS, REFUSED, TEXT, exports, openable, openable_by_name
from queries.source.recognising import recognise

if TYPE_CHECKING:
    import duckdb

    from queries.source.scans import Scan

ROOT = Path(__file__).parents[3]
CSV = "id,name\n1,x\n2,y\n"


def read_tried(connection: duckdb.DuckDBPyConnection, given: Input) -> Scan:
    """A file of the signature and one id a line, written anew as Parquet."""
    _, *ids = given.readable.read_text().splitlines()
    pq.write_table(pa.table({"id": list(map(int, ids))}), given.target)
    return read_parquet(connection, replace(given, readable=given.target))


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """One more reader, as one line in the table would declare it."""
    reader = Reader("tried", "Essay", (".essay", ".tried"), f"{__name__}:read_tried", signature=b"TRIED")
    monkeypatch.setitem(READERS, reader.name, reader)
    return reader


def test_a_reader_that_is_added_is_all_it_takes(tmp_path: Path, tried: Reader) -> None:
    path = tmp_path / "orders.tried"
    path.write_text("TRIED\n1\n2\n")
    assert recognise(path).reader is tried
    source = open_source([path])
    assert [(table.name, table.rows) for table in source.tables()] == [("orders", 2)]
    assert source.query("SELECT sum(id)::BIGINT FROM orders").item() == 3
    with pytest.raises(SourceError, match=r"It holds orders\.tried: name one"):
        open_source([tmp_path])
    path.write_bytes(bytes(range(256)) * 10)
    with pytest.raises(SourceError, match=r"orders\.tried is not an Essay file"):
        open_source([path])
    path.write_bytes(gzip.compress(b"TRIED\n1\n"))
    with pytest.raises(SourceError, match=r"orders\.tried is a gzipped tried file"):
        open_source([path])


def test_people_are_told_of_a_reader_that_is_added(request: pytest.FixtureRequest) -> None:
    kinds, names = openable(), openable_by_name()
    assert kinds.startswith("a DuckDB database, or exports as Parquet, ")
    assert names.startswith("a DuckDB database (.duckdb), or exports (.parquet, ")
    request.getfixturevalue("tried")
    others, last = kinds.rsplit(" or ", 1)
    assert openable() == f"{others}, {last} or Essay"
    assert openable_by_name() == names.removesuffix(")") + ", .essay)"


def test_a_reader_of_text_claims_what_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = Reader("mail", "mail", (".mbox",), TEXT.read, claims=lambda head, named: named or head.startswith(b"From "))
    monkeypatch.setitem(READERS, mail.name, mail)
    for name, content, reader in (
        ("a.mbox", CSV, mail),
        ("a.txt", "From me\n", mail),
        ("a.csv", CSV, TEXT),
        ("a.mbox.gz", CSV, mail),
    ):
        raw = content.encode()
        (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
        assert recognise(tmp_path / name).reader is reader


@pytest.mark.parametrize("reader", exports(), ids=[reader.name for reader in exports()])
def test_every_reader_has_its_function(reader: Reader) -> None:
    assert callable(resolve_name(reader.read))


def test_a_suffix_belongs_to_one_reader() -> None:
    suffixes = [suffix for reader in READERS.values() for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize("suffix", [suffix for reader in exports() for suffix in reader.suffixes])
@pytest.mark.parametrize("packed", ["", ".gz", ".GZ"])
def test_a_table_is_named_without_the_ending(tmp_path: Path, suffix: str, packed: str) -> None:
    path = tmp_path / f"orders{suffix}{packed}"
    path.write_text(CSV)
    assert open_source([path]).tables()[0].name == "orders"


def test_every_file_that_can_be_opened_is_offered(tmp_path: Path) -> None:
    for reader in READERS.values():
        for suffix in reader.suffixes:
            (tmp_path / "one").mkdir(exist_ok=True)
            path = tmp_path / "one" / f"a{suffix}.gz"
            path.write_text(CSV)
            with pytest.raises(SourceError, match=f"It holds a{suffix}.gz: name one"):
                open_source([tmp_path / "one"])
            path.unlink()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("refused", REFUSED, ids=[refused.what for refused in REFUSED])
def test_what_is_refused_is_refused_with_its_sentence(tmp_path: Path, refused: Refused, packed: bool) -> None:
    path = tmp_path / "orders.csv"
    content = refused.signature + bytes(range(32)) * 10
    path.write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(SourceError) as caught:
        open_source([path])
    assert caught.value.what == f"orders.csv is {refused.what}."
    assert caught.value.todo == refused.todo.replace("FILE", "orders.csv")


@pytest.mark.parametrize("refused", [r for r in REFUSED if r.signature.isalnum()], ids=lambda refused: refused.what)
def test_a_text_may_begin_with_the_letters_of_a_signature(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(refused.signature + b"-number,name\n1,x\n2,y\n")
    assert open_source([path]).tables()[0].rows == 2


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("README.md", r"DuckDB files of any schema, (.*?) exports, several beside each other"),
        ("tui/cli/screen.py", r"Open a DuckDB file, or exports \((.*?)\) beside each other"),
    ],
)
def test_people_are_promised_what_there_is(document: str, sentence: str) -> None:
    promise = re.search(sentence, (ROOT / document).read_text("utf-8"))
    assert promise
    assert set(re.split(r", | and ", promise[1])) <= {reader.title for reader in exports()}


def test_a_database_is_told_from_exports() -> None:
    assert DATABASE not in exports()
    assert set(exports()) == set(READERS.values()) - {DATABASE}
