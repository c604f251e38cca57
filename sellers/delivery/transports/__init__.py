"""How a message leaves: `smtp`, `django` (any Django e-mail backend) or `memory`. LETTER_TRANSPORT names one."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Handover, Letter, Outcome, Transport
from .django_backend import DjangoTransport
from .memory import MemoryTransport
from .smtp import SmtpTransport

__all__ = ["Handover", "Letter", "Outcome", "Transport", "make_transport"]

_TRANSPORTS: dict[str, type[Transport]] = {"smtp": SmtpTransport, "django": DjangoTransport, "memory": MemoryTransport}


def make_transport(name: str | None = None) -> Transport:
    """The transport that LETTER_TRANSPORT names, not connected yet."""
    name = name or settings.LETTER_TRANSPORT
    if name not in _TRANSPORTS:
        raise ImproperlyConfigured(f"LETTER_TRANSPORT is “{name}”. It must be one of: {', '.join(sorted(_TRANSPORTS))}.")
    return _TRANSPORTS[name]()
