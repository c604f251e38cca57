"""A writer's own screens: her letters, and the button that begins one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hub.common.exceptions import NotAllowed
from sellers.profiles.queries import seller_for_writing, sellers_written_by

from ..queries import letters_written_by, with_state
from ..services.letters import create_letter

PAGE = 20


@require_GET
def my_letters(request: HttpRequest) -> HttpResponse:
    """Letters of the sellers this person writes for, the latest touched first."""
    sellers = list(sellers_written_by(viewer=request.user).order_by("name"))
    if not sellers:
        raise Http404
    page = Paginator(letters_written_by(viewer=request.user), PAGE).get_page(request.GET.get("p"))
    page.object_list = with_state(page.object_list)
    several = len(sellers) > 1
    context = {"page": page, "sellers": sellers, "several": several, "seller": None if several else sellers[0]}
    return render(request, "newsletters/writer/my_letters.html", context)


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """A new draft, opened in the editor. An assistant says for whom; a seller need not."""
    wanted = request.POST.get("seller", "")
    own = sellers_written_by(viewer=request.user)
    seller_id = int(wanted) if wanted.isdigit() else own.values_list("pk", flat=True).first()
    try:
        letter = create_letter(seller=seller_for_writing(viewer=request.user, seller_id=seller_id or 0), by=request.user)
    except NotAllowed as error:
        raise Http404 from error
    return redirect("wagtailadmin_pages:edit", letter.pk)
