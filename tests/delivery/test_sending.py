"""From a person's yes to the last mark."""

import pytest
from django.utils import timezone

from brandguard.exceptions import Held
from brandguard.models import Artefact
from brandguard.services.reviews import revoke
from brandguard.services.rules import save_rule
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from sellers.audience.models import Subscriber, Suppression
from sellers.delivery.drain import Worker, drain
from sellers.delivery.exceptions import AudienceChanged, NotReady
from sellers.delivery.models import Delivery, Issue, Problem
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.control import cancel_issue, pause_issue, resume_issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.tracking.services.bounces import address_of
from tests.delivery.identity import holds
from tests.factories.audience import make_reader, make_readers
from tests.factories.brandguard import rule_fields
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


def test_every_reader_of_the_list_gets_one_letter_and_nobody_else(outbox):
    issue, other = make_issue(readers=250), make_issue(make_seller("Ewa Lis"), readers=2)
    arm_issue(issue, by=issue.seller.user)
    drain(until_empty=True)
    assert len({e.rcpt_to for e in outbox}) == len(outbox) == 250
    issue.refresh_from_db()
    assert (issue.state, issue.snapshot) == ("done", 250)
    assert holds(issue)["sent"] == 250
    other.refresh_from_db()
    assert other.state == "ready"
    assert (
        AuditEntry.objects.filter(action__startswith="issue.", subject=f"letter:{issue.pk}").count() == 4
    )  # ready, armed, started, finished


def test_a_second_arming_or_start_sends_nothing_twice(outbox):
    issue = make_issue(readers=3)
    arm_issue(issue, by=None)
    with pytest.raises(NotReady):
        arm_issue(issue, by=None)
    assert start_due_issues() == 1
    assert start_due_issues() == 0
    drain(until_empty=True)
    drain(until_empty=True)
    assert len(outbox) == 3
    with pytest.raises(NotReady):
        arm_issue(issue, by=None)


def test_only_the_seller_herself_or_a_lead_may_send():
    issue = make_issue()
    for user in (make_seller("Ewa Lis").user, make_user("assistant")):
        with pytest.raises(NotAllowed):
            arm_issue(issue, by=user)
    arm_issue(issue, by=make_user("lead"))


def test_an_unapproved_letter_cannot_be_armed():
    issue = make_issue()
    revoke(issue.artefact, by=make_user("lead"), reason="Wrong price")
    with pytest.raises(Held):
        arm_issue(issue, by=issue.seller.user)


def test_the_confirmed_number_must_still_be_true():
    issue = make_issue(readers=3)
    with pytest.raises(AudienceChanged):
        arm_issue(issue, by=issue.seller.user, readers=4)
    arm_issue(issue, by=issue.seller.user, readers=3)


def test_an_empty_list_is_refused_in_words():
    issue = make_issue(readers=1)
    issue.seller.subscribers.update(state="left")
    with pytest.raises(NotReady, match="Nobody is on this list"):
        arm_issue(issue, by=issue.seller.user)


def test_who_leaves_after_the_start_is_not_written_to(outbox):
    issue = make_issue(readers=150)
    arm_issue(issue, by=None)
    start_due_issues()
    worker = Worker()
    assert worker.step()
    rest = Delivery.objects.filter(issue=issue).exclude(subscriber__person__address__in=[e.rcpt_to for e in outbox])
    leaver, suppressed, erased = rest.select_related("subscriber__person")[:3]
    leaver.subscriber.state = "left"
    leaver.subscriber.save()
    Suppression.objects.create(address_hash=suppressed.address_hash, seller=None, reason="complained", at=timezone.now())
    Delivery.objects.filter(pk=erased.pk).update(subscriber=None)
    while worker.step():
        pass
    worker.close()
    assert len(outbox) == 147
    assert holds(issue) == holds(issue) | {"sent": 147, "suppressed": 3}
    assert Issue.objects.get(pk=issue.pk).state == "done"


def test_a_gate_that_closes_in_mid_run_holds_the_rest(outbox):
    issue = make_issue(readers=250)
    arm_issue(issue, by=None)
    start_due_issues()
    worker = Worker()
    worker.step()
    lead = make_user("lead")
    revoke(issue.artefact, by=lead, reason="Wrong price")
    assert not worker.step()
    worker.close()
    issue.refresh_from_db()
    assert issue.state == "held"
    assert any("Wrong price" in sentence for _, sentence in issue.hold_reasons)
    counts = holds(issue)
    assert (counts["sent"], counts["held"], counts["queued"]) == (100, 150, 0)
    with pytest.raises(Held):
        resume_issue(issue, by=lead)
    assert len(outbox) == 100


