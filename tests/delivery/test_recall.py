"""Recalling a text, a phrase or a letter that waits or is being sent: stopped at once, listed whole, corrected by a draft."""

import pytest
from django.urls import reverse

from brandguard.models import Recall, RecallEntry, Review
from brandguard.services import recalls
from brandguard.services.blocks import recall_version
from brandguard.targets import target
from brandguard.tasks import list_copies
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry, OutgoingMail
from hub.company.services import change_shop
from sellers.delivery import worker as lane
from sellers.delivery.drain import Worker
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.transports.memory import MemoryTransport
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import as_written
from sellers.newsletters.services.submission import submit_letter
from tests.delivery.identity import holds
from tests.factories.brandguard import approved_version, live_rule
from tests.factories.company import make_region
from tests.factories.delivery import make_issue
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import submitted_letter

pytestmark = pytest.mark.django_db

WORDS = "the silver serum"
WITH_WORDS = [("text", f"<p>Try {WORDS} this week.</p>")]


@pytest.fixture
def lead():
    return make_user("lead")


def running(*, readers=250, **letter):
    issue = make_issue(make_seller("Anna Nowak"), readers=readers, **letter)
    arm_issue(issue, by=None)
    start_due_issues()
    return issue


def entries(made):
    return {(entry.trace, entry.subject): entry.readers for entry in made.entries.all()}


def wanted(kind, issue, version):
    return target(kind, {"text": str(version.pk), "phrase": WORDS, "letter": f"letter:{issue.pk}"}[kind])


@pytest.mark.parametrize("kind", ["text", "phrase", "letter"])
def test_a_running_send_stops_in_the_middle_of_a_chunk(kind, lead, outbox, monkeypatch):
    version = approved_version()
    issue = running(body=[*WITH_WORDS, ("approved", version)])
    clock = iter(range(10_000))
    monkeypatch.setattr(lane.journal, "monotonic", lambda: next(clock) * 0.01)

    class Recalling(MemoryTransport):
        """At the 120th body a lead presses Recall in another process."""

        def send(self, batch, handover):
            writing = handover.writing

            def one_more(position):
                if len(outbox) == 120:
                    recalls.recall(wanted(kind, issue, version), reason="It burns", by=lead)
                    monkeypatch.setattr(lane.journal, "monotonic", lambda: next(clock) * 0.01 + lane.LOOK_AGAIN)
                writing(position)

            handover.writing = one_more
            super().send(batch, handover)

    worker = Worker(Recalling())
    worker.step()
    worker.step()
    assert not worker.step()
    worker.close()
    assert len(outbox) == 120
    issue.refresh_from_db()
    assert issue.state == "held"
    assert any("It burns" in sentence for _, sentence in issue.hold_reasons)
    assert holds(issue) == holds(issue) | {"sent": 120, "held": 130}


def test_a_worker_looks_again_within_a_second():
    assert lane.LOOK_AGAIN <= 1.0


def test_everything_that_holds_a_text_is_stopped_and_listed(lead, outbox):
    version = approved_version()
    body = [("approved", version)]
    sent = running(body=body)
    worker = Worker()
    worker.step()
    scheduled = make_issue(make_seller("Berta Lis"), body=body)
    arm_issue(scheduled, by=None)
    other = make_issue(make_seller("Cela Zet"))
    arm_issue(other, by=None)
    waiting, review = submitted_letter(make_letter(make_seller("Dora Kos"), body=body))
    draft = make_letter(make_seller("Ewa Maj"), body=body)

    made = recalls.recall(target("text", str(version.pk)), reason="The hours are wrong", by=lead)

    assert dict(Issue.objects.values_list("pk", "state")) == {
        sent.pk: "held",
        scheduled.pk: "held",
        other.pk: "armed",
    }
    review.refresh_from_db()
    assert (review.state, review.artefact.state) == ("void", "void")
    assert submit_letter(LetterPage.objects.get(pk=other.pk), by=other.seller.user) is None
    correction = LetterPage.objects.get(pk=RecallEntry.objects.get(trace="correction").subject.partition(":")[2])
    assert entries(made) == {
        ("held", f"letter:{sent.pk}"): 150,
        ("held", f"letter:{scheduled.pk}"): 3,
        ("review", f"letter:{waiting.pk}"): 0,
        ("draft", f"letter:{scheduled.pk}"): 0,
        ("draft", f"letter:{waiting.pk}"): 0,
        ("draft", f"letter:{draft.pk}"): 0,
        ("sent", f"letter:{sent.pk}"): 100,
        ("correction", f"letter:{correction.pk}"): 0,
    }
    assert [entry.readers for entry in recalls.take_stock(made)] == []
    worker.close()


