"""Letters that leave with the company's seal, or not at all."""

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.checks import run_checks
from django.utils import timezone

from sellers.delivery.drain import Worker
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from tests.delivery.identity import holds
from tests.delivery.test_dkim import pem, published
from tests.factories.delivery import make_issue
from tests.faults.fault_server import FaultServer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def key_file(settings, tmp_path):
    settings.DKIM_KEY_FILE, settings.DKIM_SELECTOR = str(tmp_path / "dkim.pem"), "s1"
    return tmp_path / "dkim.pem"


def start(readers=3):
    issue = make_issue(readers=readers)
    arm_issue(issue, by=None)
    start_due_issues()
    return issue


def test_what_a_mail_server_receives_is_verified_by_others(settings, key, key_file):
    key_file.write_bytes(pem(key))
    settings.LETTER_TRANSPORT, settings.EMAIL_HOST = "smtp", "127.0.0.1"
    issue, worker = start(), Worker()
    with FaultServer() as server:
        settings.EMAIL_PORT = server.port
        assert worker.step()
        worker.close()
    assert holds(issue)["sent"] == len(server.taken) == 3
    for taken in server.taken:
        assert taken.raw.startswith(b"DKIM-Signature: ")
        assert dkim.verify(taken.raw, dnsfunc=lambda name, timeout=5: published(key))
        assert not dkim.verify(taken.raw.replace(b"To: ", b"To: x"), dnsfunc=lambda name, timeout=5: published(key))


def test_without_a_usable_key_nothing_goes_out_until_it_is_put_right(key, key_file, outbox, caplog):
    issue, worker = start(), Worker()
    assert [error.id for error in run_checks() if error.id.startswith("sellers.")] == ["sellers.E001"]
    assert worker.step()
    assert outbox == []
    assert holds(issue)["queued"] == 3
    assert "DKIM_KEY_FILE cannot be read" in caplog.text
    key_file.write_bytes(pem(key))
    assert all(error.id != "sellers.E001" for error in run_checks())
    issue.chunks.update(not_before=timezone.now())
    start_due_issues()
    assert worker.step()
    worker.close()
    assert len(outbox) == holds(issue)["sent"] == 3
    assert all(envelope.data.startswith(b"DKIM-Signature: ") for envelope in outbox)
