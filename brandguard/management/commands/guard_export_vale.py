"""`manage.py guard_export_vale DIR`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services.styles import export_styles


class Command(BaseCommand):
    help = "Writes the rules in force as Vale styles: DIR/Style/Rule.yml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written, left_out = export_styles(options["directory"])
        except OSError as error:
            raise CommandError(f"{options['directory']} cannot be written. {error}", returncode=2) from error
        for sentence in left_out:
            self.stderr.write(sentence)
        self.stdout.write(f"{len(written)} files written to {options['directory']}.")
