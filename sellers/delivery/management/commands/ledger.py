import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellers.delivery.models import Issue
from sellers.delivery.queries import ledger_entry


class Command(BaseCommand):
    help = "The accounting per issue, and every held and in-doubt row."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issues", nargs="*", type=int, metavar="ISSUE")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Issue.objects.order_by("pk").defer("hold_reasons")
        if options["issues"]:
            wanted = wanted.filter(pk__in=options["issues"])
            if missing := set(options["issues"]) - set(wanted.values_list("pk", flat=True)):
                raise CommandError(f"No approved letter has this number: {', '.join(map(str, sorted(missing)))}", returncode=1)
        entries = [ledger_entry(issue) for issue in wanted]
        if options["format"] == "json":
            self.stdout.write(json.dumps(entries, indent=1))
            return
        for entry in entries:
            self.stdout.write(f"{entry['issue']} ({entry['state']}): " + ", ".join(f"{k} {v}" for k, v in entry["counts"].items()))
            for row in entry["rows"]:
                self.stdout.write(f"  delivery {row['delivery']} {row['state']}: {row['reason']}")
