"""Tests can fail: an `or` in an assert holds whatever its easier half holds, so it says why that is enough."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]


def unexplained(path: Path) -> list[int]:
    """The lines of asserts that an `or` decides, without a comment on a line of theirs or the line above."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assert) and any(isinstance(part, ast.Or) for part in deciding(node.test))
        if not any("#" in line for line in lines[max(0, node.lineno - 2) : node.end_lineno])
    ]


def deciding(test: ast.expr) -> Iterator[ast.AST]:
    """The operators an assert hangs on, those inside `any`, `all` and comprehensions included.

    A value that stands in for a missing one (`figure or 0`) decides nothing by itself.
    """
    match test:
        case ast.BoolOp(op=op, values=values):
            yield op
            for value in values:
                yield from deciding(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from deciding(operand)
        case ast.IfExp(body=body, orelse=other):
            yield from deciding(body)
            yield from deciding(other)
        case ast.Call(func=ast.Name(id="any" | "all"), args=[ast.GeneratorExp(elt=each)]):
            yield from deciding(each)


def test_an_or_in_an_assert_says_why() -> None:
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert len(files) > 80
    found = {str(path.relative_to(ROOT)): lines for path in files if (lines := unexplained(path))}
    assert found == {}


def test_a_planted_or_is_found(tmp_path: Path) -> None:
    path = tmp_path / "test_planted.py"
    path.write_text(
        "assert a or b\n"
        "assert a or b  # both are right\n"
        "# Either is right.\n"
        "assert a or b\n"
        "assert not (a and (b or c))\n"
        "assert all(a or b for a in c)\n"
        "assert (a or 0) == 1\n"
        "assert 'a or b' in c\n"
        "assert (\n    a\n    or b\n)\n"
    )
    assert unexplained(path) == [1, 5, 6, 9]
