"""A Maildir on this machine: `maildir:///var/mail/letters`. What was acted on moves from new/ to cur/, marked as seen."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from sellers.delivery.inbound.parse import READ_AT_MOST

from ..choices import Source
from ..exceptions import MailboxTrouble
from ..services.receiving import receive


def poll_maildir(url: str) -> int:
    """Act on every mail in new/; how many there were."""
    folder = Path(unquote(urlsplit(url).path))
    if not (folder / "new").is_dir():
        raise MailboxTrouble("There is no Maildir where INBOUND_URL says (a folder with new/, cur/ and tmp/).")
    count = 0
    for file in sorted((folder / "new").iterdir()):
        try:
            with file.open("rb") as mail:
                raw = mail.read(READ_AT_MOST)
        except FileNotFoundError:
            continue  # somebody else took it
        receive(raw, source=Source.MAILDIR)
        count += 1
        (folder / "cur").mkdir(exist_ok=True)
        try:
            file.rename(folder / "cur" / f"{file.name.partition(':')[0]}:2,S")
        except FileNotFoundError:
            continue
    return count
