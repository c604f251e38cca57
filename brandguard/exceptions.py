"""What the guard says when it says no."""

from hub.common.exceptions import HubError


class GuardError(HubError):
    code = "guard"


class Blocked(GuardError):
    """The document has findings that block. `details["findings"]` lists them."""

    code = "blocked"


class BadRule(GuardError):
    """The rule cannot be saved: its examples fail, or its pattern is not understood."""

    code = "bad_rule"


class NotYours(GuardError):
    """Nobody decides about a letter that is his own."""

    code = "own_letter"


class Stale(GuardError):
    """The letter is not what the reviewer saw any more."""

    code = "stale"


class Held(GuardError):
    """The gate does not open. `details["reasons"]` is a list of (code, sentence)."""

    code = "held"