def test_the_correction_is_a_draft_of_hers_that_nothing_sends(lead, outbox):
    issue = running(readers=5, body=WITH_WORDS)
    worker = Worker()
    worker.step()
    worker.close()
    made = recalls.recall(target("phrase", WORDS), reason="It burns", by=lead)
    correction = LetterPage.objects.get(seller=issue.seller, subject="A correction to my letter")
    assert correction.get_parent().pk == issue.seller.page.pk
    assert not Review.objects.filter(artefact__subject=correction.guard_subject).exists()
    assert not Issue.objects.filter(pk=correction.pk).exists()
    assert "is not right" in str(as_written(correction).body)
    assert WORDS not in str(as_written(correction).body)
    review = submit_letter(correction, by=issue.seller.user)
    assert lead.pk not in review.artefact.writers
    recalls.take_stock(made)
    assert LetterPage.objects.filter(subject="A correction to my letter").count() == 1
    assert len(outbox) == 5


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("de", "Eine Berichtigung zu meinem Brief", "{salutation},"), ("es", "Una corrección a mi carta", "{salutation}:")],
)
def test_the_correction_is_drafted_in_the_language_of_the_letter(lead, language, subject, words):
    issue = running(readers=5, body=WITH_WORDS)
    change_shop(issue.seller.shop, by=None, language=language)
    worker = Worker()
    worker.step()
    worker.close()
    recalls.recall(target("phrase", WORDS), reason="It burns", by=lead)
    body = str(as_written(LetterPage.objects.get(seller=issue.seller, subject=subject)).body)
    assert words in body and "is not right" not in body


def test_everybody_concerned_is_told_once_and_why(lead, outbox):
    version = approved_version()
    running(readers=2, body=[("approved", version)])
    worker = Worker()
    worker.step()
    worker.close()
    _, review = submitted_letter(make_letter(make_seller("Dora Kos"), body=[("approved", version)]))
    OutgoingMail.objects.all().delete()
    made = recalls.recall(target("text", str(version.pk)), reason="The hours are wrong", by=lead)
    recalls.take_stock(made)
    told = list(OutgoingMail.objects.filter(kind="newsletters.recalled"))
    assert len(told) == 2
    assert all("The hours are wrong" in mail.text for mail in told)
    assert sorted("drafted a correction" in mail.text for mail in told) == [False, True]
    assert OutgoingMail.objects.get(kind="newsletters.approval_void").to == review.artefact.author.email


def test_a_rule_made_stricter_holds_what_is_scheduled_without_any_recall():
    issue = make_issue(body=WITH_WORDS)
    arm_issue(issue, by=None)
    _, review = submitted_letter(make_letter(make_seller("Dora Kos"), body=WITH_WORDS))
    live_rule("no-serum", word=WORDS)
    issue.refresh_from_db()
    review.refresh_from_db()
    assert (issue.state, review.state) == ("held", "void")
    assert any("promise only what we can keep" in sentence for _, sentence in issue.hold_reasons)


