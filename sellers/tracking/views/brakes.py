"""Brakes that are on: what is wrong, what to do, and the button for those who may let go."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from hub.accounts.models import Role
from hub.common.exceptions import HubError

from .. import queries
from ..exceptions import NoSuchBrake
from ..forms import ReleaseForm
from ..services.brakes import release_brake

READERS = (Role.SELLER, Role.LEAD, Role.ADMINISTRATOR)


class BrakesView(WagtailAdminTemplateMixin, TemplateView):
    page_title = "Brakes"
    header_icon = "warning"
    template_name = "tracking/brakes.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if getattr(request.user, "role", None) not in READERS:
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": "Brakes"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = self.request.user
        rows = [
            {"brake": brake, "sentence": queries.sentence_of(brake), "mine": queries.may_release(viewer, brake)}
            for brake in queries.brakes_for(viewer=viewer)
        ]
        return super().get_context_data(rows=rows, form=ReleaseForm(), **kwargs)


class ReleaseView(View):
    """Lets one go."""

    def post(self, request: HttpRequest, brake_id: int) -> HttpResponse:
        try:
            release_brake(brake_id, by=request.user, note=request.POST.get("done", ""))
        except NoSuchBrake as error:
            raise Http404 from error
        except HubError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "Let go. Letters that were held are sent on under Sends, one by one.")
        return redirect("results:brakes")
