"""Letters in Wagtail's editor."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel, PreviewSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from .models import LetterPage
from .panels import FindingsPanel, LetterPreviewPanel
from .services.letters import may_write_for


class LetterEditView(EditView):
    """Wagtail's editor with the findings beside the text."""

    def get_side_panels(self) -> MediaContainer:
        panels = [self._own(panel) for panel in super().get_side_panels() if not isinstance(panel, ChecksSidePanel)]
        if not self.expects_json_response:
            panels.insert(1, FindingsPanel(self.page, self.request))
        return MediaContainer(panels)

    def _own(self, panel: Any) -> Any:
        if type(panel) is PreviewSidePanel:
            return LetterPreviewPanel(self.page, self.request, preview_url=panel.preview_url)
        return panel

    def redirect_away(self) -> HttpResponse:
        """A writer goes back to her letters, never to Wagtail's page tree."""
        if self.next_url or not may_write_for(self.request.user, self.page.seller):
            return super().redirect_away()
        return redirect("letters:mine")


class LetterViewSet(PageViewSet):
    model = LetterPage
    edit_view_class = LetterEditView

    def get_urlpatterns(self) -> list[Any]:
        """No listing of Wagtail's own: sellers find their letters under “My letters”."""
        return []
