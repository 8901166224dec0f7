"""Personal data: found by name and pattern, masked until the user asks to see them."""

from queries.catalogue import ByRow, Kind
from queries.privacy.detection import personal_columns, personal_in
from queries.privacy.masking import mask, mask_cell, mask_frame, mask_row, masked

__all__ = [
    "ByRow",
    "Kind",
    "mask",
    "mask_cell",
    "mask_frame",
    "mask_row",
    "masked",
    "personal_columns",
    "personal_in",
]
