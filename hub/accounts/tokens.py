"""The one kind of link that this room puts into mails. Its purpose is its own: no other token opens an invitation."""

from hub.common import tokens
from hub.common.origin import absolute_reverse

INVITATION = "accounts.invitation"


def invitation_link(invitation_id: int) -> str:
    return absolute_reverse("accounts:invitation", tokens.sign(INVITATION, invitation_id))


def read_invitation(token: str) -> int:
    """The invitation's id; BadToken for anything else."""
    return tokens.read(INVITATION, token)
