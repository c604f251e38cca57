"""Sends in the Wagtail admin: confirm, watch, stop, and settle what needs a person. What is not yours is not there (404)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from brandguard.review_queries import may_review
from hub.common.exceptions import HubError

from . import queries
from .clock import moment_of, quiet_hours
from .forms import SendForm
from .models import Issue, Problem
from .services.arm import arm_issue
from .services.control import cancel_issue, pause_issue, resume_issue
from .services.installation import stopped
from .services.resolve import resolve_problem

PER_PAGE = 25
_CONTROLS = {"pause": pause_issue, "resume": resume_issue, "cancel": cancel_issue}
_DONE = {"pause": "Paused.", "resume": "Going on.", "cancel": "Pulled back. Nothing more of it leaves."}


class SendsView(WagtailAdminTemplateMixin, TemplateView):
    """Everything this person may send, is sending or has sent; what needs her comes first."""

    page_title = "Sends"
    header_icon = "mail"
    template_name = "delivery/sends.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": "Sends"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issues = queries.in_order(queries.issues_for(viewer=self.request.user))
        page = Paginator(issues, PER_PAGE).get_page(self.request.GET.get("p"))
        counts = queries.accounting(issue.pk for issue in page)
        rows = [(issue, counts[issue.pk]) for issue in page]
        return super().get_context_data(stopped=stopped(), page=page, rows=rows, own=_is_own_list(self.request), **kwargs)


class SendView(WagtailAdminTemplateMixin, TemplateView):
    """One letter on its way: the confirmation before, the progress during, the result after."""

    header_icon = "mail"
    template_name = "delivery/send.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.issue = issue_or_404(request, kwargs["pk"])

    def get_page_title(self) -> str:
        return self.issue.letter.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.issue.letter.title}
        return [*self.breadcrumbs_items, {"url": reverse_lazy("delivery_admin:sends"), "label": "Sends"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audience = queries.audience_of(self.issue)
        context = {
            "issue": self.issue,
            "audience": audience,
            "reasons": queries.why_not(self.issue) if self.issue.may_be_armed else [],
            "stopped": stopped(),
            "quiet": quiet_hours(),
            "warming": queries.warming(),
            "form": SendForm(initial={"readers": audience.count}),
            "progress": queries.progress_of(self.issue),
            "problems": queries.problems_for(viewer=self.request.user, issue=self.issue)[:100],
            "own": self.issue.seller.user_id == self.request.user.pk,
            "may_recall": may_review(self.request.user, self.issue.artefact.region),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Arm it. Everything else has a door of its own."""
        form = SendForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            issue = arm_issue(self.issue, by=request.user, due_at=form.wall_time, readers=form.cleaned_data["readers"])
        except HubError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _when_it_leaves(issue, at_once=form.wall_time is None))
        return redirect("delivery_admin:send", pk)


class ProgressView(View):
    """Numbers for the page that is open; no names."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        progress = queries.progress_of(issue_or_404(request, pk))
        return JsonResponse(progress, headers={"Cache-Control": "no-store"})


class ControlView(View):
    """Pause, resume, pull back."""

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        issue = issue_or_404(request, pk)
        try:
            _CONTROLS[what](issue, by=request.user)
        except HubError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _DONE[what])
        return redirect("delivery_admin:send", pk)


class ResolveView(View):
    """What became of one row, as a person says."""

    def post(self, request: HttpRequest, pk: int, problem: int) -> HttpResponse:
        issue = issue_or_404(request, pk)
        found = get_object_or_404(Problem, pk=problem, delivery__issue=issue)
        try:
            resolve_problem(found, by=request.user, resolution=request.POST.get("resolution", ""))
        except HubError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "Noted.")
        return redirect(reverse("delivery_admin:send", args=[pk]) + "#problems")


def issue_or_404(request: HttpRequest, pk: int) -> Issue:
    return get_object_or_404(queries.issues_for(viewer=request.user), pk=pk)


def _when_it_leaves(issue: Issue, *, at_once: bool) -> str:
    readers = f"{issue.confirmed_readers:,} reader{'' if issue.confirmed_readers == 1 else 's'}"
    if not at_once and issue.due_at:
        leaves = issue.due_at.astimezone(ZoneInfo(issue.zone))
        chosen = datetime.fromisoformat(issue.wall_time)
        moved = f"At {chosen:%H:%M} nobody is written to there. " if moment_of(chosen, issue.zone) != issue.due_at else ""
        return f"{moved}It leaves on {leaves:%A, %-d %B} at {leaves:%H:%M}, to {readers}."
    if issue.due_at and issue.due_at != issue.armed_at:  # put off to the end of the quiet hours
        return f"It is late there. It leaves at {issue.due_at.astimezone(ZoneInfo(issue.zone)):%H:%M}, to {readers}."
    return f"It leaves now, to {readers}."


def _is_own_list(request: HttpRequest) -> bool:
    return hasattr(request.user, "seller")
