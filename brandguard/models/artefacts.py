"""Frozen bytes and the approval that names their hash."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from hub.common.frozen import FrozenModel

from ..choices import ArtefactState, Basis
from ..documents import Document


class Artefact(FrozenModel):
    """What was submitted, frozen: the exact bytes, the document the guard reads, and who is to get it. Never changed, only its state."""

    changeable: ClassVar[tuple[str, ...]] = ("state", "void_reason")

    # What it was made from, as its owner names it: "letter:12". The guard does not know what that is.
    subject = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=255)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Ids of everybody whose hand is in it, the author included: none of them can approve it.
    writers = models.JSONField(default=list)
    region = models.CharField(max_length=50, blank=True)
    payload = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    document = models.JSONField()
    findings = models.JSONField(default=list)
    # The writer's reasons for findings that must be justified: {rule key: text}.
    justifications = models.JSONField(default=dict)
    # What its owner knows of it that no rule can see, as sentences: each of them asks for a person. "It shows a picture of her own."
    risks = models.JSONField(default=list)
    ruleset = models.ForeignKey("brandguard.RuleSetVersion", on_delete=models.PROTECT, related_name="+")
    block_versions = models.ManyToManyField("brandguard.BlockVersion", related_name="artefacts")
    # The query that chose the readers, and how many there were: {"list": 7, "filter": {}}, 81.
    audience = models.JSONField()
    audience_count = models.PositiveIntegerField()
    # Hash of the source it was made from; when the source's present hash differs, the approval is void.
    fingerprint = models.CharField(max_length=64)
    window_from = models.DateTimeField(null=True)
    window_to = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ArtefactState.choices, default=ArtefactState.FROZEN)
    void_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.sha256[:8]})"

    def guard_document(self) -> Document:
        """The document as the guard read it when it was frozen."""
        return Document.from_json(self.document)


class Approval(FrozenModel):
    """The yes to one hash: a person's, the policy's, or two people's in an emergency. Revoking it is the end of it."""

    changeable: ClassVar[tuple[str, ...]] = ("revoked_at", "revoked_by", "revoke_reason", "breach")

    artefact = models.OneToOneField(Artefact, on_delete=models.PROTECT, related_name="approval")
    sha256 = models.CharField(max_length=64)
    # Nobody only where the policy said yes.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.PERSON)
    # What the policy saw: {"policy": 3, "standing": 82, "readers": 190}.
    grounds = models.JSONField(default=dict)
    # A yes without a reading person, and one in an emergency, do not last.
    expires_at = models.DateTimeField(null=True)
    # The rules of that moment and what they said: a later finding is one that nobody has said yes to.
    ruleset = models.ForeignKey("brandguard.RuleSetVersion", on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField(default=list)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoke_reason = models.CharField(max_length=300, blank=True)
    # Revoked because the writer broke a rule; what the reviewer overlooked is no breach of hers.
    breach = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(basis=Basis.POLICY), name="approval_by_a_person_or_the_policy"
            )
        ]
