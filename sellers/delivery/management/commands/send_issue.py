from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.common.exceptions import HubError
from sellers.delivery import drain
from sellers.delivery.models import Issue
from sellers.delivery.queries import accounting, stuck
from sellers.delivery.services.arm import arm_issue


class Command(BaseCommand):
    help = "Arms approved letters now; refuses anything else with the reason."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issues", nargs="+", type=int, metavar="ID")
        parser.add_argument("--wait", action="store_true", help="Send in this process and return when nothing more is due.")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = [reason for pk in options["issues"] if (reason := self._arm(pk))]
        if options["wait"]:
            drain.drain(until_empty=True)
            for pk, counts in accounting(options["issues"]).items():
                self.stdout.write(f"{pk}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
            refused += stuck(options["issues"])
        if refused:
            raise CommandError("\n".join(refused), returncode=1)

    def _arm(self, pk: int) -> str:
        issue = Issue.objects.filter(pk=pk).first()
        if issue is None:
            return f"{pk}: no approved letter has this number."
        try:
            arm_issue(issue, by=None)
        except HubError as error:
            return f"{pk}: {error.message}"
        self.stdout.write(f"{pk}: armed")
        return ""
