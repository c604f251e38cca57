"""What `manage.py check` says about sending."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from .clock import quiet_hours
from .exceptions import BadKey
from .signing import our_signer
from .warm_up import current_plan


@register()
def dkim_key(**_: Any) -> list[CheckMessage]:
    """A key that is set and cannot be used: nothing would go out."""
    try:
        our_signer()
    except BadKey as error:
        return [Error(error.message, hint="Put the key right, or empty DKIM_KEY_FILE to send without signing.", id="sellers.E001")]
    return []


@register()
def hours_of_quiet(**_: Any) -> list[CheckMessage]:
    """Hours that cannot be read: nothing would go out."""
    try:
        quiet_hours()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="sellers.E002")]
    return []


@register()
def plan_of_warming_up(**_: Any) -> list[CheckMessage]:
    """A plan that cannot be read: nothing would go out."""
    try:
        current_plan()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="sellers.E003")]
    return []


@register()
def connections_of_a_worker(**_: Any) -> list[CheckMessage]:
    """No connection sends nothing; very many from one worker is what no mail server takes."""
    if 1 <= settings.EMAIL_CONNECTIONS <= 32:
        return []
    return [Error("EMAIL_CONNECTIONS must be a number from 1 to 32.", id="sellers.E004")]
