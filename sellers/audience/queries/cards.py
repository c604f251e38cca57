"""What a seller wrote down about her readers."""

from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from sellers.profiles.models import Seller

from ..exceptions import NoSuchNote, NoSuchReader, NoSuchTag
from ..models import CardEdit, CardMerge, Note, SpecialDay, Subscriber, Tag


def tags_in_use(*, seller: Seller) -> QuerySet[Tag]:
    """The seller's tags with `count`, how many of her readers carry each; by name."""
    return (
        Tag.objects.filter(seller=seller)
        .annotate(count=Count("readers", filter=~Q(readers__state=Subscriber.State.MERGED)))
        .order_by("key")
    )


def tag_for(*, seller: Seller, pk: int) -> Tag:
    """A tag of this seller; NoSuchTag when there is none or it is another seller's."""
    found = Tag.objects.filter(seller=seller, pk=pk).first()
    if found is None:
        raise NoSuchTag
    return found


def tags_of(*, subscriber: Subscriber) -> QuerySet[Tag]:
    return subscriber.tags.order_by("key")


def notes_of(*, subscriber: Subscriber) -> QuerySet[Note]:
    """What was written down about her, the newest day first."""
    return subscriber.notes.select_related("by").order_by("-on", "-pk")


def note_for(*, subscriber: Subscriber, pk: int) -> Note:
    found = subscriber.notes.filter(pk=pk).first()
    if found is None:
        raise NoSuchNote
    return found


def days_of(*, subscriber: Subscriber) -> QuerySet[SpecialDay]:
    return subscriber.days.order_by("month", "day", "pk")


def birthday_of(*, subscriber: Subscriber) -> SpecialDay | None:
    return subscriber.days.filter(kind=SpecialDay.Kind.BIRTHDAY).first()


def coming_days(*, seller: Seller, first: date, days: int = 30) -> list[tuple[date, SpecialDay]]:
    """The readers' days from `first` on, each with the date it falls on, soonest first. 29 February falls on 1 March in other years.

    Those who left are not in it.
    """
    dates = [first + timedelta(days=n) for n in range(days)]
    wanted = {(one.month, one.day): one for one in reversed(dates)}
    for one in dates:
        if (one.month, one.day) == (3, 1) and (one - timedelta(days=1)).day == 28:
            wanted[2, 29] = one
    months = {month for month, _ in wanted}
    found = SpecialDay.objects.filter(subscriber__seller=seller, month__in=months).select_related("subscriber")
    found = found.filter(subscriber__state__in=(Subscriber.State.ACTIVE, Subscriber.State.PENDING))
    falls = [(wanted[day.month, day.day], day) for day in found if (day.month, day.day) in wanted]
    return sorted(falls, key=lambda pair: (pair[0], pair[1].pk))


def card_history(*, subscriber: Subscriber) -> QuerySet[CardEdit]:
    """Every change of the card, the newest first."""
    return subscriber.edits.select_related("by").order_by("-pk")


def merges_of(*, subscriber: Subscriber) -> QuerySet[CardMerge]:
    """The cards that are joined with this one now."""
    return subscriber.merges.filter(undone_at=None).select_related("joined__person", "by").order_by("pk")


def merge_for(*, seller: Seller, pk: int) -> CardMerge:
    """A merge of this seller that can be taken back. Raises NoSuchReader."""
    found = CardMerge.objects.filter(kept__seller=seller, pk=pk, undone_at=None).select_related("kept__seller", "joined").first()
    if found is None:
        raise NoSuchReader
    return found
