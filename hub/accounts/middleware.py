"""Closes Wagtail views that a role has no use for. What Wagtail adds later is closed to writers until somebody opens it here.

The policies decide about objects; this decides about views, because not every view of Wagtail's asks a policy
(docs/decisions/0001, wagtail.md: choosers, reports, usage and the admin API showed foreign titles).
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from .admin_views import may_open
from .idleness import BY_ITSELF, be_seen, is_idle
from .second_factor import lacks_second_factor


class _BeforeTheView:
    """What these have in common: they look at a request when its view is known, and leave the answer alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class IdleMiddleware(_BeforeTheView):
    """Signs out whoever did nothing for SESSION_IDLE_HOURS; what she asked for then answers as to anybody who is not signed in."""

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> None:
        match = request.resolver_match
        if not (match and match.route.lstrip("^").startswith(("admin/", "guard/", "accounts/")) and request.user.is_authenticated):
            return
        if is_idle(request):
            logout(request)
            messages.info(request, "You were away for a while, so you were signed out. Please sign in again.")
        elif match.view_name not in BY_ITSELF:
            be_seen(request)


class SecondFactorMiddleware(_BeforeTheView):
    """Leads a person whose role asks for a second factor to set one up, wherever else she was going."""

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> HttpResponse | None:
        match = request.resolver_match
        # Elsewhere nobody is somebody: readers' pages do not ask who is signed in.
        if not (match and match.route.startswith(("admin/", "guard/")) and request.user.is_authenticated):
            return None
        if not lacks_second_factor(request.user):
            return None
        messages.info(request, "Your role needs a second step at sign-in. Set it up here with an app on your phone; it takes a minute.")
        return redirect("mfa_activate_totp")


class AdminViewsMiddleware(_BeforeTheView):
    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> None:
        match = request.resolver_match
        if not (match and match.route.startswith("admin/") and request.user.is_authenticated):
            return
        if not may_open(request.user, match.view_name, match.kwargs):
            raise Http404
