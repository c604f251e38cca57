"""A seller's card for the address book, and her QR code on paper: for everybody, so without a viewer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.common.languages import speak
from hub.company.queries import brand

from .. import prints
from ..contact import vcard
from ..directory import open_seller
from ..models import Seller


def of_open_seller(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the seller of the address, answers in her shop's language, and tells no other site where a visitor came from."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        seller = open_seller(slug)
        if seller is None:
            raise Http404
        speak(request, seller.shop.language)
        response = view(request, seller, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


@of_open_seller
def contact(request: HttpRequest, seller: Seller) -> HttpResponse:
    """For the address book of a phone."""
    response = HttpResponse(vcard(seller, company=brand().name), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{seller.slug}.vcf"'
    return response


@of_open_seller
def sheet(request: HttpRequest, seller: Seller, kind: str) -> HttpResponse:
    """A sheet of A4: one poster or ten cards."""
    picture, copies = ("poster", range(1)) if kind == "poster" else ("card", range(10))
    drawn = prints.drawn(picture, seller, brand())
    context = {"kind": kind, "picture": picture, "copies": copies, "drawn": drawn}
    found = {"seller": seller, "page_url": seller.page.get_url(request)}
    return render(request, "profiles/prints/sheet.html", context | found)


@of_open_seller
def drawing(request: HttpRequest, seller: Seller, kind: str) -> HttpResponse:
    """The same as a picture for whoever prints elsewhere."""
    return HttpResponse(prints.drawn(kind, seller, brand()), content_type="image/svg+xml")
