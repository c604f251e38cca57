"""/inbox/: what a reader would see. Only in the demo; nothing here exists on a real site."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .inbox import reading
from .inbox.store import Line, Search, Store

PER_PAGE = 40
TABS = (("html", "Letter"), ("text", "Plain text"), ("headers", "Headers, explained"), ("source", "Source"))
# The mail's own frame: no script, nothing fetched but this site's pictures; links open in a tab of their own.
BODY_POLICY = (
    "default-src 'none'; img-src 'self' {origin} data:; style-src 'unsafe-inline'; frame-ancestors 'self';"
    " form-action 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(require_safe(guarded))


class _Mails:
    """The store as Django's paginator wants it."""

    def __init__(self, search: Search) -> None:
        self.search, self.store = search, Store()

    def count(self) -> int:
        return self.store.count(self.search)

    def __getitem__(self, part: slice) -> list[tuple[Line, datetime]]:
        lines = self.store.find(self.search, offset=part.start, limit=part.stop - part.start)
        return [(line, datetime.fromtimestamp(line.at, UTC)) for line in lines]


@demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    search = Search(reader=request.GET.get("to", ""), words=request.GET.get("q", ""), kind=request.GET.get("kind", ""))
    page = Paginator(_Mails(search), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    kinds = [("", "Everything"), ("letters", "Letters"), ("notices", "Confirmations and notices")]
    links = []
    for value, label in kinds:
        other = query.copy()
        other["kind"] = value
        links.append((label, other.urlencode(), value == search.kind))
    context = {"page": page, "search": search, "query": query.urlencode(), "kinds": links, "readers": Store().readers()}
    return render(request, "demo/mailbox.html", context)


def _mail_or_404(number: int) -> tuple[Line, bytes]:
    found = Store().get(number)
    if found is None:
        raise Http404
    return found


@demo_only
def mail(request: HttpRequest, number: int) -> HttpResponse:
    line, raw = _mail_or_404(number)
    shown = reading.read(raw)
    tabs = [tab for tab in TABS if tab[0] != "html" or shown.html]
    chosen = request.GET.get("view", "")
    if chosen not in dict(tabs):
        chosen = tabs[0][0]
    context = {"line": line, "mail": shown, "at": datetime.fromtimestamp(line.at, UTC), "tabs": tabs, "chosen": chosen, "size": len(raw)}
    return render(request, "demo/mail.html", context)


@demo_only
def body(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML part alone, for the sandboxed frame."""
    _, raw = _mail_or_404(number)
    response = HttpResponse(opening_links_apart(reading.read(raw).html))
    response["Content-Security-Policy"] = BODY_POLICY.format(origin=settings.ORIGIN)
    return response


def opening_links_apart(html: str) -> str:
    base = '<base target="_blank">'
    lowered = html.lower()
    at = lowered.find("<head>")
    return html[: at + 6] + base + html[at + 6 :] if at >= 0 else base + html
