"""The review desk: what waits, one screen for each letter, and the two answers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from brandguard import review_queries
from brandguard.models import Review
from brandguard.services import reviews
from hub.common.exceptions import HubError

from ..desk.reading import marked
from ..desk.screens import Screen, rows
from ..marks import MADE_UP
from ..preview import POLICY, as_page, shown

LISTS = {"waiting": review_queries.queue, "afterwards": review_queries.to_read_afterwards, "decided": review_queries.decided}
MODES = {"desktop": "Computer", "phone": "Phone", "dark": "Dark mode", "text": "Plain text"}


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the nearest deadline first; ?show=afterwards: what had passed and is to be read; ?show=decided: the newest first."""
    viewer = reviewer_or_404(request)
    here = request.GET.get("show", "")
    here = here if here in LISTS else "waiting"
    page = Paginator(LISTS[here](viewer=viewer), 25).get_page(request.GET.get("p"))
    shown_rows = rows(page.object_list, viewer=viewer)
    several = here == "waiting" and sum(row.clean for row in shown_rows) > 1
    context = {"page": page, "rows": shown_rows, "here": here, "several": several}
    return render(request, "newsletters/desk/queue.html", context | tabs(viewer))


@require_GET
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    mode = request.GET.get("view", "desktop")
    context = {
        "screen": Screen(review_or_404(request, pk), viewer=request.user),
        "modes": MODES,
        "mode": mode if mode in MODES else "desktop",
        **tabs(request.user),
    }
    return render(request, "newsletters/desk/review.html", context)


@require_GET
@never_cache
def rendered(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen letter itself, for the frame: a made-up reader's, findings marked, unable to run or send anything."""
    screen = Screen(review_or_404(request, pk), viewer=request.user)
    mode = request.GET.get("view", "")
    page = as_page(shown(screen.payload, MADE_UP), mode)
    response = HttpResponse(page if mode == "text" else marked(page, screen.findings))
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to the hash that stood on the screen."""
    found = review_or_404(request, pk)
    try:
        reviews.approve(found, by=request.user, sha256=request.POST.get("sha256", ""))
    except HubError as error:
        messages.error(request, error.message)
        return redirect("desk:review", pk)
    messages.success(request, f"Approved: “{found.artefact.title}”. {found.artefact.author.name} has been told and can send it.")
    return _next(request)


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the writer, with a note or at least one comment."""
    found = review_or_404(request, pk)
    note, comments = request.POST.get("note", "").strip(), _comments(request, found)
    if not note and not comments:
        messages.error(request, "Say what should change, in the note or beside a passage, before you return the letter.")
        return redirect("desk:review", pk)
    try:
        reviews.return_to_writer(found, by=request.user, note=note, comments=comments)
    except HubError as error:
        messages.error(request, error.message)
        return redirect("desk:review", pk)
    messages.success(request, f"Returned: “{found.artefact.title}”. {found.artefact.author.name} has your comments.")
    return _next(request)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a yes back."""
    found = review_or_404(request, pk)
    if reason := request.POST.get("reason", "").strip():
        try:
            reviews.revoke(found.artefact, by=request.user, reason=reason, breach="breach" in request.POST)
        except HubError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"The approval of “{found.artefact.title}” is revoked.")
    else:
        messages.error(request, "Give the writer a reason.")
    return redirect("desk:review", pk)


def tabs(viewer: Any) -> dict[str, Any]:
    """What every screen of the desk says at its head: emergencies, loudly, and how many letters are to be read afterwards."""
    return {
        "emergencies_now": review_queries.emergencies_now(viewer=viewer),
        "to_check": review_queries.to_read_afterwards(viewer=viewer).count(),
    }


def reviewer_or_404(request: HttpRequest) -> Any:
    if request.user.role not in review_queries.REVIEWERS:
        raise Http404
    return request.user


def review_or_404(request: HttpRequest, pk: int) -> Review:
    found = review_queries.reviews_for(viewer=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _comments(request: HttpRequest, found: Review) -> list[dict[str, str]]:
    """One field "comment-<n>" for each passage; what it speaks of is read from the frozen letter, not from the form."""
    comments = []
    for passage in Screen(found, viewer=request.user).passages:
        text = request.POST.get(f"comment-{passage.number}", "").strip()
        suggestion = " ".join(request.POST.get(f"suggestion-{passage.number}", "").split())
        suggestion = "" if suggestion == " ".join(passage.text.split()) else suggestion
        if text or suggestion:
            comments.append({"location": passage.location, "quote": passage.text, "text": text, "suggestion": suggestion})
    return comments


def _next(request: HttpRequest) -> HttpResponse:
    """On to the next letter that this person may decide, or back to the queue."""
    for waiting in review_queries.queue(viewer=request.user)[:20]:
        if not review_queries.has_hand_in(request.user, waiting.artefact):
            return redirect("desk:review", waiting.pk)
    return redirect("desk:queue")
