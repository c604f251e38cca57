"""Who may open a screen at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from .queries import is_administrator

View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Not found for everybody else: that the screen exists is nobody's business."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_administrator(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return inner
