"""Who opens a screen of the desk: the seller herself. Everybody else meets a 404, as if there were none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from sellers.audience.exceptions import NoSuchReader
from sellers.audience.queries import list_owner, subscriber_for

from .exceptions import NoSuchTask
from .queries.tasks import task_for

View = Callable[..., HttpResponse]


def for_the_seller(view: View) -> View:
    """Gives the view the seller that the user is; instead of a `reader_id` her customer, instead of a `todo_id` her task."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, reader_id: int | None = None, todo_id: int | None = None, **kwargs: Any) -> HttpResponse:
        try:
            seller = list_owner(viewer=request.user)
            if reader_id is not None:
                kwargs["customer"] = subscriber_for(seller=seller, pk=reader_id)
            if todo_id is not None:
                kwargs["task"] = task_for(seller=seller, pk=todo_id)
        except (NoSuchReader, NoSuchTask) as error:
            raise Http404 from error
        response = view(request, seller, *args, **kwargs)
        # What stands here is somebody's: no shared computer keeps it.
        response["Cache-Control"] = "no-store, private"
        return response

    return inner
