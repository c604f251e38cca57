"""A receiving domain that refuses for now is written to more slowly, and faster again once it takes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sellers.delivery.drain import Worker
from sellers.delivery.models import Chunk, Lane
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.transports import Outcome
from sellers.delivery.transports.base import LATER, SENT
from sellers.delivery.transports.memory import MemoryTransport
from tests.delivery.identity import holds
from tests.factories.audience import make_reader, make_readers
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def refusing(monkeypatch):
    """Domains in here refuse for now."""
    domains = set()

    def send(self, letters, handover):
        for position, envelope in letters:
            handover.writing(position)
            slow = envelope.rcpt_to.rpartition("@")[2] in domains
            handover.done(position, Outcome(LATER, "421 4.7.0", "slow down") if slow else Outcome(SENT))

    monkeypatch.setattr(MemoryTransport, "send", send)
    return domains


@pytest.fixture
def issue():
    """Three chunks at slow.example, two at example.com."""
    seller = make_seller()
    for n in range(250):
        make_reader(seller, address=f"r{n}@slow.example")
    make_readers(seller, 150)
    issue = make_issue(seller, readers=0)
    arm_issue(issue, by=None)
    start_due_issues()
    return issue


def work(*, steps=20):
    worker = Worker()
    while steps and worker.step():
        steps -= 1
    worker.close()


def waits(lane):
    now = timezone.now()
    times = Chunk.objects.filter(lane=lane, status=0, tries=0).order_by("id").values_list("not_before", flat=True)
    return [round((at - now).total_seconds() / 10) * 10 for at in times]


def test_only_the_domain_that_refuses_goes_slowly(issue, refusing):
    refusing.add("slow.example")
    work()
    counts = holds(issue)
    assert counts["sent"] == 150
    # The hand that was taken with the first refusal is refused too; from then on each waits its turn.
    assert Lane.objects.get().domain == "slow.example"
    assert Lane.objects.get().gap_seconds >= 30


def test_it_recovers_chunk_by_chunk_and_is_forgotten(issue, refusing):
    Lane.objects.create(domain="slow.example", gap_seconds=120, at=timezone.now())
    gaps = []
    for _ in range(3):
        Chunk.objects.filter(lane="slow.example", status=0).update(not_before=timezone.now() + timedelta(hours=1))
        first = Chunk.objects.filter(lane="slow.example", status=0).order_by("id").first()
        Chunk.objects.filter(pk=first.pk).update(not_before=timezone.now() - timedelta(seconds=1))
        Chunk.objects.filter(lane="example.com", status=0).update(not_before=timezone.now() + timedelta(hours=1))
        work(steps=1)
        gaps.append(sum(Lane.objects.values_list("gap_seconds", flat=True)))
    assert gaps == [60, 30, 0]


def test_refusals_move_the_waiting_chunks_apart(issue, refusing):
    refusing.add("slow.example")
    Chunk.objects.filter(lane="slow.example").exclude(lo=Chunk.objects.filter(lane="slow.example").order_by("lo").first().lo).update(
        not_before=timezone.now() + timedelta(hours=1)
    )
    work()
    assert waits("slow.example") == [30, 60]
    assert holds(issue)["queued"] == 250


def test_a_few_full_mailboxes_are_no_reason(issue, monkeypatch):
    def send(self, letters, handover):
        for position, _ in letters:
            handover.writing(position)
            handover.done(position, Outcome(LATER, "452 4.2.2", "full") if position % 10 == 0 else Outcome(SENT))

    monkeypatch.setattr(MemoryTransport, "send", send)
    work()
    assert not Lane.objects.exists()
