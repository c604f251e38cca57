"""What people agree to when they subscribe: kept word for word with each consent, so every change of a sentence needs a new version.

The sentences stand here and not in locale/: what somebody has agreed to must not change with a translation's next polish.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

from hub.common.languages import known
from hub.company.queries import brand
from sellers.profiles.models import Seller


@dataclass(frozen=True)
class Wording:
    version: str
    sentence: str


WORDINGS = {
    "en": Wording(
        "2026-11",
        "Yes, {seller} of {brand} may write to me by e-mail about products, events and offers. "
        "I can leave at any time with one click in every letter.",
    ),
    "id": Wording(
        "2026-11-id",
        "Ya, {seller} dari {brand} boleh menulis kepada saya lewat email tentang produk, acara, dan penawaran. "
        "Saya bisa berhenti kapan saja dengan satu klik di setiap surat.",
    ),
    "ko": Wording(
        "2026-11-ko",
        "네, {brand}의 {seller} 님이 상품, 행사, 할인 소식을 이메일로 보내는 데 동의합니다. "
        "모든 편지에 있는 링크를 한 번 눌러 언제든지 그만 받을 수 있습니다.",
    ),
    "pl": Wording(
        "2026-11-pl",
        "Tak, {seller} ({brand}) może pisać do mnie e-maile o produktach, wydarzeniach i ofertach. "
        "Mogę zrezygnować w każdej chwili jednym kliknięciem w każdym liście.",
    ),
    "de": Wording(
        "2026-11-de",
        "Ja, {seller} von {brand} darf mir per E-Mail über Produkte, Veranstaltungen und Angebote schreiben. "
        "Ich kann das jederzeit mit einem Klick in jedem Brief beenden.",
    ),
    "es": Wording(
        "2026-11-es",
        "Sí, {seller}, de {brand}, puede escribirme por correo electrónico sobre productos, eventos y ofertas. "
        "Puedo darme de baja en cualquier momento con un clic en cada carta.",
    ),
}
VERSION = WORDINGS["en"].version


def wording_in(language: str = "") -> Wording:
    """The sentence of a language: the one named, else the one spoken now, else English."""
    return WORDINGS.get(known(language or get_language() or "")) or WORDINGS["en"]


def consent_wording(seller: Seller, language: str = "") -> str:
    """The sentence beside the button, for this seller."""
    return wording_in(language).sentence.format(seller=seller.name, brand=brand().name)
