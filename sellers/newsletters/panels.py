"""What stands beside the text in the editor."""

from typing import Any

from django.forms import Media
from django.middleware.csrf import get_token
from django.urls import reverse
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import BaseSidePanel, PreviewSidePanel

from hub.accounts.models import Role
from hub.company.greetings import greeting_of
from sellers.audience.queries import active_subscribers

from .findings import shown_findings
from .marks import shown_fields

NEAREST_READERS = 12


class FindingsPanel(BaseSidePanel):
    """Findings with their reasons, kept fresh while she types, and the test mail to herself."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle what to look at"
        icon_name = "glasses"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"count": self.panel.count}

    name = "findings"
    title = "What to look at"
    template_name = "newsletters/editor/findings.html"
    order = 200

    def __init__(self, object: Any, request: Any) -> None:
        super().__init__(object, request)
        self.findings = [shown.as_json() for shown in shown_findings(object)]
        self.count = sum(1 for found in self.findings if found["blocks"])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {
            "first": {"findings": self.findings, "blocking": self.count},
            "fields": shown_fields(greeting_of(self.object.seller.shop)),
            "check_url": reverse("letter_editor:check", args=[self.object.pk]),
            "test_url": reverse("letter_editor:test", args=[self.object.pk]),
            "copy_url": reverse("letter_editor:copy", args=[self.object.pk]),
            "csrf": get_token(self.request),
        }

    @property
    def media(self) -> Media:
        scripts = [versioned_static(f"newsletters/{name}.js") for name in ("highlights", "findings")]
        return Media(js=scripts, css={"all": [versioned_static("newsletters/findings.css")]})


class LetterPreviewPanel(PreviewSidePanel):
    """Wagtail's live preview, with the seller's own readers among its modes. Nobody else is shown a reader."""

    template_name = "newsletters/editor/preview.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {"readers": self._readers()}

    def _readers(self) -> list[Any]:
        user = self.request.user
        if user.role != Role.SELLER or user.pk != self.object.seller.user_id:
            return []
        named = active_subscribers(seller=self.object.seller).exclude(first_name="").order_by("-confirmed_at")
        return list(named.only("pk", "first_name", "last_name")[:NEAREST_READERS])
