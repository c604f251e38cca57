"""Claim, journal, send, mark, clear: what each moment of a worker's death leaves behind, and who settles it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from sellers.delivery import journal
from sellers.delivery.drain import Worker
from sellers.delivery.exceptions import LostLease, NotReady
from sellers.delivery.journal import Journal
from sellers.delivery.models import Chunk, Issue, Problem
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.claim import claim_chunk
from sellers.delivery.services.control import cancel_issue
from sellers.delivery.services.mark import Report, mark_chunk
from sellers.delivery.services.reap import reap
from sellers.delivery.services.resolve import resolve_problem
from sellers.delivery.services.schedule import start_due_issues
from tests.delivery.identity import holds
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    issue = make_issue(readers=5)
    arm_issue(issue, by=None)
    start_due_issues()
    return issue


@pytest.fixture
def folder(settings):
    return settings.JOURNAL_DIR


def dead_worker(folder, outcomes, *, begun=True):
    """A worker that claimed the only chunk, wrote these bytes and died: its file is there, its lock is free."""
    paper = Journal(folder)
    claim = claim_chunk(worker=paper.name)
    assert claim is not None
    if begun:
        page = paper.begin(claim.chunk.pk, 5, in_hand=[row for row, _ in claim.rows], deadline=journal.monotonic() + 60)
        for row, outcome in enumerate(outcomes):
            if outcome is not None:
                page.note(row, outcome)
    kept = paper.path.read_bytes()
    paper.close()
    paper.path.write_bytes(kept)
    return claim


def test_the_journal_of_a_dead_worker_settles_its_chunk(issue, folder):
    dead_worker(folder, [journal.SENT, journal.REFUSED, journal.WRITING, journal.LATER, journal.NOT_WRITTEN])
    assert reap() == 1
    counts = holds(issue)
    assert (counts["sent"], counts["failed"], counts["in_doubt"], counts["queued"]) == (1, 1, 1, 2)
    assert sorted(Problem.objects.values_list("kind", flat=True)) == ["failed", "in_doubt"]
    assert reap() == 0
    assert list(folder.iterdir()) == []


def test_a_worker_that_died_before_its_journal_was_begun_sent_nothing(issue, folder):
    dead_worker(folder, [], begun=False)
    assert reap() == 1
    assert holds(issue)["queued"] == 5


def test_a_living_worker_is_left_alone(issue, folder):
    paper = Journal(folder)
    claim_chunk(worker=paper.name)
    assert reap() == 0
    assert journal.alive(folder, paper.name) is True
    paper.close()


def test_after_a_crash_of_the_machine_nothing_that_may_have_left_is_sent_again(issue, folder, monkeypatch):
    dead_worker(folder, [journal.SENT])
    monkeypatch.setattr(journal, "boot_id", lambda: b"another boot".ljust(36))
    reap()
    assert holds(issue) == holds(issue) | {"sent": 1, "in_doubt": 4, "queued": 0}


def test_a_worker_nobody_can_ask_leaves_doubts_after_its_lease_and_may_settle_them_later(issue, folder):
    claim = claim_chunk(worker="another-machine")
    assert reap() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=7), tick=False):
        assert reap() == 1
    assert holds(issue)["in_doubt"] == 5
    claim.chunk.worker = "another-machine"
    late = bytes([journal.SENT, journal.SENT, journal.NOT_WRITTEN, journal.WRITING, journal.REFUSED])
    assert mark_chunk(claim.chunk, Report(outcomes=late))
    counts = holds(issue)
    assert (counts["sent"], counts["queued"], counts["in_doubt"], counts["failed"]) == (2, 1, 1, 1)
    assert Problem.objects.filter(kind="in_doubt").count() == 1


def test_a_doubt_of_an_earlier_worker_is_no_business_of_a_later_one(issue, folder):
    """Found by kill -9: the second worker's journal said 0 for a row it never had, and the row was sent again."""
    dead_worker(folder, [journal.WRITING])
    reap()
    second = dead_worker(folder, [None, *[journal.SENT] * 4])
    kept = next(folder.glob("*.journal")).read_bytes()
    reap()
    (folder / f"{second.chunk.worker or 'x'}.journal").write_bytes(kept)
    reap()
    assert holds(issue) == holds(issue) | {"sent": 4, "in_doubt": 1, "queued": 0}


def test_a_worker_whose_lease_is_over_writes_no_body(folder):
    paper = Journal(folder)
    page = paper.begin(1, 2, in_hand=[0, 1], deadline=journal.monotonic() + 60)
    page.writing(0, journal.monotonic())
    late = paper.begin(2, 2, in_hand=[0, 1], deadline=journal.monotonic())
    with pytest.raises(LostLease):
        late.writing(0, journal.monotonic())
    assert late.outcomes() == bytes([journal.NOT_WRITTEN] * 2)
    paper.clear([page, late])
    paper.close()
    assert list(folder.iterdir()) == []


def test_two_workers_never_claim_the_same_chunk(issue):
    assert claim_chunk(worker="one") is not None
    assert claim_chunk(worker="two") is None


@pytest.fixture
def doubt(issue, folder):
    dead_worker(folder, [journal.SENT, journal.WRITING, *[journal.SENT] * 3])
    reap()
    return Problem.objects.get()


def test_a_doubt_finishes_the_issue_but_is_never_sent_again_by_itself(issue, doubt, outbox):
    assert Issue.objects.get(pk=issue.pk).state == "done"
    worker = Worker()
    assert not worker.step()
    worker.close()
    assert outbox == []


def test_a_person_says_it_arrived(issue, doubt):
    resolve_problem(doubt, by=issue.seller.user, resolution="arrived")
    assert holds(issue) == holds(issue) | {"sent": 5, "in_doubt": 0}
    with pytest.raises(NotReady):
        resolve_problem(doubt, by=issue.seller.user, resolution="again")


def test_a_person_sends_it_again_under_the_same_message_id(issue, doubt, outbox):
    resolve_problem(doubt, by=make_user("lead"), resolution="again")
    assert holds(issue) == holds(issue) | {"sent": 4, "queued": 1, "in_doubt": 0}
    worker = Worker()
    assert worker.step()
    worker.close()
    assert len(outbox) == 1
    from sellers.delivery.tokens import message_id_token

    assert f"Message-ID: <{message_id_token(doubt.delivery_id)}@".encode() in outbox[0].data
    assert holds(issue)["sent"] == 5
    assert Issue.objects.get(pk=issue.pk).state == "done"


def test_a_person_gives_it_up(issue, doubt):
    resolve_problem(doubt, by=issue.seller.user, resolution="given_up")
    assert holds(issue) == holds(issue) | {"sent": 4, "failed": 1, "in_doubt": 0}


def test_nothing_of_a_pulled_back_letter_is_sent_again(issue, doubt):
    Issue.objects.filter(pk=issue.pk).update(state="paused")
    cancel_issue(issue, by=None)
    with pytest.raises(NotReady):
        resolve_problem(doubt, by=None, resolution="again")
    assert Chunk.objects.filter(issue=issue).count() == 1
