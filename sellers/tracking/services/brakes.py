"""Brakes: too many dead addresses, complaints or refusals stop a seller, or the whole brand, until a person has looked (rule 22)."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from hub.accounts.models import Role, User
from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.origin import absolute_reverse
from hub.common.outbox import enqueue_mail
from hub.common.prepared import Prepared
from sellers.delivery.models import Issue
from sellers.delivery.queries import UNDER_WAY
from sellers.delivery.services.control import hold_issue

from .. import queries
from ..choices import BOUNCE_FROM, BOUNCE_LIMIT, COMPLAINT_FROM, COMPLAINT_LIMIT, POLICY_FROM, POLICY_LIMIT, WINDOW, BrakeKind
from ..exceptions import NoSuchBrake
from ..models import Brake

_LIMITS = {BrakeKind.BOUNCES: (BOUNCE_FROM, BOUNCE_LIMIT), BrakeKind.COMPLAINTS: (COMPLAINT_FROM, COMPLAINT_LIMIT)}


def check_brakes(kind: str, *, seller_id: int) -> list[Brake]:
    """Pull the seller's brake and the brand's if the numbers say so; those that were pulled just now."""
    least, limit = _LIMITS[BrakeKind(kind)]
    pulled = []
    for scope in (seller_id, None):
        if queries.brake_is_on(kind, seller_id=scope):
            continue
        since = max(timezone.now() - WINDOW, queries.last_release(kind, seller_id=scope) or timezone.now() - WINDOW)
        count = queries.incidents(kind, seller_id=scope, since=since)
        # Counting what was sent costs more than counting what came back, so only when there is enough of the latter.
        if count < least * limit:
            continue
        sent = queries.handed_over(seller_id=scope, since=since)
        if sent >= least and count >= sent * limit and (brake := _pull(kind, scope, count=count, sent=sent)):
            pulled.append(brake)
    return pulled


def check_refusals(issue_id: int) -> Brake | None:
    """Pull the seller's brake when servers refuse a letter for the sender's sake, by some number and share."""
    issue = Issue.objects.get(pk=issue_id)
    since = queries.last_release(BrakeKind.POLICY, seller_id=issue.seller_id) or timezone.now() - WINDOW
    count = queries.refusals_of(issue_id, since=since)
    if count < POLICY_FROM or queries.brake_is_on(BrakeKind.POLICY, seller_id=issue.seller_id):
        return None
    sent = queries.handed_over(issue_id=issue_id, since=timezone.now() - timedelta(days=3650))
    return _pull(BrakeKind.POLICY, issue.seller_id, count=count, sent=sent) if count >= sent * POLICY_LIMIT else None


def _pull(kind: str, seller_id: int | None, *, count: int, sent: int) -> Brake | None:
    """Stop what runs, hold what is to come, tell those who can help. None when somebody else was first."""
    try:
        with transaction.atomic():
            brake = Brake.objects.create(kind=kind, seller_id=seller_id, count=count, sent=sent, pulled_at=timezone.now())
    except IntegrityError:
        return None
    with transaction.atomic():
        reason = (f"brake_{kind}", queries.sentence_of(brake))
        under_way = Issue.objects.filter(Q(seller_id=seller_id) if seller_id else Q(), state__in=UNDER_WAY)
        held = sum(hold_issue(issue, reasons=[reason]) for issue in under_way.order_by("pk"))
        data = {"seller": seller_id, "kind": kind, "count": count, "sent": sent, "held": held}
        audit.record("tracking.brake_pulled", subject=f"brake:{brake.pk}", data=data)
        _tell(brake)
    return brake


def _tell(brake: Brake) -> None:
    regions = Q(region=None) | (Q(region=brake.seller.shop.region_id) if brake.seller else Q())
    people = list(User.objects.filter(Q(role=Role.LEAD) & regions | Q(role=Role.ADMINISTRATOR), is_active=True))
    if brake.seller and brake.seller.user.is_active:
        people.append(brake.seller.user)
    for person in people:
        enqueue_mail(
            to=person.email,
            template="tracking/brake",
            context={"to": person, "brake": brake, "sentence": queries.sentence_of(brake), "link": absolute_reverse("results:brakes")},
            kind="tracking.brake",
            language=person.language or None,
        )


@transaction.atomic
def release_brake(brake_id: int, *, by: Any, note: str = "") -> Brake:
    """Let go after somebody has looked. What was held stays held: each letter is sent on by whoever may. Counting begins anew.

    NoSuchBrake when it is not there, not on, or not this person's; NotAllowed without a word on what was done.
    """
    brake = queries.brakes_for(viewer=by).select_for_update(of=("self",)).filter(pk=brake_id).first()
    if brake is None or not queries.may_release(by, brake):
        raise NoSuchBrake
    if not note.strip():
        raise NotAllowed("Please write down what was done about it.")
    brake.released_at, brake.released_by, brake.note = timezone.now(), by, note.strip()[:300]
    brake.save(update_fields=["released_at", "released_by", "note"])
    audit.record("tracking.brake_released", actor=by, subject=f"brake:{brake.pk}", data={"seller": brake.seller_id, "kind": brake.kind})
    return brake


def brakes_on(seller_id: int) -> list[tuple[str, str]]:
    """(code, sentence) of each brake that holds this seller's letters. Delivery asks at arming, start and resumption."""
    return [(f"brake_{brake.kind}", queries.sentence_of(brake)) for brake in _ON.objects(seller=seller_id)]


# Asked for each of a morning's many small issues.
_ON = Prepared(lambda seller: Brake.objects.filter(Q(seller_id=seller) | Q(seller=None), released_at=None), "seller")
