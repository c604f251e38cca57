"""Approved texts: list, form, and the steps of a version's life."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify

from hub.common.exceptions import HubError

from .. import queries
from ..choices import BlockState
from ..forms import TextForm
from ..models import ApprovedBlock, BlockVersion
from ..services import blocks
from .base import KeepersView


class TextList(KeepersView):
    def get(self, request: Any) -> HttpResponse:
        found = queries.blocks(viewer=request.user)
        wanted = request.GET.get("q", "")
        if wanted:
            found = found.filter(title__icontains=wanted)
        rows = [(block, _shown(block)) for block in found]
        return render(request, "brandguard/texts.html", {"rows": rows, "wanted": wanted})


class TextEdit(KeepersView):
    """A new text, or the next draft of a present one."""

    def parts(self, request: Any, pk: int | None) -> tuple[ApprovedBlock | None, BlockVersion | None]:
        block = get_object_or_404(queries.blocks(viewer=request.user), pk=pk) if pk else None
        return block, block.versions.first() if block else None

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        block, version = self.parts(request, pk)
        return self.show(request, TextForm(block=block, version=version), block)

    def post(self, request: Any, pk: int | None = None) -> HttpResponse:
        block, version = self.parts(request, pk)
        form = TextForm(request.POST, block=block, version=version)
        if not form.is_valid():
            return self.show(request, form, block, status=422)
        data = form.cleaned_data
        try:
            if block is None:
                key = data["key"] or slugify(data["title"])[:80]
                block = blocks.create_block(key=key, title=data["title"], purpose=data["purpose"], by=request.user, **form.version_fields())
            else:
                self.change(request, form, block, version)
        except HubError as error:
            form.add_error("body", error.message)
            return self.show(request, form, block, status=422)
        messages.success(request, f"“{block.title}” is saved as a draft. Hand it in, and another lead approves it.")
        return redirect("guard:text", block.pk)

    def change(self, request: Any, form: TextForm, block: ApprovedBlock, version: BlockVersion | None) -> None:
        blocks.describe_block(block, title=form.cleaned_data["title"], purpose=form.cleaned_data["purpose"], by=request.user)
        if version and version.state == BlockState.DRAFT:
            blocks.edit_draft(version, by=request.user, **form.version_fields())
        elif "body" in form.changed_data or set(form.version_fields()) & set(form.changed_data):
            blocks.draft_version(block, by=request.user, **form.version_fields())

    def show(self, request: Any, form: TextForm, block: ApprovedBlock | None, status: int = 200) -> HttpResponse:
        rows = (
            [(version, _steps(version, request.user)) for version in block.versions.select_related("made_by", "approved_by")]
            if block
            else []
        )
        return render(request, "brandguard/text.html", {"form": form, "text": block, "rows": rows}, status=status)


class TextStep(KeepersView):
    """One step of a version's life, by POST."""

    def post(self, request: Any, pk: int, step: str) -> HttpResponse:
        version = get_object_or_404(BlockVersion, pk=pk)
        try:
            STEPS[step](version, request)
            messages.success(request, f"“{version.block.title}”, version {version.number}: {BlockState(version.state).label}.")
        except HubError as error:
            messages.error(request, error.message)
        return redirect("guard:text", version.block_id)


class TextArchive(KeepersView):
    def post(self, request: Any, pk: int) -> HttpResponse:
        block = get_object_or_404(ApprovedBlock, pk=pk)
        blocks.archive_block(block, by=request.user, archived=not block.archived)
        messages.success(request, f"“{block.title}” is {'archived: it is not offered any more' if block.archived else 'offered again'}.")
        return redirect("guard:text", pk)


STEPS: dict[str, Callable[[BlockVersion, Any], Any]] = {
    "submit": lambda version, request: blocks.submit_version(version, by=request.user),
    "return": lambda version, request: blocks.return_version(version, by=request.user),
    "approve": lambda version, request: blocks.approve_version(version, by=request.user),
}


def _steps(version: BlockVersion, user: Any) -> list[tuple[str, str]]:
    if version.state == BlockState.DRAFT:
        return [("submit", "Hand in")]
    if version.state == BlockState.IN_REVIEW:
        return [("return", "Back to draft"), *([("approve", "Approve")] if version.made_by_id != user.pk else [])]
    return [("recall", "Recall")] if version.state in (BlockState.APPROVED, BlockState.EXPIRED) else []


def _shown(block: ApprovedBlock) -> BlockVersion | None:
    """The version in use, or else the newest."""
    versions = list(block.versions.all())
    return next((v for v in versions if v.state == BlockState.APPROVED), versions[0] if versions else None)
