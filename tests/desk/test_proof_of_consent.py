"""Proof of consent on one page that can be printed: a seller's own customers, and nobody else's."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from sellers.audience.models import ConsentEvent
from sellers.audience.services import unsubscribe
from sellers.desk.queries.proof import proof_of
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


def page_of(client, customer, seller):
    client.force_login(seller.user)
    return client.get(reverse("seller_desk:proof", args=[customer.pk]))


def asked_and_confirmed():
    customer = make_reader(make_seller())
    asked = ConsentEvent.objects.create(
        person=customer.person, seller=customer.seller, kind="requested", at=timezone.now(), wording="Yes, <write> to me.",
        wording_version="3", page="/anna/", source="form", ip="192.0.2.7", locale="pl",
    )  # fmt: skip
    ConsentEvent.objects.create(
        person=customer.person, seller=customer.seller, kind="confirmed", at=timezone.now(), source="link", confirms=asked
    )
    return customer


def test_it_says_what_was_asked_in_which_words_and_what_was_answered(client):
    customer = asked_and_confirmed()
    page = page_of(client, customer, customer.seller).content.decode()
    for words in ("Yes, &lt;write&gt; to me.", "version 3", "/anna/", "192.0.2.7", "Said yes on", "Confirms what was asked on"):
        assert words in page
    assert proof_of(customer=customer).digest in page
    assert reverse("seller_desk:proof", args=[customer.pk]) in client.get(reverse("seller_desk:card", args=[customer.pk])).content.decode()


def test_after_leaving_there_is_no_yes_and_the_record_has_another_fingerprint(client):
    customer = asked_and_confirmed()
    before = proof_of(customer=customer).digest
    assert proof_of(customer=customer).digest == before
    unsubscribe(customer, source="page")
    assert "There is no yes that counts now" in page_of(client, customer, customer.seller).content.decode()
    assert proof_of(customer=customer).digest != before


@pytest.mark.parametrize(
    "changed", [{"stated": "At the fair"}, {"wording_version": "4"}, {"locale": "de"}, {"line": 7}, {"ip": "192.0.2.8"}]
)
def test_whatever_the_page_shows_is_in_the_fingerprint(changed):
    customer = asked_and_confirmed()
    before = proof_of(customer=customer).digest
    # Past the manager that forbids it.
    QuerySet(ConsentEvent).filter(person=customer.person, ip="192.0.2.7").update(**changed)
    assert proof_of(customer=customer).digest != before


def test_nobody_else_opens_it(client):
    customer = asked_and_confirmed()
    assert page_of(client, customer, make_seller("Ewa Nowak")).status_code == 404
    assert client.post(reverse("seller_desk:proof", args=[customer.pk])).status_code == 405
