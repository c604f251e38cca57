"""From a draft to a decision: submitting, freezing, deciding, pulling back, and losing an approval by an edit."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from brandguard import gate
from brandguard.choices import ArtefactState, ReviewState, Severity
from brandguard.documents import Finding
from brandguard.exceptions import Blocked
from brandguard.models import Approval, Artefact, Review
from brandguard.review_queries import has_hand_in, may_review
from brandguard.services import passing, reviews
from brandguard.services.artefacts import freeze, usable_versions
from brandguard.services.hits import count_stopped as count_stopped
from brandguard.targets import Target
from hub.common import audit
from hub.common.exceptions import NotAllowed

from ..advice import foreign_findings
from ..audience import audience_of, reader_count
from ..compile import compile_letter, size_notes
from ..document import letter_document
from ..exceptions import LetterError, LetterSent
from ..findings import findings_of
from ..models import Justification, LetterPage, ReviewTaskState
from ..queries import as_written, fingerprint, reasons_for
from ..risks import risks_of
from .letters import may_write_for
from .pictures import keep_pictures


@transaction.atomic
def submit_letter(letter: LetterPage, *, by: Any) -> Review | None:
    """Hand a letter in, as Wagtail's own Submit does. None when it is approved already and nothing has changed.

    Raises NotAllowed for other people's letters, LetterError when it waits already or was sent, Blocked with what must change first.
    """
    if not may_write_for(by, letter.seller):
        raise NotAllowed("Only the seller, or an assistant who writes for her, hands in this letter.")
    _not_history(letter)
    if letter.workflow_in_progress:
        raise LetterError("This letter waits for review already.")
    if stopping := stopping_findings(as_written(letter)):
        raise Blocked(f"Not handed in: {stopping[0].message}", findings=stopping)
    state = letter.current_workflow_state
    if state:
        state.resume(user=by)
    else:
        workflow = letter.get_workflow()
        if workflow is None:
            raise LetterError("There is no review set up here. Ask an administrator to run “migrate”.")
        state = workflow.start(letter, by)
    state.refresh_from_db()
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        raise LetterError(state.current_task_state.comment)
    return state.current_task_state.specific.review


def stopping_findings(letter: LetterPage) -> list[Finding]:
    """What keeps this letter from being handed in: blocking findings, and approved texts that may not be used."""
    document = letter_document(letter)
    _, unusable = usable_versions(document, region=letter.seller.shop.region.code)
    reasons = reasons_for(letter)
    return [*(f for f in findings_of(letter) if f.blocks or (_needs_reason(f) and f.rule not in reasons)), *unusable]


def findings_to_justify(letter: LetterPage) -> list[Finding]:
    """What may pass with a reason of the writer's, one finding for each rule."""
    return list({finding.rule: finding for finding in findings_of(letter) if _needs_reason(finding)}.values())


@transaction.atomic
def justify(letter: LetterPage, *, by: Any, reasons: Mapping[str, str]) -> None:
    """Keep the writer's reasons by rule key; an empty one is taken away. The reviewer reads them. NotAllowed, LetterError."""
    if not may_write_for(by, letter.seller):
        raise NotAllowed("Only the seller, or an assistant who writes for her, gives reasons for this letter.")
    if letter.workflow_in_progress:
        raise LetterError("This letter waits for review. Pull it back to change a reason.")
    for rule, given in reasons.items():
        if text := given.strip()[:500]:
            Justification.objects.update_or_create(letter_id=letter.pk, rule=rule, defaults={"text": text, "by": by, "at": timezone.now()})
        else:
            Justification.objects.filter(letter_id=letter.pk, rule=rule).delete()
        audit.record("letter.justified", actor=by, subject=letter.guard_subject, data={"rule": rule, "given": bool(text)})


def _needs_reason(finding: Finding) -> bool:
    return finding.severity == Severity.JUSTIFY


@transaction.atomic
def freeze_for_review(letter: LetterPage, *, by: Any) -> Review | None:
    """Compile and freeze the letter; it passes by the policy or goes into the queue. None when the standing approval covers it as it is.

    Raises Blocked, LetterError when it cannot be compiled, LetterSent when it has gone out.
    """
    _not_history(letter)
    standing = Artefact.objects.filter(subject=letter.guard_subject, state=ArtefactState.APPROVED).order_by("-id").first()
    if standing and standing.fingerprint == fingerprint(letter) and not gate.problems(standing):
        return None
    return passing.decide_or_queue(freeze_letter(letter, by=by), by=by)