def test_a_send_that_was_pointed_at_another_list_is_held(outbox):
    issue = make_issue(readers=3)
    other = make_seller(name="Bea Blum")
    make_readers(other, 3)
    arm_issue(issue, by=None)
    Issue.objects.filter(pk=issue.pk).update(seller=other)
    start_due_issues()
    drain(until_empty=True)
    issue.refresh_from_db()
    assert (issue.state, outbox) == ("held", [])


def test_a_value_that_breaks_a_rule_holds_that_reader_and_nobody_else(outbox):
    seller = make_seller()
    make_reader(seller, first_name="Guarantee", address="odd@mail.example")
    issue = make_issue(seller, readers=3)
    save_rule(rule_fields(state="live"), by=None)
    arm_issue(issue, by=None)
    drain(until_empty=True)
    assert len(outbox) == 3
    assert "odd@mail.example" not in {e.rcpt_to for e in outbox}
    assert holds(issue) == holds(issue) | {"sent": 3, "held": 1}
    problem = Problem.objects.get()
    assert (problem.kind, problem.delivery.subscriber.person.address) == ("held", "odd@mail.example")
    assert "rule" in problem.reason


def test_taking_an_approval_back_disarms_what_has_not_started():
    issue = make_issue()
    arm_issue(issue, by=None)
    revoke(Artefact.objects.get(pk=issue.artefact_id), by=make_user("lead"), reason="Not yet")
    issue.refresh_from_db()
    assert (issue.state, issue.due_at) == ("ready", None)


def test_pause_stops_and_resume_goes_on(outbox):
    issue = make_issue(readers=250)
    arm_issue(issue, by=None)
    start_due_issues()
    worker = Worker()
    worker.step()
    pause_issue(issue, by=issue.seller.user)
    assert not worker.step()
    assert holds(issue)["queued"] == 150
    resume_issue(issue, by=issue.seller.user)
    while worker.step():
        pass
    worker.close()
    assert len({e.rcpt_to for e in outbox}) == len(outbox) == 250


def test_pulled_back_readers_count_as_held_and_stay_so(outbox):
    issue = make_issue(readers=250)
    arm_issue(issue, by=None)
    start_due_issues()
    worker = Worker()
    worker.step()
    cancel_issue(issue, by=issue.seller.user)
    assert not worker.step()
    worker.close()
    assert holds(issue) == holds(issue) | {"sent": 100, "held": 150}
    with pytest.raises(NotReady):
        resume_issue(issue, by=issue.seller.user)
    with pytest.raises(NotReady):
        arm_issue(issue, by=issue.seller.user)


def test_a_big_send_does_not_hold_up_a_small_one(outbox):
    big, small = make_issue(readers=1200), make_issue(make_seller("Ewa Lis"), readers=80)
    arm_issue(big, by=None)
    arm_issue(small, by=None)
    start_due_issues()
    worker = Worker()
    worker.step()
    worker.step()
    worker.close()
    assert Issue.objects.get(pk=small.pk).state == "done"
    assert Issue.objects.get(pk=big.pk).state == "sending"


def test_lanes_are_cut_by_receiving_domain(outbox):
    seller = make_seller()
    addresses = [f"r{n}@big.example" for n in range(25)] + [f"r{n}@small{n}.example" for n in range(4)]
    make_readers(seller, 90)
    for address in addresses:
        make_reader(seller, address=address)
    issue = make_issue(seller, readers=30)
    arm_issue(issue, by=None)
    start_due_issues()
    lanes = sorted((lane, hi - lo) for lane, lo, hi in issue.chunks.values_list("lane", "lo", "hi"))
    assert lanes == [("", 4), ("big.example", 25), ("example.com", 20), ("example.com", 100)]


def test_a_small_list_is_one_chunk(outbox):
    issue = make_issue(readers=80)
    arm_issue(issue, by=None)
    start_due_issues()
    assert list(issue.chunks.values_list("lane", "lo", "hi")) == [("", 0, 80)]


def test_a_reader_erased_in_the_moment_of_the_start_is_taken_out_and_names_nobody(outbox):
    """Erased by somebody whose transaction did not see these rows yet: a number stays that is nobody's any more (decision 21)."""
    issue = make_issue(readers=3)
    arm_issue(issue, by=None)
    start_due_issues()
    row = Delivery.objects.filter(issue=issue).order_by("n")[1]
    gone = row.subscriber_id
    Delivery.objects.filter(pk=row.pk).update(subscriber=None)
    Subscriber.objects.get(pk=gone).delete()
    Delivery.objects.filter(pk=row.pk).update(subscriber_id=gone)
    drain(until_empty=True)
    counts = holds(issue)
    assert (counts["sent"], counts["suppressed"]) == (2, 1)
    row = Delivery.objects.get(pk=row.pk)
    assert (row.reader(), address_of(row)) == (None, "")
