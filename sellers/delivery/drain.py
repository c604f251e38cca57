"""The drain loop: look, work, rest. The same code embedded, under Celery and at the command line."""

import logging
import os
import threading
from collections.abc import Sequence

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from . import journal, queries
from .crew import Crew
from .services.control import finish_leftovers
from .services.reap import reap
from .services.schedule import start_due_issues
from .worker import Worker

__all__ = ["Worker", "drain", "sweep"]

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds between looks when there is nothing to do
SOON = 0.01  # the same where something is about to come, or the others are about to end
PATIENCE = 30.0  # `until_empty` waits this long for a mail server, a disk or a database that is away
REAP_EVERY = 20.0
START_AT_ONCE = 40  # issues that are started before what is running gets its turn again


def sweep() -> None:
    """What the timetable does each minute: settle dead workers' chunks, start what is due, close what is finished."""
    reap()
    start_due_issues()
    finish_leftovers()


def drain(
    *, workers: int = 1, until_empty: bool = False, seconds: float | None = None, stop: threading.Event | None = None, fork: bool = False
) -> None:
    """Send what is due over `workers` connections, until told to stop, until `seconds` are over, or until nothing is due any more.

    `fork`: in a process for each core (making and signing letters holds Python's lock), the rest in threads of those; otherwise all in
    threads of this process. `until_empty` waits for chunks that back off for less than 30 seconds, such as those of a mail server that
    is just away.
    """
    stop = stop or threading.Event()
    deadline = journal.monotonic() + seconds if seconds is not None else float("inf")
    processes = min(workers, os.cpu_count() or 1) if fork else 1
    threads = [workers // processes + (n < workers % processes) for n in range(processes)]

    def work(count: int, crew: Crew | None) -> None:
        loops = [
            Loop(stop, until_empty=until_empty, deadline=deadline, sweeps=crew is not None and n == 0, crew=crew) for n in range(count)
        ]
        _run(loops, stop)

    crew = Crew(work, threads[1:], stop)
    try:
        work(threads[0], crew)
    finally:
        crew.dismiss(wait=until_empty and not stop.is_set())


def _run(loops: Sequence["Loop"], stop: threading.Event) -> None:
    """The first loop in this thread, the others in threads of their own."""
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

    def __init__(self, stop: threading.Event, *, until_empty: bool, deadline: float, sweeps: bool, crew: Crew | None) -> None:
        self.stop, self.until_empty, self.deadline = stop, until_empty, deadline
        # Only one loop sweeps and looks after the crew.
        self.crew = crew if sweeps else None
        self._parent = os.getppid()
        self._worker: Worker | None = None
        self._swept, self._asked = float("-inf"), 0.0
        self._busy = self._more_to_start = False
        self._away_since: float | None = None

    def run(self) -> None:
        try:
            while not self.stop.is_set() and journal.monotonic() < self.deadline and os.getppid() == self._parent:
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
            if self.crew:
                self._sweep_now_and_then()
            # Looking first keeps idle workers from taking SQLite's write lock; after a full hand there is most often another.
            self._busy = (self._busy or queries.work_waits()) and self._step()
            self._away_since = None
            if self._busy:
                return IDLE if self._worker and self._worker.down else 0
            return self._rest()
        except DatabaseError as error:
            # What the journal says stays there for the reaper; a fresh worker goes on when the database is back.
            log.warning("the database does not answer (%s); trying again", type(error).__name__)
            return self._away(error)
        except OSError as error:
            log.error("the journal cannot be written (%s), so nothing is sent; trying again", type(error).__name__)
            return self._away(error)

    def _rest(self) -> float | None:
        if not self.until_empty:
            return IDLE
        if queries.starts_wait() or self._something_soon():
            return SOON
        if self.crew is None:
            return None
        # The last one out looks for what a killed child has left.
        return SOON if self.crew.works() or reap() else None

    def _away(self, error: Exception) -> float:
        self._busy = False
        self._let_go()
        connection.close()
        self._away_since = self._away_since or journal.monotonic()
        if self.until_empty and journal.monotonic() - self._away_since > PATIENCE:
            raise error
        return IDLE

    def _step(self) -> bool:
        self._worker = self._worker or Worker()
        return self._worker.step(ahead=True)

    def _sweep_now_and_then(self) -> None:
        now = journal.monotonic()
        if self._busy and not self._more_to_start and now - self._asked < IDLE:
            return
        self._asked = now
        if now - self._swept > REAP_EVERY:
            reap()
            finish_leftovers()
            self._swept = journal.monotonic()
        if self.crew:
            self.crew.look()
        self._more_to_start = start_due_issues(START_AT_ONCE) >= START_AT_ONCE if queries.starts_wait() else False

    def _something_soon(self) -> bool:
        due = queries.next_due()
        return due is not None and (due - timezone.now()).total_seconds() < PATIENCE

    def _let_go(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
