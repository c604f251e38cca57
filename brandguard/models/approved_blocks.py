"""Text the company has approved, in numbered versions that letters pin."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.base import ModelBase

from hub.common.frozen import FrozenRow

from ..choices import BlockState


class KeptQuerySet(models.QuerySet):
    """Letters pin these rows: they are archived or recalled, never deleted."""

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenRow("Approved texts are kept, because letters hold them. Archive or recall instead.")


class Kept(models.Model):
    objects = models.Manager.from_queryset(KeptQuerySet)()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenRow("Approved texts are kept, because letters hold them. Archive or recall instead.")


class ApprovedBlock(Kept):
    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=250, blank=True, help_text="When to use it, for sellers.")
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class BlockVersion(Kept):
    """One version of a block. Its text never changes once it has left draft; a change is a new version."""

    # What may change after the draft: where it stands in its life, never what it says or who may use it.
    CHANGEABLE: ClassVar[frozenset[str]] = frozenset({"state", "approved_by", "approved_at", "recalled_at", "recall_reason"})

    block = models.ForeignKey(ApprovedBlock, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=BlockState.choices, default=BlockState.DRAFT)
    body = models.TextField(help_text="Rich text (HTML), sanitised.")
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=10, default="en")
    regions = models.JSONField(default=list, blank=True, help_text="Region codes; empty: all.")
    roles = models.JSONField(default=list, blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["block", "-number"]
        constraints = [models.UniqueConstraint(fields=["block", "number"], name="block_version_once")]

    def __str__(self) -> str:
        return f"{self.block} v{self.number}"

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """FrozenRow when a version that is no draft any more would change what it says."""
        was = BlockVersion.objects.filter(pk=self.pk).values_list("state", flat=True).first() if self.pk else None
        if was not in (None, BlockState.DRAFT) and not set(update_fields or ("body",)) <= self.CHANGEABLE:
            raise FrozenRow("A version that has left draft does not change. Make a new version.")
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields)
