"""Whatever a mail server does wrong: nobody gets a letter twice, nobody is silently lost, the accounting adds up."""

import pytest
from django.utils import timezone

from sellers.delivery.drain import Worker
from sellers.delivery.models import Chunk, Delivery, Problem
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.reap import reap
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.tokens import message_id_token
from sellers.delivery.transports.smtp_line import Line
from sellers.delivery.worker import _Handover
from tests.delivery.identity import holds
from tests.factories.delivery import make_issue
from tests.faults.fault_server import FaultServer

pytestmark = [pytest.mark.django_db, pytest.mark.faults]

READERS, FAULTY = 12, 4
LATER, NEVER = "451 4.3.0 try later", "550 5.1.1 <someone@example.com> unknown"


def once_at(stage, fault):
    """The fault at the fifth message, the first time only."""
    done = []

    def faults(where, number):
        if where != stage or done or number != (-1 if stage in ("connect", "ehlo") else FAULTY):
            return None
        done.append(where)
        return fault

    return faults


@pytest.fixture(params=[True, False], ids=["pipelining", "plain"])
def server(request, settings, tmp_path):
    settings.JOURNAL_DIR = tmp_path / "journal"
    settings.LETTER_TRANSPORT = "smtp"
    settings.EMAIL_TIMEOUT = 0.5
    with FaultServer(pipelining=request.param) as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def issue():
    issue = make_issue(readers=READERS)
    arm_issue(issue, by=None)
    start_due_issues()
    return issue


def work_off(issue, *, rounds=8):
    """Every chunk as if its time had come, again and again, with the identity looked at each time."""
    worker = Worker()
    for _ in range(rounds):
        Chunk.objects.update(not_before=timezone.now())
        if not worker.step():
            break
        holds(issue)
    worker.close()
    return holds(issue)


def accounted_for(issue, server):
    """Never twice; and every reader is taken, or her row says why not."""
    ids = [taken.message_id for taken in server.taken]
    assert len(ids) == len(set(ids))
    assert len({taken.rcpt_to for taken in server.taken}) == len(ids)
    taken = {taken.message_id for taken in server.taken}
    told = set(Problem.objects.filter(resolution="").values_list("delivery_id", flat=True))
    for pk in Delivery.objects.filter(issue=issue).values_list("pk", flat=True):
        assert pk in told or f"<{message_id_token(pk)}@letters.example>" in taken


@pytest.mark.parametrize("stage", ["connect", "ehlo", "mail", "rcpt", "data", "dot"])
def test_a_temporary_refusal_is_tried_again_until_it_is_taken(server, issue, stage):
    server.faults = once_at(stage, LATER)
    assert work_off(issue)["sent"] == READERS
    accounted_for(issue, server)


@pytest.mark.parametrize("stage", ["rcpt", "data", "dot"])
def test_a_refusal_of_one_reader_fails_her_alone_and_says_why(server, issue, stage):
    server.faults = once_at(stage, NEVER)
    counts = work_off(issue)
    assert (counts["sent"], counts["failed"]) == (READERS - 1, 1)
    problem = Problem.objects.get()
    assert (problem.code, problem.reason) == ("550 5.1.1", "(address) unknown")
    accounted_for(issue, server)


def test_a_refused_sender_is_our_fault_and_fails_no_reader(server, issue):
    server.faults = once_at("mail", "550 5.7.1 sender refused")
    assert work_off(issue)["sent"] == READERS
    accounted_for(issue, server)


