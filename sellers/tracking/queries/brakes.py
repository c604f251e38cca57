"""The numbers that pull a brake, and the brakes that are on."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from hub.accounts.models import Role
from sellers.delivery.inbound import wording
from sellers.delivery.models import Chunk
from sellers.profiles.queries import sellers_seen_by

from ..choices import BrakeKind, Outcome
from ..models import Brake, Inbound

_WHAT = {
    BrakeKind.BOUNCES: Q(outcome=Outcome.SUPPRESSED, bounce_class=wording.DEAD),
    BrakeKind.COMPLAINTS: Q(outcome=Outcome.COMPLAINT),
    BrakeKind.POLICY: Q(outcome=Outcome.POLICY),
}


def incidents(kind: str, *, seller_id: int | None, since: datetime) -> int:
    """How many of this kind came back since then, of one seller's letters or of everybody's."""
    found = Inbound.objects.filter(_WHAT[BrakeKind(kind)], at__gte=since)
    return (found.filter(seller=seller_id) if seller_id else found).count()


def refusals_of(issue_id: int, *, since: datetime) -> int:
    return Inbound.objects.filter(_WHAT[BrakeKind.POLICY], delivery__issue=issue_id, at__gte=since).count()


def handed_over(*, seller_id: int | None = None, issue_id: int | None = None, since: datetime) -> int:
    """How many copies mail servers were asked to take, by letters that ran since then. What they refused at once counts too."""
    ran = Q(issue__started_at__gte=since) | Q(issue__finished_at__gte=since) | Q(issue__started_at__isnull=False, issue__finished_at=None)
    chunks = Chunk.objects.filter(ran)
    if seller_id:
        chunks = chunks.filter(issue__seller=seller_id)
    if issue_id:
        chunks = chunks.filter(issue=issue_id)
    return chunks.aggregate(n=Sum(F("sent") + F("bounced") + F("failed"), default=0))["n"]


def brake_is_on(kind: str, *, seller_id: int | None) -> bool:
    return Brake.objects.filter(kind=kind, seller=seller_id, released_at=None).exists()


def last_release(kind: str, *, seller_id: int | None) -> datetime | None:
    """When this brake was let go last; counting begins anew then."""
    released = Brake.objects.filter(kind=kind, seller=seller_id, released_at__isnull=False).order_by("-released_at")
    return released.values_list("released_at", flat=True).first()


def brakes_for(*, viewer: Any) -> QuerySet[Brake]:
    """Brakes that are on: a seller's own and the brand's, a lead's region's and the brand's, an administrator's all."""
    on = Brake.objects.filter(released_at=None).select_related("seller__shop").order_by("-pulled_at")
    if getattr(viewer, "role", None) not in (Role.SELLER, Role.LEAD, Role.ADMINISTRATOR):
        return on.none()
    return on.filter(Q(seller=None) | Q(seller__in=sellers_seen_by(viewer=viewer).values("pk")))


def may_release(viewer: Any, brake: Brake) -> bool:
    """Leads for the sellers they see; the brand's brake a lead without a region, or an administrator. Never the seller herself."""
    role = getattr(viewer, "role", None)
    if role == Role.ADMINISTRATOR:
        return True
    return role == Role.LEAD and (brake.seller_id is not None or viewer.region_id is None)


def unmatched_count(*, since: datetime) -> int:
    """Reports that named no letter of ours: forged ones, or of mails that somebody sends in our name."""
    return Inbound.objects.filter(outcome=Outcome.UNMATCHED, at__gte=since).count()


def sentence_of(brake: Brake) -> str:
    """What is wrong and what to do, for a person who has never heard of bounces."""
    whose = "your" if brake.seller_id else "the company's"
    if brake.kind == BrakeKind.BOUNCES:
        return (
            f"{brake.count} of {brake.sent} copies of {whose} letters came back because the address does not exist; 5 in 100 is the limit, "
            "because mail providers take more for spam. Look at where these addresses came from, then a marketing lead lets the brake go."
        )
    if brake.kind == BrakeKind.COMPLAINTS:
        return (
            f"{brake.count} of the readers of {brake.sent} copies of {whose} letters reported them as spam; 1 in 1,000 is the limit. "
            "Find out who did not expect them and why, then a marketing lead lets the brake go."
        )
    return (
        f"Mail servers refused {brake.count} of {brake.sent} copies of {whose} letter because of the sender, not of the readers. "
        "Nobody was taken off the list. Have the sending domain checked (manage.py dns_check, blocklists), then a marketing lead lets "
        "the brake go."
    )
