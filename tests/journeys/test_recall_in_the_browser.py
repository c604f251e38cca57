"""A lead recalls a letter while it is being sent, in a real browser: two seconds later nothing more leaves, and the list is whole."""

import threading
import time

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from brandguard.models import Recall
from brandguard.services.recalls import list_copies
from sellers.delivery.drain import Worker
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.transports import memory
from tests.factories.delivery import make_issue
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller
from tests.factories.review import make_lead
from tests.support.browser import PHONE, sign_in

# One test, since a committed database is emptied after it.
pytestmark = pytest.mark.django_db(transaction=True)
READERS = 2_000
A_BODY = 0.02
WORDS = "the silver serum"


class Slow(memory.MemoryTransport):
    """A mail server that takes its time, so that a person can be quicker."""

    def send(self, letters, handover):
        writing = handover.writing

        def slowly(position):
            time.sleep(A_BODY)
            writing(position)

        handover.writing = slowly
        super().send(letters, handover)


def work(stop):
    worker = Worker(Slow())
    while not stop.is_set() and worker.step():
        continue
    worker.close()
    connection.close()


def test_nothing_leaves_two_seconds_after_a_recall_and_every_copy_is_listed(page, live_server, client, settings, tmp_path):
    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = tmp_path / "journal", "memory"
    memory.outbox.clear()
    body = [("text", f"<p>I like {WORDS} this week.</p>")]
    issue = make_issue(make_seller("Anna Nowak"), readers=READERS, subject="On its way", body=body)
    draft = make_letter(make_seller("Berta Lis"), subject="Not finished", body=body)
    client.force_login(make_lead())
    sign_in(page.context, client, live_server.url)
    arm_issue(issue, by=issue.seller.user)
    start_due_issues()
    stop = threading.Event()
    sender = threading.Thread(target=work, args=[stop])
    page.goto(live_server.url + reverse("guard:recalls"))
    sender.start()
    try:
        page.get_by_label("Words to recall").fill(WORDS)
        page.get_by_role("button", name="See what it would stop").click()
        expect(page.get_by_text("You are about to recall this phrase")).to_be_visible(timeout=60_000)
        page.get_by_label("Why").fill("It burns on some skins")
        page.get_by_role("button", name="Recall now").click(no_wait_after=True)
        held_at = _until(lambda: Issue.objects.get(pk=issue.pk).state == "held")
        time.sleep(max(0, held_at + 2 - time.monotonic()))
        left = len(memory.outbox)
        time.sleep(1)
        assert len(memory.outbox) == left < READERS
    finally:
        stop.set()
        sender.join(60)
    expect(page.get_by_role("heading", name="Recalled")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("A worker is listing every place")).to_be_visible()
    made = Recall.objects.get()
    list_copies(made.pk)  # what a worker does that hears the bell; the page looks again by itself
    for place in ("Not finished", "On its way", "A correction to my letter"):
        expect(page.locator("main")).to_contain_text(place, timeout=60_000)
    expect(page.get_by_text("A worker is listing every place")).to_have_count(0)
    listed = {(entry.trace, entry.subject): entry.readers for entry in made.entries.exclude(trace="correction")}
    subject = f"letter:{issue.pk}"
    assert listed == {("held", subject): READERS - left, ("sent", subject): left, ("draft", f"letter:{draft.pk}"): 0}
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def _until(holds):
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return time.monotonic()
