import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.common.exceptions import HubError
from sellers.audience.services import import_file
from sellers.profiles.models import Seller


class Command(BaseCommand):
    help = "Puts the people of a CSV or XLSX file on a seller's list and prints a report as JSON; exit 1 when nobody could be imported."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--seller", required=True, metavar="EMAIL", help="The address she signs in with.")
        parser.add_argument("--source", default="", help="Where these people said yes; not needed when a column says so.")
        parser.add_argument(
            "--consent-date", type=date.fromisoformat, metavar="YYYY-MM-DD",
            help="When they said yes, unless a column says so. Without it each of them is asked by mail first.",
        )  # fmt: skip
        parser.add_argument(
            "--map", action="append", default=[], metavar="FIELD=COLUMN", help="A column by its name or number, e.g. address=3."
        )
        parser.add_argument("--encoding", default="", help="Such as cp1250; looked for in the file when not given.")
        parser.add_argument("--good-rows", action="store_true", help="Import the good rows though others are refused.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would come of each row and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        seller = Seller.objects.select_related("user").filter(user__email__iexact=options["seller"]).first()
        if seller is None:
            raise CommandError("No seller signs in with this address.", returncode=1)
        columns = dict(pair.partition("=")[::2] for pair in options["map"])
        names = ("source", "consent_date", "encoding", "good_rows", "dry_run")
        try:
            report = import_file(seller=seller, path=options["file"], by=None, columns=columns, **{name: options[name] for name in names})
        except HubError as error:
            raise CommandError(error.message, returncode=1) from error
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        if report["refused"] and not report["added"]:
            raise CommandError("Some rows are refused, so nobody was imported: mend them, or add --good-rows.", returncode=1)
