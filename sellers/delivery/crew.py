"""The processes of one drain: forked before anything is connected, watched, started again when they are killed."""

import gc
import logging
import os
import signal
import threading
from collections.abc import Callable, Sequence

from django.db import connections

log = logging.getLogger(__name__)


class Crew:
    """Children that work beside their parent. `work(threads, crew)` is what each does; a child has no crew of its own."""

    def __init__(self, work: "Callable[[int, Crew | None], None]", threads: Sequence[int], stop: threading.Event) -> None:
        self._work, self._stop = work, stop
        self._children: dict[int, int] = {}
        if threads:
            # What is loaded so far is shared by all of them, untouched by the collector. Collecting first would cost a tenth of a second.
            gc.freeze()
        for count in threads:
            self._start(count)

    def works(self) -> bool:
        """Whether any child is still at it."""
        self.look()
        return bool(self._children)

    def look(self) -> None:
        """Note who has ended; replace who was killed."""
        for number, count in list(self._children.items()):
            found, status = os.waitpid(number, os.WNOHANG)
            if found:
                del self._children[number]
                if status and not self._stop.is_set():
                    log.warning("a sending process ended before its time; another takes its place")
                    self._start(count)

    def dismiss(self, *, wait: bool) -> None:
        """Let them come to their end, or with `wait=False` ask them to."""
        for number in self._children:
            if not wait:
                os.kill(number, signal.SIGTERM)
        for number in self._children:
            os.waitpid(number, 0)
        self._children = {}

    def _start(self, count: int) -> None:
        connections.close_all()  # a connection is nobody's to share
        number = os.fork()
        if number:
            self._children[number] = count
            return
        code = 1
        try:
            self._work(count, None)
            connections.close_all()
            code = 0
        except Exception:
            log.exception("a sending process broke off")
        finally:
            os._exit(code)
