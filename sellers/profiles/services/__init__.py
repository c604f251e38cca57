"""Every change of sellers, their pages and who writes for them. One flow a file."""

from .grants import change_grant, end_grants_of, grant_writing, revoke_writing
from .leaving import let_go, take_back
from .making import create_seller, ensure_home_page
from .profile import change_profile
from .provisioning import provision

__all__ = [
    "change_grant",
    "change_profile",
    "create_seller",
    "end_grants_of",
    "ensure_home_page",
    "grant_writing",
    "let_go",
    "provision",
    "revoke_writing",
    "take_back",
]
