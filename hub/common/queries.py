"""Reads of the cellar."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from .exceptions import NotAllowed
from .models import OutgoingMail

MAY_LOOK = "hub_common.view_outgoingmail"


def unsent_mails(*, viewer: Any) -> QuerySet[OutgoingMail]:
    """Single mails that have not left, the failed ones first. NotAllowed for whoever may not look after the outbox."""
    if not viewer.has_perm(MAY_LOOK):
        raise NotAllowed("Only administrators look after the outbox.")
    failed_first = Case(When(state=OutgoingMail.State.FAILED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).order_by(failed_first, "-pk")
