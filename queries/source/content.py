"""What the first bytes of a file say of the rest."""

from __future__ import annotations

import re

_JSON = re.compile(rb'(\xef\xbb\xbf)?\s*(\[\s*)?\{\s*["}]|(\xef\xbb\xbf)?\s*\[\s*[\[\]"\d{]')

COMPOUND = b"\xd0\xcf\x11\xe0"
"""How the files of old office programs begin, and encrypted ones of newer programs."""

# Names of parts in a zip archive, each behind the 30 bytes that say what it is.
_SHEETS = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def is_text(head: bytes) -> bool:
    """Whether hardly any byte is a control byte; UTF-16 is half zeros, and a table may hold a few."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = head[:65536]
    control = sum(sample.count(byte) for byte in range(1, 32) if byte not in b"\t\n\r\f\x1a\x1b\x1c\x1d\x1e\x1f")
    zeros = sample.count(0)
    utf_16 = max(sample[0::2].count(0), sample[1::2].count(0)) > len(sample) // 4
    few = max(len(sample) // 50, 3)
    return control <= few and (zeros <= few or utf_16)


def is_json(head: bytes, named_so: bool) -> bool:
    """Whether a text is JSON; where its name does not say so, lists of values could be anything."""
    flat = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    return bool(_JSON.match(flat)) and (named_so or not flat.lstrip().startswith((b'["', b"[1")))


def begins_like_json(head: bytes) -> bool:
    """Whether a bracket comes first."""
    return head.startswith((b"[", b"{"))


def is_workbook(head: bytes) -> bool:
    """Whether a file is a workbook: a zip archive of one, or what programs of old and encrypted ones write."""
    if head.startswith(COMPOUND):
        return True
    if not head.startswith(b"PK\x03\x04"):
        return False
    return head.startswith(_SPREADSHEET, 38) or bool(_SHEETS.search(head))


def is_encrypted_workbook(content: bytes) -> bool:
    """Whether a workbook is encrypted: its content is then one part of a compound file."""
    return content.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in content
