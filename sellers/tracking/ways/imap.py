"""A mailbox by IMAP (RFC 3501). What was acted on gets a flag of ours, so that people who look into the mailbox disturb nothing.

`imap+ssl://user:password@host:993/INBOX`, with `?after=delete` for a mailbox that is ours alone.
"""

import imaplib
import re
import ssl
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from sellers.delivery.inbound.parse import READ_AT_MOST

from ..choices import Source
from ..exceptions import MailboxTrouble
from ..services.receiving import receive

FLAG = "$LettersDone"
TIMEOUT = 30


def poll_imap(url: str) -> int:
    """Act on every mail without our flag; how many there were."""
    parts = urlsplit(url)
    try:
        with _connected(parts) as box:
            return _work_through(box, parts)
    except imaplib.IMAP4.error as error:
        raise MailboxTrouble(f"The mailbox refuses: {_said(error)}") from error
    except OSError as error:
        raise MailboxTrouble(f"The mailbox cannot be reached ({type(error).__name__}). Check INBOUND_URL.") from error


def _connected(parts: SplitResult) -> imaplib.IMAP4:
    host = parts.hostname or "localhost"
    box: imaplib.IMAP4
    if parts.scheme == "imap+ssl":
        box = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
    else:
        box = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    box.login(unquote(parts.username or ""), unquote(parts.password or ""))
    return box


def _work_through(box: imaplib.IMAP4, parts: SplitResult) -> int:
    delete = parse_qs(parts.query).get("after") == ["delete"]
    folder = unquote(parts.path.strip("/")) or "INBOX"
    kind, answer = box.select(f'"{folder}"')
    if kind != "OK":
        raise MailboxTrouble(f"There is no folder “{folder}” in the mailbox.")
    done = "\\Deleted" if delete else FLAG
    _, found = box.uid("SEARCH", "UNDELETED" if delete else f"UNKEYWORD {FLAG}")
    numbers = (found[0] or b"").split()
    for number in numbers:
        _, fetched = box.uid("FETCH", number.decode(), f"(BODY.PEEK[]<0.{READ_AT_MOST}>)")
        for item in fetched:
            if isinstance(item, tuple):
                receive(item[1], source=Source.IMAP)
        box.uid("STORE", number.decode(), "+FLAGS.SILENT", f"({done})")
    if delete:
        box.expunge()
    return len(numbers)


def _said(error: Exception) -> str:
    """What the server said, without anything that could be a password."""
    return re.sub(r"[^\w .,:()-]", "", str(error))[:120]
