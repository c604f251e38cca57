"""The hash that tells whether a letter has changed, and a cheap way to ask for it before every hundred mails of a running send."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wagtail.images import get_image_model

from hub.common.prepared import Prepared

from .models import LetterPage

_WITH_PICTURE = ("picture", "product")


@dataclass(frozen=True, eq=False)
class Written:
    """What a letter's writer decided, as last saved; `images` are the ids of its pictures, one for each place."""

    seller_id: int
    subject: str
    preheader: str
    topic_id: int | None
    body: Any
    images: tuple[int, ...]


def fingerprint(letter: LetterPage) -> str:
    """SHA-256 of everything the writer decides: subject, preview line, topic, body, and the files behind its pictures."""
    body = letter.body.get_prep_value()
    pictures = sorted((child.value["image"].pk, child.value["image"].file_hash) for child in letter.body if _has_picture(child))
    return _digest(letter.seller_id, letter.subject, letter.preheader, letter.topic_id, body, pictures)


def written_fingerprint(pk: int) -> tuple[str, int, int | None] | None:
    """The fingerprint of a letter as last saved, and the ids of its seller and topic; None when it is gone.

    One query, two when it has pictures. Every call reads the row and its revision; what was read is the key of what is cached, so a
    revision that was overwritten in place is seen like a new one.
    """
    rows = _ROW.rows(pk=pk)
    if not rows:
        return None
    written = _as_written(*rows[0])
    return _fingerprint(written, _files(written.images)), written.seller_id, written.topic_id


def _letter(pk: int) -> Any:
    return LetterPage.objects.filter(pk=pk).values_list("seller_id", "subject", "preheader", "topic_id", "body", "latest_revision__content")


_ROW = Prepared(_letter, "pk")


@lru_cache(maxsize=256)
def _as_written(seller_id: int, subject: str, preheader: str, topic_id: int | None, body: str, content: str | None) -> Written:
    """The revision's word goes before the row's, without the seven queries that rebuilding a whole page costs."""
    row = {"seller": seller_id, "subject": subject, "preheader": preheader, "topic": topic_id, "body": body}
    said = row | (json.loads(content) if content else {})
    raw = LetterPage._meta.get_field("body").to_python(said["body"]).get_prep_value()
    images = (item["value"].get("image") for item in raw if item["type"] in _WITH_PICTURE)
    return Written(said["seller"], said["subject"], said["preheader"], said["topic"], raw, tuple(image for image in images if image))


def _files(images: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """(id, hash of the file) of the pictures that are still there, as they are now."""
    if not images:
        return ()
    hashes = dict(get_image_model().objects.filter(pk__in=set(images)).values_list("pk", "file_hash"))
    return tuple(sorted((image, hashes[image]) for image in images if image in hashes))


@lru_cache(maxsize=256)
def _fingerprint(written: Written, pictures: tuple[tuple[int, str], ...]) -> str:
    return _digest(written.seller_id, written.subject, written.preheader, written.topic_id, written.body, pictures)


def _digest(seller_id: int, subject: str, preheader: str, topic_id: int | None, body: Any, pictures: Iterable[tuple[int, str]]) -> str:
    content = [seller_id, subject, preheader, body, list(pictures)]
    if topic_id is not None:  # a letter without a topic keeps the hash that it was approved with before there were any
        content.append({"topic": topic_id})
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _has_picture(child: Any) -> bool:
    return child.block_type in _WITH_PICTURE and child.value.get("image") is not None
