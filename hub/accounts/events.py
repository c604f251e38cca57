"""What happened at the door, in plain words. The audit trail holds ids; names are looked up when somebody may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hub.common.models import AuditEntry

from .models import User

WORDS = {
    "user.signed_in": "signed in",
    "user.signed_out": "signed out",
    "user.sign_in_failed": "a sign-in failed",
    "user.password_changed": "got a new password",
    "user.second_factor_added": "added a second step",
    "user.second_factor_removed": "removed a second step",
    "user.second_factor_renewed": "made new recovery codes",
    "user.second_factor_failed": "a second step failed",
    "user.sessions_ended": "sessions were ended",
    "user.invited": "was invited",
    "user.invitation_revoked": "an invitation was taken back",
    "user.invitation_accepted": "accepted the invitation",
    "user.provider_refused": "the company's sign-in was refused",
    "user.created": "was added",
    "user.changed": "name, address or region changed",
    "user.role_changed": "got another role",
    "user.deactivated": "sign-in was ended",
    "user.reactivated": "may sign in again",
}
KINDS = {"totp": "app", "webauthn": "passkey", "recovery_codes": "recovery codes"}
# What somebody should look at.
LOUD = {"user.sign_in_failed", "user.second_factor_failed", "user.provider_refused"}


@dataclass(frozen=True)
class Event:
    at: datetime
    who: str
    user_id: int | None
    words: str
    by: str
    loud: bool


def told(entries: Iterable[AuditEntry]) -> list[Event]:
    """Lines of the audit trail as a person reads them; names by one query."""
    rows = list(entries)
    ids = {_number(text) for entry in rows for text in (entry.subject, entry.actor)} - {None}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [_event(entry, names) for entry in rows]


def _event(entry: AuditEntry, names: dict[int, str]) -> Event:
    about, actor = _number(entry.subject), _number(entry.actor)
    detail = KINDS.get(entry.data.get("type", ""), "") or str(entry.data.get("after", ""))
    return Event(
        at=entry.at,
        who=names.get(about, "somebody who is gone") if about else "somebody unknown",
        user_id=about if about in names else None,
        words=WORDS.get(entry.action, entry.action) + (f" ({detail})" if detail else ""),
        by=names.get(actor, "") if actor and actor != about else "",
        loud=entry.action in LOUD,
    )


def _number(text: str) -> int | None:
    kind, _, number = text.partition(":")
    return int(number) if kind == "user" and number.isdecimal() else None
