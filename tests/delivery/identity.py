"""The accounting identity, asked of the database."""

from sellers.delivery.models import Issue
from sellers.delivery.queries import accounting_of

PARTS = ("sent", "failed", "bounced", "suppressed", "held", "in_doubt", "queued")


def holds(issue: Issue) -> dict[str, int]:
    """The accounting; fails unless its parts add up to the snapshot."""
    counts = accounting_of(issue)
    assert counts["snapshot"] == sum(counts[part] for part in PARTS), counts
    return counts
