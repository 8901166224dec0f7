"""The columns and parameters of a test."""

from __future__ import annotations

from queries.catalogue import Column, Parameter, Unit
from queries.metrics.experiments.experiment.sums import WINDOW

ARM = Column("arm", "the arm; the control comes first", Unit.TEXT, key=True)
CUSTOMERS = Column("customers", "exposed customers, each by the first exposure, whose window is over", Unit.COUNT)
LIFT = (
    Column("lift", "how much more than the control: (arm − control) ÷ control", Unit.SHARE),
    Column("lift_low", "lower end of its 95 % interval", Unit.SHARE),
    Column("lift_high", "upper end of its 95 % interval", Unit.SHARE),
    Column("p", "how likely chance alone makes a difference as large", Unit.NUMBER),
)
COLUMNS = (
    ARM,
    CUSTOMERS,
    Column("converted", "of these, customers who reached the goal within the window", Unit.COUNT),
    Column("rate", "share that reached the goal", Unit.SHARE, numerator="converted", denominator="customers"),
    Column("low", "lower end of the rate's 95 % interval", Unit.SHARE),
    Column("high", "upper end of the rate's 95 % interval", Unit.SHARE),
    *LIFT,
    Column("chance_best", "probability that the arm's true rate is the highest of all", Unit.SHARE),
)
MEANS = (
    Column("measure", "what is averaged over the customers", Unit.TEXT, key=True, worded=True),
    ARM,
    Column(
        "method", "plain, or with what the time before explains taken away (CUPED)", Unit.TEXT, key=True, worded=True
    ),
    CUSTOMERS,
    Column("mean", "the mean of a customer, or of an order", Unit.NUMBER, unit_column="unit"),
    Column("unit", "what the mean is", Unit.TEXT, worded=True),
    *LIFT,
)
SRM = (
    ARM,
    Column("customers", "everybody first exposed to it, also whose window is open", Unit.COUNT),
    Column("share", "their share", Unit.SHARE, numerator="customers", denominator="customers of all arms"),
    Column("planned", "the share that was planned", Unit.SHARE),
    Column("expected", "customers at the planned share", Unit.NUMBER),
)
METRICS = (
    Column("metric", "what is compared", Unit.TEXT, key=True, worded=True),
    ARM,
    *LIFT,
    Column(
        "q", "the p after Benjamini and Hochberg, over all rows: below 0.05, 5 % of such finds are false", Unit.NUMBER
    ),
)
ALLOCATION = (
    Column("day", "the day of the first exposure", Unit.DATE, key=True),
    ARM,
    Column("customers", "customers first exposed on it", Unit.COUNT),
)
PARAMETERS = (
    Parameter(
        "arms",
        "what tells the arms: an attribute, kinds of event (a,b), or a list with a hold-out; empty: the variant column",
        "text",
    ),
    Parameter("control", "the arm the others are compared with; empty: the one called like a control", "text"),
    Parameter(
        "goal",
        "kinds of event, the first is what the test is about; empty: the outcome beside the arm, else purchase",
        "text",
    ),
    Parameter(
        "window",
        f"days from the exposure that are read; 0: to the end; empty: {WINDOW} where it has a date",
        "int",
        low=0,
    ),
    Parameter("before", "days before the exposure that tell what a customer would have done anyway", "int", low=1),
    Parameter("planned", "planned shares in the order of the arms, the control first; empty: equal ones", "decimals"),
)
PARTS = {"means": MEANS, "srm": SRM, "metrics": METRICS, "allocation": ALLOCATION}
"""The columns of each further table."""
