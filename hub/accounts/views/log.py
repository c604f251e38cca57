"""What happened at the door, for administrators."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .. import events, queries
from ..doors import administrators_only
from ..models import User

PAGE = 100


@require_GET
@administrators_only
def log(request: HttpRequest) -> HttpResponse:
    """Every line about people, the latest first; narrowed to a person by name, and to what went wrong."""
    search, only = request.GET.get("q", "").strip()[:120], request.GET.get("only", "")
    found = queries.sign_in_events(viewer=request.user)
    if only == "failed":
        found = found.filter(action__in=events.LOUD)
    if search:
        named = User.objects.filter(Q(name__icontains=search) | Q(email__icontains=search)).values_list("pk", flat=True)[:200]
        found = found.filter(subject__in=[f"user:{pk}" for pk in named])
    page = Paginator(found, PAGE).get_page(request.GET.get("p"))
    return render(request, "accounts/log.html", {"page": page, "events": events.told(page), "search": search, "only": only})
