"""The review policy: every keeper reads it, administrators change it, and each version stays."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hub.accounts.models import Role
from hub.common.exceptions import HubError

from ..forms import PolicyForm
from ..models import ReviewPolicy
from ..passing import current_policy
from ..services.passing import set_policy
from ..standing import FORMULA, NOTES
from .base import KeepersView


class Policy(KeepersView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, PolicyForm(instance=current_policy()))

    def post(self, request: Any) -> HttpResponse:
        form = PolicyForm(request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        try:
            set_policy(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except HubError as error:
            form.add_error(None, error.message)
        if form.errors:
            return self.show(request, form, status=422)
        messages.success(request, "In force from now on, for what was passed before as well.")
        return redirect("guard:policy")

    def show(self, request: Any, form: PolicyForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "policy": current_policy(),
            "versions": ReviewPolicy.objects.select_related("by")[:20],
            "may_change": request.user.role == Role.ADMINISTRATOR,
            "formula": FORMULA.values(),
            "notes": NOTES,
        }
        return render(request, "brandguard/policy.html", context, status=status)
