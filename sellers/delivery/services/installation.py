"""Whether this installation may send from this database, and a person's word that it may."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.prepared import Prepared

from ..choices import ChunkStatus, IssueState
from ..exceptions import NotReady
from ..installation import DISARMED, our_key
from ..journal import Found
from ..models import Chunk, Installation, Issue
from ..queries import UNDER_WAY
from .mark import Report, mark_chunk

_ONE = 1
_KEY = Prepared(lambda pk: Installation.objects.filter(pk=pk).values_list("key"), "pk")
_RESTORED = (
    "restored",
    "This letter was on its way when the backup was made. Who got it afterwards is not known here: look at what was sent before you go on.",
)


def armed() -> bool:
    """Whether this installation may send. The first to ask of a database that nobody ever sent from gets it. Asked in each claim."""
    rows = _KEY.rows(pk=_ONE)
    if rows:
        return bool(rows[0][0] == our_key())
    Installation.objects.get_or_create(pk=_ONE, defaults={"key": our_key(), "armed_at": timezone.now()})
    return bool(_KEY.rows(pk=_ONE)[0][0] == our_key())


def stopped() -> str:
    """Why nothing leaves from here, for whoever looks at a screen; "" when it may, or when nobody has ever sent. Changes nothing."""
    rows = _KEY.rows(pk=_ONE)
    return DISARMED if rows and rows[0][0] != our_key() else ""


def ensure_armed() -> None:
    """Raises NotReady with what to do about it."""
    if not armed():
        raise NotReady(DISARMED)


@transaction.atomic
def arm_installation(*, by: Any = None) -> bool:
    """From now on this installation sends, and no other. False when it did already."""
    if armed():
        return False
    Installation.objects.update_or_create(pk=_ONE, defaults={"key": our_key(), "armed_at": timezone.now()})
    audit.record("installation.armed", actor=by, subject="installation")
    return True


@transaction.atomic
def disarm_restored(journals: dict[str, Found]) -> int:
    """What a restored copy begins with: it sends nothing, rows that were in a worker's hand are settled as far as its journal knows and
    in doubt otherwise, and every letter under way waits for a person. How many letters wait."""
    Installation.objects.update_or_create(pk=_ONE, defaults={"key": "", "armed_at": None})
    for chunk in Chunk.objects.filter(status=ChunkStatus.CLAIMED):
        found = journals.get(chunk.worker)
        outcomes = found.pages.get(chunk.pk, b"") if found else b""
        # Not to be trusted about what it had not sent yet: that went on after the copy was taken.
        mark_chunk(chunk, Report(outcomes=outcomes, trustworthy=False))
    waiting = Issue.objects.filter(state__in=UNDER_WAY).update(state=IssueState.HELD, hold_reasons=[list(_RESTORED)])
    audit.record("installation.restored", subject="installation", data={"letters_waiting": waiting})
    return waiting
