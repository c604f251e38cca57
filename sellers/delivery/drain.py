"""The drain loop: claim → journal → send → mark → clear. The same code embedded, under Celery and at the command line."""

import logging
import threading
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from brandguard.models import Artefact

from . import journal, queries
from .choices import LEASE
from .dkim import BadKey, Signer
from .exceptions import ConnectionCut, LostLease, TransportDown
from .journal import Journal
from .message import CompiledLetter, Envelope, compile_payload
from .services.claim import Claim, claim_chunk
from .services.control import finish_leftovers
from .services.mark import Report, mark_chunk
from .services.reap import reap
from .services.schedule import start_due_issues
from .signing import our_signer
from .transports import Outcome, Transport, make_transport

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds between looks when there is nothing to do
LOOK_AGAIN = 1.0  # seconds after which a worker in the middle of a chunk asks whether it may go on
PATIENCE = 30.0  # `until_empty` waits this long for a mail server that is away
REAP_EVERY = 20.0


@lru_cache(maxsize=64)
def compiled(artefact_id: int, sha256: str, domain: str) -> CompiledLetter:
    """The letter of an artefact, compiled once per process; its bytes never change."""
    payload = Artefact.objects.values_list("payload", flat=True).get(pk=artefact_id, sha256=sha256)
    return compile_payload(payload, domain=domain)


class _Handover:
    """Writes the journal while a transport works through a chunk."""

    def __init__(self, journal_: Journal, claim: Claim) -> None:
        self.journal, self.claim = journal_, claim
        self.replies: dict[int, Outcome] = {}
        self._looked = journal.monotonic()

    def writing(self, position: int) -> None:
        if journal.monotonic() - self._looked > LOOK_AGAIN:
            if not queries.still_sending(self.claim.chunk.issue_id):
                raise LostLease("The send was stopped.")
            self._looked = journal.monotonic()
        self.journal.writing(self.claim.rows[position][0])

    def done(self, position: int, outcome: Outcome) -> None:
        row = self.claim.rows[position][0]
        self.journal.note(row, outcome.kind)
        if outcome.kind != journal.SENT:
            self.replies[row] = outcome


class Worker:
    """One lane of work: a journal, a connection, one chunk at a time. Used by one thread, after any fork."""

    def __init__(self, transport: Transport | None = None, *, folder: Path | None = None) -> None:
        self.transport = transport or make_transport()
        self.folder = folder or Path(settings.JOURNAL_DIR)
        self.journal = Journal(self.folder)
        self._last_issue = 0
        self.down: TransportDown | None = None

    def step(self) -> bool:
        """Send one chunk. False when nothing is due."""
        claim = claim_chunk(worker=self.journal.name, after=self._last_issue)
        if claim is None:
            return False
        self._last_issue = claim.chunk.issue_id
        report = self._send(claim)
        mark_chunk(claim.chunk, report)
        self.journal.clear()
        return True

    def close(self) -> None:
        self.transport.close()
        self.journal.close()

    def _send(self, claim: Claim) -> Report:
        chunk = claim.chunk
        rows = len(bytes(chunk.states))
        self.journal.begin(chunk.pk, rows, in_hand=[row for row, _ in claim.rows], lease_seconds=LEASE.total_seconds())
        handover = _Handover(self.journal, claim)
        self.down = None
        missed = False
        try:
            letter = compiled(chunk.issue.artefact_id, _sha256(chunk.issue.artefact_id), settings.MAIL_DOMAIN)
            signer = our_signer()
            self.transport.send([_sealed(letter.render(facts), signer) for _, facts in claim.rows], handover)
        except BadKey as error:
            missed = True  # nothing goes out unsigned
            log.error("issue %s waits: %s", chunk.issue_id, error)
        except TransportDown as error:
            self.down, missed = error, True
            log.warning("issue %s: %s", chunk.issue_id, error)
        except ConnectionCut as error:
            missed = True
            log.warning("issue %s: %s", chunk.issue_id, error)
        except LostLease as error:
            log.info("issue %s: %s", chunk.issue_id, error)
        return Report(outcomes=self.journal.outcomes(rows), replies=handover.replies, missed=missed)


def _sealed(envelope: Envelope, signer: Signer | None) -> Envelope:
    if signer is None:
        return envelope
    return replace(envelope, data=signer.header(envelope.data, now=int(time.time())) + envelope.data)


@lru_cache(maxsize=4096)
def _sha256(artefact_id: int) -> str:
    return Artefact.objects.values_list("sha256", flat=True).get(pk=artefact_id)


def sweep() -> None:
    """What the timetable does each minute: settle dead workers' chunks, start what is due, close what is finished."""
    reap()
    start_due_issues()
    finish_leftovers()


def drain(*, workers: int = 1, until_empty: bool = False, seconds: float | None = None, stop: threading.Event | None = None) -> None:
    """Send what is due with `workers` threads, until told to stop, until `seconds` are over, or until nothing is due any more.

    `until_empty` waits for chunks that back off for less than 30 seconds, such as those of a mail server that is just away.
    """
    stop = stop or threading.Event()
    deadline = journal.monotonic() + seconds if seconds is not None else float("inf")
    sweep()
    loops = [Loop(stop, until_empty=until_empty, deadline=deadline, sweeps=n == 0) for n in range(workers)]
    threads = [threading.Thread(target=loop.run_as_thread, name=f"drain-{n}") for n, loop in enumerate(loops[1:], 1)]
    for thread in threads:
        thread.start()
    try:
        loops[0].run()
    except BaseException:
        stop.set()
        raise
    finally:
        for thread in threads:
            thread.join()


class Loop:
    """One thread's life: look, work, rest; and a fresh worker after the database was away."""

    def __init__(self, stop: threading.Event, *, until_empty: bool, deadline: float, sweeps: bool) -> None:
        self.stop, self.until_empty, self.deadline, self.sweeps = stop, until_empty, deadline, sweeps
        self._worker: Worker | None = None
        self._swept = self._asked = journal.monotonic()
        self._busy = False

    def run(self) -> None:
        try:
            while not self.stop.is_set() and journal.monotonic() < self.deadline:
                rest = self._turn()
                if rest is None:
                    return
                self.stop.wait(rest)
        finally:
            self._let_go()

    def run_as_thread(self) -> None:
        try:
            self.run()
        finally:
            connection.close()

    def _turn(self) -> float | None:
        """Work once. How long to rest, or None at the end."""
        try:
            self._sweep_now_and_then()
            # Looking first keeps idle workers from taking SQLite's write lock; after a full hand there is most often another.
            self._busy = (self._busy or queries.work_waits()) and self._step()
            if self._busy:
                return IDLE if self._worker and self._worker.down else 0
            if not self.until_empty:
                return IDLE
            return 0.05 if self._something_soon() else None
        except DatabaseError as error:
            # What the journal says stays there for the reaper; a fresh worker goes on when the database is back.
            log.warning("the database does not answer (%s); trying again", type(error).__name__)
            self._busy = False
            self._let_go()
            connection.close()
            return IDLE

    def _step(self) -> bool:
        self._worker = self._worker or Worker()
        return self._worker.step()

    def _sweep_now_and_then(self) -> None:
        now = journal.monotonic()
        if not self.sweeps or (self._busy and now - self._asked < IDLE):
            return
        self._asked = now
        if now - self._swept > REAP_EVERY or queries.starts_wait():
            sweep()
            self._swept = journal.monotonic()

    def _something_soon(self) -> bool:
        due = queries.next_due()
        return due is not None and (due - timezone.now()).total_seconds() < PATIENCE

    def _let_go(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
