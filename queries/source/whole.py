"""Kept files that are believed only if they are whole: behind what they hold stands a checksum of each block of it.

They are read into memory, checked on the way while a block is still in the processor's cache. Memory cannot be cut off
under a running program, as a mapped file can, and a table is opened only when every byte of it is known to be right: a
changed byte in a file that Arrow or Polars takes at its word may end the process, or change a number. In large pages
the copy costs nothing in the end: ten million events open as fast as from a mapped file that nobody checked.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

from queries.source.hardening import default_memory

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 1024 * 1024

_SUM = struct.Struct("<I")
_END = struct.Struct("<QI8s")
"""How a file ends: how many bytes it holds before the checksums, the checksum of these and of that number, the mark."""
_MARK = b"regulars"


class DamagedError(Exception):
    """A kept file is not as it was written."""


def seal(file: Path) -> None:
    """Put the checksums of its blocks behind a file that is written to the end."""
    with file.open("r+b") as stream:
        sums = b"".join(_SUM.pack(zlib.crc32(block)) for block in iter(lambda: stream.read(BLOCK), b""))
        held = stream.tell()
        stream.write(sums + _END.pack(held, _sum_of_sums(sums, held), _MARK))


def write_table(file: Path, frame: pl.DataFrame) -> None:
    """Write a table that only the user can read, sealed."""
    file.touch(mode=0o600)
    frame.write_ipc(file)
    seal(file)


def content(file: Path) -> memoryview:
    """What a sealed file holds.

    Raises:
        DamagedError: It is not whole.
        OSError: It is not there, or cannot be read.
    """
    with file.open("rb") as stream:
        number = stream.fileno()
        held, sums = _end(number)
        large = held > default_memory() // 4  # it stays on disk, mapped: answers need the memory
        memory = memoryview(mmap.mmap(number, held, prot=mmap.PROT_READ) if large else _memory(held))
        for (expected,), start in zip(_SUM.iter_unpack(sums), range(0, held, BLOCK), strict=True):
            block = memory[start : start + BLOCK]
            if not large:
                os.preadv(number, [block], start)
            if zlib.crc32(block) != expected:
                raise DamagedError(file)
    return memory.toreadonly()


def table(file: Path) -> pl.DataFrame:
    """The table that was written to a file; raises what `content` raises."""
    import pyarrow as pa  # takes longer to load than a small file to be read

    try:
        with pa.ipc.open_file(pa.py_buffer(content(file))) as reader:
            return pl.DataFrame(pl.from_arrow(reader.read_all()))
    except pa.ArrowException as error:
        raise DamagedError(file) from error


def _end(number: int) -> tuple[int, bytes]:
    """How many bytes an open file holds before its checksums, and these."""
    size = os.fstat(number).st_size
    end = os.pread(number, _END.size, max(size - _END.size, 0))
    held, expected, mark = _END.unpack(end) if len(end) == _END.size else (0, 0, b"")
    sums = os.pread(number, -(-held // BLOCK) * _SUM.size, held) if 0 < held < size else b""
    if mark != _MARK or held + len(sums) + _END.size != size or _sum_of_sums(sums, held) != expected:
        raise DamagedError
    return held, sums


def _sum_of_sums(sums: bytes, held: int) -> int:
    return zlib.crc32(held.to_bytes(8, "little"), zlib.crc32(sums))


def _memory(size: int) -> mmap.mmap:
    """Memory in large pages where the system has them: taking it in small ones costs more than reading the file."""
    memory = mmap.mmap(-1, size)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):
            memory.madvise(mmap.MADV_HUGEPAGE)
    return memory
