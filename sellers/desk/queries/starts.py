"""What a letter can begin from: a text of head office, an earlier letter of hers, or nothing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.html import strip_tags

from brandguard.models import BlockVersion
from brandguard.queries import usable_block_versions
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import letters_of, with_state
from sellers.profiles.models import Seller

EARLIER = 4
TEXTS = 4


@dataclass(frozen=True)
class ReadyText:
    """A text of head office, and its first words."""

    version: BlockVersion
    beginning: str


def texts_for(*, seller: Seller, viewer: Any) -> list[ReadyText]:
    """Texts that head office has approved for this seller's region and the viewer's role now: what ends soon first, then the newest."""
    usable = usable_block_versions(region=seller.shop.region.code, role=viewer.role, language=None)
    found = usable.order_by(F("valid_to").asc(nulls_last=True), F("approved_at").desc(nulls_last=True), "pk")[:TEXTS]
    return [ReadyText(version, " ".join(strip_tags(version.body.replace("<", " <")).split())) for version in found]


def earlier_letters(*, seller: Seller) -> list[LetterPage]:
    """Her last letters, each with `.state`, without their text."""
    return with_state(letters_of(seller=seller).select_related("seller").defer("body")[:EARLIER])
