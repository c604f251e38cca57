"""Sellers, shops and regions from a CSV file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.common.exceptions import HubError
from sellers.profiles.services import provision


class Command(BaseCommand):
    help = "Makes the sellers, shops and regions of a CSV file, all or none of them; prints a report as JSON; exit 1 when a row is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="look through it and write nothing")
        parser.add_argument("--invite", action="store_true", help="send an invitation to everybody in the file who has not been in")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = provision(options["file"].read_bytes(), by=None, dry_run=options["dry_run"], invite=options["invite"])
        except (HubError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        if report.plan.refused:
            raise SystemExit(1)
