"""Cyrillic words as they are typed on a Latin keyboard: "garantiya", "garantija"."""

from collections.abc import Iterator

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
_WAYS = (
    # Passports and news, mails and chats, libraries and Poles.
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i yi ye g",
    "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya i yi ye g",
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e iu ia i i ie g",
    "a b v g d e jo zh z i j k l m n o p r s t u f h c ch sh shh  y  e ju ja i ji je g",
)
_TABLES = [dict(zip(map(ord, _LETTERS), way.split(" "), strict=True)) for way in _WAYS]


def latin_spellings(text: str) -> Iterator[str]:
    """A text with Cyrillic letters in the usual Latin spellings, case folded; nothing for one that has other letters left."""
    found = dict.fromkeys(text.casefold().translate(table) for table in _TABLES)
    yield from (form for form in found if form.isascii() and form != text)
