from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellers.delivery.backup import NotPossible, write_backup


class Command(BaseCommand):
    help = "Writes database, media, journals and the generated key into one file. Sending may go on meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            write_backup(options["file"])
        except (NotPossible, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"Written to {options['file']}. It holds people's addresses and the key of their links: keep it safe.")
