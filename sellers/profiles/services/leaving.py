"""A seller leaves the company: one action, and nothing of hers goes out any more."""

from django.db import transaction
from django.utils import timezone

from hub.accounts import services as accounts
from hub.accounts.doors import require_administrator
from hub.accounts.models import User
from hub.common import audit
from hub.common.exceptions import HubError

from ..models import Seller
from ..signals import seller_left, seller_returned
from .grants import end_grants_for


@transaction.atomic
def let_go(seller: Seller, *, by: User | None, successor: Seller | None = None) -> Seller:
    """She has left: her sign-in and sessions end now, nobody writes in her name, her list is frozen, rooms above pull her letters back.

    `successor` is the colleague whom her customers may follow; the list itself goes to nobody (seller_left tells the room that asks them).
    NotAllowed for all but administrators (None: a command); HubError when she has left already or the successor takes no readers.
    """
    require_administrator(by)
    _lock(seller)
    if seller.state == Seller.State.LEFT:
        raise HubError("This seller has left already.", code="seller_left")
    if successor is not None and (successor.pk == seller.pk or successor.state != Seller.State.ACTIVE):
        raise HubError("This colleague takes no readers now. Choose another one, or nobody.", code="bad_successor")
    seller.state, seller.left_at, seller.successor = Seller.State.LEFT, timezone.now(), successor
    seller.save(update_fields=["state", "left_at", "successor"])
    grants = end_grants_for(seller, by=by, why="seller left")
    audit.record(
        "profiles.seller_left",
        actor=by,
        subject=f"seller:{seller.pk}",
        data={"successor": successor.pk if successor else None, "grants": grants},
    )
    if seller.user.is_active:
        accounts.deactivate_user(seller.user, by=by)
    seller_left.send(Seller, seller=seller, successor=successor, by=by)
    return seller


@transaction.atomic
def take_back(seller: Seller, *, by: User | None) -> Seller:
    """It was a mistake, or she is here again: her page and her sign-in come back. What was pulled back, and grants, do not.

    NotAllowed for all but administrators (None: a command); HubError when she has not left.
    """
    require_administrator(by)
    _lock(seller)
    if seller.state != Seller.State.LEFT:
        raise HubError("This seller has not left.", code="not_left")
    seller.state, seller.left_at, seller.successor = Seller.State.ACTIVE, None, None
    seller.save(update_fields=["state", "left_at", "successor"])
    audit.record("profiles.seller_returned", actor=by, subject=f"seller:{seller.pk}")
    accounts.reactivate_user(seller.user, by=by)
    seller_returned.send(Seller, seller=seller, by=by)
    return seller


def _lock(seller: Seller) -> None:
    """Read again and kept from others until the end: two administrators may click at the same time."""
    seller.refresh_from_db(from_queryset=Seller.objects.select_for_update(of=("self",)).select_related("user"))
