"""What several parts of an answer need is worked out once a scope: `@once` around the function that says how."""

from __future__ import annotations

from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Concatenate, Literal, ParamSpec, TypeVar, overload

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.data.data import Data

Arguments = ParamSpec("Arguments")
Made = TypeVar("Made")


@overload
def once(
    function: Callable[Concatenate[Data, Arguments], Made],
) -> Callable[Concatenate[Data, Arguments], Made]: ...


@overload
def once(
    *, of: Literal["scope", "everyone"] = "scope", in_memory: bool = False
) -> Callable[[Callable[Concatenate[Data, Arguments], Made]], Callable[Concatenate[Data, Arguments], Made]]: ...


def once(
    function: Callable[Concatenate[Data, Arguments], Made] | None = None,
    *,
    of: Literal["scope", "everyone"] = "scope",
    in_memory: bool = False,
) -> (
    Callable[Concatenate[Data, Arguments], Made]
    | Callable[[Callable[Concatenate[Data, Arguments], Made]], Callable[Concatenate[Data, Arguments], Made]]
):
    """The decorated function is called once a scope and set of arguments; a plan it returns is worked out then.

    It is remembered under the function itself and its arguments, which therefore are values that can be compared:
    ids, days, numbers; what is made from them is made inside.

    Args:
        function: From data (and arguments) to a plan, or to anything else that is costly to find.
        of: Whose data the function gets and where its answer is remembered: those of the scope, or everyone's.
        in_memory: Which engine takes less time for a plan; see `Keep`.
    """

    def declare(
        function: Callable[Concatenate[Data, Arguments], Made],
    ) -> Callable[Concatenate[Data, Arguments], Made]:
        taken = signature(function)

        @wraps(function)
        def found(data: Data, *arguments: Arguments.args, **named: Arguments.kwargs) -> Made:
            home = data.everyone if of == "everyone" else data
            given = taken.bind(home, *arguments, **named)
            given.apply_defaults()

            def make() -> Made:
                made = function(home, *arguments, **named)
                # A plan for a plan, which types cannot say of one that may be anything.
                return home.keep(made, in_memory=in_memory) if isinstance(made, pl.LazyFrame) else made  # type: ignore[return-value]

            return home.remembered((function, *list(given.arguments.values())[1:]), make)

        return found  # type: ignore[return-value]  # mypy names the first argument, which a Callable cannot

    return declare if function is None else declare(function)
