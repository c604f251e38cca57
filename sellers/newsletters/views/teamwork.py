"""Sharing the desk: who reads a letter, whose it is, what needs more eyes, and several clean ones at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from brandguard import review_queries
from brandguard.models import Review
from brandguard.services import desk, hits
from hub.common.exceptions import HubError

from .desk import review_or_404, reviewer_or_404


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda review: desk.claim(review, by=request.user), "The others see that you are reading it.")


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda review: desk.release(review, by=request.user), "It is free for anybody to read.")


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    to = next((person for person in review_queries.deciders(found.artefact) if str(person.pk) == request.POST.get("to")), None)
    return _do(request, pk, lambda review: desk.assign(review, to=to, by=request.user), "Given. A mail is on its way.")


@require_POST
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("escalation", "")
    said = "The others have been asked to look at it."
    return _do(request, pk, lambda review: desk.escalate(review, reason=reason, by=request.user), said)


@require_POST
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """“The rule is wrong here”: counted with the rule, and nothing else."""
    rule, match = request.POST.get("rule", "")[:80], request.POST.get("match", "")
    said = "Noted with the rule. Whoever keeps it sees it there; this letter is decided as before."
    return _do(request, pk, lambda review: hits.object_to(rule, review.artefact, by=request.user, match=match), said)


@require_POST
def approve_clean(request: HttpRequest) -> HttpResponse:
    """Fields "pick" = "<review>:<hash>", as the queue showed them."""
    reviewer_or_404(request)
    picked = dict(pick.split(":", 1) for pick in request.POST.getlist("pick") if pick.partition(":")[0].isdecimal())
    found = review_queries.queue(viewer=request.user).filter(pk__in=picked)
    approved, left = desk.approve_clean({review: picked[str(review.pk)] for review in found}, by=request.user)
    if approved:
        messages.success(request, f"Approved: {', '.join(review.artefact.title for review in approved)}.")
    for review, why in left:
        messages.error(request, f"“{review.artefact.title}”: {why}")
    if not picked:
        messages.error(request, "Tick the letters first.")
    return redirect("desk:queue")


def _do(request: HttpRequest, pk: int, act: Callable[[Review], Any], said: str) -> HttpResponse:
    found = review_or_404(request, pk)
    try:
        act(found)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("desk:review", pk)
