"""Proves the audit trail, line by line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.common import audit


class Command(BaseCommand):
    help = "Check the hash chain of the audit trail; exit 1 and the place where it breaks."

    def handle(self, *args: Any, **options: Any) -> None:
        state = audit.verify()
        if state.broken_at is not None:
            raise CommandError(f"chain broken at entry {state.broken_at}: {state.what}", returncode=1)
        self.stdout.write(f"chain whole, {state.entries} entries, head {state.head}")
