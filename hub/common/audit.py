"""The audit trail: append-only, each line's digest covers the line before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .models import AuditEntry
from .prepared import Prepared

GENESIS = "0" * 64
_LOCK = 7_267_311  # an arbitrary number that names this chain among PostgreSQL's advisory locks


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of everything in the line, the previous digest included."""
    body = [
        entry.seq,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.actor,
        entry.action,
        entry.subject,
        entry.data,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def record(action: str, *, actor: Any = None, subject: str, data: Mapping[str, Any] | None = None) -> AuditEntry:
    """Append a line. `actor` is a user or None for the system; `data` holds ids and hashes, never names or addresses."""
    return record_each(action, [(subject, data or {})], actor=actor)[0]


@transaction.atomic
def record_each(action: str, lines: Iterable[tuple[str, Mapping[str, Any]]], *, actor: Any = None) -> list[AuditEntry]:
    """`record` for the same act on many subjects: a line for each (subject, data), in this order, written by one statement."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last, previous = next(iter(_LAST.rows()), (0, GENESIS))
    entries, now = [], timezone.now()
    for seq, (subject, data) in enumerate(lines, last + 1):
        entry = AuditEntry(
            seq=seq,
            at=now,
            actor_id=getattr(actor, "pk", None),
            actor=f"user:{actor.pk}" if actor is not None and actor.pk else "system",
            action=action,
            subject=subject,
            data=json.loads(json.dumps(dict(data), default=str)),
            previous=previous,
        )
        entry.digest = previous = digest_of(entry)
        entries.append(entry)
    return AuditEntry.objects.bulk_create(entries)


_LAST = Prepared(lambda: AuditEntry.objects.order_by("-seq").values_list("seq", "digest")[:1])


@dataclass(frozen=True)
class ChainState:
    """What a walk over the trail found: how many lines hold, the digest of the last one, and the first that does not."""

    entries: int
    head: str
    broken_at: int | None = None
    what: str = ""


def verify() -> ChainState:
    """Walk the whole trail. Lines missing at the end show only against a head noted down elsewhere, so the head is named."""
    previous, count = GENESIS, 0
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        what = _flaw(entry, previous, count + 1)
        if what:
            return ChainState(count, previous, broken_at=min(entry.seq, count + 1), what=what)
        previous, count = entry.digest, count + 1
    return ChainState(count, previous)


def _flaw(entry: AuditEntry, previous: str, expected: int) -> str:
    if entry.seq != expected:
        return f"line {expected} is missing"
    if entry.previous != previous:
        return "it does not follow the line before it"
    if entry.digest != digest_of(entry):
        return "its content does not match its digest"
    return ""
