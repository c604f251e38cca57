"""The emergency path: loud, in writing, two different people without a hand in the letter, over after a few hours, never forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from brandguard import gate
from brandguard.exceptions import GuardError, NotYours, Stale
from brandguard.models import Approval, Artefact, Emergency
from brandguard.services import emergencies, reviews
from hub.common.frozen import FrozenRow
from hub.common.models import AuditEntry, OutgoingMail
from sellers.newsletters.services.urgent import open_for_letter
from tests.factories.audience import make_readers
from tests.factories.brandguard import live_rule
from tests.factories.company import make_region
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_user
from tests.factories.review import make_lead, submitted_letter
from tests.newsletters.test_no_way_round_the_gate import edit_url, typed

pytestmark = pytest.mark.django_db
WHY = "A jar has burst in two shops, our customers must not open theirs today."


@pytest.fixture
def stopped():
    """A letter that a rule does not let pass, and two leads."""
    live_rule("no-danger", word="burst")
    letter = make_letter(body=[("text", "<p>Please do not open your jar: one has burst. I am sorry.</p>")])
    make_readers(letter.seller, 3)
    return letter, make_lead("Olga One"), make_lead("Tessa Two")


def codes(artefact, **asked):
    return {reason.code for reason in gate.problems(artefact, **asked)}


def let_out(letter, first, second):
    emergency = open_for_letter(letter, reason=WHY, by=first)
    emergencies.confirm_emergency(emergency, sha256=emergency.artefact.sha256, by=second)
    return emergency, Artefact.objects.get(pk=emergency.artefact_id)


def test_two_people_let_out_what_a_rule_stops_and_only_for_four_hours(stopped):
    emergency, artefact = let_out(*stopped)
    assert codes(artefact) == set()
    assert [one["rule"] for one in emergency.overrides] == ["no-danger"] * 2
    assert codes(artefact, now=timezone.now() + emergencies.LASTS) == {"approval_over"}


def test_one_person_opens_nothing(stopped):
    letter, first, second = stopped
    emergency = open_for_letter(letter, reason=WHY, by=first)
    assert "no_approval" in codes(emergency.artefact)
    with pytest.raises(NotYours):
        emergencies.confirm_emergency(emergency, sha256=emergency.artefact.sha256, by=first)
    with pytest.raises(NotYours):
        reviews.approve(emergency.artefact.review, by=first, sha256=emergency.artefact.sha256)
    with pytest.raises(GuardError):
        reviews.approve(emergency.artefact.review, by=second, sha256=emergency.artefact.sha256)
    with pytest.raises(CommandError):
        call_command("send_issue", str(letter.pk), "--wait")
    assert not Approval.objects.exists()


def test_nobody_with_a_hand_in_the_letter_is_one_of_the_two(client, stopped):
    letter, first, second = stopped
    god = make_user("administrator", name="Greta God", is_superuser=True)
    client.force_login(god)
    client.post(edit_url(letter), typed(text="<p>One has burst, I say.</p>"))
    letter.refresh_from_db()
    with pytest.raises(NotYours):
        open_for_letter(letter, reason=WHY, by=god)
    emergency = open_for_letter(letter, reason=WHY, by=first)
    for involved in (god, letter.seller.user):
        with pytest.raises(NotYours):
            emergencies.confirm_emergency(emergency, sha256=emergency.artefact.sha256, by=involved)
    assert emergencies.confirm_emergency(emergency, sha256=emergency.artefact.sha256, by=second).by == second


def test_the_reason_is_a_sentence(stopped):
    letter, first, _ = stopped
    with pytest.raises(GuardError, match="in at least"):
        open_for_letter(letter, reason="urgent!!", by=first)
    assert not Artefact.objects.exists()


def test_it_is_loud(client, stopped):
    letter, first, second = stopped
    far = make_lead("Far Away", region=make_region(code="elsewhere"))
    admin = make_user("administrator", name="Ada Min")
    OutgoingMail.objects.all().delete()
    open_for_letter(letter, reason=WHY, by=first)
    told = OutgoingMail.objects.filter(kind="newsletters.emergency")
    assert {mail.to for mail in told} == {person.email for person in (first, second, far, admin)}
    for person in (second, far):
        client.force_login(person)
        assert "Emergency:" in client.get(reverse("desk:queue")).content.decode()


def test_it_is_in_the_audit_trail_with_both_names_and_what_it_overrode(stopped):
    letter, first, second = stopped
    let_out(letter, first, second)
    opened, confirmed = (AuditEntry.objects.get(action=f"emergency.{step}") for step in ("opened", "confirmed"))
    assert (opened.actor_id, confirmed.actor_id) == (first.pk, second.pk)
    assert opened.data["overrides"] == ["no-danger"] * 2
    with pytest.raises(FrozenRow):
        Emergency.objects.update(reason="Nothing happened")


def test_after_an_hour_nobody_can_confirm_it(stopped):
    letter, first, second = stopped
    emergency = open_for_letter(letter, reason=WHY, by=first)
    with time_machine.travel(emergency.closes_at), pytest.raises(Stale):
        emergencies.confirm_emergency(emergency, sha256=emergency.artefact.sha256, by=second)


def test_an_edit_after_the_opening_costs_it(client, stopped):
    letter, first, second = stopped
    emergency = open_for_letter(letter, reason=WHY, by=first)
    client.force_login(letter.seller.user)
    client.post(edit_url(letter), typed(text="<p>One has burst, and here is a miracle.</p>"))
    with pytest.raises(Stale):
        emergencies.confirm_emergency(emergency, sha256=emergency.artefact.sha256, by=second)


def test_a_rule_made_after_the_yes_still_stops_it(stopped):
    _, artefact = let_out(*stopped)
    live_rule("no-sorry", word="sorry")
    assert codes(artefact) == {"rule"}


def test_a_recall_beats_an_emergency(stopped):
    from brandguard.services.recalls import recall
    from brandguard.targets import target

    letter, first, second = stopped
    _, artefact = let_out(letter, first, second)
    recall(target("rule", "no-danger"), reason="It was a false alarm", by=second)
    assert codes(artefact) != set()


def test_any_reviewer_ends_it_at_once(stopped):
    letter, first, second = stopped
    emergency, artefact = let_out(letter, first, second)
    emergencies.end_emergency(emergency, by=make_lead("Third Lead"))
    assert {"one_person", "not_approved"} <= codes(artefact)


def test_the_same_version_has_one_emergency(stopped):
    _, review = submitted_letter(make_letter(stopped[0].seller))
    emergencies.open_emergency(review, reason=WHY, by=stopped[1])
    with pytest.raises(GuardError, match="already"):
        emergencies.open_emergency(review, reason=WHY, by=stopped[2])


def test_a_row_made_by_hand_with_one_name_twice_is_refused_by_the_database(stopped):
    from django.db import IntegrityError, transaction

    letter, first, _ = stopped
    emergency = open_for_letter(letter, reason=WHY, by=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.filter(pk=emergency.pk).update(confirmed_by=first, confirmed_at=timezone.now())


def test_the_whole_way_through_the_screens(client, stopped):
    letter, first, second = stopped
    client.force_login(first)
    found = client.get(reverse("desk:emergencies"), {"q": letter.seller.name}).content.decode()
    assert reverse("desk:emergency_letter", args=[letter.pk]) in found
    page = client.get(reverse("desk:emergency_letter", args=[letter.pk])).content.decode()
    assert "We promise only what we can keep." in page
    answer = client.post(reverse("desk:emergency_letter", args=[letter.pk]), {"reason": WHY}, follow=True).content.decode()
    assert "I have read it: confirm" not in answer
    review = Emergency.objects.get().artefact.review
    client.force_login(second)
    page = client.get(reverse("desk:review", args=[review.pk])).content.decode()
    assert "I have read it: confirm" in page
    assert WHY in page
    client.post(reverse("desk:confirm_emergency", args=[review.pk]), {"sha256": "0" * 64})
    assert not Approval.objects.exists()
    client.post(reverse("desk:confirm_emergency", args=[review.pk]), {"sha256": review.artefact.sha256})
    assert Approval.objects.get().basis == "emergency"
    client.post(reverse("desk:end_emergency", args=[review.pk]))
    assert Emergency.objects.get().ended_by == second


@pytest.mark.parametrize("role", ["seller", "assistant"])
def test_for_those_who_do_not_review_there_is_no_such_thing(client, stopped, role):
    letter, first, _ = stopped
    emergency = open_for_letter(letter, reason=WHY, by=first)
    client.force_login(make_user(role))
    pk = emergency.artefact.review.pk
    assert client.get(reverse("desk:emergencies")).status_code == 404
    assert client.get(reverse("desk:emergency_letter", args=[letter.pk])).status_code == 404
    for name in ("open_emergency", "confirm_emergency", "end_emergency"):
        assert client.post(reverse(f"desk:{name}", args=[pk]), {"reason": WHY, "sha256": emergency.artefact.sha256}).status_code == 404
    assert not Approval.objects.exists()


def test_the_letter_leaves_only_by_its_writers_hand_within_the_hours(settings, stopped, tmp_path):
    from sellers.delivery.drain import drain
    from sellers.delivery.models import Issue
    from sellers.delivery.services.arm import arm_issue
    from sellers.delivery.transports import memory

    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = tmp_path / "journal", "memory"
    memory.outbox.clear()
    letter, first, second = stopped
    let_out(letter, first, second)
    issue = Issue.objects.get(letter=letter.pk)
    arm_issue(issue, by=letter.seller.user, due_at=timezone.now() + timedelta(hours=5))
    with time_machine.travel(timezone.now() + timedelta(hours=5, minutes=1), tick=False):
        drain(until_empty=True)
    assert len(memory.outbox) == 0
    assert Issue.objects.get(pk=issue.pk).state == "held"
