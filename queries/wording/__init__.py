"""What people read, in their language: a catalogue of sentences, and the way each takes through it."""

from queries.wording.declared import Read, in_english, worded
from queries.wording.language import LANGUAGES, chosen, current, language_of, speak
from queries.wording.said import again, count_of, mark, say

__all__ = [
    "LANGUAGES",
    "Read",
    "again",
    "chosen",
    "count_of",
    "current",
    "in_english",
    "language_of",
    "mark",
    "say",
    "speak",
    "worded",
]
