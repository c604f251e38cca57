"""Events of a mail service (django-anymail's AnymailTrackingEvent). Its word counts only for letters whose signed name it gives back."""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.common import tokens
from hub.common.exceptions import BadToken
from sellers.delivery.inbound.classify import Verdict
from sellers.delivery.inbound.reports import status_code
from sellers.delivery.inbound.wording import DEAD, FULL, POLICY, TEMPORARY, UNKNOWN, settle
from sellers.delivery.models import Delivery
from sellers.delivery.tokens import MESSAGE_ID

from ..choices import Outcome, Source
from ..models import Inbound
from .bounces import act_on_bounce
from .complaining import act_on_complaint

_KINDS = {"bounced": "dsn", "rejected": "dsn", "failed": "dsn", "deferred": "dsn", "complained": "complaint"}
# What a service says when it gives no server's words; "blocked" and "spam" are about us.
_BY_REASON = {"invalid": DEAD, "bounced": UNKNOWN, "timed_out": TEMPORARY, "blocked": POLICY, "spam": POLICY, "other": UNKNOWN}


def take_event(event: Any, esp_name: str) -> Inbound | None:
    """Act on one event, the first time it comes. None for events that say nothing about an address (delivered, opened …)."""
    kind = _KINDS.get(event.event_type)
    if kind is None:
        return None
    digest = _digest(event, esp_name)
    try:
        with transaction.atomic():
            return _first_time(event, kind, digest)
    except IntegrityError:
        return Inbound.objects.get(digest=digest)


def _first_time(event: Any, kind: str, digest: str) -> Inbound:
    if (seen := Inbound.objects.filter(digest=digest).first()) is not None:
        return seen
    delivery, verdict = _delivery(event), _verdict(event, kind)
    inbound = Inbound.objects.create(
        digest=digest,
        source=Source.WEBHOOK,
        kind=kind,
        bounce_class=verdict.bounce_class if kind == "dsn" else "",
        status=verdict.status[:12],
        feedback_type=verdict.feedback_type,
        delivery=delivery,
        seller=delivery.issue.seller if delivery else None,
        at=timezone.now(),
    )
    act: Any = act_on_bounce if kind == "dsn" else act_on_complaint
    inbound.outcome = act(inbound, verdict, delivery) if delivery else Outcome.UNMATCHED
    inbound.save(update_fields=["outcome", "row_waits"])
    return inbound


def _verdict(event: Any, kind: str) -> Verdict:
    if kind == "complaint":
        return Verdict("complaint", feedback_type="abuse")
    said = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    found = settle(status_code(said), said)
    if event.event_type == "deferred":
        return Verdict("dsn", TEMPORARY, status_code(said), final=False)
    if found == UNKNOWN:
        found = _BY_REASON.get(str(event.reject_reason), UNKNOWN)
    return Verdict("dsn", found if found in (DEAD, FULL, POLICY, TEMPORARY) else UNKNOWN, status_code(said))


def _delivery(event: Any) -> Delivery | None:
    token = str((event.metadata or {}).get("delivery", ""))
    try:
        number = tokens.read(MESSAGE_ID, token)
    except BadToken:
        return None
    return Delivery.objects.select_related("issue__seller", "subscriber__person").filter(pk=number).first()


def _digest(event: Any, esp_name: str) -> str:
    """The service's own number of the event; where it has none, everything by which the same event is the same."""
    named = event.event_id or "|".join(str(x) for x in (event.event_type, event.recipient, event.message_id, event.timestamp))
    return hashlib.blake2b(f"{esp_name}|{named}".encode(), digest_size=20).hexdigest()
