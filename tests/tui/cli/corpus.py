"""Files that nobody would wish to open: each a name and what writes it, in a folder of its own."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import socket
import sqlite3
import zipfile
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[..., Path]

HEADER = "customer_id,order_date,amount,city\n"
SELECT = (
    "SELECT 'C' || i % 9 AS customer_id, TIMESTAMP '2024-01-01' + i * INTERVAL 7 HOUR AS order_date,"
    " i * 1.5 AS amount, 'Köln' AS city FROM range(60) r(i)"
)
SUFFIXES = ("csv", "tsv", "txt", "json", "jsonl", "parquet", "duckdb", "xlsx", "csv.gz", "ods")


def rows(delimiter: str = ",", end: str = "\n", city: str = "Köln") -> str:
    """A small table of orders as text."""
    lines = [HEADER.strip(), *(f"C{i % 9},2024-01-{i % 28 + 1:02},{i}.50,{city}" for i in range(60)), ""]
    return end.join(lines).replace(",", delimiter)


@cache
def whole(kind: str) -> bytes:
    """A sound file of a kind."""
    if kind == "csv.gz":
        return gzip.compress(rows().encode(), mtime=0)
    if kind == "json":
        return json.dumps([dict(zip(HEADER.strip().split(","), line.split(","), strict=True))
                           for line in rows().splitlines()[1:]]).encode()  # fmt: skip
    if kind == "xlsx":
        packed = io.BytesIO()
        with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            for place, line in enumerate(rows().splitlines()):
                sheet.write_row(place, 0, line.split(","))
        return packed.getvalue()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{kind}"
        with duckdb.connect(str(path) if kind == "duckdb" else ":memory:") as connection:
            if kind == "duckdb":
                connection.execute(f"CREATE TABLE orders AS {SELECT}")
            else:
                connection.execute(f"COPY ({SELECT}) TO '{path}' (COMPRESSION zstd)")
        return path.read_bytes()


def holding(name: str, content: bytes | str, folder: Path) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cut(kind: str, share: float, folder: Path) -> Path:
    """The first part of a sound file."""
    content = whole(kind)
    return holding(f"x.{kind}", content[: max(1, int(len(content) * share))], folder)


def bent(kind: str, share: float, folder: Path) -> Path:
    """A sound file of which some bytes are others."""
    content = bytearray(whole(kind))
    first = int((len(content) - 8) * share)
    for place in range(first, first + 6):
        content[place] ^= 0x5A
    return holding(f"x.{kind}", bytes(content), folder)


def database(*statements: str, folder: Path) -> Path:
    """A database made by some statements."""
    path = folder / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def cells(column: str, cell: str, folder: Path) -> Path:
    """Orders with one more column, of a hostile name or of hostile cells."""
    lines = [
        f'{HEADER.strip()},"{column}"',
        *(f'C{i % 9},2024-01-{i % 28 + 1:02},{i}.50,K,"{cell}"' for i in range(40)),
    ]
    return holding("x.csv", "\n".join(lines) + "\n", folder)


def field(place: int, cell: str, folder: Path) -> Path:
    """Orders of which every third has a hostile value in one of their own columns."""
    lines = [line.split(",") for line in rows().splitlines()]
    for line in lines[1::3]:
        line[place] = cell
    return holding("x.csv", "\n".join(map(",".join, lines)) + "\n", folder)


def placed(kind: str, folder: Path) -> Path:
    """What is no file, or is one in an odd place."""
    path = folder / "x.csv"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            here = Path.cwd()
            os.chdir(folder)  # the name of a socket is short
            made.bind("x.csv")
            os.chdir(here)
    elif kind == "chain":
        holding("real.csv", rows(), folder)
        (folder / "one").symlink_to("real.csv")
        path.symlink_to("one")
    else:
        path.symlink_to({"nowhere": "not/there", "loop": "x.csv", "up": ".."}.get(kind, kind))
    return path


def sqlite(folder: Path) -> Path:
    """A database of another make."""
    with sqlite3.connect(folder / "x.db") as connection:
        connection.execute("CREATE TABLE orders (a)")
    connection.close()
    return folder / "x.db"


def zipped(folder: Path) -> Path:
    """An archive with an export in it."""
    with zipfile.ZipFile(folder / "x.zip", "w") as packed:
        packed.writestr("orders.csv", rows())
    return folder / "x.zip"


def corpus(seeds: int = 1) -> dict[str, Make]:
    """Every input by its name; more of those that chance makes with more seeds."""
    made: dict[str, Make] = {}
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1250", "gb18030",
                     "utf-7", "cp500", "mac_roman"):  # fmt: skip
        made[f"encoding {encoding}"] = partial(holding, "x.csv", rows().encode(encoding))
    for delimiter in (";", "\t", "|", " ", "  ", "^", "\x1f", "¦"):
        made[f"delimiter {delimiter!r}"] = partial(holding, "x.csv", rows(delimiter))
    for end in ("\r\n", "\r", "\n\n", "\n\r", "\u2028", "\x0b", "\0\n"):
        made[f"line end {end!r}"] = partial(holding, "x.csv", rows(end=end))
    for kind in ("duckdb", "parquet", "xlsx", "csv.gz", "json"):
        for share in (0.001, 0.1, 0.5, 0.9, 0.999):
            made[f"cut {kind} {share}"] = partial(cut, kind, share)
        for share in (0.0, 0.02, 0.3, 0.7, 0.95, 1.0):
            made[f"bent {kind} {share}"] = partial(bent, kind, share)
    for seed in range(seeds):
        noise = random.Random(seed)
        for suffix in SUFFIXES:
            content = noise.randbytes(noise.choice([1, 50, 5_000]))
            made[f"noise {seed} {suffix}"] = partial(holding, f"x.{suffix}", content)
            made[f"bent {suffix} by chance {seed}"] = partial(
                bent, noise.choice(["duckdb", "parquet", "xlsx", "csv.gz", "json"]), noise.random()
            )
    for suffix in SUFFIXES:
        made[f"zeros {suffix}"] = partial(holding, f"x.{suffix}", bytes(4096))
        made[f"text {suffix}"] = partial(holding, f"x.{suffix}", rows())
        made[f"one byte {suffix}"] = partial(holding, f"x.{suffix}", b"x")
    for content in (
        "",
        "\n",
        " \t\n",
        "\ufeff",
        '"',
        ",",
        "{}",
        "[]",
        "[{}]",
        "null",
        "1",
        '{"a": ',
        HEADER,
        HEADER * 3,
    ):
        made[f"content {content!r}"] = partial(holding, "x.csv", content)
        made[f"JSON {content!r}"] = partial(holding, "x.json", content)
    for kind in ("folder", "fifo", "socket", "chain", "nowhere", "loop", "up", "/dev/null", "/dev/zero", "/dev/full",
                 "/proc/self/mem", "/proc/self/environ", "/"):  # fmt: skip
        made[f"place {kind}"] = partial(placed, kind)
    for name in ("*.csv", "a b.csv", "[x].csv", "'; DROP TABLE x; --.csv", "-x.csv", "x\n.csv", "\x1b[31m.csv",
                 "ü.csv", "\u202egnp.csv", "x" * 200 + ".csv", "\udcff.csv", ".csv", "select.csv"):  # fmt: skip
        made[f"name {name[:20]!r}"] = partial(holding, name, rows())
    for cell in ("\x1b]0;owned\x07", "\u202eevil", "=1+1", "'; DROP TABLE x; --", "\0", "{{}}", "%s%n", "x" * 5_000,
                 "\r\r", "\ud7ff\ufffe", "[bold]x[/]", "$(reboot)"):  # fmt: skip
        made[f"cells {cell[:12]!r}"] = partial(cells, "note", cell)
        made[f"column {cell[:12]!r}"] = partial(cells, cell, "x")
    for place, kind in enumerate(("customer", "time", "amount")):
        for cell in ("", "NaN", "inf", "1e308", "9" * 40, "-" * 9, "0000-00-00", "99999-01-01", "\N{SNOWMAN}" * 50):
            made[f"{kind} {cell[:12]}"] = partial(field, place, cell)
    made |= {
        "deep JSON": partial(holding, "x.json", "[" * 100_000),
        "deep records": partial(holding, "x.json", '{"a":' * 100_000 + "1" + "}" * 100_000),
        "lone surrogate": partial(holding, "x.json", '[{"customer_id": "\\ud800", "order_date": "2024-01-01"}]'),
        "endless line": partial(holding, "x.csv", HEADER + "x" * 17 * 1024**2),
        "zeros packed": partial(holding, "x.csv.gz", gzip.compress(HEADER.encode() + bytes(40 * 1024**2), 1)),
        "packed twice": partial(holding, "x.csv.gz", gzip.compress(whole("csv.gz"))),
        "too wide": partial(holding, "x.csv", ",".join(f"c{i}" for i in range(5_000)) + "\n" + "1," * 4_999 + "1\n"),
        "same names": partial(holding, "x.csv", "a,a,A,a\n" + "1,2,3,4\n" * 9),
        "open quote": partial(holding, "x.csv", rows() + '"' + rows()),
        "sqlite": sqlite,
        "zip": zipped,
        "bzip2": partial(holding, "x.csv.bz2", bz2.compress(rows().encode())),
        "xz": partial(holding, "x.csv.xz", lzma.compress(rows().encode())),
        "pdf": partial(holding, "x.pdf", b"%PDF-1.7\n" + bytes(99)),
        "arrow": partial(holding, "x.arrow", b"ARROW1\0\0" + bytes(99)),
        "no table": partial(database),
        "no column of use": partial(database, "CREATE TABLE t AS SELECT [1, 2] AS a, {'b': 1} AS c"),
        "no rows": partial(database, f"CREATE TABLE orders AS {SELECT} LIMIT 0"),
        "a view that fails": partial(database, f"CREATE TABLE orders AS {SELECT}",
                                     "CREATE VIEW v AS SELECT city::INT AS customer_id, order_date FROM orders"),
        "a view of a file": partial(database, "CREATE VIEW orders AS FROM read_text('/etc/hostname')"),
        "a table that is gone": partial(database, f"CREATE TABLE o AS {SELECT}", "CREATE VIEW v AS FROM o",
                                        "DROP TABLE o"),
        "a hundred tables": partial(database, *(f"CREATE TABLE t{i} AS {SELECT}" for i in range(100))),
        "odd names": partial(database, f'CREATE TABLE "a""b;--" AS {SELECT}', f'CREATE TABLE " " AS {SELECT}'),
        "sums beyond 64 bits": partial(database, f"CREATE TABLE orders AS {SELECT.replace('i * 1.5', '9e13::BIGINT')}"),
    }  # fmt: skip
    return made
