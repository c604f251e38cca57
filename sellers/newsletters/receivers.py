"""What letters do when something happens to them elsewhere: in Wagtail's own routes, or at the guard's."""

from typing import Any

from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.images.models import Image
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import workflow_cancelled

from brandguard import signals as guard
from brandguard.models import Approval, Artefact, BlockVersion, Emergency, Recall, RecallEntry, Review
from brandguard.services import reviews
from brandguard.targets import Target, targets_of_rules, text_target

from .models import LetterPage, ReviewTaskState
from .services import corrections, notices, pictures, submission


@receiver(post_save, sender=Revision, dispatch_uid="letter_revision_saved")
def revision_saved(instance: Revision, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Every route that saves content comes by here, an autosave that overwrites a revision included."""
    if (update_fields is None or "content" in update_fields) and instance.content_type.model_class() is LetterPage:
        submission.drop_if_changed(instance)


@receiver(pre_delete, sender=LetterPage, dispatch_uid="letter_before_delete")
def sent_letters_stay(instance: LetterPage, **kwargs: Any) -> None:
    """Whatever the route, a page above it being deleted included."""
    if instance.is_sent:
        raise ProtectedError("A letter that was sent cannot be deleted.", {instance})


@receiver(pre_delete, sender=Image, dispatch_uid="letter_picture_before_delete")
def pictures_of_letters_stay(instance: Image, **kwargs: Any) -> None:
    """Whatever the route: one by one, in bulk, or by other code."""
    pictures.ensure_deletable(instance)


# Before, and after the refusal above: a workflow that is cancelled still looks at its letter.
@receiver(pre_delete, sender=LetterPage, dispatch_uid="letter_deleted")
def letter_deleted(instance: LetterPage, **kwargs: Any) -> None:
    reviews.void(instance.guard_subject, reason="The letter was deleted.")


@receiver(workflow_cancelled, dispatch_uid="letter_workflow_cancelled")
def workflow_was_cancelled(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Wagtail's “Cancel workflow”, and publishing, which cancels it too."""
    if isinstance(instance.content_object.specific_deferred, LetterPage):
        reviews.withdraw(f"letter:{instance.object_id}", by=user)


@receiver(guard.submitted, dispatch_uid="letter_submitted")
def letter_submitted(artefact: Artefact, review: Review, **kwargs: Any) -> None:
    if artefact.subject.startswith("letter:"):
        notices.ask_for_review(review)


@receiver(guard.approved, dispatch_uid="letter_approved")
def letter_approved(artefact: Artefact, by: Any, **kwargs: Any) -> None:
    for state in _waiting(artefact):
        state.settle(approved=True, user=by)
    if artefact.subject.startswith("letter:"):
        notices.tell_approved(artefact)


@receiver(guard.returned, dispatch_uid="letter_returned")
def letter_returned(artefact: Artefact, review: Review, by: Any, **kwargs: Any) -> None:
    for state in _waiting(artefact):
        state.settle(approved=False, user=by, comment=review.note)
    if artefact.subject.startswith("letter:"):
        notices.tell_returned(review)


@receiver(guard.voided, dispatch_uid="letter_voided")
def letter_voided(artefact: Artefact, reason: str, by: Any, **kwargs: Any) -> None:
    for state in _waiting(artefact):
        state.workflow_state.cancel(user=by)
    if artefact.subject.startswith("letter:"):
        notices.tell_void(artefact, by=by)


@receiver(guard.review_assigned, dispatch_uid="letter_review_assigned")
def review_was_assigned(review: Review, by: Any, **kwargs: Any) -> None:
    if review.artefact.subject.startswith("letter:"):
        notices.tell_assigned(review, by=by)


@receiver(guard.review_escalated, dispatch_uid="letter_review_escalated")
def review_was_escalated(review: Review, by: Any, **kwargs: Any) -> None:
    if review.artefact.subject.startswith("letter:"):
        notices.tell_escalated(review, by=by)


@receiver(guard.review_due, dispatch_uid="letter_review_due")
def review_is_due(review: Review, overdue: bool, **kwargs: Any) -> None:
    if review.artefact.subject.startswith("letter:"):
        notices.remind(review, overdue=overdue)


@receiver(guard.emergency_opened, dispatch_uid="letter_emergency_opened")
def emergency_was_opened(emergency: Emergency, **kwargs: Any) -> None:
    if emergency.artefact.subject.startswith("letter:"):
        notices.tell_emergency(emergency)


@receiver(guard.emergency_confirmed, dispatch_uid="letter_emergency_confirmed")
def emergency_was_confirmed(emergency: Emergency, approval: Approval, **kwargs: Any) -> None:
    if emergency.artefact.subject.startswith("letter:"):
        notices.tell_emergency_confirmed(emergency, approval)


@receiver(guard.block_recalled, dispatch_uid="letter_text_recalled")
def text_was_recalled(version: BlockVersion, by: Any, **kwargs: Any) -> None:
    submission.end_waits(text_target(version), reason=f"“{version.block.title}” was recalled: {version.recall_reason}", by=by)


@receiver(guard.ruleset_changed, dispatch_uid="letter_rules_changed")
def rules_were_changed(changed: list[str], **kwargs: Any) -> None:
    for stricter in targets_of_rules(changed):
        submission.end_waits(stricter, reason=f"A rule was made stricter: {stricter.spec.reason if stricter.spec else ''}", by=None)


@receiver(guard.recalled, dispatch_uid="letter_recalled")
def something_was_recalled(recall: Recall, target: Target, **kwargs: Any) -> None:
    submission.end_waits(target, reason=f"{target.title} was recalled: {recall.reason}", by=recall.by)


@receiver(guard.recall_listed, dispatch_uid="letter_recall_listed")
def copies_are_listed(recall: Recall, added: list[RecallEntry], **kwargs: Any) -> None:
    corrections.answer_recall(recall, added)


def _waiting(artefact: Artefact) -> list[ReviewTaskState]:
    found = ReviewTaskState.objects.filter(review__artefact=artefact, status=TaskState.STATUS_IN_PROGRESS)
    return list(found.select_related("workflow_state"))
