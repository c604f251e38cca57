"""Which shop systems report, and what they reported."""

from typing import Any

from django.db.models import QuerySet

from hub.accounts.queries import is_administrator
from hub.common.exceptions import NotAllowed

from ..models import PersonalMail, Purchase, ShopSystem, Task
from ..tokens import key_digest


def system_with(key: str) -> ShopSystem | None:
    """The shop system whose token this is; None for any other, and for one that was withdrawn."""
    return ShopSystem.objects.filter(digest=key_digest(key), withdrawn_at=None).first() if key else None


def purchases_are_reported() -> bool:
    """Whether any shop system has been admitted: without one, nobody "came" as far as we know, and no screen says nobody did."""
    return ShopSystem.objects.exists()


def shop_systems(*, viewer: Any) -> QuerySet[ShopSystem]:
    """For administrators: those that may report first, then those withdrawn. NotAllowed for all others."""
    if not is_administrator(viewer):
        raise NotAllowed("Only an administrator looks after shop systems.")
    return ShopSystem.objects.select_related("made_by", "withdrawn_by").order_by("withdrawn_at", "-made_at", "-pk")


def held_of(subscribers: list[int]) -> dict[str, Any]:
    """What the desk holds about these readers, for the person herself."""
    bought = Purchase.objects.filter(subscriber__in=subscribers)
    mails = PersonalMail.objects.filter(subscriber__in=subscribers).order_by("at")
    plans = Task.objects.filter(subscriber__in=subscribers)
    return {
        "purchases": [{"at": one.at, "number": one.number, "total": f"{one.total} {one.currency}", "items": one.items} for one in bought],
        "personal_mails": list(mails.values("at", "subject", "text")),
        "plans": list(plans.values("due_on", "kind", "text", "done_at")),
    }
