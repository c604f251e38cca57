"""SPF, DKIM and DMARC of a sending domain, in plain words."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.common.exceptions import BadAddress
from sellers.delivery import sending_domain

SIGNS = {"good": "✓", "weak": "!", "missing": "✗"}


class Command(BaseCommand):
    help = "Checks what a domain publishes about its mail. Exit 1 when something is missing or weak."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("domain")
        parser.add_argument("--selector", default=settings.DKIM_SELECTOR, help="DKIM selector")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = sending_domain.check_domain(options["domain"], selector=options["selector"], lookup=sending_domain.txt_records)
        except (BadAddress, sending_domain.DnsUnavailable) as error:
            raise CommandError(str(error)) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps([asdict(advice) for advice in found]))
        for advice in found if options["format"] == "text" else ():
            self.stdout.write(f"{SIGNS[advice.state]} {advice.record} ({advice.name}): {advice.says}")
            if advice.advice:
                self.stdout.write(f"    {advice.advice}")
        if any(advice.state != "good" for advice in found):
            raise SystemExit(1)
