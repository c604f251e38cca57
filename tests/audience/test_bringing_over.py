"""A list comes over from elsewhere only with the proof that its people wanted it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from hub.common.tokens import address_hash
from sellers.audience import queries, services
from sellers.audience.exceptions import BadHistory
from sellers.audience.models import ConsentEvent, Person, Subscriber, Suppression
from sellers.audience.services import bring_over, suppress
from sellers.audience.services.bringing import Brought, Said
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
Kind = ConsentEvent.Kind


def person(address: str, *kinds: str, days_ago: int = 100) -> Brought:
    start = timezone.now() - timedelta(days=days_ago)
    history = tuple(Said(kind, start + timedelta(days=number), "form") for number, kind in enumerate(kinds))
    return Brought(address, "Maria", "Kowalska", history)


def test_the_state_follows_from_what_she_said_last():
    seller = make_seller()
    people = [
        person("asked@a.example", Kind.ADDED),
        person("on@a.example", Kind.REQUESTED, Kind.CONFIRMED),
        person("off@a.example", Kind.ADDED, Kind.CONFIRMED, Kind.WITHDRAWN),
        person("back@a.example", Kind.ADDED, Kind.CONFIRMED, Kind.WITHDRAWN, Kind.REQUESTED, Kind.CONFIRMED),
    ]
    assert bring_over(seller=seller, people=people, by=seller.user) == 4
    states = dict(Subscriber.objects.filter(seller=seller).values_list("person__address", "state"))
    assert states == {"asked@a.example": "pending", "on@a.example": "active", "off@a.example": "left", "back@a.example": "active"}
    assert {s.address for s in queries.deliverable(seller=seller)} == {"on@a.example", "back@a.example"}


def test_every_confirmation_names_the_request_it_answers():
    seller = make_seller()
    kinds = (Kind.ADDED, Kind.CONFIRMED, Kind.WITHDRAWN, Kind.REQUESTED, Kind.CONFIRMED)
    bring_over(seller=seller, people=[person("back@a.example", *kinds)], by=seller.user)
    history = list(queries.consent_history(subscriber=Subscriber.objects.get(seller=seller)))
    assert [event.kind for event in history] == list(kinds)
    assert [event.confirms for event in history] == [None, history[0], None, None, history[3]]
    assert history[4].wording and history[4].wording_version


@pytest.mark.parametrize(
    "kinds",
    [(), (Kind.CONFIRMED,), (Kind.REQUESTED, Kind.WITHDRAWN), (Kind.ADDED, Kind.CONFIRMED, Kind.CONFIRMED)],
    ids=["nothing", "never asked", "left without being on it", "confirmed twice"],
)
def test_a_history_that_proves_nothing_brings_nobody(kinds):
    seller = make_seller()
    good = person("on@a.example", Kind.REQUESTED, Kind.CONFIRMED)
    with pytest.raises(BadHistory):
        bring_over(seller=seller, people=[good, person("bad@a.example", *kinds)], by=seller.user)
    assert not Person.objects.exists()


def test_a_history_from_the_future_is_refused():
    seller = make_seller()
    with pytest.raises(BadHistory):
        bring_over(seller=seller, people=[person("on@a.example", Kind.REQUESTED, Kind.CONFIRMED, days_ago=0)], by=seller.user)


def test_suppressed_addresses_and_those_on_the_list_stay_as_they_are():
    seller = make_seller()
    suppress(address="never@a.example", reason=Suppression.Reason.COMPLAINED)
    there = person("there@a.example", Kind.ADDED)
    bring_over(seller=seller, people=[there], by=seller.user)
    both = [person("never@a.example", Kind.REQUESTED, Kind.CONFIRMED), person("There@A.example", Kind.REQUESTED, Kind.CONFIRMED)]
    assert bring_over(seller=seller, people=both, by=seller.user) == 0
    assert Subscriber.objects.get(seller=seller).state == "pending"


def test_who_had_left_is_suppressed_for_this_seller_alone():
    anna, berta = make_seller("Anna Nowak"), make_seller("Berta Kern")
    bring_over(seller=anna, people=[person("off@a.example", Kind.ADDED, Kind.CONFIRMED, Kind.WITHDRAWN)], by=anna.user)
    bring_over(seller=berta, people=[person("off@a.example", Kind.ADDED, Kind.CONFIRMED)], by=berta.user)
    assert Person.objects.count() == 1
    hashed = address_hash("off@a.example")
    assert [queries.is_suppressed(seller=s, address_hash=hashed) for s in (anna, berta)] == [True, False]


def test_two_hundred_people_come_over_in_batches(django_assert_max_num_queries):
    seller = make_seller()
    people = [person(f"r{n}@a.example", Kind.REQUESTED, Kind.CONFIRMED) for n in range(200)]
    with django_assert_max_num_queries(30):
        bring_over(seller=seller, people=people, by=seller.user)


@pytest.mark.parametrize("no", ["left everybody", "erased"])
def test_a_yes_to_one_seller_brings_nobody_back_from_anothers_older_list(no, tmp_path):
    anna, clara = make_seller("Anna Nowak"), make_seller("Clara Kot")
    maria = make_reader(anna, address="maria@example.com")
    if no == "erased":
        services.erase_person(maria.person, source="link")
    else:
        services.unsubscribe(maria, source="link", everywhere=True)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
        services.confirm(ConsentEvent.objects.latest("pk").pk)
        assert queries.deliverable(seller=anna).count() == 1
        assert bring_over(seller=clara, people=[person("maria@example.com", Kind.REQUESTED, Kind.CONFIRMED)], by=None) == 0
        older = tmp_path / "clara.csv"
        older.write_text("E-Mail\nmaria@example.com\n")
        listed = {"path": older, "source": "Paper form", "consent_date": date(2024, 5, 1)}
        assert services.import_file(seller=clara, by=clara.user, **listed)["suppressed"] == 1
        assert queries.deliverable(seller=clara).count() == 0
        # Anna, whom she said yes to, is told what is true of her.
        assert services.import_file(seller=anna, by=anna.user, **listed)["already"] == 1
