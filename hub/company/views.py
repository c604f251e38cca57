"""What the company shows of itself."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .marks import mark_svg
from .queries import brand


@require_safe
@cache_control(public=True, max_age=3600)
def icon(request: HttpRequest) -> HttpResponse:
    """The brand's initial in its colour, for browser tabs."""
    kit = brand()
    return HttpResponse(mark_svg(kit.name, kit.primary_colour), content_type="image/svg+xml")
