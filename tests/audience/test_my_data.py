"""A reader takes everything with her, has it erased with a receipt, and nothing is kept for ever; her rhythm and pause hold."""

import json
import os
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from hub.common.models import OutgoingMail
from sellers.audience import queries, services, tokens
from sellers.audience.models import ConsentEvent, Person, Subscriber, Suppression, Topic
from sellers.profiles.services import let_go
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
SIGN_UPS = int(os.environ.get("SIGN_UPS", "400"))


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna():
    return make_seller()


@pytest.fixture
def maria(anna):
    reader = make_reader(anna, "Maria", address="maria@example.com")
    services.update_subscriber(reader, by=anna.user, tastes="oud")
    services.set_tags(reader, ["vip"], by=anna.user)
    services.write_note(reader, "green scarf", by=anna.user)
    services.set_day(reader, kind="birthday", day=1, month=2, by=anna.user)
    return reader


def link(reader, more=""):
    return f"/p/{tokens.preferences_token(reader.pk)}{more}"


def later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def reached(seller, **how):
    return sorted(reader.address for reader in queries.deliverable(seller=seller, **how))


def test_the_file_holds_what_every_seller_wrote_and_every_word_of_hers(client, anna, maria):
    make_reader(make_seller("Berta Lis"), "Mary", address="maria@example.com", note="likes tea")
    make_reader(anna, "Eva", address="eva@example.com", note="somebody else")
    assert client.get(link(maria, "/data")).status_code == 302
    answer = client.post(link(maria, "/data"))
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "no-store, private"
    told = json.loads(answer.content)
    assert told["address"] == "maria@example.com" and told["letters"] == []
    mine = {one["seller"]: one for one in told["lists"]}
    assert mine["Berta Lis"]["note"] == "likes tea"
    assert (mine["Anna Nowak"]["tags"], mine["Anna Nowak"]["notes"][0]["text"], mine["Anna Nowak"]["tastes"]) == (
        ["vip"],
        "green scarf",
        "oud",
    )
    assert mine["Anna Nowak"]["days"] == [{"what": "birthday", "day": 1, "month": 2, "year": None}]
    assert [said["what"] for said in told["what_i_said"]].count("confirmed") == 2 and "Anna Nowak" in told["what_i_said"][0]["wording"]
    assert "somebody else" not in answer.content.decode()


def test_erasure_gives_a_receipt_that_opens_for_ever_and_names_nobody(client, anna, maria):
    page = client.post(link(maria, "/erase")).content.decode()
    receipt = page.split('href="/r/')[1].split('"')[0]
    assert "lists 1, agreements 2, notes 1" in page
    assert not Person.objects.exists()
    again = client.get(f"/r/{receipt}").content.decode()
    assert "lists 1, agreements 2, notes 1" in again and "maria" not in again.lower()
    assert client.get(f"/r/{'x' * 32}").status_code == 404
    with pytest.raises(Exception, match="may not write"):
        services.add_subscriber(seller=anna, address="maria@example.com", by=anna.user)


def test_a_card_is_cleared_when_its_time_is_over_and_the_proof_later(anna, maria, settings):
    services.unsubscribe(maria, source="link")
    assert services.keep_no_longer() == {"frozen": 0, "cards": 0, "persons": 0}
    with later(settings.KEEP_CARDS_DAYS + 1):
        assert services.keep_no_longer() == {"frozen": 0, "cards": 1, "persons": 0}
        assert services.keep_no_longer()["cards"] == 0
    maria.refresh_from_db()
    assert (maria.first_name, maria.tastes, maria.search, maria.notes.count()) == ("", "", "", 0)
    assert ConsentEvent.objects.filter(person=maria.person).count() == 3, "the proof stays longer"
    with later(settings.KEEP_PROOF_DAYS + 1):
        assert services.keep_no_longer()["persons"] == 1
    assert not Person.objects.exists() and Suppression.objects.get().reason == "unsubscribed"


