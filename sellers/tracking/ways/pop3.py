"""A mailbox by POP3 (RFC 1939), which knows no flags: what was acted on is deleted, so the mailbox must be ours alone.

`pop3+ssl://user:password@host:995`. Deletions count only when the session ends well; a mail that is seen again changes nothing.
"""

import poplib
import ssl
from urllib.parse import unquote, urlsplit

from sellers.delivery.inbound.parse import READ_AT_MOST

from ..choices import Source
from ..exceptions import MailboxTrouble
from ..services.receiving import receive

TIMEOUT = 30
AT_ONCE = 200  # then the session ends, so that deletions count


def poll_pop3(url: str) -> int:
    """Act on the mails that wait, at most 200; how many there were."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    try:
        box: poplib.POP3
        if parts.scheme == "pop3+ssl":
            box = poplib.POP3_SSL(host, parts.port or 995, context=ssl.create_default_context(), timeout=TIMEOUT)
        else:
            box = poplib.POP3(host, parts.port or 110, timeout=TIMEOUT)
        try:
            box.user(unquote(parts.username or ""))
            box.pass_(unquote(parts.password or ""))
            count = min(box.stat()[0], AT_ONCE)
            for number in range(1, count + 1):
                lines = box.retr(number)[1]
                receive(b"\r\n".join(lines)[:READ_AT_MOST], source=Source.POP3)
                box.dele(number)
        finally:
            box.quit()
    except poplib.error_proto as error:
        raise MailboxTrouble("The mailbox does not accept our sign-in, or broke off. Check INBOUND_URL.") from error
    except OSError as error:
        raise MailboxTrouble(f"The mailbox cannot be reached ({type(error).__name__}). Check INBOUND_URL.") from error
    return count
