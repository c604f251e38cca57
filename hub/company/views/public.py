"""What the company shows of itself."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..marks import mark_svg
from ..queries import brand


@require_safe
@cache_control(public=True, max_age=3600)
def icon(request: HttpRequest) -> HttpResponse:
    """The brand's initial in its colour, for browser tabs."""
    kit = brand()
    return HttpResponse(mark_svg(kit.name, kit.primary_colour), content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone (RFC 9309). Pages behind a reader's token say `noindex` themselves."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ("/admin/", "/accounts/", "/guard/", "/health/")), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
