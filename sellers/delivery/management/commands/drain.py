import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sellers.delivery import drain


class Command(BaseCommand):
    help = "Sends what is due in this process, without a broker. Any number may run at once."
    # They cost a third of a short run, and what matters of them (a usable DKIM key) is asked again before each hand-over.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="Return when nothing more is due.")
        parser.add_argument("--workers", type=int, default=1, help="Connections to the mail server, spread over the cores.")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        drain.drain(workers=max(1, options["workers"]), until_empty=options["until_empty"], stop=stop, fork=True)
