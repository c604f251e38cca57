"""Forgetting those who never confirmed."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from hub.common import audit

from ..choices import CONFIRM_WITHIN, CONFIRMATION_WINDOW, Source
from ..models import ConfirmationSent, ConsentEvent, Person, Subscriber
from .erasing import forget
from .merging import let_go
from .people import record_consent

State, Kind = Subscriber.State, ConsentEvent.Kind


def expire_pending() -> int:
    """Take back requests that nobody confirmed within 7 days; the number of requests. Each in a transaction of its own.

    An address that stands on no other list and never did is deleted with its traces; someone who had left stays "left".
    """
    now = timezone.now()
    asked = ConsentEvent.objects.filter(
        person=OuterRef("person"), seller=OuterRef("seller"), kind__in=(Kind.REQUESTED, Kind.ADDED), at__gt=now - CONFIRM_WITHIN
    )
    late = Subscriber.objects.filter(~Exists(asked), state=State.PENDING, to_be_asked=False, added_at__lte=now - CONFIRM_WITHIN)
    ids = list(late.values_list("pk", flat=True))
    count = sum(_expire(pk) for pk in ids)
    if count:
        audit.record("audience.expired", subject="subscribers", data={"count": count})
    ConfirmationSent.objects.filter(at__lt=now - CONFIRMATION_WINDOW).delete()
    return count


@transaction.atomic
def _expire(pk: int) -> bool:
    person = Person.objects.select_for_update().filter(subscriptions__pk=pk).first()
    subscriber = Subscriber.objects.filter(pk=pk, state=State.PENDING).select_related("seller").first()
    if person is None or subscriber is None:
        return False
    if subscriber.left_at or subscriber.confirmed_at:
        subscriber.state = State.LEFT
        subscriber.save(update_fields=["state"])
        record_consent(person, subscriber.seller, Kind.EXPIRED, source=Source.SYSTEM)
    elif Subscriber.objects.filter(person=person).exclude(pk=pk).exists():
        let_go([subscriber.pk])
        subscriber.delete()
        record_consent(person, subscriber.seller, Kind.EXPIRED, source=Source.SYSTEM)
    else:
        forget(person)
    return True
