"""The whole engine, ledger included, against a Django `send_mail` loop, both to the same mail server in a process of its own.

Run it with DATABASE_URL naming the engine to measure; the data is made in a database of its own beside it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from benchmarks.frame import Result, compare

READERS, BASELINE = 1000, 100
GOAL = 15.0


def measure() -> list[Result]:
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder, mail_server(folder) as port, own_database(folder):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.LETTER_TRANSPORT = "127.0.0.1", port, "smtp"
        settings.JOURNAL_DIR = Path(folder) / "journal"
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        call_command("migrate", verbosity=0)
        engine, text = prepared()
        return [
            compare(
                f"whole engine on {connection.vendor}, {len(text) // 1000} KB letters ÷ send_mail loop",
                ours=engine,
                baseline=lambda times: send_mail_loop(times, text),
                times=READERS,
                baseline_times=BASELINE,
                goal=GOAL,
                rounds=5,
            )
        ]


def prepared() -> tuple[Callable[[int], None], str]:
    """What sends the next issue of `times` readers, from armed to finished; and the HTML of one letter."""
    from hub.demo.volume import load_volume
    from sellers.delivery.drain import drain
    from sellers.delivery.models import Issue
    from sellers.delivery.services.arm import arm_issue
    from sellers.newsletters.payload import LetterPayload

    waiting = {times: iter(load_volume(sellers=count, subscribers=times)["issues"]) for times, count in ((READERS // 10, 1), (READERS, 5))}
    payload = LetterPayload.from_bytes(Issue.objects.select_related("artefact").first().artefact.payload)  # type: ignore[union-attr]

    def run(times: int) -> None:
        issue = Issue.objects.get(pk=next(waiting[times]))
        arm_issue(issue, by=None)
        drain(until_empty=True)
        issue.refresh_from_db()
        if issue.state != "done":
            raise RuntimeError(f"the issue is {issue.state}")

    return run, payload.html


def send_mail_loop(times: int, html: str) -> None:
    """What a shop would write by hand: a message for each reader, a connection each, as django.core.mail.send_mail does."""
    for number in range(times):
        mail = EmailMultiAlternatives("Something for you", "Dear reader", "anna@letters.example", [f"reader{number}@mail-one.example"])
        mail.attach_alternative(html.replace("reader", f"reader {number}"), "text/html")
        mail.send()


@contextmanager
def mail_server(folder: str) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.faults.recorder", os.path.join(folder, "taken")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


@contextmanager
def own_database(folder: str) -> Iterator[None]:
    """A fresh SQLite file; on PostgreSQL the empty database that DATABASE_URL names."""
    before = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = os.path.join(folder, "bench.sqlite3")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = before
