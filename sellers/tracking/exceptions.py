"""What tracking says when it says no."""

from hub.common.exceptions import HubError


class NoSuchBrake(HubError):
    """Not there, let go already, or not yours to let go."""

    code = "no_such_brake"

    def __init__(self) -> None:
        super().__init__("There is no such brake for you to let go.")


class MailboxTrouble(HubError):
    """The mailbox cannot be read; the sentence says why, without the password."""

    code = "mailbox_trouble"
