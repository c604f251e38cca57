"""What people said, and whether they may be written to."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from sellers.profiles.models import Seller

from ..choices import CONFIRM_WITHIN
from ..models import CardMerge, ConsentEvent, Subscriber, Suppression


def is_suppressed(*, seller: Seller | None, address_hash: str) -> bool:
    """Whether this address gets nothing from the seller (None: from anybody)."""
    return Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash=address_hash).exists()


def consent_history(*, subscriber: Subscriber) -> QuerySet[ConsentEvent]:
    """What this reader said to this seller, oldest first, by each address whose card is joined with hers. What she said to others,
    leaving everybody included, is not in it."""
    joined = CardMerge.objects.filter(kept=subscriber, undone_at=None).values_list("joined__person_id", flat=True)
    people = [subscriber.person_id, *joined]
    return ConsentEvent.objects.filter(person__in=people, seller_id=subscriber.seller_id).order_by("at", "pk")


def subscriptions_of(*, subscriber: Subscriber) -> QuerySet[Subscriber]:
    """All of one person's subscriptions: for pages that only the person herself opens, by a link from her mailbox."""
    same = Subscriber.objects.filter(person_id=subscriber.person_id)
    return same.select_related("seller__shop", "seller__photo", "seller__page", "person").order_by("seller__name")


def waiting_requests(*, subscriber: Subscriber) -> list[ConsentEvent]:
    """The person's other requests that still wait for her yes, the newest of each seller: for her own eyes."""
    pending = Subscriber.objects.filter(person_id=subscriber.person_id, state=Subscriber.State.PENDING, seller__state=Seller.State.ACTIVE)
    asked = ConsentEvent.objects.filter(
        person_id=subscriber.person_id,
        seller__in=pending.values("seller"),
        kind__in=(ConsentEvent.Kind.REQUESTED, ConsentEvent.Kind.ADDED),
        at__gt=timezone.now() - CONFIRM_WITHIN,
    )
    newest = {event.seller_id: event for event in asked.select_related("seller__shop").order_by("at")}
    return list(newest.values())


def own_history(*, subscriber: Subscriber) -> QuerySet[ConsentEvent]:
    """Everything the person said, to every seller: for her own eyes."""
    return ConsentEvent.objects.filter(person_id=subscriber.person_id).select_related("seller").order_by("at", "pk")
