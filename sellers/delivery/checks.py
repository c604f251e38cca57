"""What `manage.py check` says about sending."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .dkim import BadKey
from .signing import our_signer


@register()
def dkim_key(**_: Any) -> list[CheckMessage]:
    """A key that is set and cannot be used: nothing would go out."""
    try:
        our_signer()
    except BadKey as error:
        return [Error(error.message, hint="Put the key right, or empty DKIM_KEY_FILE to send without signing.", id="sellers.E001")]
    return []
