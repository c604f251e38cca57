"""The results in a real browser: on a phone and on a desk, readable by everybody, nothing off the edge."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from sellers.delivery.models import Issue
from sellers.tracking.models import Brake, Tally
from sellers.tracking.services.receiving import receive
from tests.factories.profiles import make_seller
from tests.factories.tracking import answer, bounce, sent_issue
from tests.support.browser import DESKTOP, PHONE, axe_violations, sign_in

# One test, since a committed database is emptied after it.
pytestmark = pytest.mark.django_db(transaction=True)
BODY = [("text", '<p>See <a href="https://shop.example/creams">the creams</a> or <a href="https://shop.example/book">book</a></p>')]


def letters(seller):
    """Three letters: one for many readers, one for few, one nobody clicked."""
    for number, (subject, readers, clicked) in enumerate(
        [("A quiet hour for your skin", 70, 16), ("The new creams are here", 0, 4), ("Thursday is late night", 0, 0)]
    ):
        issue = sent_issue(seller, readers=readers, subject=subject, body=BODY)
        Issue.objects.filter(pk=issue.pk).update(started_at=timezone.now() - timedelta(days=7 * number))
        for link, share in ((-1, clicked), (0, clicked), (1, clicked // 2)):
            if share:
                Tally.objects.create(issue=issue, kind="click", link=link, verdict="human", events=share * 2, readers=share)
    Tally.objects.create(issue=issue, kind="click", verdict="machine", events=9, readers=3)
    first = Issue.objects.filter(seller=seller).order_by("-started_at").first()
    one, two, *_ = first.deliveries.select_related("subscriber__person").order_by("n")
    receive(answer(one, "Please keep one of the blue jars for me, I come by on Friday after work."), source="imap")
    receive(bounce(two), source="imap")
    return first


def test_results_are_readable_on_a_phone_and_on_a_desk(page, live_server, client, outbox):
    seller = make_seller()
    issue = letters(seller)
    Brake.objects.create(seller=seller, kind="bounces", count=4, sent=70, pulled_at=timezone.now())
    client.force_login(seller.user)
    sign_in(page.context, client, live_server.url)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for width in (PHONE, DESKTOP):
        page.set_viewport_size(width)
        for name, path in (("list", ""), ("letter", f"{issue.pk}/"), ("brakes", "brakes/")):
            page.goto(f"{live_server.url}/admin/results/{path}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
            assert axe_violations(page, context="main") == [], name
            if folder := os.environ.get("SCREENSHOTS"):
                page.screenshot(path=f"{folder}/{name}-{width['width']}.png", full_page=True)
    assert complaints == []
