"""Pages in bulk, with correct tree paths. Django refuses bulk_create for models with a parent table, so each table gets its own."""

from collections.abc import Sequence
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

BATCH = 2_000


def add_pages(parent: Page, children: Sequence[Page]) -> None:
    """Add unsaved pages of one type under a parent. Call it in a transaction; nobody else may add to this parent meanwhile."""
    if not children:
        return
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    kind = ContentType.objects.get_for_model(type(children[0]))
    rows = [_row(parent, child, step + n, kind) for n, child in enumerate(children, 1)]
    for child, row in zip(children, Page.objects.bulk_create(rows, batch_size=BATCH), strict=True):
        for field in Page._meta.local_concrete_fields:
            setattr(child, field.attname, getattr(row, field.attname))
        child.page_ptr_id = row.pk  # type: ignore[attr-defined]
    own = type(children[0])._meta.local_concrete_fields
    for start in range(0, len(children), BATCH):
        type(children[0])._base_manager._insert(children[start : start + BATCH], fields=own, using="default")
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(children))


def _row(parent: Page, child: Page, step: int, kind: ContentType) -> Page:
    now = timezone.now()
    return Page(
        title=child.title,
        draft_title=child.title,
        slug=child.slug,
        path=Page._get_path(parent.path, parent.depth + 1, step),
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{child.slug}/",
        content_type=kind,
        locale_id=parent.locale_id,
        translation_key=uuid4(),
        owner_id=child.owner_id,
        live=child.live,
        first_published_at=now if child.live else None,
        latest_revision_created_at=now,
    )
