"""The columns and parameters of an effect."""

from __future__ import annotations

from queries.catalogue import Column, Parameter, Unit
from queries.metrics.experiments.effect.groups import HELD_OUT, MATCHED, OTHERS
from queries.metrics.experiments.effect.stretches import DAYS, MEASURES

COLUMNS = (
    Column("group", "those something was done to, and those they are compared with", Unit.TEXT, key=True, worded=True),
    Column("customers", "how many they are; customers like them are weighted", Unit.COUNT),
    Column("before", "a customer and 30 days, before the action", Unit.NUMBER, unit_column="unit"),
    Column("after", "a customer and 30 days, from the start of the action on", Unit.NUMBER, unit_column="unit"),
    Column("change", "after against before", Unit.SHARE, numerator="after − before", denominator="before"),
    Column("unit", "what the numbers are", Unit.TEXT, worded=True),
)
EFFECT = (
    Column("comparison", "the action, or the placebo: the same right before it", Unit.TEXT, key=True),
    Column("actual", "what the treated did in it", Unit.NUMBER, unit_column="unit"),
    Column("expected", "what they would have done like those compared", Unit.NUMBER, unit_column="unit"),
    Column("lift", "how much more that is", Unit.SHARE, numerator="actual − expected", denominator="expected"),
    Column("lift_low", "lower end of its 95 % interval", Unit.SHARE),
    Column("lift_high", "upper end of its 95 % interval", Unit.SHARE),
    Column("extra", "actual less expected", Unit.NUMBER, unit_column="unit"),
    Column("extra_low", "lower end of its 95 % interval", Unit.NUMBER, unit_column="unit"),
    Column("extra_high", "upper end of its 95 % interval", Unit.NUMBER, unit_column="unit"),
    Column("unit", "what the numbers are", Unit.TEXT, worded=True),
)
PARAMETERS = (
    Parameter("list", "the list something was done to; empty: the one frozen last", "text"),
    Parameter("segment", "instead of a list: a segment, or an attribute with a value, like sex=female", "text"),
    Parameter("start", "the first day of the action; empty: when the list was frozen", "date"),
    Parameter("end", "the last day of the action; empty: the end of what is known", "date"),
    Parameter("days", "which days count", "choice", choices=DAYS),
    Parameter("of", "what is to have changed", "choice", choices=MEASURES),
    Parameter(
        "against", "with whom; empty: those held out, else of a list customers like them, of a segment everyone else",
        "choice", choices=(HELD_OUT, MATCHED, OTHERS),
    ),
    Parameter("history", "how many times as long as the action the time before is that is compared", "int", low=1),
    Parameter("seed", "what the draws of the intervals begin with", "int", low=0),
)  # fmt: skip
