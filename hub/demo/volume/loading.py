"""Puts a volume in, floor by floor."""

from typing import Any

from django.conf import settings
from django.db import transaction

from hub.accounts.models import Role, User
from hub.common import audit
from hub.common.exceptions import NotAllowed

from .letters import make_approved_letters
from .people import make_readers, make_sellers


def load_volume(*, sellers: int, subscribers: int, issues: int | None = None) -> dict[str, list[int]]:
    """New sellers, `subscribers` readers for each, and `issues` approved letters over all of them (one each unless said).

    {"sellers": [ids], "issues": [ids]}. Raises NotAllowed in production: these people do not exist.
    """
    if settings.PRODUCTION:
        raise NotAllowed("Volume data is for tests: this installation writes to real people.")
    made = make_sellers(sellers)
    # Readers in transactions of their own: a million rows in one would hold SQLite's only pen for minutes.
    make_readers(made, subscribers)
    with transaction.atomic():
        letters = make_approved_letters(made, issues if issues is not None else sellers, readers=subscribers, reviewer=_reviewer())
        audit.record("volume.loaded", subject="volume", data={"sellers": sellers, "subscribers": subscribers, "issues": len(letters)})
    return {"sellers": [seller.pk for seller in made], "issues": letters}


def _reviewer() -> Any:
    found = User.objects.filter(role=Role.LEAD, is_active=True, region=None).first()
    return found or User.objects.create_user("volume-lead@volume.example", name="Volume Lead", role=Role.LEAD)
