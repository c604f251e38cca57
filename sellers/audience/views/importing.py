"""Readers from a file and readers as a file, in the Wagtail admin. Whoever is not the seller meets a 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from hub.common.exceptions import HubError
from sellers.profiles.models import Seller

from .. import queries, services
from ..exceptions import NoSuchImport, NoSuchReader
from ..files.defusing import csv_pieces
from ..forms import ColumnsForm, UploadForm
from ..models import Import
from .readers import render_page

State = Import.State
SHOWN = 100
_ABOVE = [("readers:index", "My readers"), ("readers:import", "Readers from a file")]
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def for_the_importer(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Gives the view the seller that the user is, and for an `import_id` her import; 404 for everybody else."""

    @wraps(view)
    def wrapped(request: HttpRequest, import_id: int | None = None) -> HttpResponseBase:
        try:
            seller = queries.list_owner(viewer=request.user)
            return view(request, seller if import_id is None else queries.import_for(seller=seller, pk=import_id))
        except (NoSuchReader, NoSuchImport) as error:
            raise Http404 from error

    return wrapped


@require_http_methods(["GET", "POST"])
@for_the_importer
def upload(request: HttpRequest, seller: Seller) -> HttpResponse:
    """The form for a file, and the files she brought before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.receive_upload(seller=seller, name=file.name, content=file.read(), by=request.user)
        except HubError as error:
            form.add_error("file", error.message)
        else:
            return redirect("readers:import_show", run.pk)
    context = {"form": form, "imports": queries.imports_of(seller=seller).defer("report")[:20]}
    return render_page(request, "import_upload", "Readers from a file", context, _ABOVE[:1])


@require_http_methods(["GET", "POST"])
@for_the_importer
def show(request: HttpRequest, run: Import) -> HttpResponse:
    """Where an import stands: its columns to be looked at, its report, its progress or its result."""
    if run.state == State.UPLOADED or (run.state == State.CHECKED and "columns" in request.GET):
        return _columns(request, run)
    refused, left_out = run.report.get("refused", []), run.report.get("left_out", [])
    context = {"run": run, "refused": refused[:SHOWN], "left_out": left_out[:SHOWN], "more": len(refused) + len(left_out) > SHOWN}
    context["underway"] = run.state in (State.CHECKING, State.RUNNING, State.UNDOING)
    response = render_page(request, "import_show", run.file_name, context, _ABOVE)
    if context["underway"]:
        response["Refresh"] = "3"
    return response


def _columns(request: HttpRequest, run: Import) -> HttpResponse:
    try:
        lines = services.preview(run)
    except HubError as error:
        messages.error(request, error.message)
        return redirect("readers:import")
    headers = run.headers or [f"Column {place}" for place in range(1, max(len(cells) for _, cells in lines) + 1)]
    initial = {"source": run.source, "consent_date": run.consent_date}
    form = ColumnsForm(request.POST or None, headers=headers, columns=run.columns, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("columns", "source", "consent_date")}
        try:
            services.choose_columns(run, by=request.user, **chosen)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            return redirect("readers:import_show", run.pk)
    rows = [[(cells[place] if place < len(cells) else "")[:80] for place in range(len(headers))] for _, cells in lines[bool(run.headers) :]]
    context = {"run": run, "form": form, "examples": list(zip(form.selects, zip(*rows, strict=True), strict=True)) if rows else []}
    return render_page(request, "import_columns", "What is in the columns?", context, _ABOVE)


@require_POST
@for_the_importer
def start(request: HttpRequest, run: Import) -> HttpResponse:
    return _step(request, run, lambda: services.start_import(run, good_rows="good_rows" in request.POST, by=request.user))


@require_http_methods(["GET", "POST"])
@for_the_importer
def undo(request: HttpRequest, run: Import) -> HttpResponse:
    if request.method == "POST":
        return _step(request, run, lambda: services.undo_import(run, by=request.user))
    return render_page(request, "import_undo", "Take an import back", {"run": run}, _ABOVE)


@require_POST
@for_the_importer
def discard(request: HttpRequest, run: Import) -> HttpResponse:
    answer = _step(request, run, lambda: services.discard_import(run, by=request.user))
    return answer if queries.imports_of(seller=run.seller).filter(pk=run.pk).exists() else redirect("readers:import")


def _step(request: HttpRequest, run: Import, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except HubError as error:
        messages.error(request, error.message)
    return redirect("readers:import_show", run.pk)


@require_GET
@for_the_importer
def refused(request: HttpRequest, run: Import) -> StreamingHttpResponse:
    """Every row that stays out, with its line and reason."""
    told = [("refused", row) for row in run.report.get("refused", [])] + [("left out", row) for row in run.report.get("left_out", [])]
    rows: list[tuple[Any, ...]] = [("Line", "What", "Why"), *((row["line"], what, row["reason"]) for what, row in told)]
    return _download(csv_pieces(rows), f"import-{run.pk}-refused", "csv")


@require_POST
@for_the_importer
def export(request: HttpRequest, seller: Seller) -> HttpResponseBase:
    """Her whole list as a file."""
    kind = "xlsx" if request.POST.get("kind") == "xlsx" else "csv"
    pieces = services.export_readers(seller=seller, kind=kind, by=request.user)
    return _download(pieces, f"my-readers-{timezone.localdate().isoformat()}", kind)


def _download(pieces: Any, name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
