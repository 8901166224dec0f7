"""Personal data: found by name and pattern, masked until the user asks to see them."""

from queries.answering.marking import marked
from queries.answering.masked import is_personal, masked_answer, masked_words, personal_names
from queries.catalogue import ByRow, Kind
from queries.privacy.detection import personal_columns, personal_in
from queries.privacy.masking import mask, mask_cell, mask_frame, mask_row, masked

__all__ = [
    "ByRow",
    "Kind",
    "is_personal",
    "marked",
    "mask",
    "mask_cell",
    "mask_frame",
    "mask_row",
    "masked",
    "masked_answer",
    "masked_words",
    "personal_columns",
    "personal_in",
    "personal_names",
]
