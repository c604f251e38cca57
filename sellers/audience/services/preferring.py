"""What a reader wishes: how often, about what, and not before when. Only she herself, by a link from her mailbox."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.languages import known

from ..exceptions import BadCard
from ..models import Person, Subscriber, Topic
from .quieting import note_own_word, quiet_until

LONGEST_PAUSE = timedelta(days=366)


@transaction.atomic
def set_preferences(
    subscriber: Subscriber, *, rhythm_days: int, pause_until: date | None, muted: Iterable[int] | None = None, source: str
) -> Subscriber:
    """Write down her wishes for one seller's letters; they count from the next claim on. `muted`: ids of topics, None leaves them;
    what she said of a topic that is not offered any more stays. Cards joined with this one go by it.

    Raises BadCard for a rhythm that does not exist or a pause of more than a year (leaving is the better word for that).
    """
    if rhythm_days not in Subscriber.Rhythm.values:
        raise BadCard("There is no such rhythm.")
    today = timezone.localdate()
    if pause_until is not None and pause_until > today + LONGEST_PAUSE:
        raise BadCard("A pause lasts a year at most. If you want no more letters, please leave.")
    both = [subscriber.person_id, *Subscriber.objects.filter(merged=subscriber).values_list("person_id", flat=True)]
    list(Person.objects.select_for_update().filter(pk__in=both).order_by("pk"))
    subscriber.refresh_from_db(fields=["last_sent_at"])
    subscriber.rhythm_days = rhythm_days
    subscriber.pause_until = pause_until if pause_until and pause_until > today else None
    subscriber.quiet_until = quiet_until(subscriber)
    subscriber.save(update_fields=["rhythm_days", "pause_until", "quiet_until"])
    if muted is not None:
        retired = subscriber.muted.filter(in_use=False)
        subscriber.muted.set([*Topic.objects.filter(in_use=True, pk__in=list(muted)), *retired])
    note_own_word(subscriber, topics=muted is not None)
    data: dict[str, Any] = {"rhythm": rhythm_days, "pause": bool(subscriber.pause_until), "source": source}
    audit.record("audience.preferences", subject=f"subscriber:{subscriber.pk}", data=data)
    return subscriber


@transaction.atomic
def choose_language(subscriber: Subscriber, language: str, *, source: str) -> None:
    """The language of her mails and pages from now on, with all her sellers. Ignored when we do not speak it."""
    if not (spoken := known(language)):
        return
    Subscriber.objects.filter(person_id=subscriber.person_id).update(language=spoken)
    audit.record("audience.language", subject=f"subscriber:{subscriber.pk}", data={"language": spoken, "source": source})


def note_letter_sent(subscriber_ids: Iterable[int], *, at: datetime) -> None:
    """Delivery says that these readers with a rhythm got a letter: the next one waits. Others need not be named."""
    for reader in Subscriber.objects.filter(pk__in=list(subscriber_ids), rhythm_days__gt=0):
        reader.last_sent_at = at
        Subscriber.objects.filter(pk=reader.pk).update(last_sent_at=at, quiet_until=quiet_until(reader))
