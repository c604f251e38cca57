"""Whose sign-in needs a second factor, and whether she has one."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from .models import Role, User

NEEDED_BY = frozenset({Role.LEAD, Role.ADMINISTRATOR})
_COUNTS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(user: User) -> bool:
    return settings.REQUIRE_MFA and (user.role in NEEDED_BY or user.is_superuser)


def lacks_second_factor(user: User) -> bool:
    """Needed, and not set up. Recovery codes alone do not count."""
    return needs_second_factor(user) and not is_mfa_enabled(user, _COUNTS)


def factors_of(user: User) -> dict[str, int]:
    """How many of each kind she has set up."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {kind: kinds.count(kind) for kind in (*_COUNTS, Authenticator.Type.RECOVERY_CODES)}
