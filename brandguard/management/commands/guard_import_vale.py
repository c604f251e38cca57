"""`manage.py guard_import_vale DIR [--name NAME]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.common.exceptions import HubError

from ...services.styles import import_styles


class Command(BaseCommand):
    help = "Saves each rule of a directory of Vale styles as a draft, to be tried and published by a marketing lead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR", help="holds one style, or several, and their vocabularies")
        parser.add_argument("--name", default="", help="what a single style is called; without it, as its directory")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = import_styles(options["directory"], name=options["name"])
        except HubError as error:
            raise CommandError(error.message, returncode=2) from error
        for sentence in found.left_out:
            self.stderr.write(sentence)
        self.stdout.write(f"{found.made} draft rules, {found.proven} of them with examples that hold; the others need examples first.")
