"""The desk in Wagtail's menu and on a reviewer's first page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from brandguard import review_queries

from .screens import rows


class DeskMenuItem(MenuItem):
    """“Review (3)”, for those who decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) in review_queries.REVIEWERS

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := review_queries.queue(viewer=request.user).count():
            component.label = f"{self.label} ({waiting})"
        return component


class WaitingPanel(Component):
    """What waits for a decision, on the reviewer's first page."""

    name = "waiting_for_review"
    template_name = "newsletters/desk/panel.html"
    order = 15

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        viewer = parent_context["request"].user
        found = review_queries.queue(viewer=viewer)
        return {"rows": rows(found[:5], viewer=viewer), "count": found.count()}
