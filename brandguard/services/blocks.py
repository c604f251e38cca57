"""Every change to approved texts: draft → in review → approved → expired or recalled. Never by one person alone, never deleted."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import bleach
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hub.accounts.models import Role, User
from hub.common import audit
from hub.common.exceptions import NotAllowed

from ..choices import BlockState, Scope
from ..documents import Document, links_from_html, part_from_html
from ..exceptions import Blocked, GuardError, NotYours
from ..models import ApprovedBlock, BlockVersion
from ..signals import block_recalled
from .rules import check_document

KEEPERS = {Role.LEAD, Role.ADMINISTRATOR}
TAGS = frozenset({"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "hr"})
FIELDS = ("body", "language", "regions", "roles", "valid_from", "valid_to")


@transaction.atomic
def create_block(*, key: str, title: str, purpose: str = "", by: User | None, **first: Any) -> ApprovedBlock:
    """A new block; `first` (body, language, regions, roles, valid_from, valid_to) becomes its first draft when a body is given."""
    _may_keep(by)
    block = ApprovedBlock.objects.create(key=key, title=title, purpose=purpose)
    audit.record("block.created", actor=by, subject=f"block:{key}")
    if first.get("body"):
        draft_version(block, by=by, **first)
    return block


@transaction.atomic
def describe_block(block: ApprovedBlock, *, title: str, purpose: str, by: User | None) -> ApprovedBlock:
    """Change how a block is announced to sellers; what it says is untouched."""
    _may_keep(by)
    block.title, block.purpose = title, purpose
    block.save(update_fields=["title", "purpose"])
    audit.record("block.described", actor=by, subject=f"block:{block.key}")
    return block


@transaction.atomic
def draft_version(block: ApprovedBlock, *, by: User | None, **fields: Any) -> BlockVersion:
    """The next version of a block, as a draft. The body is sanitised to the tags letters may hold."""
    _may_keep(by)
    last = block.versions.aggregate(last=Max("number"))["last"] or 0
    version = BlockVersion(block=block, number=last + 1, made_by=by)
    return _write(version, fields, "block.drafted", by)


@transaction.atomic
def edit_draft(version: BlockVersion, *, by: User | None, **fields: Any) -> BlockVersion:
    """Change a draft. GuardError for a version that has left draft. Who edits is its maker from then on."""
    _may_keep(by)
    _must_be(version, BlockState.DRAFT)
    version.made_by = by
    return _write(version, fields, "block.edited", by)


@transaction.atomic
def submit_version(version: BlockVersion, *, by: User | None) -> BlockVersion:
    """Hand a draft to another lead. Blocked when the rules in force do not let its text pass."""
    _may_keep(by)
    _must_be(version, BlockState.DRAFT)
    _must_pass(version)
    return _move(version, BlockState.IN_REVIEW, "block.submitted", by)


@transaction.atomic
def return_version(version: BlockVersion, *, by: User | None) -> BlockVersion:
    """Give a version in review back as a draft."""
    _may_keep(by)
    _must_be(version, BlockState.IN_REVIEW)
    return _move(version, BlockState.DRAFT, "block.returned", by)


@transaction.atomic
def approve_version(version: BlockVersion, *, by: User) -> BlockVersion:
    """Approve a version in review. NotYours for its maker, superusers included; Blocked when the rules changed against it."""
    _may_keep(by)
    _must_be(version, BlockState.IN_REVIEW)
    if version.made_by_id == by.pk:
        raise NotYours("You wrote this text. Ask another marketing lead to approve it.")
    _must_pass(version)
    version.approved_by, version.approved_at = by, timezone.now()
    return _move(version, BlockState.APPROVED, "block.approved", by, "approved_by", "approved_at")


@transaction.atomic
def recall_version(version: BlockVersion, *, reason: str, by: User) -> BlockVersion:
    """Withdraw an approved version: from this moment no letter that holds it goes out. Needs a reason; announced by block_recalled."""
    _may_keep(by)
    _must_be(version, BlockState.APPROVED, BlockState.EXPIRED)
    if not reason.strip():
        raise GuardError("Say why the text is recalled: everyone who used it will read it.", code="reason_missing")
    version.recalled_at, version.recall_reason = timezone.now(), reason.strip()[:300]
    _move(version, BlockState.RECALLED, "block.recalled", by, "recalled_at", "recall_reason")
    block_recalled.send(sender=BlockVersion, version=version, by=by)
    return version


@transaction.atomic
def archive_block(block: ApprovedBlock, *, by: User | None, archived: bool = True) -> ApprovedBlock:
    """Offer a block no more (or again). Letters that hold it keep it; to stop them, recall the version."""
    _may_keep(by)
    block.archived = archived
    block.save(update_fields=["archived"])
    audit.record("block.archived" if archived else "block.unarchived", actor=by, subject=f"block:{block.key}")
    return block


@transaction.atomic
def expire_versions(*, now: datetime | None = None) -> int:
    """Mark approved versions whose time is over. Returns how many. (The gate looks at the date itself.)"""
    over = BlockVersion.objects.filter(state=BlockState.APPROVED, valid_to__lte=now or timezone.now())
    for version in over:
        _move(version, BlockState.EXPIRED, "block.expired", None)
    return len(over)


def document_of(version: BlockVersion) -> Document:
    """A version as the guard reads it."""
    part = part_from_html(Scope.BODY.value, version.body, location="body", language=version.language, block=version.block.key)
    links = links_from_html(version.body, location="body")
    return Document(parts=(part,), links=links, language=version.language, blocks=((version.block.key, version.number),))


def digest_of(version: BlockVersion) -> str:
    """SHA-256 of what a version says and who may use it."""
    data = {name: getattr(version, name) for name in FIELDS}
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _write(version: BlockVersion, fields: Mapping[str, Any], action: str, by: User | None) -> BlockVersion:
    for name in FIELDS:
        if name in fields:
            setattr(version, name, fields[name])
    version.body = bleach.clean(
        version.body, tags=TAGS, attributes={"a": ["href"]}, protocols={"https", "http", "mailto", "tel"}, strip=True
    )
    if not version.body.strip():
        raise GuardError("Write the text of the block.", code="body_missing")
    version.digest = digest_of(version)
    version.save()
    _record(action, version, by)
    return version


def _move(version: BlockVersion, state: str, action: str, by: User | None, *fields: str) -> BlockVersion:
    version.state = state
    version.save(update_fields=["state", *fields])
    _record(action, version, by)
    return version


def _record(action: str, version: BlockVersion, by: User | None) -> None:
    audit.record(action, actor=by, subject=f"block:{version.block.key}:{version.number}", data={"digest": version.digest})


def _may_keep(by: User | None) -> None:
    if by is not None and by.role not in KEEPERS:
        raise NotAllowed("Only a marketing lead or an administrator changes approved texts. Ask yours.")


def _must_be(version: BlockVersion, *states: str) -> None:
    present = BlockVersion.objects.select_for_update().values_list("state", flat=True).get(pk=version.pk)
    if present not in states:
        raise GuardError(f"This version is {BlockState(present).label} now. Load the page again.", code="wrong_state")


def _must_pass(version: BlockVersion) -> None:
    findings = [finding for finding in check_document(document_of(version)).findings if finding.blocks]
    if findings:
        raise Blocked(f"The brand rules do not let this text pass: {findings[0].message}", findings=findings)
