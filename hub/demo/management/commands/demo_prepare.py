"""`manage.py demo_prepare`: migrate, then load the demo's company unless it is there already."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from hub.demo import services


class Command(BaseCommand):
    help = "Prepares the demo's database. `make demo` calls it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sign-ins", type=Path, help="write the sign-ins to this file, as JSON")
        parser.add_argument("--empty", action="store_true", help="migrate only, load no company")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if options["empty"]:
            return
        services.load()
        if options["sign_ins"]:
            options["sign_ins"].write_text(json.dumps(services.sign_ins()))
