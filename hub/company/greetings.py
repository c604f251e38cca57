"""How a letter greets its reader, in the language of the shop: with a name, without one, and with the sign that belongs behind it.

A greeting never needs to know whether the reader is a man or a woman, and never bends a name: both would be guessed wrong too often.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .choices import Manner
from .models import Shop


@dataclass(frozen=True)
class Greeting:
    """`named` holds {firstname} and perhaps {lastname}; `nobody` greets a reader whose name is not known."""

    named: str
    nobody: str
    # Behind the greeting: a comma in most languages, a colon in Spanish, an exclamation mark in Russian.
    stop: str = ","
    # What stands for a first name that is not known, where a writer put the name alone.
    friend: str = "there"


_ENGLISH = Greeting("Dear {firstname}", "Hello")
WARM: dict[str, Greeting] = {
    "en": _ENGLISH,
    "de": Greeting("Hallo {firstname}", "Hallo", friend="zusammen"),
    "pl": Greeting("Cześć {firstname}", "Cześć", friend="wszystkim"),
    "es": Greeting("Hola, {firstname}", "Hola", stop=":", friend="qué tal"),
    "id": Greeting("Halo {firstname}", "Halo", friend="semua"),
    # Names take 님 in any letter; there is no letter to a customer without it.
    "ko": Greeting("{firstname}님, 안녕하세요", "안녕하세요", stop=".", friend="고객"),
    "ru": Greeting("Привет, {firstname}", "Привет", stop="!", friend="друзья"),
}
FORMAL: dict[str, Greeting] = WARM | {
    "de": Greeting("Guten Tag {firstname} {lastname}", "Guten Tag", friend="zusammen"),
    # Pan and Pani would have to be guessed, and the name bent.
    "pl": Greeting("Dzień dobry", "Dzień dobry", friend="wszystkim"),
    "es": Greeting("Buenos días, {firstname} {lastname}", "Buenos días", stop=":", friend="a todos"),
    "id": Greeting("Yth. Bapak/Ibu {firstname} {lastname}", "Yth. Bapak/Ibu", friend="semua"),
    "ko": Greeting("{lastname} {firstname}님, 안녕하십니까", "안녕하십니까", stop=".", friend="고객"),
    "ru": Greeting("Здравствуйте, {firstname}", "Здравствуйте", stop="!", friend="друзья"),
}
# Where nothing was chosen: as one writes to customers there, and as our own pages speak.
USUAL = {"de": Manner.FORMAL, "ru": Manner.FORMAL}


def greeting_of(shop: Shop) -> Greeting:
    """In the shop's language and manner; English for a language without a greeting of ours."""
    language = shop.language.replace("_", "-").split("-")[0].lower()
    manner = shop.manner or USUAL.get(language, Manner.WARM)
    return (FORMAL if manner == Manner.FORMAL else WARM).get(language, _ENGLISH)


def first_line(shop: Shop, values: Mapping[str, str]) -> str:
    """How a mail to this one reader begins, with the sign behind it."""
    greeting = greeting_of(shop)
    return (greeted(greeting.named, values) or greeting.nobody) + greeting.stop


def greeted(named: str, values: Mapping[str, str]) -> str:
    """A reader greeted: as she is always greeted, else by her name in `named`; "" where her name is not known."""
    if own := values.get("salutation", ""):
        return own
    first = values.get("firstname", "")
    return " ".join(named.format(firstname=first, lastname=values.get("lastname", "")).split()) if first else ""
