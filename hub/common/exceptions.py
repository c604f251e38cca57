"""Errors that carry their case."""

from typing import Any


class HubError(Exception):
    """A refusal with a sentence for the person who asked. `code` is stable, for tests and the API."""

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.details = details


class NotAllowed(HubError):
    code = "not_allowed"


class InUse(HubError):
    """Something else still needs what was to be deleted."""

    code = "in_use"


class BadToken(HubError):
    code = "bad_token"


class BadAddress(HubError):
    code = "bad_address"


class BadHeader(HubError):
    code = "bad_header"
