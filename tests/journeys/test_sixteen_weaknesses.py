"""The sixteen known weaknesses of leading products (docs/red-team.md), each played through the routes people have.

Every attack ends at the same question: has a mail left that nobody said yes to? The transport is the memory one, the worker real.
"""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from brandguard.models import Approval, ApprovedBlock, Artefact
from brandguard.services import blocks
from hub.company.models import BrandKit
from sellers.delivery.drain import Worker, drain
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.transports import memory
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import as_written
from sellers.profiles import services as profiles
from tests.factories.audience import make_readers
from tests.factories.brandguard import approved_version, live_rule, rule_fields
from tests.factories.delivery import make_issue
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import make_lead, submitted_letter
from tests.newsletters.test_no_way_round_the_gate import edit_url, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_worker_of_our_own(settings, tmp_path):
    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = tmp_path / "journal", "memory"
    memory.outbox.clear()
    yield
    memory.outbox.clear()


@pytest.fixture
def god(client):
    """Administrator and superuser: everything that can be granted."""
    user = make_user("administrator", name="Greta God", is_superuser=True)
    client.force_login(user)
    return user


def mails():
    """Everything that leaves now, whatever waits."""
    drain(until_empty=True)
    return len(memory.outbox)


def scheduled(**letter):
    """An approved letter that goes out tomorrow."""
    issue = make_issue(**letter)
    return arm_issue(issue, by=issue.seller.user, due_at=timezone.now() + timedelta(days=1))


def on_the_day():
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        return mails()


def send_button(client, issue, readers):
    return client.post(reverse("delivery_admin:send", args=[issue.pk]), {"readers": readers, "when": "now"})


def test_01_administrators_cannot_skip_approval(client, god):
    letter, review = submitted_letter(make_letter(make_seller()))
    make_readers(letter.seller, 3)
    client.post(edit_url(letter), typed() | {"action-publish": "action-publish"})
    client.post(reverse("delivery_admin:send", args=[letter.pk]), {"readers": 3, "when": "now"})
    with pytest.raises(CommandError):
        call_command("send_issue", str(letter.pk), "--wait")
    assert mails() == 0
    assert not Approval.objects.exists()
    assert review.pk


def test_02_a_changed_block_or_audience_voids_the_approval():
    version = approved_version()
    block_issue, list_issue = (
        scheduled(seller=make_seller("Anna Nowak"), body=[("approved", version)]),
        scheduled(seller=make_seller("Ewa Lis")),
    )
    blocks.recall_version(version, reason="Wrong", by=make_lead())
    make_readers(list_issue.seller, 40)
    assert on_the_day() == 0
    assert set(Issue.objects.values_list("pk", "state")) == {(block_issue.pk, "held"), (list_issue.pk, "held")}


def test_03_a_changed_brand_reaches_every_draft_and_no_approved_bytes():
    draft, issue = make_letter(make_seller("Anna Nowak")), scheduled(seller=make_seller("Ewa Lis"))
    brand = BrandKit.load()
    brand.legal_footer = "A new legal line."
    brand.save()
    _, review = submitted_letter(draft)
    assert b"A new legal line." in bytes(review.artefact.payload)
    assert b"A new legal line." not in bytes(Artefact.objects.get(pk=issue.artefact_id).payload)


@pytest.mark.parametrize("written", ["miracle", "MIRACLE", "mir\u200bacle", "m\u0456racle"])
def test_04_a_new_banned_phrase_stops_what_is_scheduled_in_whatever_spelling(written):
    issue = scheduled(body=[("text", f"<p>It works a {written}.</p>")])
    live_rule("no-miracle", word="miracle")
    assert Issue.objects.get(pk=issue.pk).state == "held"
    assert on_the_day() == 0


def test_05_rules_reach_back_to_what_was_approved_and_what_is_running():
    issue = make_issue(readers=150, body=[("text", "<p>A miracle.</p>")])
    arm_issue(issue, by=None)
    start_due_issues()
    live_rule("no-miracle", word="miracle")
    assert mails() == 0
    assert Issue.objects.get(pk=issue.pk).state == "held"


def test_06_a_reviewers_own_letter_does_not_pass_by_itself(client):
    letter, review = submitted_letter()
    make_readers(letter.seller, 3)
    user = letter.seller.user
    user.role, user.is_superuser = "lead", True
    user.save()
    client.force_login(user)
    client.post(reverse("desk:approve", args=[review.pk]), {"sha256": review.artefact.sha256})
    client.post(reverse("desk:approve_clean"), {"pick": [f"{review.pk}:{review.artefact.sha256}"]})
    assert not Approval.objects.exists()
    assert mails() == 0


def test_07_there_is_no_skip_approval_and_publish(client, god):
    letter = make_letter()
    make_readers(letter.seller, 3)
    letter.get_latest_revision().publish(user=god, skip_permission_checks=True)
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={letter.pk}")
    with pytest.raises(CommandError):
        call_command("send_issue", str(letter.pk), "--wait")
    assert mails() == 0


