"""Page views: what is looked at in each session, for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import DAY, DAYS, stamps
from sample_data.channels import CHANNELS
from sample_data.draws import labelled, pick, spread, stream
from sample_data.products import PRODUCTS, product_ids
from sample_data.visits import NO_PRODUCT

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Flags, Ints, Rows
    from sample_data.effects import Effects
    from sample_data.visits import Sessions

PAGES = ("home", "category", "product", "cart", "checkout", "account", "help")
HOME, CATEGORY, PRODUCT, CART, CHECKOUT, ACCOUNT, HELP = range(7)
_ARRIVE = (38, 22, 34, 0, 0, 4, 2)  # first page of a session, out of 100
_GO_ON = (6, 22, 54, 8, 0, 6, 4)  # later pages
FUNNEL = (0.6, 0.3, 0.4)
"""Chances of a visit without purchase: a product as its second page, the cart as its third, the checkout as its fourth,
each if the step before was taken and the visit lasts so long."""
_DWELL = (14, 22, 45, 25, 60, 30, 50)  # median seconds on each page
_LONGEST = 600  # seconds; five pages stay below an hour


def page_table(sessions: Sessions, seed: int, effects: Effects) -> pl.DataFrame:
    """The table `page_views`, sorted by time: what a session ends with has no dwell time."""
    rng = stream(seed, "pages")
    session = spread(sessions.pages)
    opens = np.cumsum(sessions.pages) - sessions.pages
    nth = np.arange(len(session)) - opens[session]
    to_go = sessions.pages[session] - 1 - nth
    page = _pages(rng, nth, to_go, sessions.buys[session])
    if effects.funnel:
        _to_the_cart(stream(seed, "funnel"), page, sessions, session, nth)
    dwell, viewed = _times(rng, page, session, opens, sessions)
    product = _products(rng, page, sessions.wanted[session])
    frame = pl.DataFrame(
        {
            "customer": sessions.customer[session],
            "session_id": session.astype(np.int64) + 1,
            "viewed_at": stamps(viewed),
            "page": labelled(page, PAGES),
            "product_id": labelled(product, product_ids()),
            "seconds": dwell.astype(np.int32),
            "channel": labelled(sessions.channel[session], CHANNELS),
        }
    )
    return (
        frame.with_columns(
            pl.when(pl.Series(to_go > 0)).then("seconds"),
            pl.when(pl.Series(page == PRODUCT)).then("product_id"),
        )
        .filter(pl.Series(viewed < DAYS * DAY))  # what is read after midnight of the last day is not known yet
        .sort("viewed_at", maintain_order=True)
    )


def _pages(rng: np.random.Generator, nth: Ints, to_go: Ints, buys: Flags) -> Codes:
    """The page of each view: a purchase goes from the shop's front by product and cart to the checkout."""
    page = np.where(nth == 0, pick(rng, _ARRIVE, len(nth)), pick(rng, _GO_ON, len(nth)))
    page[buys & (to_go == 0)] = CHECKOUT
    page[buys & (to_go == 1)] = CART
    page[buys & (to_go == 2)] = PRODUCT
    return page.astype(np.uint8)


def _to_the_cart(rng: np.random.Generator, page: Codes, sessions: Sessions, session: Rows, nth: Ints) -> None:
    """Visits without purchase show a product, then the cart, then the checkout, each by its chance, as long as they
    last; they see neither by accident."""
    reached = (rng.random((len(sessions), len(FUNNEL))) < np.asarray(FUNNEL)).cumprod(axis=1).sum(axis=1)
    browsing = ~sessions.buys[session]
    page[browsing & (page == CART)] = CATEGORY
    for step, shown in enumerate((PRODUCT, CART, CHECKOUT)):
        page[browsing & (nth == step + 1) & (reached[session] > step)] = shown


def _times(rng: np.random.Generator, page: Codes, session: Rows, opens: Ints, sessions: Sessions) -> tuple[Ints, Ints]:
    """How long each view lasts and when it begins, in seconds.

    A session with a purchase is counted back from it: the purchase is the end of the checkout.
    """
    typical = np.asarray(_DWELL, dtype=np.float64)[page]
    dwell = np.clip(np.rint(typical * np.exp(rng.normal(0.0, 0.8, len(page)))), 1, _LONGEST).astype(np.int64)
    ends = np.cumsum(dwell)
    before = ends - dwell
    opened = before[opens] if len(session) else before
    length = np.diff(np.append(opened, ends[-1:]))
    start = np.where(sessions.buys, sessions.seconds - length, sessions.seconds)
    return dwell, start[session] + before - opened[session]


def _products(rng: np.random.Generator, page: Codes, wanted: Codes) -> Codes:
    """The product on each product page: mostly the one bought, else one that many look at."""
    popular = np.floor(PRODUCTS * rng.beta(1.0, 1.7, len(page))).astype(np.uint8)
    found = (wanted != NO_PRODUCT) & ((page != PRODUCT) | (rng.random(len(page)) < 0.7))
    return np.where(found, wanted, popular).astype(np.uint8)
