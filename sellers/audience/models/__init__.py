"""People, the lists they stand on, and the proof that they want to."""

from .cards import CardEdit, CardMerge, Note, SpecialDay, Tag
from .consent import ConfirmationSent, ConsentEvent, EarlierNo, Suppression
from .handing_over import HandOver, HandOverAnswer
from .imports import Import, ImportFile, ImportRow
from .people import Person, Subscriber, Topic

__all__ = [
    "CardEdit",
    "CardMerge",
    "ConfirmationSent",
    "ConsentEvent",
    "EarlierNo",
    "HandOver",
    "HandOverAnswer",
    "Import",
    "ImportFile",
    "ImportRow",
    "Note",
    "Person",
    "SpecialDay",
    "Subscriber",
    "Suppression",
    "Tag",
    "Topic",
]
