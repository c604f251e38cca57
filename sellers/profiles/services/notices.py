"""Mails about changed profiles. Their subjects name the seller, and nothing that she wrote."""

from typing import Any

from hub.accounts.models import User
from hub.common.origin import absolute, absolute_reverse
from hub.common.outbox import enqueue_mail

from ..models import ProfileChange, Seller
from ..queries import who_decides_on


def tell_waiting(change: ProfileChange) -> None:
    """To everybody who may decide about it."""
    fields = [str(getattr(Seller._meta.get_field(field), "verbose_name", field)) for field in sorted(change.words)] + ["picture"] * bool(
        change.photo_id
    )
    link = absolute_reverse("profile_review:list")
    for person in who_decides_on(change):
        _send(person, "change_waiting", change, {"what": ", ".join(fields), "link": link})


def tell_approved(change: ProfileChange) -> None:
    _send(change.seller.user, "change_approved", change, {"link": absolute(change.seller.page.url)})


def tell_returned(change: ProfileChange) -> None:
    _send(change.seller.user, "change_returned", change, {"link": absolute_reverse("profile:mine")})


def _send(to: User, template: str, change: ProfileChange, context: dict[str, Any]) -> None:
    enqueue_mail(
        to=to.email,
        template=f"profiles/{template}",
        context={**context, "to": to, "seller": change.seller, "change": change},
        kind=f"profiles.{template}",
        language=to.language or None,
    )
