"""Mailboxes, Maildir, pipe and LMTP: whatever way a mail comes, and however often, it acts once."""

import io
import smtplib
import sys
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from sellers.tracking.exceptions import MailboxTrouble
from sellers.tracking.models import Inbound
from sellers.tracking.tasks import look_after_returns
from sellers.tracking.ways import poll
from sellers.tracking.ways.imap import FLAG
from sellers.tracking.ways.lmtp import Listener
from tests.factories.tracking import bounce, return_path, sent_issue
from tests.support.servers import free_port
from tests.tracking.servers import ImapHandler, Mailbox, Pop3Handler, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(outbox):
    issue = sent_issue(readers=3)
    return [bounce(delivery) for delivery in issue.deliveries.select_related("subscriber__person")]


def imap_url(port, box, more=""):
    return f"imap://kim:{quote(box.password, safe='')}@127.0.0.1:{port}/INBOX{more}"


def test_imap_flags_what_was_acted_on_and_reads_it_no_more(mails):
    box = Mailbox(password="s3 cret/x")
    box.put(*mails)
    with serving(ImapHandler, box) as port:
        assert poll(imap_url(port, box)) == 3
        assert poll(imap_url(port, box)) == 0
    assert Inbound.objects.filter(outcome="suppressed", source="imap").count() == 3
    assert set(box.mails) == {1, 2, 3} and all(flags == {FLAG} for flags in box.flags.values())


def test_imap_can_empty_a_mailbox_that_is_ours_alone(mails):
    box = Mailbox(password="x")
    box.put(*mails)
    with serving(ImapHandler, box) as port:
        assert poll(imap_url(port, box, "?after=delete")) == 3
    assert box.mails == {}


@pytest.mark.parametrize(("handler", "scheme"), [(ImapHandler, "imap"), (Pop3Handler, "pop3")])
def test_a_connection_that_breaks_off_loses_no_mail_and_doubles_none(mails, handler, scheme):
    box = Mailbox(password="x", break_off_after=2)
    box.put(*mails)
    with serving(handler, box) as port:
        with pytest.raises(MailboxTrouble):
            poll(f"{scheme}://kim:x@127.0.0.1:{port}/INBOX")
        assert Inbound.objects.count() == 2
        box.break_off_after = 10**9
        poll(f"{scheme}://kim:x@127.0.0.1:{port}/INBOX")
    assert Inbound.objects.filter(outcome="suppressed").count() == 3


def test_pop3_deletes_what_was_acted_on(mails):
    box = Mailbox(password="x")
    box.put(mails[0] + b"\n.a line with a dot\n", *mails[1:])
    with serving(Pop3Handler, box) as port:
        assert poll(f"pop3://kim:x@127.0.0.1:{port}") == 3
    assert box.mails == {} and Inbound.objects.filter(source="pop3", outcome="suppressed").count() == 3


@pytest.mark.parametrize("url", ["imap://kim:wrong@127.0.0.1:{imap}/INBOX", "pop3://kim:wrong@127.0.0.1:{pop3}", "imap://kim:x@127.0.0.1:{imap}/Nowhere",
                                 "imap://kim:x@127.0.0.1:1/INBOX", "maildir:///nowhere", "gopher://x"])  # fmt: skip
def test_a_mailbox_that_cannot_be_read_says_why_without_the_password(url):
    box = Mailbox(password="x")
    with serving(ImapHandler, box) as imap, serving(Pop3Handler, box) as pop3, pytest.raises(MailboxTrouble) as trouble:
        poll(url.format(imap=imap, pop3=pop3))
    assert "wrong" not in trouble.value.message and len(trouble.value.message) > 20


def test_a_maildir_moves_what_was_acted_on(mails, tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    for number, raw in enumerate(mails):
        (tmp_path / "new" / f"{number}.host").write_bytes(raw)
    assert poll(f"maildir://{tmp_path}") == 3 and poll(f"maildir://{tmp_path}") == 0
    assert sorted(file.name for file in (tmp_path / "cur").iterdir()) == ["0.host:2,S", "1.host:2,S", "2.host:2,S"]
    assert Inbound.objects.filter(source="maildir", outcome="suppressed").count() == 3


def test_the_timetable_reads_the_mailbox(mails, tmp_path, settings):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(mails[0])
    settings.INBOUND_URL = f"maildir://{tmp_path}"
    look_after_returns()
    assert Inbound.objects.get().outcome == "suppressed"


def test_a_broken_mailbox_does_not_keep_the_timetable_from_the_rest(settings, caplog):
    settings.INBOUND_URL = "imap://kim:secret-word@127.0.0.1:1/INBOX"
    look_after_returns()
    assert "cannot be reached" in caplog.text and "secret-word" not in caplog.text


def piped(monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_the_pipe_takes_a_mail(mails, monkeypatch, capsys):
    piped(monkeypatch, mails[0])
    call_command("inbound_mail")
    assert "dsn: no more letters to this address" in capsys.readouterr().out
    assert Inbound.objects.get().source == "pipe"


def test_the_pipe_asks_to_try_again_while_the_database_is_away(mails, monkeypatch):
    piped(monkeypatch, mails[0])

    def away(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("sellers.tracking.management.commands.inbound_mail.receive", away)
    with pytest.raises(SystemExit) as end:
        call_command("inbound_mail")
    assert end.value.code == 75


def test_the_poll_command_says_what_is_missing(settings):
    settings.INBOUND_URL = ""
    with pytest.raises(CommandError, match="INBOUND_URL"):
        call_command("inbound_poll")


@pytest.mark.django_db(transaction=True)
def test_lmtp_takes_a_mail_for_each_recipient_and_nothing_for_other_domains(mails, outbox):
    listener = Listener("127.0.0.1", free_port())
    listener.start()
    try:
        with smtplib.LMTP("127.0.0.1", listener.port) as client:
            client.sendmail("", ["b+1.x@letters.example"], mails[0])
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail("", ["kim@elsewhere.example"], mails[1])
            assert client.sendmail("", ["a@letters.example", "b@letters.example"], mails[2]).keys() == {"b@letters.example"}
    finally:
        listener.stop()
    assert sorted(Inbound.objects.values_list("source", "outcome")) == [("lmtp", "suppressed")] * 2


@pytest.mark.django_db(transaction=True)
def test_lmtp_keeps_the_mail_with_the_server_while_the_database_is_away(mails, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("sellers.tracking.ways.lmtp.receive", away)
    listener = Listener("127.0.0.1", free_port())
    listener.start()
    try:
        with smtplib.LMTP("127.0.0.1", listener.port) as client, pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail("", ["b+1.x@letters.example"], mails[0])
    finally:
        listener.stop()
    assert refused.value.smtp_code == 451


def test_return_paths_are_short_enough_for_any_server(mails, outbox):
    from sellers.delivery.models import Delivery

    assert all(len(return_path(delivery).partition("@")[0]) <= 64 for delivery in Delivery.objects.all())
