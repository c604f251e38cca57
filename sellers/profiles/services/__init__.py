"""Every change of sellers, their pages and who writes for them. One flow a file."""

from .grants import change_grant, end_grants_of, grant_writing, revoke_writing
from .leaving import let_go, take_back
from .making import create_seller, ensure_home_page
from .profile import approve_profile, propose_profile, return_profile, withdraw_profile
from .provisioning import provision

__all__ = [
    "approve_profile",
    "change_grant",
    "create_seller",
    "end_grants_of",
    "ensure_home_page",
    "grant_writing",
    "let_go",
    "propose_profile",
    "provision",
    "return_profile",
    "revoke_writing",
    "take_back",
    "withdraw_profile",
]
