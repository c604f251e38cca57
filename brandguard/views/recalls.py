"""Recalling: choose, see what it would stop and who has it already, say why, confirm; then the list."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from hub.common.exceptions import HubError

from .. import recall_queries
from ..choices import RecallKind
from ..exceptions import GuardError
from ..forms import RecallForm
from ..reach import reach_of
from ..services import recalls
from ..targets import Target, target
from .base import KeepersView

PER_PAGE = 100


class RecallList(KeepersView):
    def get(self, request: Any) -> HttpResponse:
        page = Paginator(recall_queries.recalls(viewer=request.user), 25).get_page(request.GET.get("p"))
        return render(request, "brandguard/recalls.html", {"page": page})


class RecallConfirm(KeepersView):
    """What would be held and who had it, in numbers; then a reason and the button."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.wanted = _wanted(request)
        except GuardError as error:
            messages.error(request, error.message)
            return redirect("guard:recalls")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, self.wanted, RecallForm())

    def post(self, request: Any) -> HttpResponse:
        wanted, form = self.wanted, RecallForm(request.POST)
        if not form.is_valid():
            return self.show(request, wanted, form, status=422)
        try:
            made = recalls.begin_recall(wanted, reason=form.cleaned_data["reason"], by=request.user)
        except HubError as error:
            form.add_error("reason", error.message)
            return self.show(request, wanted, form, status=422)
        messages.success(request, f"Recalled: {made.title}. Nothing that holds it goes out any more.")
        return redirect("guard:recall", made.pk)

    def show(self, request: HttpRequest, wanted: Target, form: RecallForm, status: int = 200) -> HttpResponse:
        numbers = {trace.value: (places, readers) for trace, places, readers in recall_queries.numbers(reach_of(wanted))}
        context = {"target": wanted, "form": form, "numbers": numbers, "kind": RecallKind(wanted.kind).label}
        return render(request, "brandguard/recall_confirm.html", context, status=status)


class RecallResult(KeepersView):
    """Everything that was stopped, every copy that has left, the corrections. By POST: look through all letters once more."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        made = get_object_or_404(recall_queries.recalls(viewer=request.user), pk=pk)
        found = recall_queries.entries(made, viewer=request.user)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        # The part alone, for a page that looks again while a worker lists.
        name = "brandguard/recall_list.html" if "part" in request.GET else "brandguard/recall.html"
        context = {"recall": made, "traces": recall_queries.totals(found), "page": page}
        return never_cache(lambda asked: render(asked, name, context))(request)

    def post(self, request: Any, pk: int) -> HttpResponse:
        made = get_object_or_404(recall_queries.recalls(viewer=request.user), pk=pk)
        try:
            added = recalls.take_stock(made)
        except GuardError:
            messages.error(request, "Its rule was retired meanwhile, so nothing can be looked for. The list below stays as it was.")
        else:
            messages.success(request, f"Looked through all letters once more: {len(added)} more found.")
        return redirect("guard:recall", pk)


def _wanted(request: Any) -> Target:
    """From ?kind=…&ref=…; 404 for what this person may not recall."""
    wanted = target(request.GET.get("kind", ""), request.GET.get("ref", ""))
    if not recall_queries.may_recall(wanted, viewer=request.user):
        raise Http404
    return wanted