@pytest.mark.parametrize("fault", ["cut", "stall", "421 4.3.2 going down"])
@pytest.mark.parametrize("stage", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_a_break_before_the_body_costs_nothing(server, issue, stage, fault):
    server.faults = once_at(stage, fault)
    counts = work_off(issue)
    assert (counts["sent"], counts["in_doubt"]) == (READERS, 0)
    accounted_for(issue, server)


@pytest.mark.parametrize(("stage", "fault"), [("half", "cut"), ("dot", "cut"), ("dot", "stall"), ("taken", "cut"), ("taken", "stall")])
def test_a_break_after_the_body_has_begun_puts_one_row_in_doubt_and_never_sends_it_again(server, issue, stage, fault):
    server.faults = once_at(stage, fault)
    counts = work_off(issue)
    assert (counts["sent"], counts["in_doubt"]) == (READERS - 1, 1)
    assert Problem.objects.get().kind == "in_doubt"
    accounted_for(issue, server)


def test_421_after_the_final_dot_is_a_clear_no(server, issue):
    server.faults = once_at("dot", "421 4.3.2 going down")
    counts = work_off(issue)
    assert (counts["sent"], counts["in_doubt"]) == (READERS, 0)
    accounted_for(issue, server)


def test_a_reader_refused_for_ever_fails_after_the_last_try(server, issue):
    server.faults = lambda stage, number: LATER if stage == "rcpt" and number % READERS == 0 else None
    counts = work_off(issue, rounds=12)
    assert counts["sent"] + counts["failed"] == READERS
    accounted_for(issue, server)


def test_a_server_that_is_away_touches_no_row(issue, settings, tmp_path):
    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = tmp_path, "smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    worker = Worker()
    assert worker.step()
    assert worker.down is not None
    worker.close()
    assert holds(issue)["queued"] == READERS
    assert issue.chunks.get().not_before > timezone.now()


def test_greylisting_moves_the_refused_rows_to_a_chunk_of_their_own(server, issue):
    server.faults = lambda stage, number: "450 4.2.0 greylisted" if stage == "rcpt" and number < 3 else None
    worker = Worker()
    worker.step()
    worker.close()
    assert sorted(issue.chunks.values_list("tries", "queued", "sent")) == [(0, 0, 9), (1, 3, 0)]
    assert issue.chunks.get(tries=1).not_before > timezone.now()
    assert work_off(issue)["sent"] == READERS


@pytest.mark.parametrize("fault", ["cut", "421 4.7.0 too many connections", "554 5.7.1 not you"])
def test_a_server_that_takes_no_second_connection_gets_everything_over_the_first(server, issue, fault):
    server.faults = lambda stage, number: fault if stage == "connect" and server.connections > 1 else None
    worker = Worker()
    worker.step()
    assert worker.down is None
    worker.close()
    assert holds(issue)["sent"] == READERS
    assert server.connections == 2  # asked for once, not again and again


def test_no_more_connections_than_the_setting_says(server, issue, settings):
    settings.EMAIL_CONNECTIONS = 2
    assert work_off(issue)["sent"] == READERS
    assert server.connections == 2


def test_letters_under_way_on_other_connections_are_heard_when_one_breaks(server, issue):
    """The one that broke is in doubt, and nobody else: their answers come though the hand is over."""
    server.faults = lambda stage, number: "cut" if stage == "taken" and number == READERS // 2 else None
    worker = Worker()
    worker.step()
    worker.close()
    counts = holds(issue)
    assert server.connections > 1
    assert (counts["in_doubt"], counts["sent"]) == (1, len(server.taken) - 1)
    work_off(issue)
    accounted_for(issue, server)


def test_a_worker_that_is_killed_leaves_one_doubt_a_connection_at_most(server, issue, settings):
    """The journal says what no server had yet answered; here the process dies in the middle of the eighth letter."""

    class Died(BaseException):
        pass

    letters = []

    def die(handover, position):
        letters.append(position)
        if len(letters) == 8:
            raise Died
        return writing(handover, position)

    writing = _Handover.writing
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Handover, "writing", die)
        patch.setattr(Line, "listen", lambda line, handover: None)  # a dead process hears nothing
        worker = Worker()
        with pytest.raises(Died):
            worker.step()
    kept = worker.journal.path.read_bytes()
    worker.journal.close()
    worker.journal.path.write_bytes(kept)
    reap()
    assert 1 <= holds(issue)["in_doubt"] <= settings.EMAIL_CONNECTIONS
    work_off(issue)
    accounted_for(issue, server)
