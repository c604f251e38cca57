"""Calls of mail services: a secret is a must, a call that is made twice acts once, a forged one changes nothing."""

import base64
import json
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import clear_url_caches

from sellers.audience.models import Suppression
from sellers.delivery.tokens import message_id_token
from sellers.tracking.models import Inbound
from sellers.tracking.services.webhooks import take_event
from tests.delivery.identity import holds
from tests.factories.tracking import sent_issue

pytestmark = pytest.mark.django_db
SECRET = "letters:a long and random word"


@pytest.fixture
def issue(outbox):
    return sent_issue(readers=3)


@pytest.fixture
def door(settings):
    """The addresses as they are with a secret set."""
    import importlib

    from hub.config import urls as top
    from sellers.tracking import urls

    def again():
        importlib.reload(urls)
        importlib.reload(top)
        clear_url_caches()

    settings.ESP_WEBHOOK_SECRET, settings.ANYMAIL = SECRET, {"WEBHOOK_SECRET": SECRET}
    again()
    yield "/webhooks/postmark/tracking/"
    settings.ESP_WEBHOOK_SECRET = ""
    again()


def event(delivery, kind="bounced", **more):
    said = {"mta_response": "550 5.1.1 user unknown", "description": None, "reject_reason": "bounced", "recipient": "x@y.example"}
    token = message_id_token(delivery.pk)
    return SimpleNamespace(
        **{"event_type": kind, "event_id": "e1", "message_id": "m", "timestamp": None, "metadata": {"delivery": token}, **said, **more}
    )


def postmark(delivery, number=7):
    return {
        "RecordType": "Bounce", "ID": number, "Type": "HardBounce", "TypeCode": 1, "Email": "kim@far.example", "MessageID": "m-1",
        "BouncedAt": "2026-03-04T10:00:00Z", "Details": "smtp; 550 5.1.1 user unknown",
        "Metadata": {"delivery": message_id_token(delivery.pk)},
    }  # fmt: skip


def call(path, body, secret=SECRET):
    headers = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    return Client(raise_request_exception=False).post(path, json.dumps(body), content_type="application/json", **headers)


def test_without_a_secret_there_is_no_door(issue):
    assert call("/webhooks/postmark/tracking/", postmark(issue.deliveries.first())).status_code == 404


def test_a_call_with_the_secret_acts_and_the_same_call_again_does_not(issue, door):
    delivery = issue.deliveries.first()
    assert call(door, postmark(delivery)).status_code == 200
    assert call(door, postmark(delivery)).status_code == 200
    assert Inbound.objects.get().outcome == "suppressed" and holds(issue)["bounced"] == 1


@pytest.mark.parametrize("secret", ["", "letters:wrong"])
def test_a_call_without_the_right_secret_is_refused(issue, door, secret):
    assert call(door, postmark(issue.deliveries.first()), secret).status_code in (400, 401, 403)
    assert not Inbound.objects.exists()


@pytest.mark.parametrize("metadata", [{}, {"delivery": "A" * 32}, {"delivery": 5}, None])
def test_a_name_that_we_did_not_sign_changes_nothing(issue, metadata):
    inbound = take_event(event(issue.deliveries.first(), metadata=metadata), "X")
    assert inbound.outcome == "unmatched" and not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("kind", "more", "outcome"),
    [
        ("bounced", {}, "suppressed"),
        ("bounced", {"mta_response": "552 5.2.2 over quota"}, "strike"),
        ("bounced", {"mta_response": None, "reject_reason": "invalid"}, "suppressed"),
        ("bounced", {"mta_response": None, "reject_reason": "bounced"}, "strike"),
        ("rejected", {"mta_response": None, "reject_reason": "blocked"}, "policy"),
        ("deferred", {"mta_response": "421 4.7.0 later"}, "later"),
        ("complained", {}, "complaint"),
    ],
)
def test_every_kind_of_event_has_its_consequence(issue, kind, more, outcome):
    assert take_event(event(issue.deliveries.first(), kind, **more), "X").outcome == outcome


@pytest.mark.parametrize("kind", ["delivered", "opened", "clicked", "queued", "unknown"])
def test_other_events_are_none_of_our_business(issue, kind):
    assert take_event(event(issue.deliveries.first(), kind), "X") is None


def test_events_without_a_number_are_known_by_all_they_say(issue):
    delivery = issue.deliveries.first()
    for _ in range(2):
        take_event(event(delivery, event_id=None, timestamp=1), "X")
    take_event(event(delivery, event_id=None, timestamp=2), "X")
    assert Inbound.objects.count() == 2


def test_letters_that_leave_through_a_service_carry_their_signed_name(issue, outbox):
    from sellers.delivery.transports.django_backend import as_django_mail

    mail = as_django_mail(outbox[0], None)
    assert isinstance(mail, EmailMessage)
    assert mail.metadata["delivery"] in {message_id_token(delivery.pk) for delivery in issue.deliveries.all()}
