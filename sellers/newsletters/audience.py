"""Who a letter is for: for now the seller's whole list. What approval binds, and what the gate compares it with."""

from typing import Any

from brandguard.sources import Source
from sellers.audience.queries import deliverable
from sellers.profiles.models import Seller

from .written import written_fingerprint


def audience_of(seller_id: int) -> dict[str, Any]:
    return {"list": seller_id, "filter": {}}


def reader_count(seller: Seller) -> int:
    """How many would get it now."""
    return deliverable(seller=seller).count()


def look_at(subject: str) -> Source | None:
    """The letter of a subject "letter:12" as it stands now; None when it is gone."""
    found = written_fingerprint(int(subject.partition(":")[2]))
    if found is None:
        return None
    fingerprint, seller_id = found
    return Source(fingerprint, audience_of(seller_id), lambda: reader_count(Seller(pk=seller_id)))
