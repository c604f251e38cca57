import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.common.exceptions import HubError
from hub.demo.volume import load_volume


class Command(BaseCommand):
    help = "Realistic volume data, fast; prints the ids of sellers and of approved letters as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sellers", type=int, required=True)
        parser.add_argument("--subscribers", type=int, required=True, help="Readers for each seller.")
        parser.add_argument("--issues", type=int, help="Approved letters over all sellers; one for each seller unless said.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_volume(sellers=options["sellers"], subscribers=options["subscribers"], issues=options["issues"])
        except HubError as error:
            raise CommandError(error.message, returncode=1) from error
        self.stdout.write(json.dumps(made))
