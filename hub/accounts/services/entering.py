"""Entering by the company's own sign-in (OpenID Connect): only people we know, in the role we gave them."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from hub.common import audit
from hub.common.exceptions import HubError

from ..models import Role, User
from ..queries import may_enter
from .invitations import mark_accepted
from .people import change_role


@transaction.atomic
def admit(*, email: str, verified: bool, known: User | None) -> User:
    """The person who comes with this address from the provider, or whom its account was tied to before (`known`).

    An open invitation counts as accepted. HubError for everybody else, with the same words for each reason.
    """
    user = known
    if user is None and verified:
        user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None or not may_enter(user):
        known_id = user.pk if user else None
        raise HubError("Nobody is invited with this account. Ask your administrator for an invitation.", code="not_invited", user=known_id)
    mark_accepted(user, how="provider")
    return user


def note_refusal(user_id: int | None) -> None:
    """Somebody was sent away at this door; outside the transaction that `admit` has undone."""
    audit.record("user.provider_refused", subject=f"user:{user_id}" if user_id else "user:unknown")


def take_role(user: User, *, values: Iterable[str], mapping: Mapping[str, str]) -> None:
    """The role that the operator's settings read from the provider's claim; without a mapping, or with two answers, none.

    Nobody becomes or ceases to be a seller by it: a seller is more than a role. The last administrator stays one.
    """
    wanted = {mapping[value] for value in values if value in mapping}
    if len(wanted) != 1 or user.role == Role.SELLER:
        return
    role = Role(wanted.pop())
    if role not in (Role.SELLER, user.role):
        change_role(user, role=role, by=None)
