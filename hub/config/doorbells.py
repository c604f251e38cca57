"""A message broker of small files, for the set-up without a broker server.

It carries doorbells only: the database is the truth, a lost or doubled ring is harmless. kombu's own filesystem transport
lets a reader see a half-written file; here a message appears under its name whole, and a rename decides who has it.
"""

import uuid
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import virtual
from kombu.utils.json import dumps, loads

LONGEST_WAIT = 0.5


class Channel(virtual.Channel):
    """One file for each message: `<queue>.<time>.<id>.ring`, oldest first."""

    do_restore = True

    @property
    def folder(self) -> Path:
        folder = Path(self.connection.client.transport_options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _put(self, queue: str, message: dict[str, Any], **_: Any) -> None:
        half = self.folder / f".{uuid.uuid4().hex}"
        half.write_text(dumps(message))
        half.rename(self.folder / f"{queue}.{time_ns()}.{uuid.uuid4().hex}.ring")

    def _waiting(self, queue: str) -> list[Path]:
        return sorted(self.folder.glob(f"{queue}.*.ring"))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for path in self._waiting(queue):
            mine = path.with_name(f".{path.name}")
            try:
                path.rename(mine)
            except FileNotFoundError:
                continue  # another worker was faster
            message = loads(mine.read_text())
            mine.unlink()
            return message
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        waiting = self._waiting(queue)
        for path in waiting:
            path.unlink(missing_ok=True)
        return len(waiting)


class Transport(virtual.Transport):
    Channel = Channel
    global_state = virtual.BrokerState()
    driver_type = "doorbells"
    driver_name = "doorbells"

    def drain_events(self, connection: Any, timeout: float | None = None, **_: Any) -> None:
        # Celery waits two seconds here before it looks whether it has been asked to stop.
        super().drain_events(connection, timeout=min(timeout or LONGEST_WAIT, LONGEST_WAIT))

    def driver_version(self) -> str:
        return "1"
