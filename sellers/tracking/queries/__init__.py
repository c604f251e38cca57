"""Every read of what came back."""

from .brakes import (
    brake_is_on,
    brakes_for,
    handed_over,
    incidents,
    last_release,
    may_release,
    refusals_of,
    sentence_of,
    unmatched_count,
)
from .conversations import replies_of, reply_for, timeline_of, waiting_replies
from .events import handed_over_at, link_counts, link_table
from .results import exported_results, letter_results, results_of, sent_issues, with_links

__all__ = [
    "brake_is_on",
    "brakes_for",
    "exported_results",
    "handed_over",
    "handed_over_at",
    "incidents",
    "last_release",
    "letter_results",
    "link_counts",
    "link_table",
    "may_release",
    "refusals_of",
    "replies_of",
    "reply_for",
    "results_of",
    "sent_issues",
    "sentence_of",
    "timeline_of",
    "unmatched_count",
    "waiting_replies",
    "with_links",
]
