"""Trying a rule on every stored letter."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hub.common.exceptions import HubError

from .. import queries
from ..services import dry_run as service
from .base import KeepersView


class RuleDryRun(KeepersView):
    def get(self, request: Any, pk: int, run: service.DryRun | None = None) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        context = {"rule": rule, "run": run, "so_far": service.statistics(rule)}
        return render(request, "brandguard/rule_dry_run.html", context)

    def post(self, request: Any, pk: int) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        try:
            return self.get(request, pk, service.dry_run(rule, by=request.user))
        except HubError as error:
            messages.error(request, error.message)
            return redirect("guard:rule", pk)
