"""Who may open a screen at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from hub.common.exceptions import NotAllowed

from .models import User
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


def require_administrator(by: User | None) -> None:
    """For services. NotAllowed unless `by` is an administrator, or None: a command on the server."""
    if by is not None and not is_administrator(by):
        raise NotAllowed("Only an administrator may do this. Please ask one of yours.")
