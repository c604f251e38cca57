"""What all screens of the guard share."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from ..queries import keeps


class KeepersView(View):
    """404 for everybody but marketing leads and administrators: not even the existence of a rule is told."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not keeps(request.user):  # type: ignore[arg-type]
            raise Http404

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=405)
