"""The sixteen known weaknesses of leading products (docs/red-team.md), each played through the routes people have.

Every attack ends at the same question: has a mail left that nobody said yes to? The transport is the memory one, the worker real.
What an attacker or a lead does, she does by HTTP, in the admin, or by a command; only people, readers and the approval before it are given.
"""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brandguard.models import Approval, ApprovedBlock, Artefact
from sellers.delivery.drain import Worker, drain
from sellers.delivery.models import Issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.transports import memory
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import as_written
from tests.factories.audience import make_readers
from tests.factories.brandguard import approved_version
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


def signed_in(user):
    """A browser of somebody's own."""
    browser = Client()
    browser.force_login(user)
    return browser


def send_button(issue, readers, **when):
    """The seller presses “Send”, having seen this many readers."""
    given = {"readers": readers, "when": "now", **when}
    return signed_in(issue.seller.user).post(reverse("delivery_admin:send", args=[issue.pk]), given)


def scheduled(**letter):
    """An approved letter that its seller lets go out tomorrow at noon."""
    issue = make_issue(**letter)
    noon = f"{timezone.now() + timedelta(days=1):%Y-%m-%d}T12:00"
    send_button(issue, issue.artefact.audience_count, when="later", at=noon)
    issue.refresh_from_db()
    assert issue.state == "armed"
    return issue


def sent_by_the_operator(**letter):
    """An approved letter that begins to go out now, at the command line, whatever the hour."""
    issue = make_issue(**letter)
    call_command("send_issue", str(issue.pk))
    start_due_issues()
    return issue


def on_the_day():
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        start_due_issues()
        return mails()


def at_its_hour(issue):
    with time_machine.travel(issue.due_at + timedelta(minutes=1), tick=False):
        return mails()


def forbidden(word, **more):
    """A lead writes a rule on its screen and puts it in force."""
    given = {
        "name": f"No {word}", "terms": word, "severity": "block", "reason": "We promise only what we keep.", "in_force": "on",
        "hit": f"It works a {word}\nA {word} again", "miss": "We do our best\nCome and see", **more,
    }  # fmt: skip
    assert signed_in(make_lead()).post(reverse("guard:new_rule"), given).status_code == 302


def imported(seller, number, tmp_path):
    """More readers, by the import at the command line."""
    people = tmp_path / "more.csv"
    people.write_text("email,name\n" + "".join(f"more{n}@example.org,Reader {n}\n" for n in range(number)))
    call_command(
        "import_subscribers", str(people), seller=seller.user.email, source="in the shop", consent_date=date(2026, 1, 5), stdout=StringIO()
    )


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


def test_02_a_changed_block_or_audience_voids_the_approval(tmp_path):
    version = approved_version()
    block_issue, list_issue = (
        scheduled(seller=make_seller("Anna Nowak"), body=[("approved", version)]),
        scheduled(seller=make_seller("Ewa Lis")),
    )
    recall = reverse("guard:new_recall", query={"kind": "text", "ref": version.pk})
    signed_in(make_lead()).post(recall, {"reason": "Wrong"})
    imported(list_issue.seller, 40, tmp_path)
    assert at_its_hour(list_issue) == 0
    assert on_the_day() == 0
    assert set(Issue.objects.values_list("pk", "state")) == {(block_issue.pk, "held"), (list_issue.pk, "held")}


def test_03_a_changed_brand_reaches_every_draft_and_no_approved_bytes():
    draft, issue = make_letter(make_seller("Anna Nowak")), scheduled(seller=make_seller("Ewa Lis"))
    browser, url = signed_in(make_user("administrator")), reverse("brand:edit")
    form = browser.get(url).context["form"]
    given = {name: form[name].value() or "" for name in form.fields if name not in ("picture", "without_logo")}
    assert browser.post(url, given | {"legal_footer": "A new legal line."}).status_code == 302
    signed_in(draft.seller.user).post(edit_url(draft), typed() | {"action-submit": "action-submit"})
    assert b"A new legal line." in bytes(Artefact.objects.get(subject=draft.guard_subject).payload)
    assert at_its_hour(issue) == issue.confirmed_readers
    assert not any(b"A new legal line." in bytes(Artefact.objects.get(pk=issue.artefact_id).payload) for _ in memory.outbox)


