"""Nothing is kept for ever: the times stand in the settings, the timetable asks each day."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hub.common import audit
from hub.common.models import OutgoingMail
from sellers.profiles.models import Seller

from .. import signals
from ..choices import Source
from ..models import ConsentEvent, Person, Subscriber
from .erasing import clear_card, forget
from .people import record_consent

State = Subscriber.State
_AT_A_TIME = 500


def keep_no_longer() -> dict[str, int]:
    """What is over its time, each in a transaction of its own; how much of what went.

    Cards of those who left, and of lists that nobody took over after their seller left, are cleared after KEEP_CARDS_DAYS. Persons on
    no list any more go with their proof after KEEP_PROOF_DAYS; the keyed hash of who said no stays.
    """
    now = timezone.now()
    cards = now - timedelta(days=settings.KEEP_CARDS_DAYS)
    gone = {"frozen": sum(_end_frozen(pk) for pk in _frozen(cards)), "cards": sum(_clear(pk) for pk in _left(cards))}
    gone["persons"] = sum(_forget(pk) for pk in _silent(now - timedelta(days=settings.KEEP_PROOF_DAYS)))
    if any(gone.values()):
        audit.record("audience.kept_no_longer", subject="subscribers", data=gone)
    return gone


def _frozen(before: object) -> list[int]:
    """Readers of sellers who left so long ago."""
    found = Subscriber.objects.filter(seller__state=Seller.State.LEFT, seller__left_at__lte=before).exclude(state=State.LEFT)
    return list(found.order_by("pk").values_list("pk", flat=True)[:_AT_A_TIME])


def _left(before: object) -> list[int]:
    """Cards with something on them whose reader left so long ago. (Every card that holds anything can be searched.)"""
    found = Subscriber.objects.filter(state=State.LEFT, left_at__lte=before).exclude(search="")
    return list(found.order_by("pk").values_list("pk", flat=True)[:_AT_A_TIME])


def _silent(before: object) -> list[int]:
    """Persons who are on no list, and have said nothing since."""
    on_a_list = Subscriber.objects.filter(Q(left_at=None) | Q(left_at__gt=before) | ~Q(state=State.LEFT), person=OuterRef("pk"))
    said = ConsentEvent.objects.filter(person=OuterRef("pk"), at__gt=before)
    found = Person.objects.filter(~Exists(on_a_list), ~Exists(said), created_at__lte=before)
    return list(found.order_by("pk").values_list("pk", flat=True)[:_AT_A_TIME])


@transaction.atomic
def _end_frozen(pk: int) -> bool:
    """She followed nobody: her place on the frozen list ends, without being a no to anybody."""
    person = Person.objects.select_for_update().filter(subscriptions__pk=pk).first()
    one = Subscriber.objects.select_related("seller").filter(pk=pk).exclude(state=State.LEFT).first()
    if person is None or one is None:
        return False
    Subscriber.objects.filter(pk=pk).update(state=State.LEFT, left_at=timezone.now())
    record_consent(person, one.seller, ConsentEvent.Kind.EXPIRED, source=Source.RETENTION)
    clear_card(one)
    return True


@transaction.atomic
def _clear(pk: int) -> bool:
    one = Subscriber.objects.select_for_update().filter(pk=pk, state=State.LEFT).first()
    if one is not None:
        clear_card(one)
    return one is not None


@transaction.atomic
def _forget(pk: int) -> bool:
    person = Person.objects.select_for_update().filter(pk=pk).first()
    if person is None or Subscriber.objects.filter(person=person).exclude(state=State.LEFT).exists():
        return False
    ids = list(Subscriber.objects.filter(person=person).values_list("pk", flat=True))
    signals.erasing.send(sender=Person, person=person, subscriber_ids=ids)
    OutgoingMail.objects.filter(to=person.address).delete()
    forget(person)
    return True
