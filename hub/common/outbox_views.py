"""The outbox on screen: what has not left, why, and the button to try again."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from . import outbox, queries
from .exceptions import NotAllowed

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """404 for whoever may not look. Of an address only the domain is shown: whose it is belongs to her seller."""
    try:
        mails = queries.unsent_mails(viewer=request.user)
    except NotAllowed as error:
        raise Http404 from error
    if request.method == "POST":
        wanted = request.POST.get("mail", "")
        if wanted.isdecimal() and len(wanted) < 18 and outbox.retry(int(wanted), by=request.user):
            messages.success(request, "The mail waits in the outbox again and leaves within seconds.")
        else:
            messages.error(request, "This mail is not among the failed ones any more. Please look at the list again.")
        return redirect("outbox")
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("p"))
    for mail in page:
        mail.domain = mail.to.rpartition("@")[2]
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}, {"url": "", "label": "Outbox"}]
    context = {"page": page, "header_title": "Outbox", "header_icon": "mail", "breadcrumbs_items": crumbs}
    return render(request, "common/outbox.html", context)
