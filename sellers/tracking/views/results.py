"""How letters went: a seller sees hers and who answered, a lead those of her region in numbers alone."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from hub.common.exceptions import NotAllowed

from .. import queries
from ..plot import plot_of
from ..services.exporting import export_results
from .brakes import READERS

PER_PAGE = 25


class ForReadersOfResults(WagtailAdminTemplateMixin, TemplateView):
    """404 for everybody who has no results to read."""

    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if getattr(request.user, "role", None) not in READERS:
            raise Http404


class ResultsView(ForReadersOfResults):
    page_title = "Results"
    template_name = "tracking/results.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": "Results"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = self.request.user
        page = Paginator(queries.sent_issues(viewer=viewer), PER_PAGE).get_page(self.request.GET.get("p"))
        rows = queries.results_of(page.object_list)
        context = {
            "page": page,
            "rows": rows,
            "plot": plot_of(rows),
            "own": hasattr(viewer, "seller"),
            "brakes": queries.brakes_for(viewer=viewer).count(),
        }
        return super().get_context_data(**context, **kwargs)


class ResultView(ForReadersOfResults):
    template_name = "tracking/result.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.issue = get_object_or_404(queries.sent_issues(viewer=request.user), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.issue.letter.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.issue.letter.title}
        return [*self.breadcrumbs_items, {"url": reverse_lazy("results:index"), "label": "Results"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.issue.seller.user_id == self.request.user.pk
        # What readers wrote is for the seller's eyes alone.
        replies = queries.replies_of(seller=self.issue.seller).filter(issue=self.issue)[:100] if own else []
        return super().get_context_data(issue=self.issue, result=queries.with_links(self.issue), own=own, replies=replies, **kwargs)


class ExportView(View):
    """The numbers as a file."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        try:
            pieces = export_results(by=request.user)
        except NotAllowed as error:
            raise Http404 from error
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="results-{timezone.localdate().isoformat()}.csv"'
        response["Cache-Control"] = "no-store, private"
        response["X-Content-Type-Options"] = "nosniff"
        return response
