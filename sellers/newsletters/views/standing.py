"""Where a letter stands with head office, for its writer: what was said about it, and pulling it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from brandguard.models import ReviewComment
from hub.common.exceptions import HubError

from .. import queries
from ..exceptions import NoSuchLetter
from ..models import LetterPage
from ..services.letters import may_write_for
from ..services.submission import findings_to_justify, justify, pull_back
from ..services.suggestions import accept_suggestion


@require_GET
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    letter = _letter(request, pk)
    reasons = queries.reasons_for(letter)
    context = {
        "letter": letter,
        "state": queries.state_of(letter),
        "rounds": queries.rounds_of(letter),
        "can_pull_back": queries.can_be_pulled_back(letter),
        "to_justify": [] if letter.is_sent else [(found, reasons.get(found.rule, "")) for found in findings_to_justify(letter)],
    }
    return render(request, "newsletters/writer/standing.html", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter is a draft again; whoever was to read it has it no more."""
    letter = _letter(request, pk)
    try:
        done = pull_back(letter, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
        return redirect("letters:standing", pk)
    if done:
        messages.success(request, "You have the letter back. Change what you like and hand it in again.")
    else:
        messages.info(request, "There was nothing to pull back.")
    return redirect("wagtailadmin_pages:edit", pk)


@require_POST
def give_reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """Her reasons, in fields "reason-<rule>"; only for rules that ask for one in this letter."""
    letter = _letter(request, pk)
    reasons = {found.rule: request.POST.get(f"reason-{found.rule}", "") for found in findings_to_justify(letter)}
    try:
        justify(letter, by=request.user, reasons=reasons)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Kept. Whoever reads the letter sees your reasons; now you can hand it in.")
    return redirect("letters:standing", pk)


@require_POST
def accept(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """The suggested words take the place of hers; nothing is handed in."""
    letter = _letter(request, pk)
    found = get_object_or_404(ReviewComment, pk=comment, review__artefact__subject=letter.guard_subject)
    try:
        accept_suggestion(letter, found, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Taken over. The rest of your letter is as you wrote it. Hand it in again when you like it.")
    return redirect("letters:standing", pk)


def _letter(request: HttpRequest, pk: int) -> LetterPage:
    try:
        letter = queries.letter_for(viewer=request.user, pk=pk)
    except NoSuchLetter as error:
        raise Http404 from error
    if not may_write_for(request.user, letter.seller):
        raise Http404
    return letter
