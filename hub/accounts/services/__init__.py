"""Every change of people who sign in. One flow a file."""

from .grants import sync_groups, sync_roles
from .people import change_details, change_role, create_user, deactivate_user, invite, reactivate_user

__all__ = [
    "change_details",
    "change_role",
    "create_user",
    "deactivate_user",
    "invite",
    "reactivate_user",
    "sync_groups",
    "sync_roles",
]
