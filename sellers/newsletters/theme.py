"""The letter's look: what the templates need to know about brand, seller and shop. Seller values are slots filled after inlining."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hub.common.languages import known
from hub.common.origin import absolute
from hub.company.choices import MAIL_STACKS, Typeface
from hub.company.models import BrandKit, Shop
from hub.company.queries import Imprint, imprint

from .colours import readable_on, safe
from .content import Image, rendition
from .marks import fill, with_marks, without_marks

if TYPE_CHECKING:
    from sellers.profiles.models import Seller

    from .models import LetterPage

PHOTO = "fill-144x144|format-jpeg"
LOGO = "max-320x80"
CARD, DARK_CARD = "#ffffff", "#1d2024"


@dataclass(frozen=True)
class Look:
    """The brand's part of the theme: the same for all sellers, so that their letters share one inlining."""

    name: str
    logo: Image | None
    paper: str
    primary: str
    on_primary: str
    link: str
    link_dark: str
    accent: str
    accent_dark: str
    # Who sends, by name and postal address, on one line.
    address: str
    legal_footer: str
    privacy_url: str
    language: str
    # What headings are set in; one of ours, so it may stand in a style sheet as it is.
    heading: SafeString


def look(brand: BrandKit, shop: Shop) -> Look:
    primary, said = safe(brand.primary_colour), imprint(shop, brand)
    return Look(
        name=brand.name,
        logo=rendition(brand.logo, LOGO, width=140),
        paper=safe(brand.paper_colour, "#faf7f2"),
        primary=primary,
        on_primary=readable_on("#ffffff", primary),
        link=readable_on(primary, CARD),
        link_dark=readable_on(primary, DARK_CARD),
        accent=readable_on(safe(brand.accent_colour, "#b8562e"), CARD),
        accent_dark=readable_on(safe(brand.accent_colour, "#b8562e"), DARK_CARD),
        address=_with_name(said),
        legal_footer=said.legal_footer,
        privacy_url=absolute(brand.privacy_url) if brand.privacy_url.startswith("/") else brand.privacy_url,
        language=shop.language,
        heading=mark_safe(MAIL_STACKS[Typeface(brand.typeface)]),  # noqa: S308
    )


def frame_language(seller: "Seller") -> AbstractContextManager[None]:
    """Within it the frame's own sentences are said in the language of the seller's shop."""
    return translation.override(known(seller.shop.language) or "en")


def _with_name(said: Imprint) -> str:
    where = " ".join(said.postal_address.split())
    return where if where.startswith(said.name) else f"{said.name}, {where}"


def seller_slots(seller: "Seller", *, sign_off: str = "") -> dict[str, str]:
    """What the marks of a seller's own values stand for, as plain text."""
    shop = seller.shop
    slots = {
        "sellername": without_marks(seller.name),
        "sellerfirstname": without_marks(seller.first_name),
        "sellerinitial": without_marks(seller.name)[:1].upper(),
        "sellerjob": without_marks(seller.job),
        "sellerphone": without_marks(seller.phone or shop.phone),
        "shopname": without_marks(shop.name),
        "shoptown": without_marks(shop.town),
        "shopstreet": without_marks(shop.street),
        "shopphone": without_marks(shop.phone),
        "shophours": without_marks(shop.opening_hours),
    }
    slots["signoff"] = fill(with_marks(without_marks(sign_off or seller.sign_off)), slots)
    where = ", ".join(filter(None, (slots["shopname"], slots["shopstreet"], slots["shoptown"])))
    slots["signed"] = "\n".join(filter(None, (slots["signoff"], slots["sellername"], slots["sellerjob"], where, slots["sellerphone"])))
    return slots


def photo(seller: "Seller") -> Image | None:
    return rendition(seller.photo, PHOTO, width=72)


def page_address(letter: "LetterPage") -> str:
    """Where the letter can be read on the web once it is sent. The company's page is the root of the site."""
    parts = letter.url_path.strip("/").split("/")[1:] if letter.url_path else []
    return absolute("/" + "".join(f"{part}/" for part in parts))


def escaped(slots: dict[str, str]) -> dict[str, str]:
    return {key: escape(value) for key, value in slots.items()}


def sender(seller: "Seller", brand: BrandKit) -> tuple[str, str]:
    """("Anna Nowak at Brand", her address on the brand's domain)."""
    return _("%(seller)s at %(brand)s") % {"seller": seller.name, "brand": brand.name}, f"{seller.mail_name}@{settings.MAIL_DOMAIN}"


def reply_address(seller: "Seller") -> str:
    """Her own mailbox; or, where answers come in here to be shown and passed on, the address that her letters come from."""
    return f"{seller.mail_name}@{settings.MAIL_DOMAIN}" if settings.REPLIES_TO == "inbound" else seller.reply_to
