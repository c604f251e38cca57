"""Trying a rule on every stored letter: asked for by a button, read by a worker, watched in the browser."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from hub.common.exceptions import HubError

from .. import queries
from ..choices import Severity
from ..models import Trial
from ..services.trials import ask_trial
from .base import KeepersView


class RuleTrial(KeepersView):
    """The last trial of a rule; by POST a new one."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        context = {"rule": rule, **shown(rule.trials.select_related("by").first())}
        return render(request, "brandguard/rule_trial.html", context)

    def post(self, request: Any, pk: int) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        try:
            ask_trial(rule, by=request.user)
        except HubError as error:
            messages.error(request, error.message)
            return redirect("guard:rule", pk)
        return redirect("guard:rule_trial", pk)


class TrialProgress(KeepersView):
    """The part of the page that changes while a worker reads."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        found = get_object_or_404(Trial.objects.select_related("by"), rule__in=queries.rules(viewer=request.user), pk=pk)
        return never_cache(lambda asked: render(asked, "brandguard/trial.html", shown(found)))(request)


def shown(trial: Trial | None) -> dict[str, Any]:
    if trial is None:
        return {"trial": None}
    states = [(state, read, struck) for state, (read, struck) in sorted(trial.by_state.items(), key=lambda item: -item[1][0])]
    stops = trial.spec["severity"] in (Severity.BLOCK, Severity.JUSTIFY)
    percent = 100 if trial.finished_at else min(99, round(100 * trial.letters / trial.total)) if trial.total else 0
    return {"trial": trial, "states": states, "stops": stops, "percent": percent}
