"""What follows from a bounce, by its class (mail-standards 20). The address is stopped at once, the row when no worker holds it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from sellers.audience import services as audience
from sellers.audience.models import Suppression
from sellers.delivery.inbound import wording
from sellers.delivery.inbound.classify import Verdict
from sellers.delivery.models import Delivery
from sellers.delivery.services.bounced import mark_bounced

from ..choices import ROW_WAITS, STRIKE_SPAN, STRIKES, STRIKES_FORGOTTEN, BrakeKind, Outcome
from ..models import Inbound, Strike
from .brakes import check_brakes, check_refusals


def act_on_bounce(inbound: Inbound, verdict: Verdict, delivery: Delivery) -> str:
    """Suppress, note a strike, or blame ourselves; what happened. `delivery` is one that a token of ours named."""
    if verdict.final:
        inbound.row_waits = mark_bounced(delivery) is None
    address = address_of(delivery)
    found = verdict.class_for(address)
    inbound.bounce_class = found
    inbound.save(update_fields=["bounce_class"])
    if not verdict.final or found == wording.TEMPORARY:
        return Outcome.LATER
    return by_class(found, delivery, address, inbound)


def by_class(found: str, delivery: Delivery, address: str, inbound: Inbound) -> str:
    """What a final refusal of this class means for the address and for us."""
    if found == wording.POLICY:
        transaction.on_commit(lambda: check_refusals(delivery.issue_id))
        return Outcome.POLICY
    if not address:
        return Outcome.GONE
    if found == wording.DEAD:
        audience.suppress(address=address, reason=Suppression.Reason.BOUNCED)
        transaction.on_commit(lambda: check_brakes(BrakeKind.BOUNCES, seller_id=delivery.issue.seller_id))
        return Outcome.SUPPRESSED
    # A full mailbox; and what nobody understands, which is no reason to give an address up, and none to go on for ever.
    return _strike(delivery, address)


def address_of(delivery: Delivery) -> str:
    """The address this letter was written to; "" when its reader was erased or has changed it since."""
    reader = delivery.reader()
    if reader is None or reader.person.address_hash != delivery.address_hash:
        return ""
    return reader.person.address


def _strike(delivery: Delivery, address: str) -> str:
    now = timezone.now()
    Strike.objects.get_or_create(delivery=delivery, defaults={"address_hash": delivery.address_hash, "at": now})
    strikes = Strike.objects.filter(address_hash=delivery.address_hash, at__gt=now - STRIKES_FORGOTTEN).order_by("at")
    times = list(strikes.values_list("at", flat=True))
    if len(times) < STRIKES or times[-1] - times[0] < STRIKE_SPAN:
        return Outcome.STRIKE
    audience.suppress(address=address, reason=Suppression.Reason.BOUNCED)
    audit.record("tracking.three_strikes", subject=f"address:{delivery.address_hash}", data={"strikes": len(times)})
    return Outcome.SUPPRESSED


def forget_strikes(address_hash: str) -> None:
    """Somebody reads there after all."""
    Strike.objects.filter(address_hash=address_hash).delete()


def settle_waiting_rows() -> int:
    """Count letters as come back whose rows a worker held when the bounce came. How many are settled."""
    settled = 0
    for inbound in Inbound.objects.filter(row_waits=True).select_related("delivery").order_by("pk")[:1000]:
        old = timezone.now() - inbound.at > ROW_WAITS
        with transaction.atomic():
            if inbound.delivery is None or mark_bounced(inbound.delivery) is not None or old:
                settled += Inbound.objects.filter(pk=inbound.pk, row_waits=True).update(row_waits=False)
    return settled


def forget_old(*, keep: timedelta) -> int:
    """Delete records of mails that named nothing of ours, once nobody needs their count any more."""
    old = Inbound.objects.filter(outcome__in=[Outcome.UNMATCHED, Outcome.NOTHING], at__lt=timezone.now() - keep)
    return old.delete()[0]
