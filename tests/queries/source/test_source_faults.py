"""What cannot be opened: one sentence what happened, one what to do."""

from __future__ import annotations

import gzip
import os
import sqlite3
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from queries.errors import CancelledError, SourceError, UsageError
from queries.source import Limits, open_source
from queries.source.faults import translated
from queries.source.hardening import default_memory, default_threads

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from queries.source import Source

    Interrupting = Callable[[Source], AbstractContextManager[None]]

MASK = (1 << 64) - 1


def fault(*paths: str | Path) -> str:
    with pytest.raises(SourceError) as caught:
        open_source(paths)
    error = caught.value
    assert error.exit_code == 3
    assert error.what.endswith(".")
    assert error.todo.endswith((".", "?", "…'."))
    assert "\n" not in str(error)
    assert "Error:" not in str(error)
    return str(error)


def with_version(database: Path, version: int, target: Path) -> Path:
    """A copy of a database whose header claims a storage version, checksum and all."""
    content = bytearray(database.read_bytes())
    content[12:20] = struct.pack("<Q", version)
    checksum = 5381
    for (word,) in struct.iter_unpack("<Q", bytes(content[8:4096])):
        checksum ^= word * 0xBF58476D1CE4E5B9 & MASK
    content[:8] = struct.pack("<Q", checksum)
    target.write_bytes(content)
    return target


def test_a_missing_file_names_the_nearest(tmp_path: Path, shop: Path) -> None:
    assert "shpo.duckdb is not in" in (said := fault(tmp_path / "shpo.duckdb"))
    assert "Did you mean shop.duckdb?" in said
    assert "shop.duckdb: name one" in fault(tmp_path / "zzz")
    assert "folder" in fault(tmp_path / "no" / "x.csv")
    assert "No file matches" in fault(tmp_path / "*.csv")


