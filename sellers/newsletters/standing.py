"""Sentences at the head of the editor: where the letter stands, and what kept it from being handed in."""

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import TaskState

from brandguard.choices import Severity

from .choices import LetterState
from .models import LetterPage
from .queries import state_of

# A letter that waits says so by its lock (locks.py).
_SAY = {
    LetterState.RETURNED: ("This letter came back to you. Read what was said, change it and hand it in again.", "Read what was said"),
    LetterState.APPROVED: ("This letter is approved. If you change it, it has to be read again before it can go out.", "See its approval"),
}


def tell_standing(request: HttpRequest, letter: LetterPage) -> None:
    if said := _SAY.get(state_of(letter)):
        sentence, label = said
        messages.info(request, sentence, buttons=[messages.button(reverse("letters:standing", args=[letter.pk]), label)])


def tell_stopped(request: HttpRequest, letter: LetterPage) -> None:
    """In place of Wagtail's “submitted”, which it says whatever a task has decided."""
    state = letter.current_workflow_state
    task_state = state.current_task_state if state else None
    if task_state is None or task_state.status != TaskState.STATUS_REJECTED:
        return
    for _ in get_messages(request):
        continue
    way = [messages.button(reverse("letters:standing", args=[letter.pk]), "Give a reason")]
    asked = any(found["severity"] == Severity.JUSTIFY for found in getattr(task_state.specific, "findings", []))
    messages.error(request, f"Not handed in yet. {task_state.specific.get_comment()}", buttons=way if asked else None)
