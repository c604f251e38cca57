"""The two steps every letter goes through: the guard, then a person. Wagtail's workflow shows them; the guard room decides them."""

from types import ModuleType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from wagtail.models import Task, TaskState, WorkflowState

from brandguard.choices import ReviewState
from hub.common.exceptions import HubError

from .letters import LetterPage


def _flow() -> ModuleType:
    """The room's one way up: Wagtail starts and decides tasks on the model, and only services may change state."""
    from ..services import submission

    return submission


def _said(found: dict[str, Any]) -> str:
    wants = " needs a reason from you" if found["severity"] == "justify" else ""
    return f"“{found['match'] or found['rule']}”{wants}: {found['message']}"


class GuardTaskState(TaskState):
    """One run of the guard over one revision."""

    findings = models.JSONField(default=list)

    def get_comment(self) -> str:
        return " ".join(_said(found) for found in self.findings) or self.comment


class GuardTask(Task):
    """Runs the guard when a letter is submitted: what blocks goes back to the writer, the rest goes on to a person."""

    task_state_class = GuardTaskState

    class Meta:
        verbose_name = "guard"

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        task_state = super().start(workflow_state, user=user)
        letter = _letter(workflow_state)
        stopping = _flow().stopping_findings(letter)
        _flow().count_stopped(letter.seller.user, stopping)
        task_state.findings = [finding.as_json() for finding in stopping]
        # update=False: the workflow goes on by itself when start() returns a finished state.
        decide = task_state.reject if stopping else task_state.approve
        return decide(user=None, update=False)

    @classmethod
    def get_description(cls) -> str:
        return "The brand guard checks the letter."


class ReviewTaskState(TaskState):
    """A letter's wait for a person. Deciding it in Wagtail is deciding the review itself, by the same service as the desk."""

    review = models.ForeignKey("brandguard.Review", null=True, on_delete=models.PROTECT, related_name="+")

    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> "ReviewTaskState":
        self._decide("approve_review", user)
        return self

    def reject(self, user: Any = None, update: bool = True, comment: str = "") -> "ReviewTaskState":
        self._decide("return_review", user, note=comment)
        return self

    def settle(self, *, approved: bool, user: Any = None, update: bool = True, comment: str = "") -> "ReviewTaskState":
        """Follow a decision that has already been made."""
        move = super().approve if approved else super().reject
        return move(user=user, update=update, comment=comment)

    def _decide(self, service: str, user: Any, **words: str) -> None:
        if user is None or self.review is None:
            raise PermissionDenied("A letter is decided about by a person.")
        try:
            getattr(_flow(), service)(self.review, by=user, **words)
        except HubError as error:
            raise PermissionDenied(error.message) from error
        self.refresh_from_db()


class ReviewTask(Task):
    """Freezes the letter and waits for a person who had no hand in it."""

    task_state_class = ReviewTaskState

    class Meta:
        verbose_name = "review by a person"

    @transaction.atomic
    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        task_state = super().start(workflow_state, user=user)
        try:
            review = _flow().freeze_for_review(_letter(workflow_state), by=user or workflow_state.requested_by)
        except HubError as error:
            return task_state.settle(approved=False, update=False, comment=error.message)
        if review is None:
            return task_state.settle(approved=True, update=False, comment="Approved before, and unchanged since.")
        task_state.review = review
        task_state.save(update_fields=["review"])
        if review.state == ReviewState.APPROVED:
            return task_state.settle(approved=True, update=False, comment="Nothing in it needs a person; it passed by the policy.")
        return task_state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody edits what a reviewer is reading; the writer pulls it back first."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not _flow().may_decide(obj, user):
            return []
        return [("reject", "Return to the writer", True), ("approve", "Approve", False)]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        waiting = ReviewTaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        return self.task_states.filter(pk__in=_flow().decidable(waiting, user))

    @classmethod
    def get_description(cls) -> str:
        return "A marketing lead who had no hand in the letter reads it."


def _letter(workflow_state: WorkflowState) -> LetterPage:
    """The letter as it was last saved, which is what was submitted."""
    return LetterPage.objects.get(pk=workflow_state.object_id).get_latest_revision_as_object()
