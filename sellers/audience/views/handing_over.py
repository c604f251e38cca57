"""Lists whose seller went, for leads and administrators: numbers, never names. Everybody else meets a 404."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from hub.common.exceptions import HubError

from .. import queries, services
from ..exceptions import NoSuchHandOver
from ..forms import AwayForm, HandOverForm
from ..models import HandOver
from .readers import render_page

_ABOVE = [("readers:index", "Readers"), ("readers:hand_overs", "When a seller goes")]


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Every hand-over with its progress; POST begins one for somebody who is away for long."""
    try:
        found = queries.hand_overs_seen_by(viewer=request.user)
    except NoSuchHandOver as error:
        raise Http404 from error
    form = AwayForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        begun = services.begin_hand_over(form.cleaned_data["seller"], reason=HandOver.Reason.AWAY, by=request.user)
        return redirect("readers:hand_over", begun.pk)
    rows = [(one, queries.hand_over_progress(one)) for one in found[:100]]
    return render_page(request, "hand_overs", "When a seller goes", {"rows": rows, "form": form}, _ABOVE[:1])


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """One of them: whom customers may follow, and how they answered. POST asks them."""
    try:
        found = queries.hand_over_for(viewer=request.user, pk=hand_over_id)
    except NoSuchHandOver as error:
        raise Http404 from error
    form = HandOverForm(request.POST or None, viewer=request.user, hand_over=found)
    if request.method == "POST" and form.is_valid():
        try:
            count = services.ask_customers(found, by=request.user, **form.cleaned_data)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{count} customers get one mail each, sixty a minute.")
            return redirect("readers:hand_over", found.pk)
    context = {"hand_over": found, "progress": queries.hand_over_progress(found), "form": form}
    return render_page(request, "hand_over", found.seller.name, context, _ABOVE)
