"""Ways in: mailbox, Maildir, LMTP. Each hands whole mails to services.receiving and forgets a mail only after it was acted on."""

from collections.abc import Callable
from urllib.parse import urlsplit

from ..exceptions import MailboxTrouble
from .imap import poll_imap
from .maildir import poll_maildir
from .pop3 import poll_pop3

_POLLS: dict[str, Callable[[str], int]] = {
    "imap": poll_imap,
    "imap+ssl": poll_imap,
    "pop3": poll_pop3,
    "pop3+ssl": poll_pop3,
    "maildir": poll_maildir,
}


def poll(url: str) -> int:
    """Act on everything that waits in this mailbox; how many mails were new. MailboxTrouble with a sentence when it cannot be read."""
    scheme = urlsplit(url).scheme
    if scheme not in _POLLS:
        raise MailboxTrouble(f"INBOUND_URL begins with “{scheme}”. It must be one of: {', '.join(sorted(_POLLS))}.")
    return _POLLS[scheme](url)
