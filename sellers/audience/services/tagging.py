"""A seller's tags. A tag nobody carries any more is deleted."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from hub.common.exceptions import NotAllowed
from sellers.profiles.models import Seller

from ..exceptions import BadCard
from ..folding import plain
from ..models import Subscriber, Tag
from .editing import note_edit, require_owner
from .finding import refresh_search

MOST = 30  # tags on one card
MOST_AT_A_TIME = 5_000


@transaction.atomic
def set_tags(subscriber: Subscriber, names: Iterable[str], *, by: Any) -> list[Tag]:
    """Give the reader these tags and no others; unknown ones are made. Raises NotAllowed, BadCard."""
    require_owner(subscriber, by)
    wanted = {tag.pk: tag for tag in tags_named(subscriber.seller, names)}
    if len(wanted) > MOST:
        raise BadCard(f"A card has room for {MOST} tags.")
    before = list(subscriber.tags.all())
    if {tag.pk for tag in before} != set(wanted):
        subscriber.tags.set(wanted.values())
        note_edit(subscriber, "tags", {"tags": [[t.name for t in before], [t.name for t in wanted.values()]]}, by=by)
        refresh_search(subscriber)
        drop_unused(subscriber.seller)
    return list(wanted.values())


@transaction.atomic
def tag_readers(*, seller: Seller, readers: Iterable[int], add: str = "", remove: str = "", by: Any) -> int:
    """Put a tag on many of the seller's readers, or take one off; how many cards changed. Ids of other lists are ignored.

    Raises NotAllowed, BadCard.
    """
    if by is not None and by.pk != seller.user_id:
        raise NotAllowed("Only the seller herself tags her readers.")
    ids = list(readers)[:MOST_AT_A_TIME]
    changed = 0
    for reader in Subscriber.objects.filter(seller=seller, pk__in=ids).select_related("person", "seller").prefetch_related("tags"):
        names = [tag.name for tag in reader.tags.all()]
        kept = [name for name in names if not remove or plain(name) != plain(remove)]
        wanted = kept + ([add] if add and plain(add) not in {plain(name) for name in kept} else [])
        if wanted != names:
            set_tags(reader, wanted, by=by)
            changed += 1
    return changed


@transaction.atomic
def rename_tag(tag: Tag, name: str, *, by: Any) -> Tag:
    """Another word for a tag; if the seller has a tag of that name, the two become one. Raises NotAllowed, BadCard."""
    if by is not None and by.pk != tag.seller.user_id:
        raise NotAllowed("This is not your tag.")
    name, key = clean_tag(name)
    other = Tag.objects.filter(seller=tag.seller, key=key).exclude(pk=tag.pk).first()
    carriers = list(Subscriber.objects.filter(tags=tag).select_related("person", "seller"))
    if other is None:
        old, tag.name, tag.key = tag.name, name, key
        tag.save(update_fields=["name", "key"])
    else:
        for reader in carriers:
            reader.tags.add(other)
        old = tag.name
        tag.delete()
    for reader in carriers:
        refresh_search(reader)
        note_edit(reader, "tags", {"tag": [old, name]}, by=by)
    return other or tag


@transaction.atomic
def delete_tag(tag: Tag, *, by: Any) -> int:
    """Take a tag off every card; how many carried it. Raises NotAllowed."""
    if by is not None and by.pk != tag.seller.user_id:
        raise NotAllowed("This is not your tag.")
    carriers = list(Subscriber.objects.filter(tags=tag).select_related("person"))
    name = tag.name
    tag.delete()
    for reader in carriers:
        refresh_search(reader)
        note_edit(reader, "tags", {"tag": [name, ""]}, by=by)
    return len(carriers)


def tags_named(seller: Seller, names: Iterable[str]) -> list[Tag]:
    """The seller's tags of these names, made where they are new. Raises BadCard."""
    keys = {key: name for name, key in (clean_tag(name) for name in names if name.strip())}
    known = {tag.key: tag for tag in Tag.objects.filter(seller=seller, key__in=keys)}
    new = [Tag(seller=seller, name=name, key=key) for key, name in keys.items() if key not in known]
    Tag.objects.bulk_create(new, ignore_conflicts=True)
    return list(Tag.objects.filter(seller=seller, key__in=keys)) if new else list(known.values())


def drop_unused(seller: Seller) -> None:
    Tag.objects.filter(seller=seller, readers=None).delete()


def clean_tag(name: str) -> tuple[str, str]:
    """A tag's name and key. Raises BadCard."""
    name = " ".join(name.split())
    key = plain(name)
    if not key or len(name) > 40 or not name.isprintable():
        raise BadCard("A tag is a word or two, at most 40 characters.")
    return name, key[:120]
