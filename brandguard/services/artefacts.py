"""Freezing what is submitted: the guard runs, the bytes get their hash, older ones lose their worth."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit

from ..choices import ArtefactState, BlockState, Severity
from ..documents import Document, Finding
from ..exceptions import Blocked
from ..models import Artefact, BlockVersion
from .hits import count_hits
from .reviews import void
from .rules import check_document


@transaction.atomic
def freeze(
    *,
    subject: str,
    title: str,
    author: Any,
    region: str,
    payload: bytes,
    document: Document,
    audience: Mapping[str, Any],
    audience_count: int,
    fingerprint: str,
    justifications: Mapping[str, str] | None = None,
    window: tuple[datetime | None, datetime | None] | None = None,
    writers: Iterable[int] = (),
    notes: Iterable[Finding] = (),
    risks: Iterable[str] = (),
    in_emergency: bool = False,
) -> Artefact:
    """Check the document and freeze the bytes made from it. Undecided or approved artefacts of the subject are voided.

    `justifications` holds the writer's reasons by rule key; `writers` the ids of everybody who wrote in it,
    `notes` what its owner wants the reviewer to see beside the guard's findings, `risks` what no rule can see and asks for a person.
    `in_emergency`: what rules stop is frozen all the same, for services.emergencies; the gate stays shut for it.
    Raises Blocked with the findings that stop it.
    """
    report = check_document(document)
    reasons = {key: text.strip() for key, text in (justifications or {}).items() if text.strip()}
    stopping = [f for f in report.findings if f.blocks or (f.severity == Severity.JUSTIFY and f.rule not in reasons)]
    versions, unusable = usable_versions(document, region=region)
    if stopping := [*([] if in_emergency else stopping), *unusable]:
        raise Blocked(_sentence(stopping), findings=stopping)
    void(subject, reason="A newer version was submitted.", by=author)
    artefact = Artefact(
        subject=subject,
        title=title,
        author=author,
        writers=sorted({author.pk, *writers}),
        region=region,
        payload=payload,
        sha256=hashlib.sha256(payload).hexdigest(),
        document=document.as_json(),
        findings=[f.as_json() for f in (*report.findings, *notes)],
        justifications=reasons,
        risks=list(risks),
        ruleset=report.ruleset,
        audience=dict(audience),
        audience_count=audience_count,
        fingerprint=fingerprint,
        state=ArtefactState.FROZEN,
    )
    artefact.window_from, artefact.window_to = window or (None, None)
    artefact.save()
    artefact.block_versions.set(versions)
    count_hits(artefact)
    data = {"artefact": artefact.pk, "sha256": artefact.sha256, "ruleset": report.ruleset.pk, "readers": audience_count}
    audit.record("artefact.frozen", actor=author, subject=subject, data=data | {"blocks": [list(b) for b in document.blocks]})
    return artefact


def usable_versions(document: Document, *, region: str) -> tuple[list[BlockVersion], list[Finding]]:
    """The versions of approved blocks in the document, and a finding for each that may not be used here and now."""
    found = {
        (version.block.key, version.number): version
        for version in BlockVersion.objects.filter(block__key__in={key for key, _ in document.blocks}).select_related("block")
    }
    problems = []
    for key, number in document.blocks:
        version = found.get((key, number))
        sentence = "This approved text does not exist any more. Choose another one." if version is None else _unusable(version, region)
        if sentence:
            problems.append(
                Finding(f"block:{key}", Severity.BLOCK, sentence, f"block/{key}", "body", -1, -1, version.block.title if version else key)
            )
    return [found[pin] for pin in document.blocks if pin in found], problems


def _unusable(version: BlockVersion, region: str) -> str:
    now = timezone.now()
    if version.state != BlockState.APPROVED:
        return f"“{version.block.title}” may not be used any more ({version.get_state_display()}). Choose another text."
    if version.valid_from and now < version.valid_from:
        return f"“{version.block.title}” may be used from {version.valid_from:%d %B %Y} on."
    if version.valid_to and now > version.valid_to:
        return f"“{version.block.title}” could be used until {version.valid_to:%d %B %Y}. Choose another text."
    if version.regions and region not in version.regions:
        return f"“{version.block.title}” is not meant for your region. Choose another text."
    return ""


def _sentence(findings: list[Finding]) -> str:
    if len(findings) == 1:
        return f"One thing must be changed first: {findings[0].message}"
    return f"{len(findings)} things must be changed first."
