"""Rows that are written once: what may change afterwards is named, everything else is refused."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models.base import ModelBase

from .exceptions import HubError


class FrozenRow(HubError):
    """Somebody tried to change or delete what was frozen."""

    code = "frozen"


class FrozenQuerySet(models.QuerySet):
    """Bulk routes round save() are closed too."""

    def update(self, **kwargs: Any) -> int:
        if changed := set(kwargs) - set(getattr(self.model, "changeable", ())):
            raise FrozenRow(f"{self.model.__name__} is frozen: {', '.join(sorted(changed))} cannot be changed.")
        return super().update(**kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise FrozenRow(f"{self.model.__name__} is frozen: no bulk changes.")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        raise FrozenRow(f"{self.model.__name__} is frozen: no bulk changes.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenRow(f"{self.model.__name__} is kept: nothing here is deleted.")


class FrozenModel(models.Model):
    """Once saved, only the fields named in `changeable` can be saved again; nothing can be deleted."""

    changeable: ClassVar[tuple[str, ...]] = ()
    objects = models.Manager.from_queryset(FrozenQuerySet)()

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        if self._state.adding:
            super().save(force_insert=True, using=using)
            return
        if update_fields is None or (changed := set(update_fields) - set(self.changeable)):
            named = ", ".join(sorted(changed)) if update_fields is not None else "all fields"
            raise FrozenRow(f"{type(self).__name__} is frozen: {named} cannot be changed.")
        super().save(force_update=True, using=using, update_fields=update_fields)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenRow(f"{type(self).__name__} is kept: nothing here is deleted.")
