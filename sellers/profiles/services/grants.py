"""Who writes in a seller's name, until which day, and who inside the company answers for it."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.accounts.doors import require_administrator
from hub.accounts.models import Role, User
from hub.common import audit
from hub.common.exceptions import HubError, NotAllowed

from ..models import Seller, WritingGrant
from ..queries import may_answer_for, write_permission

USUAL_DAYS = 90
# Nobody remembers after a year why somebody outside may write.
LONGEST_DAYS = 366


@transaction.atomic
def grant_writing(
    seller: Seller, *, to: User, by: User | None, until: date | None = None, owner: User | None = None, purpose: str = ""
) -> WritingGrant:
    """Let an assistant write letters for this seller until a day (that day included; 90 days if none is named). She never meets readers.

    `owner` answers for it inside the company: by default whoever gives it, for a command the seller herself. A grant that is there
    already gets the new day and owner; the same ones change nothing. NotAllowed unless `by` is an administrator (or None, a command)
    and `to` an active assistant; HubError for a day that is over or too far away, or an owner who does not see this seller.
    """
    require_administrator(by)
    if to.role != Role.ASSISTANT or not to.is_active:
        raise NotAllowed("Only an assistant can be named to write for a seller. Give this person the role of assistant first.")
    if Seller.objects.filter(pk=seller.pk, state=Seller.State.LEFT).exists():
        raise HubError("This seller has left. Nobody writes in her name any more.", code="seller_left")
    last, answers = until or timezone.localdate() + timedelta(days=USUAL_DAYS), owner or by or seller.user
    _check(seller, until=last, owner=answers)
    wanted = {"until": last, "owner": answers, "purpose": purpose}
    grant = WritingGrant.objects.filter(user=to, content_object=seller).first()
    if grant is None:
        grant = WritingGrant.objects.create(user=to, content_object=seller, permission=write_permission(), **wanted)
        _note("profiles.writing_granted", grant, by=by)
    elif until is not None or not grant.is_in_force:
        _change(grant, by=by, **wanted)
    return grant


@transaction.atomic
def change_grant(grant: WritingGrant, *, until: date, owner: User, by: User | None) -> WritingGrant:
    """Another last day or another owner. Does nothing when both are as they were. NotAllowed for all but administrators."""
    require_administrator(by)
    _check(grant.content_object, until=until, owner=owner)
    return _change(grant, until=until, owner=owner, by=by)


@transaction.atomic
def revoke_writing(seller: Seller, *, to: User, by: User | None) -> None:
    """End an assistant's right to write for this seller at once. What she wrote stays with the seller. Does nothing without a grant."""
    require_administrator(by)
    _end(WritingGrant.objects.filter(user=to, content_object=seller), by=by, why="ended")


@transaction.atomic
def end_grants_of(user: User, *, why: str) -> int:
    """All grants of a person who is no assistant any more, or may not sign in. How many ended."""
    return _end(WritingGrant.objects.filter(user=user), by=None, why=why)


def end_grants_for(seller: Seller, *, by: User | None, why: str) -> int:
    """Everybody who writes for this seller stops."""
    return _end(WritingGrant.objects.filter(content_object=seller), by=by, why=why)


def _end(grants: Any, *, by: User | None, why: str) -> int:
    ended = list(grants.select_related("content_object"))
    for grant in ended:
        _note("profiles.writing_revoked", grant, by=by, why=why)
        grant.delete()
    return len(ended)


def _change(grant: WritingGrant, *, by: User | None, **wanted: Any) -> WritingGrant:
    changed = [name for name, value in wanted.items() if getattr(grant, name) != value]
    if changed:
        for name in changed:
            setattr(grant, name, wanted[name])
        grant.save(update_fields=changed)
        _note("profiles.writing_changed", grant, by=by, fields=sorted(changed))
    return grant


def _check(seller: Seller, *, until: date, owner: User) -> None:
    today = timezone.localdate()
    if until < today:
        raise HubError("This day is over already. Choose a later one, or end the grant.", code="day_over")
    if until > today + timedelta(days=LONGEST_DAYS):
        raise HubError("A grant lasts for a year at most. Choose an earlier day; it can be extended.", code="too_long")
    if not may_answer_for(owner, seller=seller):
        raise HubError("Who answers for a grant works in the company and looks after this seller. Choose somebody else.", code="bad_owner")


def _note(action: str, grant: WritingGrant, *, by: User | None, **more: Any) -> None:
    data = {"user": grant.user_id, "until": grant.until, "owner": grant.owner_id, **more}
    audit.record(action, actor=by, subject=f"seller:{grant.content_object_id}", data=data)
