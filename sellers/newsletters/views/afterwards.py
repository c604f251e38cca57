"""Letters that passed by themselves, read afterwards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from brandguard import review_queries
from brandguard.services.passing import settle_check
from hub.common.exceptions import HubError


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Fine, or (with `fault`) not: then the rest of its send stops."""
    check = get_object_or_404(review_queries.to_read_afterwards(viewer=request.user), pk=pk).after_check
    fault = "fault" in request.POST
    try:
        settle_check(check, fault=fault, note=request.POST.get("note", ""), by=request.user)
    except HubError as error:
        messages.error(request, error.message)
        return redirect("desk:review", pk)
    title = check.review.artefact.title
    messages.success(request, f"“{title}”: {'stopped, and the writer is told why' if fault else 'read, and fine'}.")
    following = review_queries.to_read_afterwards(viewer=request.user).first()
    return redirect("desk:review", following.pk) if following else redirect("desk:queue")
