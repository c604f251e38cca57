"""Beginning a letter: one tap for a start, and the editor is open."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from brandguard.models import BlockVersion
from hub.common.exceptions import HubError, NotAllowed
from sellers.newsletters.exceptions import NoSuchLetter
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import letter_for
from sellers.profiles.models import Seller
from sellers.profiles.queries import seller_for_writing, sellers_written_by

from ..exceptions import NoSuchIdea
from ..queries.ideas import idea_for, running_ideas
from ..queries.starts import earlier_letters, texts_for
from ..services.starting import start_blank, start_from_idea, start_from_letter, start_from_text

IDEAS = 8


@require_GET
def write(request: HttpRequest) -> HttpResponse:
    """The starts to choose from; an assistant says first for whom."""
    sellers = list(sellers_written_by(viewer=request.user).select_related("shop__region", "photo", "page").order_by("name"))
    if not sellers:
        raise Http404
    wanted = request.GET.get("for", "")
    seller = sellers[0] if len(sellers) == 1 else next((one for one in sellers if str(one.pk) == wanted), None)
    context: dict[str, Any] = {"sellers": sellers, "seller": seller, "several": len(sellers) > 1}
    if seller is not None:
        context |= {
            "ideas": running_ideas(seller=seller)[:IDEAS],
            "texts": texts_for(seller=seller, viewer=request.user),
            "earlier": earlier_letters(seller=seller),
        }
    return render(request, "desk/write.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new draft from the chosen start, opened in the editor. `seller` for assistants; `idea`, `text` or `letter`: what it begins from."""
    try:
        letter = _begin(request)
    except (NotAllowed, NoSuchLetter, NoSuchIdea) as error:
        raise Http404 from error
    except HubError as error:
        messages.error(request, error.message)
        return redirect("seller_desk:write")
    return redirect("wagtailadmin_pages:edit", letter.pk)


def _begin(request: HttpRequest) -> LetterPage:
    if earlier := _number(request, "letter"):
        return start_from_letter(letter_for(viewer=request.user, pk=earlier), by=request.user)
    seller = _seller(request)
    if idea := _number(request, "idea"):
        return start_from_idea(idea_for(seller=seller, pk=idea), seller=seller, by=request.user)
    if text := _number(request, "text"):
        version = get_object_or_404(BlockVersion.objects.select_related("block"), pk=text)
        return start_from_text(version, seller=seller, by=request.user)
    return start_blank(seller=seller, by=request.user)


def _seller(request: HttpRequest) -> Seller:
    first = sellers_written_by(viewer=request.user).values_list("pk", flat=True).first()
    return seller_for_writing(viewer=request.user, seller_id=_number(request, "seller") or first or 0)


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 18 else 0
