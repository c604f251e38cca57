"""`manage.py inbox`: the demo's mail server."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hub.demo.inbox.server import serve


class Command(BaseCommand):
    help = "Takes every mail by SMTP and shows it at /inbox/. For the demo and for tests, never for the world."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=1025)

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(serve(options["host"], options["port"]))
