"""Who asked not to get this kind of letter is not counted, not written down, and asked for again at each hand-over."""

import pytest
from django.urls import reverse

from sellers.audience import services
from sellers.audience.models import Subscriber
from sellers.delivery.choices import Row
from sellers.delivery.drain import drain
from sellers.delivery.exceptions import AudienceChanged
from sellers.delivery.models import Chunk, Delivery
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.start import start_issue
from tests.delivery.identity import holds
from tests.factories.delivery import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    return services.make_topic(name="Evenings", by=None)


@pytest.fixture
def issue(events):
    return make_issue(readers=4, topic=events)


def mute(topic, *readers):
    for reader in readers:
        services.set_preferences(reader, rhythm_days=0, pause_until=None, muted=[topic.pk], source="preferences")


def readers_of(issue):
    return list(Subscriber.objects.filter(seller=issue.seller).order_by("pk"))


def test_the_count_before_sending_is_without_them_and_says_so(client, issue, events):
    mute(events, readers_of(issue)[0])
    client.force_login(issue.seller.user)
    page = client.get(reverse("delivery_admin:send", args=[issue.pk])).content.decode()
    assert "Send to 3 readers" in page and "1 reader asked not to get this kind of letter and is left out." in page
    with pytest.raises(AudienceChanged):
        arm_issue(issue, by=issue.seller.user, readers=4)
    assert arm_issue(issue, by=issue.seller.user, readers=3).confirmed_readers == 3


def test_they_are_not_in_the_snapshot(outbox, issue, events):
    first, *others = readers_of(issue)
    mute(events, first)
    arm_issue(issue, by=None)
    drain(until_empty=True)
    issue.refresh_from_db()
    assert (issue.state, issue.snapshot) == ("done", 3)
    assert {d.subscriber_id for d in Delivery.objects.filter(issue=issue)} == {reader.pk for reader in others}
    assert {e.rcpt_to for e in outbox} == {reader.person.address for reader in others}


def test_who_says_so_after_the_start_is_asked_for_at_the_hand_over(outbox, issue, events):
    arm_issue(issue, by=None)
    start_issue(issue.pk)
    mute(events, *readers_of(issue)[:2])
    drain(until_empty=True)
    assert len(outbox) == 2
    assert holds(issue) == holds(issue) | {"snapshot": 4, "sent": 2, "suppressed": 2}


def test_so_they_are_when_it_is_tried_again(outbox, issue, events):
    """A chunk that names its readers one by one reads them another way."""
    arm_issue(issue, by=None)
    start_issue(issue.pk)
    (chunk,) = Chunk.objects.filter(issue=issue)
    members = b"".join(place.to_bytes(4, "little") for place in range(4))
    Chunk.objects.filter(pk=chunk.pk).update(members=members, lo=0, hi=0, states=bytes([Row.QUEUED] * 4))
    mute(events, readers_of(issue)[3])
    drain(until_empty=True)
    assert len(outbox) == 3


def test_a_letter_without_topic_reaches_who_does_without_every_topic(outbox, events):
    whole = make_issue(readers=2)
    mute(events, *readers_of(whole))
    arm_issue(whole, by=None)
    drain(until_empty=True)
    assert len(outbox) == 2


def test_letters_of_different_topics_in_one_hand_do_not_mix(outbox, events):
    """The queries are prepared once: what one letter leaves out must not be left out of the next."""
    offers = services.make_topic(name="Offers", by=None)
    one, other = make_issue(readers=2, topic=events), make_issue(readers=3, topic=offers)
    for issue in (one, other):
        arm_issue(issue, by=None)
        start_issue(issue.pk)
        mute(events, *readers_of(issue))
    drain(until_empty=True)
    assert {e.rcpt_to for e in outbox} == {reader.person.address for reader in readers_of(other)}
