"""The demo's mail server speaks real SMTP and keeps every mail."""

import smtplib
import socket

from hub.demo.inbox.store import Search, Store

from .conftest import letter_bytes


def test_a_mail_sent_by_smtp_is_kept_as_it_came(inbox_server, inbox_folder):
    raw = letter_bytes(subject="Grüße aus Gdańsk", text="Zażółć gęślą jaźń")
    with smtplib.SMTP(*inbox_server) as client:
        client.sendmail("b+1@letters.example", ["Maria@reader.example"], raw)
    (line,) = Store().find(Search())
    assert (line.reader, line.sender, line.subject) == ("maria@reader.example", "Anna Nowak at Brand", "Grüße aus Gdańsk")
    assert Store().get(line.id)[1] == raw


def test_it_offers_pipelining_and_8bitmime_and_takes_pipelined_mails(inbox_server):
    with socket.create_connection(inbox_server, timeout=5) as wire, wire.makefile("rb") as lines:
        assert lines.readline().startswith(b"220")
        wire.sendall(b"EHLO me.example\r\n")
        offered = list(iter(lines.readline, b"250 HELP\r\n"))
        assert b"250-PIPELINING\r\n" in offered and b"250-8BITMIME\r\n" in offered
        body = b"From: a@b.example\r\nSubject: one\r\n\r\nhello\r\n.\r\n"
        head = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"
        wire.sendall(head)
        wire.sendall(body + head)
        wire.sendall(body + b"QUIT\r\n")
        answer = lines.read()
    assert answer.count(b"250 2.0.0 kept") == 2
    assert Store().count(Search(reader="c@d.example")) == 2


def test_mails_outlive_the_server(store):
    store.add("a@b.example", ["c@d.example"], letter_bytes())
    assert Store().count(Search()) == 1


def test_a_mail_that_nobody_can_parse_is_still_kept(store):
    store.add("", ["c@d.example"], b"Subject: =?bogus?Q?x?=\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe")
    (line,) = store.find(Search())
    assert "bogus" in line.subject
