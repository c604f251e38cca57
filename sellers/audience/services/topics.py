"""What letters can be about, the same for the whole company. A topic is retired and never deleted: readers' choices point at it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.languages import known

from ..exceptions import BadTopic
from ..models import Topic
from ..queries import may_keep_topics
from .people import clean_name

LONGEST = 60


@transaction.atomic
def make_topic(*, name: str, names: Mapping[str, str] | None = None, position: int = 0, by: Any) -> Topic:
    """A new topic, offered to readers and letters from now on. Raises NotAllowed, BadTopic, BadName. `by` is None for the operator."""
    _only_keepers(by)
    topic = Topic(key=_free_key(name), position=position)
    return _save(topic, "made", name=name, names=names, by=by)


@transaction.atomic
def change_topic(topic: Topic, *, name: str, names: Mapping[str, str] | None = None, position: int, by: Any) -> Topic:
    """Other words, or another place, for the same thing: readers' choices stay. Raises as make_topic."""
    _only_keepers(by)
    topic.position = position
    return _save(topic, "changed", name=name, names=names, by=by)


@transaction.atomic
def retire_topic(topic: Topic, *, by: Any) -> Topic:
    """Not offered any more. Letters that have it go out as before, without those who asked to be left out. Ignored when it is retired."""
    return _put(topic, in_use=False, by=by)


@transaction.atomic
def bring_back_topic(topic: Topic, *, by: Any) -> Topic:
    """Offered again; whoever did without it still does. Ignored when it is in use."""
    return _put(topic, in_use=True, by=by)


def _put(topic: Topic, *, in_use: bool, by: Any) -> Topic:
    _only_keepers(by)
    if Topic.objects.filter(pk=topic.pk, in_use=not in_use).update(in_use=in_use):
        audit.record("audience.topic_back" if in_use else "audience.topic_retired", actor=by, subject=f"topic:{topic.pk}")
    topic.in_use = in_use
    return topic


def _save(topic: Topic, what: str, *, name: str, names: Mapping[str, str] | None, by: Any) -> Topic:
    topic.name = _name(name)
    if not topic.name:
        raise BadTopic("A topic needs a name that readers understand.")
    if Topic.objects.filter(name__iexact=topic.name).exclude(pk=topic.pk).exists():
        raise BadTopic("There is a topic of this name already.")
    given = {known(language): _name(word) for language, word in (names or {}).items()}
    topic.names = {language: word for language, word in given.items() if language and word}
    topic.save()
    audit.record(f"audience.topic_{what}", actor=by, subject=f"topic:{topic.pk}", data={"name": topic.name})
    return topic


def _name(text: str) -> str:
    name = clean_name(text)
    if len(name) > LONGEST:
        raise BadTopic(f"This name is too long: {LONGEST} characters are the most.")
    return name


def _only_keepers(by: Any) -> None:
    if by is not None and not may_keep_topics(by):
        raise NotAllowed("What letters are about is kept by administrators and by leads of the whole company.")


def _free_key(name: str) -> str:
    """From the first name, and never changed afterwards."""
    stem = slugify(name)[:40] or "topic"
    taken = set(Topic.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return stem if stem not in taken else next(key for n in range(2, len(taken) + 3) if (key := f"{stem}-{n}") not in taken)
