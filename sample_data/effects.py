"""Which effects the shop has: each can be switched off, so that a test sees the bare process."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Effects:
    """One switch an effect; what is off leaves the rest of the shop drawn as before.

    Attributes:
        growth: Acquisition doubles over the two years; off: as many new customers every day.
        seasons: Purchases and visits follow the month.
        weekend: A weekend day has 1.3 times the rate of a working day.
        hours: Evenings are busy, nights quiet, stores and phones keep opening hours.
        outage: Web and app take neither orders nor visits for some days.
        surge: For some days everything comes at a multiple of its rate.
        same_day: Some days see two orders of a customer, by chance or because one follows the other; off:
            each order of a customer has a day of its own, so that orders and occasions are the same.
        prospects: A share of the customers signs up, visits and never buys.
        portraits: Age, income, acquisition channel and satisfaction lean on how a customer behaves.
        refunds: Some orders are paid back, wholly or in part.
        non_purchase: Visits, e-mails, support contacts, mentions, store visits and the survey exist.
        offer: For a quarter, women order more at weekends, as if these had an offer for them.
        funnel: Visits without purchase go from product to cart to checkout by stated chances.
        assist: Before some orders in a store, the customer looks at the app.
        pair: Two products are bought together more than chance brings them.
        rising: One product is chosen more often in the second year.
        experiment: The treatment of the A/B test works; off: both variants convert alike.
        faults: Duplicate rows, missing ids, future dates and mixed-case channels are planted.
    """

    growth: bool = True
    seasons: bool = True
    weekend: bool = True
    hours: bool = True
    outage: bool = True
    surge: bool = True
    same_day: bool = True
    prospects: bool = True
    portraits: bool = True
    refunds: bool = True
    non_purchase: bool = True
    offer: bool = True
    funnel: bool = True
    assist: bool = True
    pair: bool = True
    rising: bool = True
    experiment: bool = True
    faults: bool = True

    @classmethod
    def none(cls) -> Effects:
        """Nothing but the buying process: purchases are Pareto/NBD with Gamma-Gamma spend, exactly."""
        return cls(**{field.name: False for field in fields(cls)})
