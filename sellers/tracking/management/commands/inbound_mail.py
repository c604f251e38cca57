"""Takes one mail from standard input: for a mail server's pipe. Exit 75 tells the mail server to keep it and try again."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from sellers.delivery.inbound.parse import READ_AT_MOST
from sellers.tracking.choices import Source
from sellers.tracking.services.receiving import receive

_TEMPORARY_FAILURE = 75  # EX_TEMPFAIL of sysexits.h


class Command(BaseCommand):
    help = "Acts on one mail from standard input: a bounce, a complaint, an answer, or a wish to leave."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", help="The address it came to, e.g. ${original_recipient} in Postfix.")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(READ_AT_MOST)
        while sys.stdin.buffer.read(1_000_000):
            continue  # a pipe that is closed early looks like a failure to the mail server
        try:
            inbound = receive(raw, source=Source.PIPE, envelope_to=options["to"])
        except DatabaseError:
            sys.exit(_TEMPORARY_FAILURE)
        self.stdout.write(f"{inbound.kind}: {inbound.get_outcome_display()}")
