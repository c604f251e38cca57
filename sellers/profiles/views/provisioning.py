"""Many sellers at once, by a file: looked through first, then written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hub.accounts.doors import administrators_only
from hub.common.exceptions import HubError

from ..forms import RosterForm
from ..roster import COLUMNS
from ..services import provision

SHOWN = 200


@require_http_methods(["GET", "POST"])
@administrators_only
def roster(request: HttpRequest) -> HttpResponse:
    """POST with `write` writes; without, it says what would happen."""
    form = RosterForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            report = provision(content, by=request.user, dry_run="write" not in request.POST, invite=form.cleaned_data["invite"])
        except HubError as error:
            form.add_error("file", error.message)
    if report is not None and report.written:
        made = report.as_json()["sellers"]
        messages.success(request, f"Written: {made['new']} new sellers, {made['moved']} moved, {report.invited} invited.")
        return redirect("sellers:list")
    refused = report.plan.refused[:SHOWN] if report else []
    context = {"form": form, "report": report.as_json() if report else None, "refused": refused, "columns": COLUMNS}
    return render(request, "profiles/roster.html", context)
