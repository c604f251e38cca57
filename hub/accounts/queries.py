"""Reads about people who sign in."""

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry

from .models import Invitation, Role, User
from .roles import GROUP_NAMES


def group_of(role: str) -> Group:
    """The Django group that carries a role's rights, made if the database does not know it yet."""
    return Group.objects.get_or_create(name=GROUP_NAMES[Role(role)])[0]


def is_administrator(user: User) -> bool:
    return user.is_active and (user.role == Role.ADMINISTRATOR or user.is_superuser)


def people(*, viewer: User) -> QuerySet[User]:
    """Everybody who signs in, with `invited_until` while an invitation waits. NotAllowed for all but administrators."""
    if not is_administrator(viewer):
        raise NotAllowed("Only an administrator sees who signs in. Please ask one of yours.")
    waiting = Invitation.objects.filter(user=OuterRef("pk"), accepted_at=None, revoked_at=None)
    found = User.objects.select_related("region").annotate(invited_until=Subquery(waiting.values("expires_at")[:1]))
    return found.order_by("name", "email")


def leads_for(*, region_id: int | None) -> QuerySet[User]:
    """The marketing leads who look after a region: those of the region and those of all regions."""
    return User.objects.filter(Q(region=None) | Q(region_id=region_id), role=Role.LEAD, is_active=True)


def is_last_administrator(user: User) -> bool:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    return user.role == Role.ADMINISTRATOR and user.is_active and not others.exists()


def has_entered(user: User) -> bool:
    """Whether she has a way in of her own already: a password, or an account of the company's sign-in."""
    return user.has_usable_password() or SocialAccount.objects.filter(user=user).exists()


def may_enter(user: User) -> bool:
    """Whether this person may come in by the company's sign-in: active, and in already or invited now."""
    invited = Invitation.objects.filter(user=user, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return user.is_active and (has_entered(user) or invited.exists())


def sessions_of(*, about: User, viewer: User) -> list[UserSession]:
    """Where somebody is signed in, the latest first. NotAllowed for anybody but herself and administrators."""
    if viewer.pk != about.pk and not is_administrator(viewer):
        raise NotAllowed("Only this person and an administrator see these sessions.")
    return sorted(UserSession.objects.purge_and_list(about), key=lambda session: session.created_at, reverse=True)


def sign_in_events(*, viewer: User, about: User | None = None) -> QuerySet[AuditEntry]:
    """What happened at the door, the latest first: of one person (herself or an administrator may ask), or of all. NotAllowed else."""
    if not (is_administrator(viewer) or (about is not None and about.pk == viewer.pk)):
        raise NotAllowed("Only an administrator sees who signs in. Please ask one of yours.")
    found = AuditEntry.objects.filter(action__startswith="user.").order_by("-seq")
    return found.filter(subject=f"user:{about.pk}") if about is not None else found