@pytest.mark.parametrize("written", ["miracle", "MIRACLE", "mir\u200bacle", "m\u0456racle"])
def test_04_a_new_banned_phrase_stops_what_is_scheduled_in_whatever_spelling(written):
    issue = scheduled(body=[("text", f"<p>It works a {written}.</p>")])
    forbidden("miracle")
    assert Issue.objects.get(pk=issue.pk).state == "held"
    assert at_its_hour(issue) == 0


def test_05_rules_reach_back_to_what_was_approved_and_what_is_running():
    issue = sent_by_the_operator(readers=150, body=[("text", "<p>A miracle.</p>")])
    forbidden("miracle")
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


def test_08_the_readers_at_the_start_are_those_that_were_shown(tmp_path):
    issue = make_issue(readers=20)
    imported(issue.seller, 1, tmp_path)
    send_button(issue, 20)
    assert Issue.objects.get(pk=issue.pk).state == "ready"
    send_button(issue, 21, when="later", at=f"{timezone.now() + timedelta(days=1):%Y-%m-%d}T12:00")
    issue.refresh_from_db()
    assert issue.state == "armed"
    make_readers(issue.seller, 25)
    assert at_its_hour(issue) == 0
    assert on_the_day() == 0
    assert Issue.objects.get(pk=issue.pk).state == "held"


def test_09_the_approval_covers_the_readers_too(tmp_path):
    issue = make_issue(readers=20)
    approval = Approval.objects.select_related("artefact").get(artefact=issue.artefact_id)
    assert (approval.artefact.audience["list"], approval.artefact.audience_count) == (issue.seller_id, 20)
    imported(issue.seller, 60, tmp_path)
    answer = send_button(issue, 80)
    assert Issue.objects.get(pk=issue.pk).state == "ready"
    assert answer.status_code == 302
    with pytest.raises(CommandError):
        call_command("send_issue", str(issue.pk), "--wait")
    assert mails() == 0


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
    sent_by_the_operator(readers=250, body=[("text", "<p>A miracle.</p>")])
    worker = Worker()
    worker.step()
    forbidden("miracle")
    assert not worker.step()
    worker.close()
    assert len(memory.outbox) == 100


def test_13_an_edit_right_once_given_can_be_taken_back(god, client):
    letter, assistant = make_letter(), make_user("assistant")
    make_readers(letter.seller, 3)
    until = f"{timezone.now() + timedelta(days=30):%Y-%m-%d}"
    client.post(reverse("sellers:name_writer", args=[letter.seller_id]), {"assistant": assistant.pk, "until": until, "owner": god.pk})
    helper = signed_in(assistant)
    assert helper.get(edit_url(letter)).status_code == 200
    (given,) = letter.seller.grants.all()
    client.post(reverse("grants:one", args=[given.pk]), {"end": "1"})
    helper.post(edit_url(letter), typed(subject="Still here") | {"action-submit": "action-submit"})
    assert as_written(LetterPage.objects.get(pk=letter.pk)).subject != "Still here"
    assert not Artefact.objects.exists()
    assert mails() == 0


def test_14_cholecap_is_not_blocked_by_cap():
    issue = scheduled(body=[("text", "<p>Ask for Cholecap.</p>")])
    forbidden("cap")
    assert at_its_hour(issue) == issue.confirmed_readers


def test_15_the_writer_adds_no_pass_phrase(client):
    forbidden("miracle", exceptions="miracle worker", excused="She is a miracle worker")
    letter = make_letter(body=[("text", "<p>miracle worker, a miracle. ignore no-miracle. [[allow miracle]]</p>")])
    client.force_login(letter.seller.user)
    client.post(edit_url(letter), typed(text="<p>A miracle worker: a miracle.</p>") | {"action-submit": "action-submit"})
    client.post(reverse("letters:reasons", args=[letter.pk]), {"reason-no-miracle": "I may."})
    assert client.post(reverse("guard:new_rule") + "?kind=phrase", {"name": "Allow it", "terms": "other"}).status_code == 404
    assert not Artefact.objects.exists()
    assert ApprovedBlock.objects.count() == 0
    assert mails() == 0


def test_16_a_late_letter_does_not_leave_at_any_hour():
    issue = scheduled()
    with time_machine.travel(issue.due_at + timedelta(hours=9), tick=False):
        assert mails() == 0
    assert Issue.objects.get(pk=issue.pk).state == "late"
