"""Lists whose seller went."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from hub.accounts.models import Role
from sellers.profiles.queries import sellers_seen_by

from ..exceptions import NoSuchHandOver
from ..models import HandOver, HandOverAnswer


def hand_overs_seen_by(*, viewer: Any) -> QuerySet[HandOver]:
    """Leads see those of their region, administrators all; numbers and no names. NoSuchHandOver for everybody else."""
    if getattr(viewer, "role", None) not in (Role.LEAD, Role.ADMINISTRATOR) or not viewer.is_active:
        raise NoSuchHandOver
    found = HandOver.objects.filter(seller__in=sellers_seen_by(viewer=viewer)).select_related("seller__shop", "successor", "shop_voice")
    return found.order_by("state", "-begun_at", "-pk")


def hand_over_for(*, viewer: Any, pk: int) -> HandOver:
    found = hand_overs_seen_by(viewer=viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchHandOver
    return found


def answer_for(*, pk: int) -> HandOverAnswer | None:
    """The question behind a customer's link, while it may be answered."""
    found = HandOverAnswer.objects.select_related(
        "hand_over__seller__shop", "hand_over__successor__shop", "hand_over__shop_voice__shop", "subscriber__person"
    )
    return found.filter(pk=pk, hand_over__state=HandOver.State.ASKING).first()


def hand_over_progress(hand_over: HandOver) -> dict[str, int]:
    """How many customers there are, were asked, and answered what; `silent` were asked and have not answered."""
    answered = {name: Count("pk", filter=Q(answer=name)) for name in ("person", "shop", "leave")}
    counts = hand_over.answers.aggregate(readers=Count("pk"), asked=Count("pk", filter=Q(asked_at__isnull=False)), **answered)
    counts["silent"] = counts["asked"] - sum(counts[name] for name in answered)
    return counts
