"""The kinds of arrays that people, orders and visits are drawn in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
"""Times in days since the shop opened, rates, money."""


Ints = npt.NDArray[np.int64]
"""Times in whole seconds since the shop opened, money in cents, counts."""


Codes = npt.NDArray[np.uint8]
"""A position in a short list of labels."""


Rows = npt.NDArray[np.uint32]
"""Customers or orders by their position."""


Flags = npt.NDArray[np.bool_]