@transaction.atomic
def freeze_letter(letter: LetterPage, *, by: Any, in_emergency: bool = False) -> Artefact:
    """The letter as bytes, with everything that a decision binds. Raises as freeze_for_review; `in_emergency`: rules stop nothing yet."""
    if strange := foreign_findings(letter):
        raise Blocked(f"Not handed in: {strange[0].message}", findings=strange)
    payload = compile_letter(letter)
    artefact = freeze(
        subject=letter.guard_subject,
        title=letter.title,
        author=letter.seller.user,
        # Whoever opens an emergency has read the letter, not written it.
        writers=_writers(letter) | (set() if in_emergency else {by.pk}),
        region=letter.seller.shop.region.code,
        payload=payload.to_bytes(),
        document=letter_document(letter),
        audience=audience_of(letter.seller_id, letter.topic_id),
        audience_count=reader_count(letter.seller, letter.topic_id),
        fingerprint=fingerprint(letter),
        justifications=reasons_for(letter),
        notes=size_notes(payload),
        risks=risks_of(letter, payload),
        in_emergency=in_emergency,
    )
    keep_pictures(letter)
    return artefact


def may_decide(letter: Page, user: Any) -> bool:
    """Whether this person may decide about the letter's waiting review: the right, and no hand in it."""
    task_state = letter.current_workflow_task_state
    review = getattr(task_state, "review", None)
    return bool(review and may_review(user, review.artefact.region) and not has_hand_in(user, review.artefact))


def decidable(waiting: QuerySet[ReviewTaskState], user: Any) -> list[int]:
    """Ids of the task states this person may decide."""
    found = waiting.filter(review__isnull=False).select_related("review__artefact").defer("review__artefact__payload")
    artefacts = [(state.pk, state.review.artefact) for state in found if state.review is not None]
    return [pk for pk, artefact in artefacts if may_review(user, artefact.region) and not has_hand_in(user, artefact)]


def approve_review(review: Review, *, by: Any, sha256: str | None = None) -> Approval:
    """Say yes. Wagtail's own buttons name no hash: they mean the waiting bytes, which are those of the letter as it stands."""
    return reviews.approve(review, by=by, sha256=sha256 or review.artefact.sha256)


def return_review(review: Review, *, by: Any, note: str, comments: Any = ()) -> Review:
    """Give it back with words."""
    return reviews.return_to_writer(review, by=by, note=note, comments=comments)


@transaction.atomic
def pull_back(letter: LetterPage, *, by: Any) -> int:
    """The writer takes back what waits or is approved; returns how many that were.

    Raises NotAllowed for other people's letters, LetterSent when it has gone out.
    """
    if not may_write_for(by, letter.seller):
        raise NotAllowed("Only the seller, or an assistant who writes for her, pulls this letter back.")
    _not_history(letter)
    return reviews.withdraw(letter.guard_subject, by=by)


@transaction.atomic
def drop_if_changed(revision: Revision) -> None:
    """A saved revision that says something else costs the letter what it had: the wait, or the approval."""
    subject = f"letter:{revision.object_id}"
    artefacts = Artefact.objects.filter(subject=subject, state__in=(ArtefactState.FROZEN, ArtefactState.APPROVED))
    frozen = artefacts.values_list("fingerprint", flat=True).first()
    if frozen is None or not revision.is_latest_revision():
        return
    if fingerprint(revision.as_object()) != frozen:
        reviews.void(subject, reason="The letter was changed after it was handed in.", by=revision.user)


@transaction.atomic
def end_waits(target: Target, *, reason: str, by: Any) -> int:
    """Take every waiting letter that holds what may not be said any more out of review; its writer is told why. How many."""
    waiting = Review.objects.filter(state=ReviewState.WAITING, artefact__subject__startswith="letter:").select_related("artefact")
    ended = 0
    for review in waiting.defer("artefact__payload"):
        if target.stops(review.artefact.subject, review.artefact.guard_document):
            ended += reviews.void(review.artefact.subject, reason=reason, by=by)
    return ended


def _not_history(letter: LetterPage) -> None:
    if letter.is_sent:
        raise LetterSent("This letter was sent, so it stays as your readers got it. Copy it to write on.")


def _writers(letter: LetterPage) -> set[int]:
    """Everybody whose hand is in it: savers of revisions, and those whose revision was overwritten, by the page's log."""
    savers = letter.revisions.filter(user__isnull=False).values_list("user_id", flat=True)
    logged = PageLogEntry.objects.filter(page=letter.pk, content_changed=True, user__isnull=False).values_list("user_id", flat=True)
    return {*savers, *logged, *filter(None, [letter.owner_id])}
