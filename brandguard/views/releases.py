"""The steps of a rule's release: some writers, everybody, and back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hub.common.exceptions import HubError

from .. import groups, queries
from ..models import Rule
from ..services import releases
from .base import KeepersView


class RuleCanary(KeepersView):
    """Choose the writers with whom a rule is tried."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        wanted = request.GET.get("q", "").strip()
        kept = [*request.GET.getlist("keep"), *rule.groups, *rule.candidate_groups]
        chosen = groups.groups_named(dict.fromkeys(kept).keys(), viewer=request.user)
        offered = [group for group in groups.groups_like(wanted, viewer=request.user) if group not in chosen]
        return render(request, "brandguard/rule_canary.html", {"rule": rule, "chosen": chosen, "offered": offered, "wanted": wanted})

    def post(self, request: Any, pk: int) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        keys = request.POST.getlist("group")
        try:
            releases.start_canary(rule, keys=keys, by=request.user)
        except HubError as error:
            messages.error(request, error.message)
            return redirect("guard:rule_canary", pk)
        number = len(set(keys))
        messages.success(request, f"“{rule.name}” is on trial with {number} writer{'s' if number > 1 else ''}. Nobody else meets it.")
        return redirect("guard:rule", pk)


class RuleStep(KeepersView):
    """One step by one press."""

    def post(self, request: Any, pk: int, release: str) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        try:
            messages.success(request, STEPS[release](rule, request.user))
        except HubError as error:
            messages.error(request, error.message)
        return redirect("guard:rule", pk)


def _promote(rule: Rule, user: Any) -> str:
    return f"“{releases.promote(rule, by=user).name}” is in force for everybody. Scheduled and running letters were checked again."


def _stop(rule: Rule, user: Any) -> str:
    return f"The trial of “{releases.stop_canary(rule, by=user).name}” is over."


def _drop(rule: Rule, user: Any) -> str:
    return f"“{releases.drop_candidate(rule, by=user).name}” stays as it is."


STEPS: dict[str, Callable[[Rule, Any], str]] = {
    "promote": _promote,
    "stop": _stop,
    "drop": _drop,
    "back": lambda rule, user: releases.roll_back(rule, by=user),
}
