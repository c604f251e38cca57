"""Who a letter is for: the seller's list, without those who asked not to read about its topic. What approval binds, and what the gate
compares it with."""

from collections.abc import Mapping
from typing import Any

from brandguard.sources import Source
from sellers.audience.queries import deliverable
from sellers.profiles.models import Seller

from .written import written_fingerprint


def audience_of(seller_id: int, topic_id: int | None = None) -> dict[str, Any]:
    return {"list": seller_id, "filter": {} if topic_id is None else {"topic": topic_id}}


def topic_of(audience: Mapping[str, Any]) -> int | None:
    """The topic (an id) that an audience is limited by: what an approval bound, not what the letter says since."""
    return audience["filter"].get("topic")


def reader_count(seller: Seller, topic_id: int | None = None) -> int:
    """How many would get it now."""
    return deliverable(seller=seller, topic=topic_id).count()


def look_at(subject: str) -> Source | None:
    """The letter of a subject "letter:12" as it stands now; None when it is gone."""
    found = written_fingerprint(int(subject.partition(":")[2]))
    if found is None:
        return None
    fingerprint, seller_id, topic_id = found
    return Source(fingerprint, audience_of(seller_id, topic_id), lambda: reader_count(Seller(pk=seller_id), topic_id))
