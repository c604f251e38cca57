"""Attacks of our own (docs/red-team.md), on what lets letters pass without a person, past a rule, or with some writers only.

As with the sixteen: through the routes people have, and at the end the question whether a mail has left.
"""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from brandguard.models import AfterCheck, Approval, Emergency, Review, ReviewPolicy
from brandguard.services import passing, releases, rules
from sellers.delivery.drain import drain
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.transports import memory
from sellers.newsletters.document import group_of
from tests.factories.audience import make_readers
from tests.factories.brandguard import live_rule, rule_fields
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter, make_lead
from tests.newsletters.test_no_way_round_the_gate import edit_url, typed

pytestmark = pytest.mark.django_db
WHY = "Our supplier calls back two jars and people must not open them today."


@pytest.fixture(autouse=True)
def a_worker_of_our_own(settings, tmp_path, monkeypatch):
    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = tmp_path / "journal", "memory"
    monkeypatch.setattr(passing, "drawn", lambda percent: False)
    memory.outbox.clear()
    yield
    memory.outbox.clear()


@pytest.fixture
def trusted():
    seller, lead = make_seller(), make_lead()
    for day in range(7):
        with time_machine.travel(timezone.now() - timedelta(days=100 - day), tick=False):
            approved_letter(make_letter(seller), by=lead)
    make_readers(seller, 100)
    return seller


def mails():
    drain(until_empty=True)
    return len(memory.outbox)


def hand_in(client, letter, text="<p>I thought of you, as I always do.</p>"):
    client.force_login(letter.seller.user)
    client.post(edit_url(letter), typed(text=text) | {"action-submit": "action-submit"})
    return Review.objects.filter(artefact__subject=letter.guard_subject).order_by("-pk").first()


def test_17_a_large_letter_cut_into_small_ones_still_meets_a_person(client, trusted):
    states = [hand_in(client, make_letter(trusted)).state for _ in range(3)]
    assert states == ["approved", "approved", "waiting"]
    last = Review.objects.latest("pk").artefact.subject.partition(":")[2]
    with pytest.raises(CommandError):
        call_command("send_issue", last, "--wait")
    assert mails() == 0


def test_18_letters_passed_long_ago_are_not_saved_up_for_one_day(client, trusted):
    """Passed week by week and sent together they would reach everybody many times over."""
    letter = make_letter(trusted)
    assert hand_in(client, letter).state == "approved"
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        with pytest.raises(CommandError):
            call_command("send_issue", str(letter.pk), "--wait")
        assert mails() == 0


def test_19_a_superuser_makes_no_policy_that_waves_letters_through(client, trusted):
    god = make_user("lead", name="Greta God", is_superuser=True)
    client.force_login(god)
    lax = {"pass_standing": 0, "tier_readers": 99_999, "tier_days": 30, "sample_percent": 0}
    assert client.post(reverse("guard:policy"), lax).status_code == 422
    client.force_login(make_user("administrator", is_superuser=True))
    assert client.post(reverse("guard:policy"), lax).status_code == 422
    assert not ReviewPolicy.objects.exists()
    fresh = make_letter(make_seller("Berta Lis"))
    assert hand_in(client, fresh).state == "waiting"


def test_20_one_person_is_no_emergency_however_she_tries(client):
    live_rule("no-danger", word="burst")
    letter = make_letter(body=[("text", "<p>One jar has burst. I am sorry.</p>")])
    make_readers(letter.seller, 3)
    first = make_user("administrator", name="Olga One", is_superuser=True)
    client.force_login(first)
    client.post(reverse("desk:emergency_letter", args=[letter.pk]), {"reason": WHY})
    review = Emergency.objects.get().artefact.review
    yes = {"sha256": review.artefact.sha256}
    for name in ("confirm_emergency", "approve"):
        client.post(reverse(f"desk:{name}", args=[review.pk]), yes)
    client.force_login(letter.seller.user)
    assert client.post(reverse("desk:confirm_emergency", args=[review.pk]), yes).status_code == 404
    with pytest.raises(CommandError):
        call_command("send_issue", str(letter.pk), "--wait")
    assert not Approval.objects.exists()
    assert mails() == 0


def test_21_what_two_people_let_out_is_shut_again_after_four_hours(client):
    live_rule("no-danger", word="burst")
    letter = make_letter(body=[("text", "<p>One jar has burst. I am sorry.</p>")])
    make_readers(letter.seller, 3)
    for person, name, data in (
        (make_lead("Olga One"), "emergency_letter", {"reason": WHY}),
        (make_lead("Tessa Two"), "confirm_emergency", None),
    ):
        client.force_login(person)
        artefact = Emergency.objects.get().artefact if data is None else None
        client.post(reverse(f"desk:{name}", args=[artefact.review.pk if artefact else letter.pk]), data or {"sha256": artefact.sha256})
    assert Approval.objects.get().basis == "emergency"
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        with pytest.raises(CommandError):
            call_command("send_issue", str(letter.pk), "--wait")
        assert mails() == 0


def test_22_a_rule_on_trial_stops_what_its_writer_had_scheduled(client, trusted):
    letter = make_letter(trusted)
    hand_in(client, letter, text="<p>I call it a miracle, and I mean it.</p>")
    issue = Issue.objects.get(letter=letter.pk)
    arm_issue(issue, by=trusted.user, due_at=timezone.now() + timedelta(hours=1))
    rule = rules.save_rule(rule_fields("no-miracle", word="miracle"), by=None)
    releases.start_canary(rule, keys=[group_of(trusted.pk)], by=make_lead("Olga"))
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1), tick=False):
        assert mails() == 0
    assert Issue.objects.get(pk=issue.pk).state == "held"


def test_23_whoever_wrote_it_does_not_say_afterwards_that_it_was_fine(client, trusted, monkeypatch):
    monkeypatch.setattr(passing, "drawn", lambda percent: True)
    review = hand_in(client, make_letter(trusted))
    user = trusted.user
    user.role, user.is_superuser = "lead", True
    user.save()
    client.force_login(user)
    client.post(reverse("desk:settle", args=[review.pk]), {"note": ""})
    assert AfterCheck.objects.get().verdict == "waiting"


def test_24_a_fault_found_afterwards_stops_what_has_not_left(client, trusted, monkeypatch):
    monkeypatch.setattr(passing, "drawn", lambda percent: True)
    letter = make_letter(trusted)
    review = hand_in(client, letter)
    issue = Issue.objects.get(letter=letter.pk)
    arm_issue(issue, by=trusted.user, due_at=timezone.now() + timedelta(hours=1))
    client.force_login(make_lead("Olga"))
    client.post(reverse("desk:settle", args=[review.pk]), {"fault": "1", "note": "It promises what we cannot keep"})
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1), tick=False):
        assert mails() == 0