def test_a_rule_that_only_warns_holds_nothing():
    issue = make_issue(body=WITH_WORDS)
    arm_issue(issue, by=None)
    _, review = submitted_letter(make_letter(make_seller("Dora Kos"), body=WITH_WORDS))
    live_rule("serum", word=WORDS, severity="warning")
    issue.refresh_from_db()
    review.refresh_from_db()
    assert (issue.state, review.state) == ("armed", "waiting")


def test_withdrawing_the_text_alone_holds_too():
    version = approved_version()
    issue = make_issue(body=[("approved", version)])
    arm_issue(issue, by=None)
    recall_version(version, reason="Wrong hours", by=make_user("lead"))
    issue.refresh_from_db()
    assert issue.state == "held"


def test_the_trail_says_who_recalled_what(lead):
    issue = make_issue(body=WITH_WORDS)
    arm_issue(issue, by=None)
    recalls.recall(target("phrase", WORDS), reason="It burns", by=lead)
    lines = list(AuditEntry.objects.filter(action__startswith="recall.").values_list("action", "actor_id", "data"))
    assert [(action, actor) for action, actor, _ in lines] == [("recall.begun", lead.pk), ("recall.listed", lead.pk)]
    assert lines[1][2]["held"] == 1
    assert WORDS not in str([data for _, _, data in lines])
    assert AuditEntry.objects.filter(action="issue.held", subject=f"letter:{issue.pk}").exists()


def test_when_the_list_breaks_what_runs_is_stopped_all_the_same(lead, monkeypatch):
    issue = running(body=WITH_WORDS)
    monkeypatch.setattr(recalls, "reach_of", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        recalls.recall(target("phrase", WORDS), reason="It burns", by=lead)
    issue.refresh_from_db()
    assert issue.state == "held"
    monkeypatch.undo()
    made = Recall.objects.get()
    assert made.listed_at is None
    assert ("held", f"letter:{issue.pk}") in {(entry.trace, entry.subject) for entry in recalls.take_stock(made)}


def test_only_who_keeps_the_texts_recalls_and_a_letter_only_in_her_region(lead):
    issue = make_issue(body=WITH_WORDS)
    far = make_user("lead", region=make_region(code="elsewhere"))
    for user in (make_user("seller"), make_user("assistant", is_superuser=True), far):
        with pytest.raises(NotAllowed):
            recalls.recall(target("letter", f"letter:{issue.pk}"), reason="It burns", by=user)


def test_a_lead_sees_the_numbers_gives_a_reason_and_gets_the_list(client, lead, outbox):
    issue = running(body=WITH_WORDS)
    worker = Worker()
    worker.step()
    worker.close()
    client.force_login(lead)
    url = reverse("guard:new_recall", query={"kind": "phrase", "ref": WORDS})
    page = client.get(url).content.decode()
    assert "<strong>150</strong> readers will not get it" in page
    assert "reached <strong>100</strong> readers already" in page
    assert client.post(url, {"reason": " "}).status_code == 422
    issue.refresh_from_db()
    assert issue.state == "sending"
    page = client.post(url, {"reason": "It burns"}, follow=True).content.decode()
    made = Recall.objects.get()
    issue.refresh_from_db()
    assert issue.state == "held"
    assert "It burns" in page
    assert "A worker is listing every place" in page
    list_copies(made.pk)
    answer = client.get(reverse("guard:recall", args=[made.pk]), {"part": "list"})
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert 'data-trial-state="done"' in page
    assert issue.artefact.title in page
    assert "Anna Nowak" in page
    assert "A correction to my letter" in page
    assert "bulk" not in page


def test_looking_recalls_nothing_and_sellers_find_no_such_page(client, lead):
    issue = running(body=WITH_WORDS)
    url = reverse("guard:new_recall", query={"kind": "letter", "ref": f"letter:{issue.pk}"})
    client.force_login(lead)
    client.get(url)
    assert not Recall.objects.exists()
    client.force_login(issue.seller.user)
    assert client.get(url).status_code == 404
    assert client.post(url, {"reason": "It burns"}).status_code == 404
    assert not Recall.objects.exists()
