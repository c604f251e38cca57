"""Says what came back: `bounce_classify FILE… --format json` prints one object a file; `-` is the mail on standard input."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellers.delivery.inbound.classify import classify
from sellers.delivery.inbound.parse import READ_AT_MOST


class Command(BaseCommand):
    help = "Classifies bounces, complaints and automatic replies. Changes nothing, needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a mail as it came; - for standard input")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        # A pipe such as /dev/stdin is as good as a file; only a folder cannot be read.
        missing = [name for name in options["files"] if name != "-" and (not Path(name).exists() or Path(name).is_dir())]
        if missing:
            raise CommandError(f"No such file: {', '.join(missing)}")
        for name in options["files"]:
            verdict = classify(_read(name)).as_json()
            if options["format"] == "json":
                self.stdout.write(json.dumps({"file": name, **verdict}))
            else:
                people = ", ".join(verdict["recipients"]) or "nobody named"
                self.stdout.write(f"{name}: {verdict['kind']}, {verdict['class']} {verdict['status']} ({people})")


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(READ_AT_MOST)
    with Path(name).open("rb") as mail:
        return mail.read(READ_AT_MOST)
