"""Every change of people who sign in. One flow a file."""

from .entering import admit, note_refusal, take_role
from .grants import sync_groups, sync_roles
from .invitations import accept_invitation, invitation_of, invite, revoke_invitation
from .people import change_details, change_role, create_user, deactivate_user, reactivate_user
from .sessions import end_sessions

__all__ = [
    "accept_invitation",
    "admit",
    "change_details",
    "change_role",
    "create_user",
    "deactivate_user",
    "end_sessions",
    "invitation_of",
    "invite",
    "note_refusal",
    "reactivate_user",
    "revoke_invitation",
    "sync_groups",
    "sync_roles",
    "take_role",
]
