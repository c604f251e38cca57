"""Everybody's own sign-in: where she is signed in, her second step, and what happened lately."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import events, queries, services
from ..second_factor import factors_of, needs_second_factor

LATELY = 20


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """POST ends one session (`session`), or all others."""
    user = request.user
    if request.method == "POST":
        wanted = request.POST.get("session", "")
        only = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None
        ended = services.end_sessions(user, by=user, but=request.session.session_key or "", only=only)
        messages.success(request, "Signed out there." if ended else "Nothing else was open.")
        return redirect("sign_in:mine")
    sessions = queries.sessions_of(about=user, viewer=user)
    context = {
        "sessions": [(session, session.session_key == request.session.session_key) for session in sessions],
        "factors": factors_of(user),
        "needs_factor": needs_second_factor(user),
        "events": events.told(queries.sign_in_events(viewer=user, about=user)[:LATELY]),
    }
    return render(request, "accounts/sign_in.html", context)
