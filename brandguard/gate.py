"""The only door to delivery. Asked at arming, at the start of a send, and for each batch.

The guard knows no letter, so the owner of a kind of subject registers how to look at the source as it is now.
Every call reads the database again: one query for artefact, approval, blocks and rules in force, and what the source's look costs.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from hub.common.prepared import Prepared

from . import passing
from .bands import upper_bound
from .choices import ArtefactState, Basis, BlockState, Scope, Severity
from .documents import Document, Finding, Part
from .engine import check
from .exceptions import Held
from .models import Approval, Artefact, BlockVersion, Emergency, RuleSetVersion
from .queries import current_digest
from .sources import Source, register_source, source_of

__all__ = ["Reason", "Source", "check_values", "ensure_cleared", "problems", "register_source"]


class Reason(NamedTuple):
    """A stable code, and a sentence for the person who looks at a held letter."""

    code: str
    sentence: str


def ensure_cleared(
    artefact: Artefact, *, now: datetime | None = None, audience: Mapping[str, Any] | None = None, audience_count: int | None = None
) -> None:
    """Return when these bytes may go out now; raise Held with every reason otherwise. Two queries when `audience_count` is given.

    `audience` and `audience_count` are what the caller is about to use, when it is not what the source says now
    (a running send has its snapshot).
    """
    if reasons := problems(artefact, now=now, audience=audience, audience_count=audience_count):
        raise Held(" ".join(reason.sentence for reason in reasons), reasons=reasons)


def problems(
    artefact: Artefact, *, now: datetime | None = None, audience: Mapping[str, Any] | None = None, audience_count: int | None = None
) -> list[Reason]:
    """Everything that stops these bytes now; empty when they may go."""
    now = now or timezone.now()
    fresh = _read(artefact.pk, now)
    if fresh is None:
        return [Reason("unknown", "This letter was never frozen for sending.")]
    return [
        *_approval(fresh, now, running=audience_count is not None),
        *_source(fresh, audience, audience_count),
        *_blocks(fresh, now),
        *_rules(fresh, now),
        *_window(fresh, now),
    ]


def check_values(values: Iterable[str], *, digest: str = "", group: str = "") -> list[Finding]:
    """What the rules stop in the values that merge fields put in for one reader.

    `digest` names the rules in force (queries.current_digest), to save a query per reader; `group` the writer's, for rules on trial.
    """
    digest = digest or current_digest()
    return [finding for value in values if value for finding in _value_findings(value, digest, group)]


def _bad_blocks(now: datetime) -> Q:
    return ~Q(state=BlockState.APPROVED) | Q(valid_from__gt=now) | Q(valid_to__lt=now)


def _read(pk: Any, now: datetime) -> Artefact | None:
    return next(iter(_FRESH.objects(pk=int(pk), now=now)), None)


def _fresh(pk: int, now: datetime) -> QuerySet[Artefact]:
    bad = BlockVersion.objects.filter(_bad_blocks(now), artefacts=OuterRef("pk"))
    newest = RuleSetVersion.objects.order_by("-id").values("digest")[:1]
    found = Artefact.objects.select_related("approval").defer("document")
    return found.annotate(bad_blocks=Exists(bad), rules_now=Subquery(newest)).filter(pk=pk)


# Asked for every hand of a running send: making the SQL anew costs ten times what running it does.
_FRESH = Prepared(_fresh, "pk", "now")


def _approval(artefact: Artefact, now: datetime, *, running: bool) -> list[Reason]:
    reasons = []
    if hashlib.sha256(bytes(artefact.payload)).hexdigest() != artefact.sha256:
        reasons.append(Reason("bytes_changed", "The frozen letter is not what it was: its content does not match its hash."))
    approval = getattr(artefact, "approval", None)
    if approval is None:
        reasons.append(Reason("no_approval", "Nobody has approved this letter yet."))
    elif approval.revoked_at is not None:
        reasons.append(Reason("revoked", f"The approval was revoked: {approval.revoke_reason}"))
    elif approval.sha256 != artefact.sha256:
        reasons.append(Reason("other_bytes", "The approval was given for another version of this letter."))
    elif approval.by_id == artefact.author_id or approval.by_id in artefact.writers:
        reasons.append(Reason("own_letter", "The approval was given by somebody who had a hand in the letter."))
    elif approval.basis != Basis.PERSON:
        reasons += _in_time(approval, now) + _GROUNDS[approval.basis](artefact, approval, running)
    if artefact.state != ArtefactState.APPROVED:
        detail = artefact.void_reason or f"{artefact.get_state_display().capitalize()}."
        reasons.append(Reason("not_approved", f"The letter is not approved: {detail}"))
    return reasons


def _in_time(approval: Approval, now: datetime) -> list[Reason]:
    if approval.expires_at is None or now >= approval.expires_at:
        return [Reason("approval_over", "The approval was for a short time, which is over. Hand the letter in again.")]
    return []


def _policy(artefact: Artefact, approval: Approval, running: bool) -> list[Reason]:
    """Before a send everything is worked out anew; what runs stops for a breach or a stricter policy."""
    if approval.by_id is not None:
        return [Reason("no_person", "The policy passes letters by itself, not in somebody's name.")]
    return [
        Reason(f"passed_{why.code}", f"It passed without a person, but now one has to read it: {why.sentence}")
        for why in passing.lapsed(artefact, approval, standing=not running)
    ]


def _emergency(artefact: Artefact, approval: Approval, running: bool) -> list[Reason]:
    """Two different people, none of whom had a hand in it, and nobody has ended it."""
    emergency = Emergency.objects.filter(artefact=artefact.pk, confirmed_by=approval.by_id, ended_at=None).first()
    if emergency is None or emergency.opened_by_id == approval.by_id:
        return [Reason("one_person", "An emergency needs two people, and this one was not confirmed by a second.")]
    if emergency.opened_by_id == artefact.author_id or emergency.opened_by_id in artefact.writers:
        return [Reason("own_letter", "The emergency was opened by somebody who had a hand in the letter.")]
    return []


_GROUNDS = {Basis.POLICY: _policy, Basis.EMERGENCY: _emergency}


def _source(artefact: Artefact, audience: Mapping[str, Any] | None, count: int | None) -> list[Reason]:
    source = source_of(artefact.subject)
    if source is None:
        return [Reason("source_gone", "The letter this was made from does not exist any more.")]
    reasons = []
    if source.fingerprint != artefact.fingerprint:
        reasons.append(Reason("source_changed", "The letter was changed after it was submitted. Submit it again."))
    if (source.audience if audience is None else dict(audience)) != artefact.audience or source.audience != artefact.audience:
        reasons.append(Reason("audience_changed", "The letter would go to other readers than those it was approved for."))
    present, bound = source.readers() if count is None else count, upper_bound(artefact.audience_count)
    if present > bound:
        sentence = f"Approved for {artefact.audience_count} readers (at most {bound}), now there are {present}."
        reasons.append(Reason("audience_grown", sentence))
    return reasons


def _blocks(artefact: Artefact, now: datetime) -> list[Reason]:
    if not artefact.bad_blocks:  # type: ignore[attr-defined]
        return []
    reasons = []
    for version in artefact.block_versions.filter(_bad_blocks(now)).annotate(title=F("block__title")):
        if version.state == BlockState.RECALLED:
            reasons.append(Reason("block_recalled", f"The text “{version.title}” was recalled: {version.recall_reason}"))
        elif version.valid_from and version.valid_from > now:
            reasons.append(Reason("block_not_yet", f"The text “{version.title}” may be used from {version.valid_from:%d %B %Y} on."))
        else:
            reasons.append(Reason("block_expired", f"The text “{version.title}” may not be used any more."))
    return reasons


def _rules(artefact: Artefact, now: datetime) -> list[Reason]:
    """The rules of now, whose dates may have come since, over the frozen document. What was on screen at the yes is covered by it."""
    approval = getattr(artefact, "approval", None)
    seen = {(f["rule"], f["match"]) for f in (approval.findings if approval else artefact.findings)}
    digest: str = artefact.rules_now  # type: ignore[attr-defined]
    urgent = approval is not None and approval.basis == Basis.EMERGENCY
    reasons = []
    for finding in _document_findings(artefact.pk, artefact.sha256, digest, int(now.timestamp()) // 60):
        known = (finding.rule, finding.match) in seen
        unseen = finding.severity in (Severity.JUSTIFY, Severity.REVIEW) and not known
        if (finding.blocks and not (urgent and known)) or unseen:
            reasons.append(Reason("rule", f"A rule of now stops it (“{finding.match or finding.rule}”): {finding.message}"))
    return reasons


def _window(artefact: Artefact, now: datetime) -> list[Reason]:
    if artefact.window_from and now < artefact.window_from:
        return [Reason("too_early", "The approved time for sending has not come yet.")]
    if artefact.window_to and now > artefact.window_to:
        return [Reason("too_late", "The approved time for sending is over. Submit the letter again.")]
    return []


@lru_cache(maxsize=2048)
def _document_findings(pk: int, sha256: str, digest: str, minute: int) -> tuple[Finding, ...]:
    """Cached by frozen bytes, rule set and minute: rules have dates, and a minute is soon enough for those."""
    found = _DOCUMENT.objects(pk=pk)
    if not found or found[0].sha256 != sha256:
        raise Artefact.DoesNotExist("These frozen bytes are not there any more.")
    document = found[0].guard_document()
    return tuple(check(document, _ruleset(digest), now=datetime.fromtimestamp(minute * 60, tz=UTC)))


@lru_cache(maxsize=65_536)
def _value_findings(value: str, digest: str, group: str) -> tuple[Finding, ...]:
    document = Document(parts=(Part(scope=Scope.MERGE, text=value, location="merge"),), facts={"group": group})
    return tuple(finding for finding in check(document, _ruleset(digest)) if finding.blocks)


_DOCUMENT = Prepared(lambda pk: Artefact.objects.only("document", "sha256").filter(pk=pk), "pk")


@lru_cache(maxsize=4)
def _ruleset(digest: str) -> RuleSetVersion:
    """Kept, as a digest names its rules for ever: reading them again for each letter cost as much as checking it."""
    return RuleSetVersion.objects.filter(digest=digest).latest("id")
