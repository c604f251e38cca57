"""Sent letters, listed: on a seller's public page, on a page of their own, and as a feed."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.common.languages import speak
from hub.company.queries import brand
from sellers.profiles.directory import open_seller
from sellers.profiles.models import Seller
from sellers.profiles.sections import Section

from .. import queries
from ..archive import FED, LISTED, SHOWN, preview_line
from ..models import LetterPage
from ..theme import page_address


def rows(letters: Iterable[LetterPage], request: HttpRequest) -> list[dict[str, Any]]:
    """Address, subject, preview line and day of each."""
    return [
        {
            "url": letter.get_url(request),
            "title": letter.archived_artefact.title,
            "about": preview_line(letter.archived_artefact_id),
            "at": letter.archived_artefact.created_at,
        }
        for letter in letters
        if letter.archived_artefact is not None
    ]


def archive_section(request: HttpRequest, seller: Any) -> Section | None:
    """Her last letters, or nothing while she has sent none."""
    letters = list(queries.archived_letters(seller=seller)[: SHOWN + 1])
    if not letters:
        return None
    context = {"letters": rows(letters[:SHOWN], request), "more": len(letters) > SHOWN, "seller": seller}
    return Section(40, "newsletters/section_archive.html", context)


@require_safe
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """All her letters, a page at a time."""
    seller = _open_seller(slug)
    speak(request, seller.shop.language)
    page = Paginator(queries.archived_letters(seller=seller), LISTED).get_page(request.GET.get("page"))
    found = {"seller": seller, "page": page, "letters": rows(page, request), "page_url": seller.page.get_url(request)}
    response = render(request, "newsletters/archive/letters.html", found)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The last letters as RSS 2.0: subject, preview line and address. What readers' names would make personal stays out."""
    seller = _open_seller(slug)
    language = speak(request, seller.shop.language)
    made = Rss201rev2Feed(
        title=f"{seller.name}, {seller.shop.name}",
        link=seller.page.address,
        description=_("Letters from %(name)s, %(shop)s, %(town)s")
        % {"name": seller.name, "shop": seller.shop.name, "town": seller.shop.town},
        language=language,
        author_name=seller.name,
        feed_copyright=brand().name,
        feed_url=f"{seller.page.address}letters.xml",
    )
    for letter in queries.archived_letters(seller=seller)[:FED]:
        address, artefact = page_address(letter), letter.archived_artefact
        made.add_item(
            title=_fit_for_xml(artefact.title),
            link=address,
            description=_fit_for_xml(preview_line(artefact.pk)),
            pubdate=artefact.created_at,
            unique_id=address,
            unique_id_is_permalink=True,
        )
    response = HttpResponse(made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=600"
    return response


def _fit_for_xml(text: str) -> str:
    """Without the signs that XML 1.0 forbids: one of them would break the whole feed."""
    return "".join(sign for sign in text if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")


def _open_seller(slug: str) -> Seller:
    seller = open_seller(slug)
    if seller is None:
        raise Http404
    return seller
