"""What somebody would try to get a phrase past a rule, made by machine: for measuring the guard, and for a rule's evasion score.

Every attack leaves the phrase readable to a person. Those that need markup or two parts give a whole document.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle

from ..choices import Scope
from ..documents import Document, Part, part_from_html
from . import lettering
from .tables import script_of, skeletons

BEFORE, AFTER = "Dear Eva, ", " for you, see you on Friday."
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u180e\u034f\u3164\u1160\u115f\uffa0\u2061\u2064"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
LEET = {"a": "4@", "e": "3€", "i": "1!", "o": "0", "s": "5$", "t": "7+", "b": "8", "g": "9", "l": "1|", "c": "¢", "z": "2"}
ALPHABETS = {
    "bold": (0x1D400, 0x1D41A), "italic": (0x1D468, 0x1D482), "script": (0x1D4D0, 0x1D4EA), "fraktur": (0x1D56C, 0x1D586),
    "sans": (0x1D5A0, 0x1D5BA), "monospace": (0x1D670, 0x1D68A), "circled": (0x24B6, 0x24D0),
    "parenthesised": (0x1F110, 0x249C), "squared": (0x1F130, 0x1F130), "negative circled": (0x1F150, 0x1F150),
    "negative squared": (0x1F170, 0x1F170), "full-width": (0xFF21, 0xFF41), "regional": (0x1F1E6, 0x1F1E6),
}  # fmt: skip
SMALL_CAPITALS = dict(zip("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", strict=True))
MARKS = "\u0301\u0336\u0332\u0308\u0323\u0335"


@dataclass(frozen=True)
class Attack:
    """One try: its kind, the phrase as it is now spelled, and the letter that holds it."""

    kind: str
    said: str
    document: Document


def attacks_on(phrase: str, *, language: str = "en", seed: int = 1) -> Iterator[Attack]:
    """Every kind of attack that can be made on this phrase, the same ones for the same seed."""
    dice = random.Random(f"{seed}{phrase}{language}")  # noqa: S311 - a choice of spellings, no secret
    for kind, spell in _SPELLINGS.items():
        said = spell(phrase, dice)
        if said and said != phrase:
            yield Attack(kind, said, _letter(said, language))
    yield from _marked_up(phrase, dice, language)
    yield from _in_two_parts(phrase, language)


def _letter(said: str, language: str) -> Document:
    return Document((Part(Scope.BODY.value, f"{BEFORE}{said}{AFTER}", "body/0", language),), language=language)


def _some(phrase: str, dice: random.Random, change: Callable[[str], str], *, share: float = 0.4) -> str:
    """Some letters changed, at least one that can be."""
    spots = [index for index, char in enumerate(phrase) if change(char) != char]
    if not spots:
        return phrase
    chosen = {index for index in spots if dice.random() < share} or {dice.choice(spots)}
    for begin, end in _word_spans(phrase):
        if chosen.issuperset(range(begin, end)):
            # One letter of each word stays as it is, or nobody could read it.
            chosen.discard(begin)
    return "".join(change(char) if index in chosen else char for index, char in enumerate(phrase))


def _word_spans(phrase: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in phrase.split(" "):
        yield at, at + len(word)
        at += len(word) + 1


@cache
def _lookalikes() -> dict[str, str]:
    """Latin letter → the letters of other alphabets that are drawn alike."""
    table: dict[str, str] = {}
    for char, like in skeletons().items():
        if script_of(char) in ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE") and len(char) == 1 and char.lower() == char:
            table[like] = table.get(like, "") + char
    return table


PICTURES = "💰✨🔥★☕"
_STRESSED = re.compile("[аеиоуыэюя]", re.IGNORECASE)


def _homoglyphs(phrase: str, dice: random.Random) -> str:
    if not any(char.isascii() and char.isalpha() for char in phrase):
        back = {like: latin for latin, chars in _lookalikes().items() for like in chars}
        return _some(phrase, dice, lambda char: back.get(char, char))
    table = _lookalikes()
    return _some(phrase, dice, lambda char: dice.choice(table[char]) if char in table else char)


def _between(phrase: str, dice: random.Random, chars: str) -> str:
    """Something unseen between letters, somewhere in each word."""
    words = []
    for word in phrase.split(" "):
        at = dice.randint(1, len(word) - 1) if len(word) > 1 else 1
        words.append(word[:at] + dice.choice(chars) + word[at:])
    return " ".join(words)


def _alphabet(phrase: str, dice: random.Random) -> str:
    name = dice.choice(sorted(ALPHABETS))
    if name == "regional" and not phrase.replace(" ", "").isascii():
        # Two of them beside a letter of another kind are a flag, and nobody reads them as letters.
        name = "sans"
    return _in_alphabet(phrase, *ALPHABETS[name])


def _in_alphabet(phrase: str, upper: int, lower: int) -> str:
    out = []
    for char in phrase:
        if char.isascii() and char.isalpha():
            start, first = (upper, "A") if char.isupper() else (lower, "a")
            out.append(chr(start + ord(char) - ord(first)))
        else:
            out.append(char)
    return "".join(out)


def _spaced(phrase: str, gap: str) -> str:
    wide = gap * 3 if gap == " " else f" {gap} " if gap.strip() else gap * 3
    return wide.join(gap.join(word) for word in phrase.split(" "))


def _longer(phrase: str, dice: random.Random) -> str:
    letters = [index for index, char in enumerate(phrase) if char.isalpha()]
    at = dice.choice(letters)
    return phrase[:at] + phrase[at] * dice.randint(3, 6) + phrase[at + 1 :]


def _hyphenated(phrase: str, dice: random.Random) -> str:
    longest = max(re.split("[ -]", phrase), key=len)
    if len(longest) < 5:
        return phrase
    at = dice.randint(2, len(longest) - 2)
    return phrase.replace(longest, f"{longest[:at]}-\n{longest[at:]}", 1)


def _doubled_mark(phrase: str, dice: random.Random) -> str:
    return "".join(char + (dice.choice(MARKS) if char.isalpha() and char.isascii() else "") for char in phrase)


_SPELLINGS: dict[str, Callable[[str, random.Random], str]] = {
    "homoglyphs": _homoglyphs,
    "full-width": lambda phrase, dice: _in_alphabet(phrase, *ALPHABETS["full-width"]),
    "zero-width": lambda phrase, dice: _between(phrase, dice, UNSEEN),
    "soft hyphen": lambda phrase, dice: _between(phrase, dice, "\u00ad"),
    "bidi": lambda phrase, dice: _between(phrase, dice, BIDI),
    "hangul filler": lambda phrase, dice: _between(phrase, dice, "\u1160\u3164\u115f\uffa0"),
    "variation selector": lambda phrase, dice: _between(phrase, dice, "\ufe00\ufe0f\U000e0100"),
    "combining marks": _doubled_mark,
    "stress marks": lambda phrase, dice: _STRESSED.sub(lambda match: f"{match[0]}\u0301", phrase),
    "pictures inside": lambda phrase, dice: _between(phrase, dice, PICTURES),
    "pictures for blanks": lambda phrase, dice: phrase.replace(" ", f" {dice.choice(PICTURES)} "),
    "signs for blanks": lambda phrase, dice: phrase.replace(" ", dice.choice((" * ", " | ", "_", " → "))),
    "letters with middle dots": lambda phrase, dice: _spaced(phrase, "·"),
    "turned round": lambda phrase, dice: f"\u202e{phrase[::-1]}\u202c",
    "leet": lambda phrase, dice: _some(phrase, dice, lambda char: dice.choice(LEET[char]) if char in LEET else char),
    "letters spaced": lambda phrase, dice: _spaced(phrase, " "),
    "letters dotted": lambda phrase, dice: _spaced(phrase, "."),
    "letters hyphenated": lambda phrase, dice: _spaced(phrase, "-"),
    "letters underscored": lambda phrase, dice: _spaced(phrase, "_"),
    "letters starred": lambda phrase, dice: _spaced(phrase, "*"),
    "thin spaces": lambda phrase, dice: _spaced(phrase, "\u2009"),
    "repeated letters": _longer,
    "other alphabets": _alphabet,
    "small capitals": lambda phrase, dice: "".join(SMALL_CAPITALS.get(char, char) for char in phrase),
    "upper case": lambda phrase, dice: phrase.upper(),
    "mixed case": lambda phrase, dice: _some(phrase, dice, str.upper),
    "line break": lambda phrase, dice: phrase.replace(" ", "\n", 1),
    "no-break spaces": lambda phrase, dice: phrase.replace(" ", "\u00a0"),
    "hyphens for spaces": lambda phrase, dice: phrase.replace(" ", "-"),
    "words run together": lambda phrase, dice: phrase.replace(" ", "") if len(phrase) > 9 else phrase,
    "hyphenated line end": _hyphenated,
    "one mark inside": lambda phrase, dice: _between(phrase, dice, ".*_~|/"),
    **lettering.SPELLINGS,
    "emphasis marks": lambda phrase, dice: _between(phrase, dice, ["**", "__", "*"][dice.randint(0, 2)]),
}


def _marked_up(phrase: str, dice: random.Random, language: str) -> Iterator[Attack]:
    at = dice.randint(1, max(1, len(phrase) - 1))
    first, second = phrase[:at], phrase[at:]
    tagged = "".join(f"<{tag}>{char}</{tag}>" for char, tag in zip(phrase, cycle(("b", "i", "span")), strict=False))
    entities = "".join(f"&#{ord(char)};" if dice.random() < 0.5 else f"&#x{ord(char):x};" for char in phrase)
    for kind, html in (
        ("split tags", f"{first}<b>{second}</b>"),
        ("empty tags", f"{first}<span></span>{second}"),
        ("comments in tags", f"{first}<!-- x -->{second}"),
        ("entities", entities),
        ("hidden letters inside", f'{first}<i style="display:none">qz</i>{second}'),
        ("hidden text", f'<span style="font-size:0">{phrase}</span>'),
        ("line break tags", phrase.replace(" ", "<br>", 1)),
        ("soft break tags", f"{first}<wbr>{second}"),
        ("a tag for each letter", tagged),
        ("entities without their end", "".join(f"&#{ord(char)}" if char.isalpha() else char for char in phrase)),
        ("unseen entities", "&zwnj;".join(phrase[:2]) + "&shy;" + phrase[2:]),
        ("comment tricks", f"{first}<!-- > -->{second}"),
        ("nested tags", f"{first}<b><i><u></u></i></b><font color=red>{second}</font>"),
        ("turned round by a tag", f'<bdo dir="rtl">{phrase[::-1]}</bdo>'),
        ("turned round by a style", f'<span style="direction:rtl;unicode-bidi:bidi-override">{phrase[::-1]}</span>'),
    ):
        if kind != "line break tags" or " " in phrase:
            part = part_from_html(Scope.BODY.value, f"<p>{BEFORE}{html}{AFTER}</p>", location="body/0", language=language)
            yield Attack(kind, html, Document((part,), language=language))


def _in_two_parts(phrase: str, language: str) -> Iterator[Attack]:
    def parts(*pairs: tuple[str, str]) -> Document:
        held = tuple(Part(scope, text, f"{scope}/{number}", language) for number, (scope, text) in enumerate(pairs))
        return Document(held, language=language)

    yield Attack("alt text", phrase, parts(("body", "Hello"), ("alt", f"A sign: {phrase}")))
    name = f"{phrase.replace(' ', '_')}.jpg"
    yield Attack("file name", name, parts(("body", "Hello"), ("file_name", name)))
    first, blank, second = phrase.partition(" ")
    if blank:
        yield Attack(
            "subject and preheader", phrase, parts(("subject", f"It is {first}"), ("preheader", f"{second} for all"), ("body", "x"))
        )
        yield Attack("over two blocks", phrase, parts(("body", f"It is {first}"), ("body", f"{second} for all")))
