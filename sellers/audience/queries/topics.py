"""What letters can be about."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from hub.company.queries import may_change_brand
from sellers.profiles.models import Seller

from ..exceptions import NoSuchTopic
from ..models import Subscriber, Topic
from .lists import deliverable

Letters = Callable[[Iterable[int]], Mapping[int, int]]
_letters: list[Letters] = []


def register_letters_about(look: Letters) -> None:
    """`look(topic ids)` gives {id: how many letters are about it}. Newsletters, above, tells it here."""
    _letters.append(look)


def letters_about(topics: Iterable[Topic]) -> dict[int, int]:
    """How many letters are about each of these topics, drafts and sent ones."""
    ids = [topic.pk for topic in topics]
    return {pk: sum(found.get(pk, 0) for found in [look(ids) for look in _letters]) for pk in ids}


def topics_in_use(*, but: int | None = None) -> QuerySet[Topic]:
    """What letters may be about and readers may choose from, in the company's order; `but` (an id) is there even when it is retired."""
    return Topic.objects.filter(Q(in_use=True) | Q(pk=but))


def topic_named(pk: int | None) -> Topic | None:
    """The topic of a letter, retired or not."""
    return Topic.objects.filter(pk=pk).first() if pk is not None else None


def who_does_without(*, seller: Seller, topic: Topic) -> QuerySet[Subscriber]:
    """Who could get a letter of this seller now and asked not to get this kind."""
    return deliverable(seller=seller).filter(muted=topic)


def may_keep_topics(viewer: Any) -> bool:
    """Who keeps the brand keeps what its letters are about: administrators, and leads of the whole company."""
    return may_change_brand(viewer)


def topics_kept_by(*, viewer: Any) -> QuerySet[Topic]:
    """Every topic with `unwanted`, the number of subscriptions that do without it; retired ones last. NoSuchTopic for everybody else."""
    if not may_keep_topics(viewer):
        raise NoSuchTopic
    return Topic.objects.annotate(unwanted=Count("unwanted_by")).order_by("-in_use", "position", "name")


def topic_for(*, viewer: Any, pk: int) -> Topic:
    """NoSuchTopic when there is none, or it is not this viewer's to change."""
    found = topics_kept_by(viewer=viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchTopic
    return found
