"""The door for shop systems: purchases reported by POST, with the system's token and nothing else."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from ..exceptions import BadPurchase, OtherPurchase
from ..models import ShopSystem
from ..queries.purchases import system_with
from ..reported import read
from ..services.purchases import note_call, take_purchase

LONGEST = 64_000  # bytes


@csrf_exempt
def purchases(request: HttpRequest) -> JsonResponse:
    """201 for a new purchase, 200 for one that is known, 401, 405, 409, 413, 415 or 422 with what was wrong. No cookie is looked at."""
    if request.method != "POST":
        return _answer(405, {"error": "Purchases are reported by POST."}, Allow="POST")
    system = _caller(request)
    if system is None:
        return _answer(401, {"error": "Please name yourself: Authorization: Bearer and the token."}, **{"WWW-Authenticate": "Bearer"})
    if request.content_type != "application/json":
        return _answer(415, {"error": "Please send application/json."})
    if len(request.body) > LONGEST:
        return _answer(413, {"error": f"At most {LONGEST:,} bytes, please."})
    note_call(system)
    try:
        purchase, new = take_purchase(read(request.body), system=system)
    except OtherPurchase as error:
        return _answer(409, {"error": error.message, "fields": error.details["fields"]})
    except BadPurchase as error:
        return _answer(422, {"error": error.message, "fields": error.details["fields"]})
    return _answer(201 if new else 200, {"number": purchase.number, "new": new})


def _caller(request: HttpRequest) -> ShopSystem | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return system_with(key.strip()) if scheme.lower() == "bearer" else None


def _answer(status: int, said: dict[str, Any], **headers: str) -> JsonResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store", **headers})
