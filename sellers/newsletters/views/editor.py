"""What the editor asks for while a letter is written: fresh findings, a test mail, a copy."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hub.common.exceptions import HubError

from ..draft import take_typed
from ..exceptions import NoSuchLetter
from ..findings import shown_findings
from ..models import LetterPage
from ..queries import letter_for, letter_to_write
from ..services.letters import copy_letter, may_write_for, send_test


def _own_letter(request: HttpRequest, pk: int) -> LetterPage:
    """The letter of this address, for those who write it; 404 for everybody else."""
    try:
        letter = letter_for(viewer=request.user, pk=pk)
    except NoSuchLetter as error:
        raise Http404 from error
    if not may_write_for(request.user, letter.seller):  # type: ignore[arg-type]
        raise Http404
    return letter


@require_POST
def check(request: HttpRequest, pk: int) -> JsonResponse:
    """Findings for what stands in the posted form, saved or not. Changes nothing."""
    try:
        letter = take_typed(letter_to_write(viewer=request.user, pk=pk), request.POST)
    except NoSuchLetter as error:
        raise Http404 from error
    found = [finding.as_json() for finding in shown_findings(letter)]
    return JsonResponse({"findings": found, "blocking": sum(1 for finding in found if finding["blocks"])})


@require_POST
def test(request: HttpRequest, pk: int) -> JsonResponse:
    """The letter as last saved, to the address of whoever is signed in and to nobody else."""
    letter = _own_letter(request, pk)
    try:
        send_test(letter, by=request.user)  # type: ignore[arg-type]
    except HubError as error:
        return JsonResponse({"message": error.message}, status=400)
    return JsonResponse({"message": "A test is on its way to you."})


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft like this letter, opened in the editor."""
    return redirect("wagtailadmin_pages:edit", copy_letter(_own_letter(request, pk), by=request.user).pk)  # type: ignore[arg-type]
