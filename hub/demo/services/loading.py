"""Everything in order, once."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from hub.common import audit
from hub.common.models import AuditEntry

from ..content.company import PASSWORD, STAFF
from ..content.people import SELLERS
from . import company, customers, guard, handing, ideas, letters, purchases, readers

log = logging.getLogger(__name__)
DONE = "demo.loaded"


def load(*, now: datetime | None = None) -> bool:
    """Put the demo company in; False, and nothing done, when it is there already. Letters that are sent go out by SMTP at once.

    Each part can be begun again: what an interrupted loading has left is found and kept.
    """
    if AuditEntry.objects.filter(action=DONE).exists():
        return False
    now = now or timezone.now()
    shops = _timed("company", company.put_company)
    users = _timed("people", company.put_people, shops)
    _timed("rules and blocks", guard.put_guard, users, now=now)
    _timed("readers", readers.put_readers, now=now)
    _timed("customers", customers.put_customers, now=now)
    _timed("letters", letters.put_letters, users, now=now)
    _timed("answers", customers.put_answers)
    _timed("purchases", purchases.put_purchases, users)
    _timed("ideas", ideas.put_ideas, users, now=now)
    _timed("hand-over", handing.put_hand_over, users)
    audit.record(DONE, subject="demo")
    return True


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, address, password) of everybody, the two whom the story needs first."""
    lines = [("seller", person.email, PASSWORD) for person in SELLERS]
    staff = [(person.role, person.email, PASSWORD) for person in STAFF]
    return [lines[0], staff[0], *lines[1:], *staff[1:]]


def _timed(what: str, step: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    began = time.monotonic()
    result = step(*args, **kwargs)
    log.info("demo: %s in %.1f s", what, time.monotonic() - began)
    return result
