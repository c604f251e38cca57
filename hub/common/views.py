"""Health, for supervisors and load balancers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import health


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """All parts run: 200, else 503 naming what is missing."""
    checks = health.report()
    missing = [name for name, verdict in checks.items() if verdict != "ok"]
    body = {"status": "not ready" if missing else "ready", "missing": missing, "checks": {"web": "ok", **checks}, "notes": health.notes()}
    return JsonResponse(body, status=503 if missing else 200)
