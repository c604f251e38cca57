"""What the door and the loader ask."""

from collections.abc import Iterable
from datetime import datetime

from sellers.delivery.models import Chunk, Delivery, Issue
from sellers.delivery.rows import members_of
from sellers.newsletters.payload import LetterPayload


def link_table(issue_id: int) -> tuple[str, ...] | None:
    """The approved targets of a letter that was sent or is being sent; None for every other."""
    started = Issue.objects.filter(pk=issue_id, started_at__isnull=False).select_related("artefact")
    issue = started.first()
    return LetterPayload.from_bytes(bytes(issue.artefact.payload)).links if issue else None


def link_counts(issue_ids: Iterable[int]) -> dict[int, int]:
    """How many links each letter has."""
    return {pk: len(link_table(pk) or ()) for pk in issue_ids}


def handed_over_at(delivery_ids: Iterable[int]) -> dict[int, datetime]:
    """When a worker took each copy in hand for the last time, which is at most a few seconds before its hand-over."""
    places: dict[int, dict[int, int]] = {}
    for pk, issue_id, n in Delivery.objects.filter(pk__in=list(delivery_ids)).values_list("pk", "issue_id", "n"):
        places.setdefault(issue_id, {})[n] = pk
    found: dict[int, datetime] = {}
    for chunk in Chunk.objects.filter(issue__in=places, claimed_at__isnull=False).order_by("pk"):
        wanted = places[chunk.issue_id]
        members = members_of(chunk)
        for n in wanted.keys() & set(members) if len(wanted) > 20 else [n for n in wanted if n in members]:
            assert chunk.claimed_at is not None  # noqa: S101 (filtered above)
            found[wanted[n]] = chunk.claimed_at
    return found
