"""The list of a recall is made by a worker and read in pages; leads and administrators see at home what was stopped."""

import pytest
from django.urls import reverse
from django.utils import timezone

from brandguard.choices import Trace
from brandguard.models import Recall, RecallEntry
from brandguard.services import recalls
from brandguard.targets import target
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from tests.factories.brandguard import live_rule
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
MAIL = "mailto:a@shop.example?subject=Order&body=A%20miracle%20cream"


@pytest.fixture
def lead():
    return make_user("lead", name="Lena Lead")


def test_the_press_rings_a_worker_and_a_lost_ring_is_made_up_for(lead, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr("brandguard.queue.list_copies", rung.append)
    issue = make_issue()
    with django_capture_on_commit_callbacks(execute=True):
        made = recalls.begin_recall(target("letter", f"letter:{issue.pk}"), reason="Wrong price", by=lead)
    assert (rung, made.listed_at, made.entries.count()) == ([made.pk], None, 0)
    assert recalls.relist_recent() == 1
    made.refresh_from_db()
    assert made.listed_at


def test_a_long_list_comes_in_pages_trace_by_trace(client, lead):
    made = Recall.objects.create(
        kind="phrase", subject="rule:x", ref="x", title="x", reason="y", by=lead, at=timezone.now(), listed_at=timezone.now()
    )
    places = [(Trace.SENT, 80), (Trace.HELD, 40)]
    for trace, number in places:
        for count in range(number):
            RecallEntry.objects.create(
                recall=made, trace=trace, subject=f"letter:{count}", title=f"{trace} {count}.", author=lead, readers=10
            )
    client.force_login(lead)
    first, second = (client.get(reverse("guard:recall", args=[made.pk]), {"p": number}).content.decode() for number in (1, 2))
    assert [page.count("guard-struck__what") for page in (first, second)] == [100, 20]
    assert first.index("held 39.") < first.index("sent 0.")
    assert "<b>80</b> already sent" in first and "800 readers" in second


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_at_home_stands_what_the_guard_holds_and_what_was_recalled(client, lead, role):
    issue = make_issue(make_seller("Anna Nowak"), body=[("text", "<p>A miracle.</p>")])
    arm_issue(issue, by=issue.seller.user, due_at=timezone.now() + timezone.timedelta(days=1))
    client.force_login(make_user(role))
    assert b"Stopped by the guard" not in client.get("/admin/").content
    recalls.recall(target("phrase", "miracle"), reason="Not proven", by=lead)
    page = client.get("/admin/").content.decode()
    assert "Stopped by the guard" in page
    assert reverse("delivery_admin:send", args=[issue.pk]) in page
    assert "Recalled by Lena Lead" in page and "3 readers do not get it." in page


def test_a_seller_sees_no_such_panel(client, lead):
    issue = make_issue(body=[("text", "<p>A miracle.</p>")])
    arm_issue(issue, by=issue.seller.user)
    recalls.recall(target("phrase", "miracle"), reason="Not proven", by=lead)
    client.force_login(issue.seller.user)
    assert b"Stopped by the guard" not in client.get("/admin/").content


@pytest.mark.parametrize("frozen_before_it_was_read", [False, True])
def test_a_stricter_rule_stops_what_a_link_of_a_scheduled_letter_lays_into_a_mail(monkeypatch, frozen_before_it_was_read):
    if frozen_before_it_was_read:
        monkeypatch.setattr("sellers.newsletters.document._messages", lambda content: ())
    issue = make_issue(body=[("button", {"label": "Order", "link": MAIL})])
    assert ("message" in str(issue.artefact.document["parts"])) is not frozen_before_it_was_read
    arm_issue(issue, by=issue.seller.user, due_at=timezone.now() + timezone.timedelta(days=1))
    live_rule("no-miracle", word="miracle")
    assert Issue.objects.get(pk=issue.pk).state == "held"


def test_names_of_files_of_letters_frozen_before_they_were_parts_are_read():
    from brandguard.documents import Document

    kept = {
        "parts": [],
        "links": [],
        "language": "en",
        "blocks": [],
        "facts": {},
        "pictures": [{"alt": "", "file": "miracle.jpg", "location": "p"}],
    }
    assert [(part.scope, part.text) for part in Document.from_json(kept).parts] == [("file_name", "miracle.jpg")]
