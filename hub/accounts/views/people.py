"""People who sign in, for administrators: a list, a form, and what may be done with one."""

from copy import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.common.exceptions import HubError

from .. import queries, services
from ..doors import administrators_only
from ..forms import PersonForm
from ..models import User

PAGE = 50


def _end_sessions(user: User, *, by: User) -> None:
    services.end_sessions(user, by=by)


ACTS = {
    "invite": (services.invite, "The invitation is on its way."),
    "take-back": (services.revoke_invitation, "The link in the invitation works no more."),
    "sign-out": (_end_sessions, "Signed out everywhere."),
    "deactivate": (services.deactivate_user, "This person may not sign in any more."),
    "reactivate": (services.reactivate_user, "This person may sign in again."),
}


@require_GET
@administrators_only
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, searched by name and address."""
    search = request.GET.get("q", "").strip()
    found = queries.people(viewer=request.user)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(email__icontains=search))
    page = Paginator(found, PAGE).get_page(request.GET.get("p"))
    return render(request, "accounts/people.html", {"page": page, "search": search, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@administrators_only
def add(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.create_user(by=request.user, **form.cleaned_data)
        messages.success(request, "Added. An invitation with a link to choose a password is on its way.")
        return redirect("people:list")
    return render(request, "accounts/person.html", {"form": form, "person": None})


@require_http_methods(["GET", "POST"])
@administrators_only
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    found = get_object_or_404(queries.people(viewer=request.user), pk=user_id)
    form = PersonForm(request.POST or None, instance=copy(found))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                services.change_role(found, role=values.pop("role"), by=request.user)
                services.change_details(found, by=request.user, **values)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Saved.")
            return redirect("people:list")
    context = {
        "form": form,
        "person": found,
        "has_entered": queries.has_entered(found),
        "sessions": queries.sessions_of(about=found, viewer=request.user),
    }
    return render(request, "accounts/person.html", context)


@require_POST
@administrators_only
def act(request: HttpRequest, user_id: int, act_name: str) -> HttpResponse:
    """Invite again, take the invitation back, sign out everywhere, end the sign-in, or open it again."""
    if act_name not in ACTS:
        raise Http404
    found = get_object_or_404(queries.people(viewer=request.user), pk=user_id)
    service, done = ACTS[act_name]
    try:
        service(found, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("people:one", found.pk)
