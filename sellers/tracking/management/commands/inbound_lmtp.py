"""Listens for LMTP until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sellers.tracking.ways.lmtp import Listener


class Command(BaseCommand):
    help = "Takes bounces, complaints and answers from the mail server by LMTP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=2424)

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        listener = Listener(options["host"], options["port"])
        listener.start()
        self.stdout.write(f"listening on {options['host']}:{options['port']}")
        stop.wait()
        listener.stop()
