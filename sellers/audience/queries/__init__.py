"""Reads of the lists. Every one takes the seller whose list it is, or the viewer who asks."""

from .about import everything_about, register_about
from .cards import birthday_of, card_history, coming_days, days_of, merge_for, merges_of, note_for, notes_of, tag_for, tags_in_use, tags_of
from .consent import consent_history, is_suppressed, own_history, subscriptions_of, waiting_requests
from .duplicates import Pair, duplicate_pairs, duplicates_of
from .hand_overs import answer_for, hand_over_for, hand_over_progress, hand_overs_seen_by
from .imports import import_for, imports_of, register_written_to, remembered_columns, written_to
from .lists import (
    EXPORTED,
    active_subscribers,
    counts_by_seller,
    deliverable,
    exported_rows,
    list_owner,
    merge_values,
    readers,
    state_counts,
    subscriber_for,
    values_of,
    with_a_rhythm,
)
from .topics import may_keep_topics, topic_for, topic_named, topics_in_use, topics_kept_by, who_does_without

__all__ = [
    "EXPORTED",
    "Pair",
    "active_subscribers",
    "answer_for",
    "birthday_of",
    "card_history",
    "coming_days",
    "consent_history",
    "counts_by_seller",
    "days_of",
    "deliverable",
    "duplicate_pairs",
    "duplicates_of",
    "everything_about",
    "exported_rows",
    "hand_over_for",
    "hand_over_progress",
    "hand_overs_seen_by",
    "import_for",
    "imports_of",
    "is_suppressed",
    "list_owner",
    "may_keep_topics",
    "merge_for",
    "merge_values",
    "merges_of",
    "note_for",
    "notes_of",
    "own_history",
    "readers",
    "register_about",
    "register_written_to",
    "remembered_columns",
    "state_counts",
    "subscriber_for",
    "subscriptions_of",
    "tag_for",
    "tags_in_use",
    "tags_of",
    "topic_for",
    "topic_named",
    "topics_in_use",
    "topics_kept_by",
    "values_of",
    "waiting_requests",
    "who_does_without",
    "with_a_rhythm",
    "written_to",
]
