"""`manage.py guard_check FILE… [--rules DIR] [--lang xx] [--format json]`"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.common.exceptions import HubError

from ...services import files


class Command(BaseCommand):
    help = "Shows what the rules find in text, Markdown or HTML files. Exit 1 if a finding blocks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--rules", type=Path, metavar="DIR", help="Vale styles; without it the live rules of this installation")
        parser.add_argument("--lang", default="", help="language of the files, e.g. pl; without it, guessed")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rules = files.rules_from(options["rules"])
            report = {str(path): files.check_file(path, rules, language=options["lang"]) for path in options["files"]}
        except HubError as error:
            raise CommandError(error.message, returncode=2) from error
        for sentence in rules.left_out:
            self.stderr.write(sentence)
        if options["format"] == "json":
            self.stdout.write(
                json.dumps({path: [f.as_json() for f in found] for path, found in report.items()}, ensure_ascii=False, indent=2)
            )
        else:
            for path, found in report.items():
                for f in found:
                    self.stdout.write(f"{path}:{f.line}:{f.span[0]}: {f.severity}: {f.message} [{f.check}, {f.view}]")
        if any(f.severity == "error" for found in report.values() for f in found):
            raise SystemExit(1)
