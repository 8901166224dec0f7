"""A format is declared once: what its line in the table says is what command line, files and tests go by."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from queries.export import FORMATS, Format, format_of

ROOT = Path(__file__).parents[3]

# A format as one line would declare it, and a program that then does something with it.
ADDED = """
import sys
sys.path.insert(0, {root!r})
from queries.export import FORMATS, Format
FORMATS["tried"] = Format("tried", "Tried", (".tried", ".try"), "queries.export.delimited:write_csv", True, False)
"""


def with_another(program: str, *words: str) -> str:
    """What a program says that starts with one more format in the table."""
    code = ADDED.format(root=str(ROOT)) + program
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_format_that_is_added_is_offered_by_the_command_line() -> None:
    said = with_another("from tui.cli import cli; cli.ended(['run', '--help'])")
    assert f"[table|{'|'.join(FORMATS)}|tried]" in "".join(said.split())


def test_a_format_that_is_added_is_found_by_the_name_of_a_file() -> None:
    said = with_another(
        "from pathlib import Path; from queries.export import format_of; print(format_of(Path('x.TRY')))"
    )
    assert said == "tried\n"


def test_a_format_that_is_added_is_tested_like_every_other() -> None:
    words = ("-q", "-p", "no:cacheprovider", "tests/queries/export/test_export.py", "-k", "tried")
    said = with_another("import pytest; sys.exit(pytest.main(sys.argv[1:]))", *words)
    assert " passed" in said


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS.keys())
def test_a_suffix_says_one_format(form: Format) -> None:
    assert form.suffixes
    for suffix in form.suffixes:
        assert format_of(Path(f"x{suffix}")) == format_of(Path(f"x.y{suffix.upper()}")) == form.name


def test_other_suffixes_say_nothing() -> None:
    assert [format_of(Path(name)) for name in ("x.txt", "x", ".csv", "csv")] == [None] * 4