def test_who_is_on_any_list_is_kept_whole(anna, maria, settings):
    make_reader(make_seller("Berta Lis"), address="maria@example.com", state="left")
    with later(settings.KEEP_PROOF_DAYS + 1):
        assert services.keep_no_longer()["persons"] == 0
    maria.refresh_from_db()
    assert maria.tastes == "oud"


def test_a_frozen_list_that_nobody_follows_from_ends_without_a_no(anna, maria, settings):
    let_go(anna, by=None)
    with later(settings.KEEP_CARDS_DAYS + 1):
        assert services.keep_no_longer()["frozen"] == 1
    maria.refresh_from_db()
    assert (maria.state, maria.tastes) == ("left", "") and not Suppression.objects.exists()


def test_a_pause_ends_on_its_day(anna, maria):
    services.set_preferences(maria, rhythm_days=0, pause_until=timezone.localdate() + timedelta(days=10), source="preferences")
    assert reached(anna) == []
    assert reached(anna, now=timezone.now() + timedelta(days=11)) == ["maria@example.com"]


def test_a_rhythm_counts_from_the_last_letter_with_half_a_day_of_grace(anna, maria):
    services.set_preferences(maria, rhythm_days=7, pause_until=None, source="preferences")
    assert queries.with_a_rhythm(seller=anna.pk) == {maria.pk} and reached(anna) == ["maria@example.com"]
    now = timezone.now()
    services.note_letter_sent([maria.pk], at=now)
    assert reached(anna) == []
    assert reached(anna, now=now + timedelta(days=6)) == []
    assert reached(anna, now=now + timedelta(days=6, hours=13)) == ["maria@example.com"]


def test_a_letter_about_what_she_does_not_want_leaves_her_out(anna, maria):
    topic, other = (Topic.objects.create(key=name, name=name) for name in ("sale", "events"))
    services.set_preferences(maria, rhythm_days=0, pause_until=None, muted=[topic.pk], source="preferences")
    assert (reached(anna, topic=topic.pk), reached(anna, topic=other.pk), reached(anna)) == (
        [],
        ["maria@example.com"],
        ["maria@example.com"],
    )


def test_ever_so_many_sign_ups_of_one_address_are_one_mail_a_day_over_all_sellers(anna):
    """SIGN_UPS=10000 says ten thousand; the same path is walked each time."""
    sellers = [anna, make_seller("Berta Lis")]
    start = timezone.now()
    for day in range(2):
        for number in range(SIGN_UPS // 2):
            with time_machine.travel(start + timedelta(days=day, seconds=number), tick=False):
                services.request_subscription(seller=sellers[number % 2], first_name="M", address="victim@example.com")
    sent = sorted(OutgoingMail.objects.filter(to="victim@example.com").values_list("not_before", flat=True))
    assert 1 <= len(sent) <= 2
    assert all(b - a >= timedelta(hours=24) for a, b in zip(sent, sent[1:], strict=False))
    assert Subscriber.objects.count() == 2 and ConsentEvent.objects.count() <= 4


def test_a_scanner_that_opens_every_link_changes_nothing(client, anna, maria):
    services.request_subscription(seller=anna, first_name="Eva", address="eva@example.com")
    paths = [link(maria), link(maria, "/about"), link(maria, "/data"), link(maria, "/erase"), f"/u/{tokens.unsubscribe_token(maria.pk)}"]
    paths += [f"/u/{tokens.unsubscribe_token(maria.pk)}/back", f"/yes/{tokens.confirm_token(ConsentEvent.objects.latest('pk').pk)}"]

    def held():
        return [list(model.objects.order_by("pk").values()) for model in (Subscriber, ConsentEvent, Suppression, Person, OutgoingMail)]

    before = held()
    for path in paths:
        for method in (client.get, client.head, client.options):
            assert method(path, follow=True).status_code == 200
    assert held() == before
