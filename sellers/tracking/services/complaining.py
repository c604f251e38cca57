"""A reader says "spam": she gets nothing from anybody any more, and no mail says so to her."""

from django.db import transaction

from sellers.audience import services as audience
from sellers.audience.models import Suppression
from sellers.delivery.inbound.classify import Verdict
from sellers.delivery.models import Delivery

from ..choices import COMPLAINT_TYPES, BrakeKind, Outcome
from ..models import Inbound
from .bounces import address_of
from .brakes import check_brakes


def act_on_complaint(inbound: Inbound, verdict: Verdict, delivery: Delivery) -> str:
    """Off all sellers' lists, for ever. Reports on signatures, and those that take a complaint back, change nothing."""
    if verdict.feedback_type not in COMPLAINT_TYPES:
        return Outcome.NOTHING
    address = address_of(delivery)
    if not address:
        return Outcome.GONE
    audience.suppress(address=address, reason=Suppression.Reason.COMPLAINED)
    transaction.on_commit(lambda: check_brakes(BrakeKind.COMPLAINTS, seller_id=delivery.issue.seller_id))
    return Outcome.COMPLAINT
