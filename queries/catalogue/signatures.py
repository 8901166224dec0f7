"""What a declaration reads off the signatures of its functions: defaults of parameters, and what a hook wants."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from inspect import Parameter as Named
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.catalogue.parameters import Parameter

Made = TypeVar("Made")

SPLIT = "split"
"""What every function that can be split names without declaring it."""


def with_defaults(
    metric: str, parameters: tuple[Parameter, ...], function: Callable[..., Any], leading: int = 1
) -> tuple[Parameter, ...]:
    """The parameters with the defaults that a function's signature gives them.

    Args:
        metric: The id of the metric that declares them.
        parameters: As they are declared.
        function: What takes them.
        leading: How many of its arguments come first and are none of them: the data.

    Raises:
        TypeError: Declaration and signature do not name the same parameters, or a default is missing or told twice.
    """
    named = {name: entry for name, entry in _named(function, leading).items() if name != SPLIT}
    declared = {parameter.name for parameter in parameters}
    for name in named.keys() - declared:
        raise TypeError(f"{metric} takes “{name}”, which it does not declare as a parameter.")
    for parameter in parameters:
        if parameter.name not in named:
            raise TypeError(f"{metric} declares the parameter “{parameter.name}”, which its function does not take.")
        if parameter.default is not None:
            raise TypeError(f"{metric}: the default of “{parameter.name}” stands in the signature alone.")
        if named[parameter.name].default is Named.empty:
            raise TypeError(f"{metric}: “{parameter.name}” needs a default in the signature; None is one.")
    return tuple(replace(parameter, default=named[parameter.name].default) for parameter in parameters)


def heeding(hook: Callable[..., Made], leading: int) -> Callable[..., Made]:
    """A function that may be called with every parameter of its metric, and hands on those that `hook` names.

    Args:
        hook: Takes what comes first, and of the parameters those it needs; all of them, if it says `**`.
        leading: How many arguments come first: data, a row, tables.
    """
    if any(entry.kind is Named.VAR_KEYWORD for entry in signature(hook).parameters.values()):
        return hook
    names = tuple(_named(hook, leading))

    @wraps(hook)
    def called(*arguments: Any, **given: Any) -> Made:
        return hook(*arguments, **{name: given[name] for name in names if name in given})

    return called


def _named(function: Callable[..., Any], leading: int) -> dict[str, Named]:
    """What a function takes by name, after its leading arguments."""
    return dict(list(signature(function).parameters.items())[leading:])
