"""The key with which this installation signs its letters, when it has one."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from .exceptions import BadKey

if TYPE_CHECKING:
    from .dkim import Signer


def our_signer() -> "Signer | None":
    """The signer of DKIM_KEY_FILE, read once per process; None when letters are not signed here. Raises BadKey."""
    if not settings.DKIM_KEY_FILE:
        return None
    return _signer(str(settings.DKIM_KEY_FILE), settings.MAIL_DOMAIN, settings.DKIM_SELECTOR)


@lru_cache(maxsize=4)
def _signer(file: str, domain: str, selector: str) -> "Signer":
    """What raises is not kept, so a key that was put right is used at the next try."""
    # Here and not above: OpenSSL's wrapper is eight megabytes, and a process that signs nothing does without it.
    from .dkim import Signer

    try:
        pem = Path(file).read_bytes()
    except OSError as error:
        raise BadKey(f"DKIM_KEY_FILE cannot be read ({type(error).__name__}). Letters wait until it can.") from error
    return Signer.from_pem(pem, domain=domain, selector=selector)
