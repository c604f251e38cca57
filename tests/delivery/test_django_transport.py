"""The same letters through any Django e-mail backend."""

import smtplib

import pytest
from django.core import mail

from sellers.delivery.drain import Worker, drain
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from tests.delivery.identity import holds
from tests.factories.delivery import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(settings):
    settings.LETTER_TRANSPORT = "django"
    issue = make_issue(readers=3, subject="Zażółć, {firstname}")
    arm_issue(issue, by=None)
    return issue


def test_a_backend_gets_text_html_and_every_header(issue):
    drain(until_empty=True)
    letters = [message for message in mail.outbox if "List-Id" in message.extra_headers]  # beside them lies the lead's notice
    assert holds(issue)["sent"] == len(letters) == 3
    message = next(message for message in letters if message.subject == "Zażółć, Reader 0")
    assert "Reader 0" in message.body
    assert message.alternatives[0].mimetype == "text/html"
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http")
    assert message.message()["Message-ID"] == headers["Message-ID"]
    assert message.reply_to[0].endswith("@company.example>")


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 unknown")}), "failed"),
        (smtplib.SMTPDataError(451, b"later"), "queued"),
        (smtplib.SMTPSenderRefused(550, b"no", "x"), "queued"),
        (RuntimeError("a provider's own"), "in_doubt"),
    ],
)
def test_what_a_backend_raises_becomes_an_outcome_of_that_row(issue, monkeypatch, error, part):
    from django.core.mail.backends.locmem import EmailBackend

    real, calls = EmailBackend.send_messages, []

    def once(self, messages):
        calls.append(1)
        if len(calls) == 1:
            raise error
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", once)
    start_due_issues()
    worker = Worker()
    worker.step()
    worker.close()
    assert holds(issue)[part] >= 1
    assert holds(issue)["sent"] == (0 if part == "in_doubt" else 2)
