"""Proof of consent, for one customer, fit to be printed: what she said, when, where, and in which words she was asked."""

import hashlib
import json
from dataclasses import dataclass

from sellers.audience.models import ConsentEvent, Subscriber
from sellers.audience.queries import consent_history


@dataclass(frozen=True)
class Proof:
    """Every event of the record, oldest first, and the SHA-256 that names it: the same record has the same one, a changed one another."""

    events: tuple[ConsentEvent, ...]
    digest: str


def proof_of(*, customer: Subscriber) -> Proof:
    """The record of what this customer said to her seller."""
    events = tuple(consent_history(subscriber=customer).select_related("confirms"))
    lines = [[getattr(event, column) for column in _COLUMNS] for event in events]
    return Proof(events, hashlib.sha256(json.dumps(lines, default=str, separators=(",", ":")).encode()).hexdigest())


# All that is recorded, so that nothing on the page can differ without a trace.
_COLUMNS = [field.attname for field in ConsentEvent._meta.concrete_fields]
