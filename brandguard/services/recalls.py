"""Recall: withdraw something everywhere, at once, and list every copy that has left already."""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.common import audit
from hub.common.exceptions import NotAllowed

from .. import queries, queue, signals
from ..choices import ArtefactState, BlockState, RecallKind, RuleState
from ..exceptions import GuardError
from ..models import Artefact, BlockVersion, Emergency, Recall, RecallEntry, Rule
from ..reach import Found, reach_of, wait_for_hands
from ..review_queries import may_review
from ..targets import Target, phrase_fields, target
from .blocks import recall_version
from .emergencies import end_emergency
from .reviews import revoke, void
from .rules import publish_rule, save_rule

log = logging.getLogger(__name__)

# How long a listing waits for workers to put down what they hold, and for how long it is looked through again.
_PATIENCE, _RECENT = 3.0, timedelta(hours=1)


def recall(wanted: Target, *, reason: str, by: User) -> Recall:
    """Withdraw it, stop what waits or runs with it, then list where it was found.

    Two transactions: the second reads every letter there is, and what runs must not go on meanwhile. If the second one breaks,
    take_stock may be called again. Raises NotAllowed, or GuardError without a reason.
    """
    made = _withdraw(wanted, reason=reason, by=by)
    list_copies(made.pk)
    return made


def begin_recall(wanted: Target, *, reason: str, by: User) -> Recall:
    """Withdraw it and stop what waits or runs with it, now; a worker lists where it was found. Raises as `recall` does."""
    made = _withdraw(wanted, reason=reason, by=by)
    transaction.on_commit(lambda: queue.list_copies(made.pk))
    return made


def list_copies(pk: int) -> None:
    """Wait until what was stopped is out of everybody's hands, then list where it is found. Raises as take_stock does."""
    if not connection.in_atomic_block:
        # A worker puts its chunk down within a second; before, the copies in it are not counted.
        wait_for_hands(_PATIENCE)
    take_stock(Recall.objects.get(pk=pk))


def relist_recent() -> int:
    """Look once more for what was recalled within the last hour: a worker that died has been heard of by now. How many recalls."""
    recent = list(Recall.objects.filter(at__gte=timezone.now() - _RECENT))
    for made in recent:
        try:
            take_stock(made)
        except GuardError as error:
            # Its rule was retired meanwhile: its list stays as it is, and the others are still looked through.
            log.info("recall %s is not looked through again: %s", made.pk, error.code)
    return len(recent)


@transaction.atomic
def take_stock(made: Recall) -> list[RecallEntry]:
    """List every place that holds what was withdrawn, and announce it. Safe to repeat: a place is listed once.

    Raises GuardError when the rule that was recalled is in force no more, so that nobody can say what holds it.
    """
    found = reach_of(target(made.kind, made.ref), since=made.at)
    entries = [entry for one in found if (entry := note(made, one)) is not None]
    Recall.objects.filter(pk=made.pk).update(listed_at=timezone.now())
    made.refresh_from_db()
    counts: dict[str, int] = {}
    for entry in made.entries.all():
        counts[entry.trace] = counts.get(entry.trace, 0) + 1
    audit.record("recall.listed", actor=made.by, subject=made.subject, data={"recall": made.pk, **counts})
    signals.recall_listed.send(sender=Recall, recall=made, added=entries)
    return entries


def note(made: Recall, found: Found) -> RecallEntry | None:
    """Write one place down; None when it is on the list already, with the number of readers as it is now."""
    listed = RecallEntry.objects.filter(recall=made, trace=found.trace, subject=found.subject)
    if (entry := listed.first()) is not None:
        if entry.readers != found.readers:
            listed.update(readers=found.readers)
        return None
    return RecallEntry.objects.create(
        recall=made,
        trace=found.trace,
        subject=found.subject,
        title=found.title[:255],
        author_id=found.author_id,
        region=found.region,
        readers=found.readers,
        at=found.at,
    )


@transaction.atomic
def _withdraw(wanted: Target, *, reason: str, by: User) -> Recall:
    reason = " ".join(reason.split())[:300]
    if not queries.keeps(by) or (wanted.region and not may_review(by, wanted.region)):
        raise NotAllowed("Only a marketing lead or an administrator recalls anything.")
    if not reason:
        raise GuardError("Say why it is recalled: everyone who used it will read it.", code="reason_missing")
    made = Recall.objects.create(
        kind=wanted.kind, subject=wanted.subject, ref=wanted.ref, title=wanted.title[:300], reason=reason, by=by, at=timezone.now()
    )
    audit.record("recall.begun", actor=by, subject=wanted.subject, data={"recall": made.pk, "kind": wanted.kind})
    _take_out(wanted, reason=reason, by=by)
    _end_emergencies(wanted, by=by)
    signals.recalled.send(sender=Recall, recall=made, target=wanted)
    return made


def _take_out(wanted: Target, *, reason: str, by: User) -> None:
    if wanted.kind == RecallKind.TEXT:
        version = BlockVersion.objects.get(pk=wanted.ref)
        if version.state != BlockState.RECALLED:
            recall_version(version, reason=reason, by=by)
    elif wanted.kind == RecallKind.RULE:
        rule = Rule.objects.get(key=wanted.ref)
        if rule.state != RuleState.LIVE:
            publish_rule(rule, by=by)
    elif wanted.kind == RecallKind.PHRASE:
        publish_rule(save_rule(phrase_fields(wanted.ref, reason=reason), by=by), by=by)
    else:
        _take_back(wanted.subject, reason=reason, by=by)


def _end_emergencies(wanted: Target, *, by: User) -> None:
    """What two people let past a rule does not outlive the recall of what that rule speaks of."""
    running = Emergency.objects.filter(confirmed_at__isnull=False, ended_at=None, artefact__approval__expires_at__gt=timezone.now())
    for emergency in running.select_related("artefact"):
        if wanted.holds(emergency.artefact.subject, emergency.artefact.guard_document):
            end_emergency(emergency, by=by)


def _take_back(subject: str, *, reason: str, by: User) -> None:
    """The approval of a letter, or its wait for one."""
    approved = Artefact.objects.filter(subject=subject, state=ArtefactState.APPROVED).order_by("-pk").first()
    if approved is not None:
        revoke(approved, by=by, reason=reason)
    void(subject, reason=f"Recalled: {reason}", by=by)
