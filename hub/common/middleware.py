"""What a refusal looks like where a view of Wagtail's does not expect one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from .exceptions import InUse


class RefusalsMiddleware:
    """Says why something cannot be deleted, on the page from which it was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, InUse):
            return None
        # Wagtail deletes just uploaded files by a script that reads JSON and offers no page to go back to.
        if request.resolver_match and request.resolver_match.view_name.endswith("delete_multiple"):
            return JsonResponse({"success": False, "message": exception.message}, status=409)
        messages.error(request, exception.message)
        return redirect(request.get_full_path())