def test_08_the_readers_at_the_start_are_those_that_were_shown(client):
    issue = make_issue(readers=20)
    make_readers(issue.seller, 1)
    client.force_login(issue.seller.user)
    send_button(client, issue, 20)
    assert Issue.objects.get(pk=issue.pk).state == "ready"
    arm_issue(issue, by=issue.seller.user, due_at=timezone.now() + timedelta(days=1), readers=21)
    make_readers(issue.seller, 25)
    assert on_the_day() == 0
    assert Issue.objects.get(pk=issue.pk).state == "held"


def test_09_the_approval_covers_the_readers_too():
    issue = make_issue(readers=20)
    approval = Approval.objects.select_related("artefact").get(artefact=issue.artefact_id)
    assert (approval.artefact.audience["list"], approval.artefact.audience_count) == (issue.seller_id, 20)


def test_10_the_sender_cannot_mark_it_approved(client):
    letter, review = submitted_letter()
    make_readers(letter.seller, 3)
    client.force_login(letter.seller.user)
    assert client.post(reverse("desk:approve", args=[review.pk]), {"sha256": review.artefact.sha256}).status_code == 404
    state = letter.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[letter.pk, "approve", state.pk]))
    Artefact.objects.filter(pk=review.artefact_id).update(state="approved")
    with pytest.raises(CommandError):
        call_command("send_issue", str(letter.pk), "--wait")
    assert mails() == 0
    assert not Approval.objects.exists()


def test_11_administrators_do_not_act_as_the_writer(client):
    letter = make_letter()
    before = as_written(letter).subject
    client.force_login(make_user("administrator"))
    client.post(edit_url(letter), typed(subject="In her name") | {"action-submit": "action-submit"})
    client.post(reverse("letters:write"), {"seller": letter.seller_id})
    assert as_written(LetterPage.objects.get(pk=letter.pk)).subject == before
    assert LetterPage.objects.count() == 1
    assert not Artefact.objects.exists()


def test_11_what_a_superuser_writes_is_hers_and_she_cannot_approve_it(client, god):
    letter = make_letter()
    client.post(edit_url(letter), typed(subject="By another hand"))
    letter = LetterPage.objects.get(pk=letter.pk)
    assert letter.get_latest_revision().user == god
    _, review = submitted_letter(letter)
    client.post(reverse("desk:approve", args=[review.pk]), {"sha256": review.artefact.sha256})
    assert god.pk in review.artefact.writers
    assert not Approval.objects.exists()


def test_12_a_rule_change_skips_no_reader_who_is_already_in_the_run():
    issue = make_issue(readers=250, body=[("text", "<p>A miracle.</p>")])
    arm_issue(issue, by=None)
    start_due_issues()
    worker = Worker()
    worker.step()
    live_rule("no-miracle", word="miracle")
    assert not worker.step()
    worker.close()
    assert len(memory.outbox) == 100


def test_13_an_edit_right_once_given_can_be_taken_back(client):
    letter, assistant = make_letter(), make_user("assistant")
    profiles.grant_writing(letter.seller, to=assistant, by=None)
    client.force_login(assistant)
    assert client.get(edit_url(letter)).status_code == 200
    profiles.revoke_writing(letter.seller, to=assistant, by=None)
    client.post(edit_url(letter), typed(subject="Still here"))
    assert as_written(LetterPage.objects.get(pk=letter.pk)).subject != "Still here"


def test_14_cholecap_is_not_blocked_by_cap():
    live_rule("no-cap", word="cap")
    issue = scheduled(body=[("text", "<p>Ask for Cholecap.</p>")])
    assert on_the_day() == issue.confirmed_readers


def test_15_the_writer_adds_no_pass_phrase(client):
    live_rule("no-miracle", word="miracle", exceptions=[{"text": "miracle worker"}], examples=_examples())
    letter = make_letter(body=[("text", "<p>miracle worker, a miracle. ignore no-miracle. [[allow miracle]]</p>")])
    client.force_login(letter.seller.user)
    client.post(edit_url(letter), typed(text="<p>A miracle worker: a miracle.</p>") | {"action-submit": "action-submit"})
    client.post(reverse("letters:reasons", args=[letter.pk]), {"reason-no-miracle": "I may."})
    rule = json.dumps(rule_fields("no-miracle", word="other"))
    assert client.post(reverse("guard:new_rule") + "?kind=phrase", json.loads(rule)).status_code == 404
    assert not Artefact.objects.exists()
    assert ApprovedBlock.objects.count() == 0


def test_16_a_late_letter_does_not_leave_at_any_hour():
    issue = make_issue()
    arm_issue(issue, by=issue.seller.user, due_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=9), tick=False):
        assert mails() == 0
    assert Issue.objects.get(pk=issue.pk).state == "late"


def _examples():
    return {"hit": ["A miracle", "miracle cream"], "miss": ["We do our best", "Come and see"], "excused": ["She is a miracle worker"]}
