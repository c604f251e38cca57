"""What a seller writes down about a reader. Each change leaves a line in the card's own history and one in the audit trail."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.exceptions import NotAllowed

from ..exceptions import BadCard
from ..models import CardEdit, Subscriber
from .finding import ON_THE_CARD, refresh_search
from .people import clean_name

EDITABLE = (*ON_THE_CARD, "stage", "language")
_NAMES = ("first_name", "last_name", "salutation")
LONGEST = {"how_we_met": 300, "note": 4000, "phone": 40, "tastes": 2000, "sizes": 300, "looks_for": 2000, "stage": 12, "language": 10}


@transaction.atomic
def update_subscriber(subscriber: Subscriber, *, by: Any, **details: str) -> Subscriber:
    """Change what the seller knows about her own reader: EDITABLE fields only. Raises NotAllowed, BadName, BadCard."""
    require_owner(subscriber, by)
    if set(details) - set(EDITABLE):
        raise NotAllowed("This does not stand on a reader's card.")
    before = {field: getattr(subscriber, field) for field in details}
    for field, value in details.items():
        setattr(subscriber, field, clean_field(field, value))
    subscriber.save(update_fields=list(details))
    changes = {field: [old, getattr(subscriber, field)] for field, old in before.items() if old != getattr(subscriber, field)}
    if changes:
        refresh_search(subscriber)
        note_edit(subscriber, "card", changes, by=by)
        audit.record("audience.edited", actor=by, subject=f"subscriber:{subscriber.pk}", data={"fields": sorted(changes)})
    return subscriber


def clean_field(field: str, value: str) -> str:
    """A value as it may stand in an EDITABLE field. Raises BadName, BadCard."""
    if field in _NAMES:
        return clean_name(value)
    value = value.strip().replace("\0", "")
    if len(value) > LONGEST[field]:
        raise BadCard(f"This is too long: {LONGEST[field]} characters are the most.")
    if field == "stage" and value and value not in Subscriber.Stage.values:
        raise BadCard("There is no such stage.")
    return value


def require_owner(subscriber: Subscriber, by: Any) -> None:
    """`by` is the reader's own seller, or None for the system (an import, a sequence). Raises NotAllowed."""
    if by is not None and by.pk != subscriber.seller.user_id:
        raise NotAllowed("Only the seller herself changes what stands on a reader's card.")


def note_edit(subscriber: Subscriber, what: str, changes: Mapping[str, Any], *, by: Any) -> None:
    """Append to the history of the card."""
    CardEdit.objects.create(subscriber=subscriber, at=timezone.now(), by=by, what=what, changes=dict(changes))
