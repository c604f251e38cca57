"""What people use instead: a hand-written send_mail loop, and django-post_office. Run in a process of their own."""

import json
import subprocess
import sys
from typing import Any

from .frame import Turn

SCRIPT = """
import importlib.util, json, os, sys, tempfile, time
which, port, count, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
import django
from django.conf import settings
if which == "post_office" and importlib.util.find_spec("post_office") is None:
    print(json.dumps(None)); sys.exit()
office = which == "post_office"
folder = tempfile.mkdtemp()
settings.configure(
    EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, USE_TZ=True, SECRET_KEY="bench", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="post_office.EmailBackend" if office else "django.core.mail.backends.smtp.EmailBackend",
    INSTALLED_APPS=["django.contrib.contenttypes"] + (["post_office"] if office else []),
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder + "/office.sqlite3"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    POST_OFFICE={"BATCH_SIZE": 1000, "LOG_LEVEL": 0, "THREADS_PER_PROCESS": 2, "BATCH_DELIVERY_TIMEOUT": 600} if office else {},
)
django.setup()
from django.core.mail import EmailMultiAlternatives
html = "<p>When the new autumn teas came in on Tuesday I put one aside for you.</p>\\n" * (size // 75)
def loop():
    for number in range(count):
        reader = "reader%d@mail.example" % number
        mail = EmailMultiAlternatives("Something for you", "Dear reader %d" % number, "anna@letters.example", [reader])
        mail.attach_alternative("<p>Dear reader %d</p>" % number + html, "text/html")
        mail.send()
def queued():
    from post_office import mail
    from post_office.mail import send_queued
    mails = [{"sender": "anna@letters.example", "recipients": ["reader%d@mail.example" % number], "subject": "Something for you",
              "message": "Dear reader %d" % number, "html_message": "<p>Dear reader %d</p>" % number + html} for number in range(count)]
    mail.send_many(mails)
    sent, failed, requeued = send_queued(1)
    assert sent == count, (sent, failed, requeued)
if office:
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
started, cpu = time.perf_counter(), time.process_time()
(queued if office else loop)()
print(json.dumps([time.perf_counter() - started, time.process_time() - cpu]))
"""


def send_mail_loop(port: int, count: int, size: int = 10_000) -> Turn | None:
    """A connection for each message, as django.core.mail sends."""
    return _run("loop", port, count, size)


def post_office_loop(port: int, count: int, size: int = 10_000) -> Turn | None:
    """Messages queued in SQLite and sent by its own batch; None where it is not installed."""
    return _run("post_office", port, count, size)


def _run(which: str, *numbers: int) -> Turn | None:
    command = [sys.executable, "-c", SCRIPT, which, *map(str, numbers)]
    answer: Any = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    return Turn(answer[0] / numbers[1], answer[1] / numbers[1]) if answer else None
