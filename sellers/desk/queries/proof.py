"""Proof of consent, for one customer, fit to be printed: what she said, when, where, and in which words she was asked."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from sellers.audience.models import ConsentEvent, Subscriber
from sellers.audience.queries import consent_history


@dataclass(frozen=True)
class Proof:
    """Every event of the record, oldest first, and the SHA-256 that names it: the same record has the same one, a changed one another."""

    events: tuple[ConsentEvent, ...]
    digest: str


def proof_of(*, customer: Subscriber) -> Proof:
    """The record of what this customer said to her seller."""
    events = tuple(consent_history(subscriber=customer).select_related("confirms", "imported_by"))
    return Proof(events, hashlib.sha256(json.dumps([_line(event) for event in events], separators=(",", ":")).encode()).hexdigest())


def _line(event: ConsentEvent) -> list[object]:
    at = event.at.astimezone(UTC).isoformat()
    return [
        event.pk,
        event.person_id,
        event.seller_id,
        event.kind,
        at,
        event.wording,
        event.page,
        event.ip,
        event.source,
        event.confirms_id,
    ]
