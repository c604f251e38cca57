"""Says what came back: `bounce_classify FILE… --format json` prints one object a file."""

import json
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
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [name for name in options["files"] if not Path(name).is_file()]
        if missing:
            raise CommandError(f"No such file: {', '.join(missing)}")
        for name in options["files"]:
            with Path(name).open("rb") as mail:
                verdict = classify(mail.read(READ_AT_MOST)).as_json()
            if options["format"] == "json":
                self.stdout.write(json.dumps({"file": name, **verdict}))
            else:
                people = ", ".join(verdict["recipients"]) or "nobody named"
                self.stdout.write(f"{name}: {verdict['kind']}, {verdict['class']} {verdict['status']} ({people})")
