"""Mails that did not leave are seen, and sent again by a person."""

import pytest
from django.utils import timezone

from hub.common.models import AuditEntry, OutgoingMail
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


def make_mail(state="failed", **fields):
    words = {
        "to": "maria@example.com",
        "subject": "Secret words",
        "text": "secret",
        "kind": "audience.confirm",
        "not_before": timezone.now(),
    }
    return OutgoingMail.objects.create(state=state, **words | fields)


@pytest.fixture
def administrator(client):
    make_seller()
    user = make_user("administrator")
    client.force_login(user)
    return user


def test_an_administrator_sees_what_failed_and_why_but_not_to_whom(client, administrator):
    make_mail(error="the mail server said 550 5.1.1")
    make_mail("sent", kind="accounts.invitation")
    page = client.get("/admin/outbox/").content.decode()
    assert "audience.confirm" in page and "said 550 5.1.1" in page and "@example.com" in page
    assert "maria" not in page and "ecret" not in page and "accounts.invitation" not in page


def test_sending_again_is_a_decision_that_is_written_down(client, administrator):
    mail = make_mail(tries=8)
    client.post("/admin/outbox/", {"mail": mail.pk})
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("waiting", 0)
    line = AuditEntry.objects.get(action="outbox.retried")
    assert (line.actor_id, line.subject) == (administrator.pk, f"mail:{mail.pk}")
    for wanted in (mail.pk, "x", "9" * 20):
        assert "not among the failed" in client.post("/admin/outbox/", {"mail": wanted}, follow=True).content.decode()


@pytest.mark.parametrize("role", ["seller", "assistant", "lead"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_everybody_else_there_is_no_such_page(client, role, method):
    anna = make_seller()
    mail = make_mail()
    client.force_login(anna.user if role == "seller" else make_user(role))
    assert getattr(client, method)("/admin/outbox/", {"mail": mail.pk}).status_code == 404
    mail.refresh_from_db()
    assert mail.state == "failed"
