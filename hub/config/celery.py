"""The Celery app: doorbells and the timetable. The database, never a queue, is the truth."""

import os
from typing import Any

from celery import Celery, bootsteps
from celery.beat import PersistentScheduler
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
TRANSPORT_ALIASES["doorbells"] = "hub.config.doorbells:Transport"
HEARTBEAT_SECONDS = 5.0

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class WorkerHeartbeat(bootsteps.StartStopStep):
    """The worker says every few seconds that it lives, also while all its slots are busy."""

    requires = {"celery.worker.components:Timer"}

    def start(self, parent: Any) -> None:
        from hub.common.heartbeat import beat

        self.timer = parent.timer.call_repeatedly(HEARTBEAT_SECONDS, beat, ("worker",))
        beat("worker")

    def stop(self, parent: Any) -> None:
        self.timer.cancel()


class Timetable(PersistentScheduler):
    """Celery's own scheduler, which also says that it lives."""

    max_interval = HEARTBEAT_SECONDS

    def tick(self, *args: Any, **kwargs: Any) -> float:
        from hub.common.heartbeat import beat

        wait = super().tick(*args, **kwargs)
        beat("scheduler", at_most_every=HEARTBEAT_SECONDS)
        return min(wait, HEARTBEAT_SECONDS)


app.steps["worker"].add(WorkerHeartbeat)
