"""Getting in for the first time: invited, resent, taken back, accepted."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from hub.common import audit, outbox
from hub.common.exceptions import BadToken, HubError, NotAllowed

from ..doors import require_administrator
from ..models import Invitation, User
from ..queries import has_entered
from ..tokens import invitation_link, read_invitation

GONE = "This link no longer works. Ask your administrator for a new invitation."


@transaction.atomic
def invite(user: User, *, by: User | None) -> Invitation:
    """Send the link by which she chooses her password. Earlier links end now; this one with INVITATION_DAYS or its first use.

    NotAllowed for all but administrators and for somebody who may not sign in; HubError for somebody who has been in already.
    """
    require_administrator(by)
    if not user.is_active:
        raise NotAllowed("This person may not sign in. Let them in again first.", code="inactive")
    if has_entered(user):
        raise HubError("This person has been in already. “Forgot your password?” on the sign-in page sends a new link.", code="entered")
    _close(user)
    invitation = Invitation.objects.create(user=user, expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS))
    outbox.enqueue_mail(
        to=user.email,
        template="accounts/invitation",
        context={"user": user, "link": invitation_link(invitation.pk), "until": invitation.expires_at, "provider": settings.OIDC_NAME},
        kind="accounts.invitation",
    )
    audit.record("user.invited", actor=by, subject=f"user:{user.pk}", data={"until": invitation.expires_at})
    return invitation


@transaction.atomic
def revoke_invitation(user: User, *, by: User | None) -> None:
    """The link that was sent works no more. Does nothing without an open one. NotAllowed for all but administrators."""
    require_administrator(by)
    if _close(user):
        audit.record("user.invitation_revoked", actor=by, subject=f"user:{user.pk}")


def invitation_of(token: str) -> Invitation:
    """The open invitation that a link stands for. BadToken for any other, with the same words whatever is wrong with it."""
    found = Invitation.objects.select_related("user").filter(pk=read_invitation(token)).first()
    if found is None or not found.is_open or not found.user.is_active:
        raise BadToken(GONE)
    return found


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> User:
    """Her first password. BadToken when the link is used, over or taken back; Django's ValidationError for a weak password."""
    pk = invitation_of(token).pk
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    if not invitation.is_open:
        raise BadToken(GONE)
    user = invitation.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    mark_accepted(user, how="password")
    return user


def mark_accepted(user: User, *, how: str) -> bool:
    """She got in by this invitation. False when none was open."""
    accepted = bool(Invitation.objects.filter(user=user, accepted_at=None, revoked_at=None).update(accepted_at=timezone.now()))
    if accepted:
        audit.record("user.invitation_accepted", actor=user, subject=f"user:{user.pk}", data={"how": how})
    return accepted


def _close(user: User) -> bool:
    return bool(Invitation.objects.filter(user=user, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now()))
