"""Emergencies: opened by one reviewer in writing, confirmed by another, ended by anybody of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brandguard import review_queries
from brandguard.services import emergencies
from hub.common.exceptions import HubError

from .. import queries
from ..exceptions import NoSuchLetter
from ..findings import findings_of
from ..services.urgent import open_for_letter
from .desk import review_or_404, reviewer_or_404, tabs

SHOWN = 25


@require_GET
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Every emergency there was; and, searched by words or name, the letters about which one can be opened."""
    viewer, wanted = reviewer_or_404(request), request.GET.get("q", "").strip()
    found = queries.unsent_letters(viewer=viewer, words=wanted)[:SHOWN] if wanted else []
    context = {"emergencies": review_queries.emergencies(viewer=viewer)[:SHOWN], "letters": found, "wanted": wanted}
    return render(request, "newsletters/desk/emergencies.html", context | tabs(viewer))


@require_http_methods(["GET", "POST"])
@never_cache
def about_a_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """What stops the letter, and why it has to go out all the same."""
    viewer = reviewer_or_404(request)
    try:
        letter = queries.letter_for(viewer=viewer, pk=letter_id)
    except NoSuchLetter as error:
        raise Http404 from error
    if request.method == "POST":
        try:
            opened = open_for_letter(letter, reason=request.POST.get("reason", ""), by=viewer)
        except HubError as error:
            messages.error(request, error.message)
        else:
            messages.warning(
                request, "The emergency is open. Every reviewer has been written to; one of them has to confirm it within the hour."
            )
            return redirect("desk:review", opened.artefact.review.pk)
    stopping = [finding for finding in findings_of(letter) if finding.blocks]
    context = {"letter": letter, "stopping": stopping, "reason": request.POST.get("reason", "")}
    return render(request, "newsletters/desk/emergency.html", context)


@require_POST
def open_about_review(request: HttpRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    try:
        emergencies.open_emergency(found, reason=request.POST.get("reason", ""), by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.warning(
            request, "The emergency is open. Every reviewer has been written to; one of them has to confirm it within the hour."
        )
    return redirect("desk:review", pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's yes to the hash that stood on the screen."""
    found = _emergency(request, pk)
    try:
        approval = emergencies.confirm_emergency(found, sha256=request.POST.get("sha256", ""), by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.warning(
            request, f"Confirmed. The letter may go out until {approval.expires_at:%H:%M} (UTC); every reviewer has been written to."
        )
    return redirect("desk:review", pk)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        emergencies.end_emergency(_emergency(request, pk), by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The emergency is over. What has not gone out stays.")
    return redirect("desk:emergencies")


def _emergency(request: HttpRequest, pk: int) -> Any:
    return get_object_or_404(review_queries.emergencies(viewer=request.user), artefact__review=pk)
