"""Reads the mailbox of INBOUND_URL once, as the timetable does every minute."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sellers.tracking.exceptions import MailboxTrouble
from sellers.tracking.ways import poll


class Command(BaseCommand):
    help = "Acts on every mail that waits in the mailbox (INBOUND_URL, or the one named)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", nargs="?", default="", help="imap+ssl://…, pop3+ssl://… or maildir:///…")

    def handle(self, *args: Any, **options: Any) -> None:
        url = options["url"] or settings.INBOUND_URL
        if not url:
            raise CommandError("Name a mailbox, or set INBOUND_URL.")
        try:
            count = poll(url)
        except MailboxTrouble as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{count} mail{'' if count == 1 else 's'}")
