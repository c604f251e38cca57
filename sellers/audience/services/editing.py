"""What a seller writes down about a reader."""

from typing import Any

from django.db import transaction

from hub.common import audit
from hub.common.exceptions import NotAllowed

from ..models import Subscriber
from .people import clean_name

EDITABLE = ("first_name", "last_name", "salutation", "how_we_met", "note")


@transaction.atomic
def update_subscriber(subscriber: Subscriber, *, by: Any, **details: str) -> Subscriber:
    """Change what the seller knows about her own reader: EDITABLE fields only. Raises NotAllowed, BadName."""
    if by.pk != subscriber.seller.user_id or set(details) - set(EDITABLE):
        raise NotAllowed("Only the seller herself changes what stands on a reader's card.")
    for field, value in details.items():
        setattr(subscriber, field, clean_name(value) if field in ("first_name", "last_name", "salutation") else value.strip())
    subscriber.save(update_fields=list(details))
    audit.record("audience.edited", actor=by, subject=f"subscriber:{subscriber.pk}", data={"fields": sorted(details)})
    return subscriber
