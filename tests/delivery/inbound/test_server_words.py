"""Words of real servers' kinds, each with the class that mail-standards 20 gives it."""

import pytest

from sellers.delivery.inbound.wording import DEAD, FULL, POLICY, TEMPORARY, UNKNOWN, settle

CASES = [
    (DEAD, "5.1.1", "smtp; 550 5.1.1 <kim@example.org>: Recipient address rejected: User unknown in virtual mailbox table"),
    (DEAD, "5.0.0", "550 No such user here"),
    (DEAD, "", "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address"),
    (DEAD, "5.7.1", "550 5.7.1 unknown user"),
    (DEAD, "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    (DEAD, "5.0.0", "554 delivery error: dd This user doesn't have a yahoo.com account (kim@yahoo.example) [0]"),
    (DEAD, "5.0.0", "550 Requested action not taken: mailbox unavailable, no mailbox here by that name"),
    (DEAD, "", "User kim (kim@example.org) not listed in Domino Directory"),
    (DEAD, "5.4.4", "Host or domain name not found. Name service error for name=nodomain.example type=A: Host not found"),
    (DEAD, "5.1.2", "550 Host unknown (Name server: nodomain.example: host not found)"),
    (DEAD, "", "Sorry, I couldn't find any host named nodomain.example. (#5.1.2)"),
    (DEAD, "", "unrouteable address"),
    (DEAD, "5.0.0", "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)"),
    (DEAD, "5.1.1", "550 <kim@example.org> is not a valid mailbox"),
    (DEAD, "", "550 Invalid recipient kim@example.org (Mode: normal)"),
    (DEAD, "5.1.1", ""),
    (DEAD, "5.1.6", "Mailbox has moved"),
    (DEAD, "", "El usuario no existe"),
    (DEAD, "", "Empfänger unbekannt"),
    (DEAD, "", "Пользователь не найден"),
    (FULL, "5.2.2", "552 5.2.2 Over quota"),
    (FULL, "", "The recipient's mailbox is full"),
    (FULL, "5.1.1", "550 5.1.1 mailbox is full: retry later"),
    (FULL, "4.2.2", "452 4.2.2 The email account that you tried to reach is over quota"),
    (FULL, "5.2.1", "550 5.2.1 The email account that you tried to reach is disabled"),
    (FULL, "", "552 Requested mail action aborted: exceeded storage allocation"),
    (FULL, "5.0.0", "550 Account inactive"),
    (POLICY, "5.7.1", "550 5.7.1 Message rejected due to content restrictions"),
    (POLICY, "5.1.1", "550 5.1.1 Your message was detected as spam"),
    (POLICY, "5.7.26", "550-5.7.26 This mail is unauthenticated, which poses a security risk to the sender"),
    (POLICY, "5.0.0", "554 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"),
    (POLICY, "4.7.0", "421 4.7.0 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail"),
    (POLICY, "", "550 relaying denied"),
    (POLICY, "5.3.4", "552 5.3.4 Message size exceeds fixed limit"),
    (POLICY, "5.7.1", "550 5.7.1 SPF check failed"),
    (POLICY, "5.0.0", "550 sender address rejected: Domain not found"),
    (POLICY, "5.4.6", "554 5.4.6 Too many hops"),
    (TEMPORARY, "4.4.1", "connect to mx.example.org[192.0.2.9]:25: Connection timed out"),
    (TEMPORARY, "4.2.0", "450 4.2.0 Greylisted, see http://postgrey.example"),
    (TEMPORARY, "", "451 Temporary local problem - please try later"),
    (TEMPORARY, "4.4.7", "delivery time expired"),
    (TEMPORARY, "4.4.3", "Name server timeout: try again"),
    (UNKNOWN, "", "Something happened"),
    (UNKNOWN, "5.0.0", "550 Denied"),
]


@pytest.mark.parametrize(("wanted", "status", "text"), CASES, ids=[f"{c}: {t[:50] or s}" for c, s, t in CASES])
def test_a_servers_words_get_their_class(wanted, status, text):
    assert settle(status, text) == wanted


def test_a_delayed_report_never_condemns_an_address():
    assert settle("5.1.1", "user unknown", "delayed") == TEMPORARY
