from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sellers.delivery.backup import NotPossible, restore_backup


class Command(BaseCommand):
    help = "Puts a backup in place. The copy sends nothing until `arm_installation` is run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--replace", action="store_true", help="Overwrite an installation that has people in it.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            waiting = restore_backup(options["file"], replace=options["replace"], migrate=lambda: call_command("migrate", verbosity=0))
        except (NotPossible, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"Restored. {waiting} letters that were under way wait for a person.")
        self.stdout.write("Nothing is sent from here until you run: manage.py arm_installation")