def test_what_is_no_file(tmp_path: Path, shop: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "blank.csv").write_text("\n \n")
    assert "is a folder. It holds" in fault(tmp_path)
    assert "is a pipe or a device" in fault(tmp_path / "pipe")
    assert "is a pipe or a device" in fault("/dev/null")
    assert "is a link to nowhere, which is not there" in fault(tmp_path / "broken")
    assert "loop is a link" in fault(tmp_path / "loop")
    assert "empty.csv is empty" in fault(tmp_path / "empty.csv")
    assert "nothing but blanks" in fault(tmp_path / "blank.csv")
    assert "without a name" in fault("")
    assert "without a name" in fault("a\0b")
    assert "longer than a name" in fault("x" * 300)
    assert "on the network" in fault("https://example.org/a.csv")
    assert "No file was named" in fault()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"PK\x03\x04" + bytes(100), "is a zip archive, not an Excel workbook"),
        ("x.xls", b"\xd0\xcf\x11\xe0" + bytes(100), "cannot be read as an Excel workbook: Cannot detect"),
        ("x.csv.zst", b"\x28\xb5\x2f\xfd" + bytes(100), "zstd"),
        ("x.duckdb", b"hello " * 1000, "not a DuckDB database"),
        ("x.parquet", b"PAR1" + b"x" * 100, "cut off"),
        ("x.parquet", bytes(range(256)) * 10, "not a Parquet file"),
        ("x.bin", bytes(range(256)) * 10, "not a table"),
        ("x.csv.gz", gzip.compress(b"a,b\n" + os.urandom(5000).hex().encode())[:-300], "cut off"),
        ("x.json", b'[{"a": 1}, {"a": 2', "not valid JSON"),
        ("x.duckdb.gz", gzip.compress(bytes(8) + b"DUCK" + bytes(5000)), "Unpack it first"),
    ],
)
def test_what_is_no_table(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in fault(tmp_path / name)


def test_a_sqlite_file(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.db")
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    assert "x.db is a SQLite database. Export" in fault(tmp_path / "x.db")


def test_a_database_among_others(tmp_path: Path, shop: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    assert "shop.duckdb is a database and cannot be opened together" in fault(tmp_path / "a.csv", shop)


def test_damaged_databases(tmp_path: Path, shop: Path) -> None:
    content = shop.read_bytes()
    (tmp_path / "half.duckdb").write_bytes(content[: len(content) // 2])
    (tmp_path / "start.duckdb").write_bytes(content[:5000])
    (tmp_path / "bent.duckdb").write_bytes(content[:9000] + b"\xff\xfe" + content[9002:])
    assert "half.duckdb is cut off" in fault(tmp_path / "half.duckdb")
    assert "start.duckdb is cut off" in fault(tmp_path / "start.duckdb")
    assert "bent.duckdb is damaged" in fault(tmp_path / "bent.duckdb")


def test_a_damaged_write_ahead_log(tmp_path: Path, run: Callable[..., Any]) -> None:
    path, log = tmp_path / "x.duckdb", tmp_path / "x.duckdb.wal"
    run(  # a process that ends without folding the log into the file
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); c.execute('CREATE TABLE t AS SELECT 1 AS a');"
        "c.execute('CHECKPOINT'); c.execute('INSERT INTO t SELECT range FROM range(500)'); os._exit(0)",
        str(path),
    )
    content = log.read_bytes()
    log.write_bytes(content[:200] + bytes(byte ^ 255 for byte in content[200:208]) + content[208:])
    assert "The write-ahead log of x.duckdb is damaged" in fault(path)


@pytest.mark.parametrize("compression", ["snappy", "zstd", "gzip"])
@pytest.mark.parametrize("place", ["columns", "footer"])
def test_damaged_parquet(tmp_path: Path, compression: str, place: str) -> None:
    path = tmp_path / "x.parquet"
    rows = "SELECT 'C' || i % 50 AS id, DATE '2024-01-01' + i::INT AS day, i * 1.5 AS amount FROM range(2000) r(i)"
    duckdb.connect().execute(f"COPY ({rows}) TO '{path}' (COMPRESSION {compression})")
    content = bytearray(path.read_bytes())
    first = 20 if place == "columns" else len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    for at in range(first, first + 30):
        content[at] ^= 255
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"x\.parquet is damaged: bytes of it are others") as caught:
        open_source([path]).query("FROM x")
    assert caught.value.exit_code == 3


def test_storage_versions(tmp_path: Path, shop: Path) -> None:
    newer = fault(with_version(shop, 5000, tmp_path / "new.duckdb"))
    assert "new.duckdb has storage version 5000 (written by DuckDB v" in newer
    assert "Update regulars" in newer
    assert "EXPORT DATABASE" in fault(with_version(shop, 38, tmp_path / "old.duckdb"))


def test_an_encrypted_database(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET force_mbedtls_unsafe = 'true'")
        connection.execute(f"ATTACH '{tmp_path}/x.duckdb' AS x (ENCRYPTION_KEY 'secret')")
        connection.execute("CREATE TABLE x.t AS SELECT 1 AS a")
    assert "x.duckdb is encrypted" in fault(tmp_path / "x.duckdb")


def test_databases_without_a_usable_table(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "none.duckdb")).close()
    assert "holds no table" in fault(tmp_path / "none.duckdb")
    with duckdb.connect(str(tmp_path / "view.duckdb")) as connection:
        connection.execute("CREATE VIEW v AS FROM read_text('/etc/hostname')")
    assert "No table of view.duckdb can be read: v reads /etc/hostname" in fault(tmp_path / "view.duckdb")


@pytest.mark.parametrize("name", ["shop.duckdb", "a.csv"])
def test_a_file_that_may_not_be_read(tmp_path: Path, shop: Path, run: Callable[..., Any], name: str) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    program = (
        "import os, sys\n"
        "from queries.errors import SourceError\n"
        "from queries.source import open_source\n"
        "for folder in sys.argv[2:]: os.chmod(folder, 0o755)\n"
        "os.chmod(sys.argv[1], 0)\n"
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: open_source([sys.argv[1]])\n"
        "except SourceError as error: print(error)\n"
    )
    folders = [str(folder) for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent)]
    ended = run(program, str(tmp_path / name), *folders)
    assert ended.stdout.startswith(f"You may not read {name}. Ask"), ended.stderr


def test_a_file_that_goes_away(shop: Path) -> None:
    source = open_source([shop])
    before = source.identity()
    moved = shop.rename(shop.with_name("moved"))
    assert source.changed()
    assert source.identity() != before
    with pytest.raises(SourceError, match=r"shop\.duckdb is not there any more"):
        source.query("FROM orders")
    with pytest.raises(SourceError, match=r"shop\.duckdb is not in"):
        source.reload()
    moved.rename(shop)
    assert source.query("SELECT count(*) FROM orders").item() == 100


def test_a_text_file_that_changes_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    source = open_source([path])
    path.write_text("a,b\n1,2\n3,4,5\n")
    with pytest.raises(SourceError, match=r"a\.csv changed while it was open"):
        source.query("FROM a")
    source.reload()
    assert (source.tables()[0].rows, len(source.notes)) == (1, 1)


def test_a_full_disk(tmp_path: Path) -> None:
    said = pytest.raises(SourceError, match=r"no room left.*TMPDIR")
    with said, translated([tmp_path / "a.csv"]), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")


def test_a_reload_that_is_stopped_leaves_the_source_as_it_was(tmp_path: Path, interrupting: Interrupting) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b\n".encode("utf-16") + "1,ü\n".encode("utf-16-le") * 600_000)
    source = open_source([path])
    before = source.tables()
    with pytest.raises(CancelledError), interrupting(source):
        source.reload()
    assert source.tables() == before
    assert source.query("SELECT count(*) FROM a").item() == 600_000


@pytest.mark.parametrize("limits", [{"memory": "lots"}, {"memory": "3"}, {"threads": 0}])
def test_limits_that_make_no_sense(limits: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Limits(**limits)


def test_limits_are_kept(shop: Path) -> None:
    source = open_source([shop], Limits("1GB", 1))
    asked = "SELECT current_setting('threads') AS t, current_setting('memory_limit') AS m"
    assert source.query(asked).rows() == [(1, "953.6 MiB")]
    assert default_memory() > 100 * 1024**2
    assert default_threads() >= 1
