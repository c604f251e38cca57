"""A customer's card as one form: the audience's services, in one transaction."""

from typing import Any

from django.db import transaction

from sellers.audience import services
from sellers.audience.models import SpecialDay, Subscriber
from sellers.audience.queries import birthday_of

OWN = ("tags", "birthday_day", "birthday_month")


@transaction.atomic
def keep_card(customer: Subscriber, *, by: Any, **fields: Any) -> Subscriber:
    """Everything of the card's form: fields, tags (with commas) and birthday. Raises NotAllowed, BadName, BadCard; then nothing is kept."""
    services.update_subscriber(customer, by=by, **{name: value for name, value in fields.items() if name not in OWN})
    services.set_tags(customer, [name for name in fields["tags"].split(",") if name.strip()], by=by)
    before, day, month = birthday_of(subscriber=customer), fields["birthday_day"], fields["birthday_month"]
    if day and (before is None or (before.day, before.month) != (day, month)):
        services.set_day(
            customer, kind=SpecialDay.Kind.BIRTHDAY, day=day, month=month, year=before.year if before is not None else None, by=by
        )
    elif not day and before is not None:
        services.remove_day(before, by=by)
    return customer
