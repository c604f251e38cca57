"""More ways to spell a phrase past a rule, as collections of such tricks have them: what a reader still reads and a machine may not."""

import random
import re
from collections.abc import Callable, Iterator

from .tables import CYRILLIC_LEET, TURNED, is_latin_word

SUPERSCRIPT = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
DOUBLE_STRUCK = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"}
# Letters drawn out of several signs.
DRAWN = {
    "a": "/\\", "b": "|3", "d": "|)", "h": "|-|", "k": "|<", "l": "|_", "m": "/\\/\\", "n": "|\\|", "o": "()", "u": "|_|", "v": "\\/",
    "w": "\\/\\/", "x": "><",
}  # fmt: skip
MATHEMATICAL = ((0x1D400, 0x1D41A), (0x1D468, 0x1D482), (0x1D4D0, 0x1D4EA), (0x1D56C, 0x1D586), (0x1D5A0, 0x1D5BA), (0x1D670, 0x1D68A))
STACKED = "\u0300\u0301\u0308\u0316\u0323\u0334\u0338\u0489"
LONG = 9
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_NEIGHBOURS = {
    "a": "s",
    "e": "r",
    "i": "u",
    "o": "p",
    "u": "y",
    "t": "y",
    "n": "m",
    "r": "e",
    "s": "a",
    "l": "k",
    "а": "п",
    "е": "н",
    "о": "л",
}
_JAMO = (
    "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ",
    "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ",
    " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ",
)
TRANSLITERATED = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)


def _longest(phrase: str, least: int = 6) -> str:
    """The longest word of a phrase that is long enough to be told by its pieces, or ""."""
    word = max(re.split("[ -]", phrase), key=len)
    return word if len(word) >= least else ""


def _in_longest(phrase: str, change: Callable[[str], str], least: int = 6) -> str:
    word = _longest(phrase, least)
    return phrase.replace(word, change(word), 1) if word and len(phrase.replace(" ", "")) >= LONG else phrase


def _cut(gap: str) -> Callable[[str, random.Random], str]:
    def cut(word: str, dice: random.Random) -> str:
        at = dice.randint(2, len(word) - 2)
        return f"{word[:at]}{gap}{word[at:]}"

    return lambda phrase, dice: _in_longest(phrase, lambda word: cut(word, dice))


def _misspelt(change: Callable[[str, int], str]) -> Callable[[str, random.Random], str]:
    """A long phrase with one mistake within its longest word, whose beginning and end are right."""

    def spoilt(word: str, dice: random.Random) -> str:
        # A ß is two letters to a machine, so that a mistake there is two.
        return word if "ß" in word else change(word, dice.randint(1, len(word) - 4))

    return lambda phrase, dice: _in_longest(phrase, lambda word: spoilt(word, dice), 7)


def _quoted(phrase: str, dice: random.Random) -> str:
    first, blank, second = phrase.partition(" ")
    one, other = dice.choice([("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’")])
    return f"{one}{first}{other} {second}" if blank and dice.random() < 0.5 else f"{first} {one}{second}{other}" if blank else phrase


def _mixed_alphabets(phrase: str, dice: random.Random) -> str:
    def drawn(char: str) -> str:
        upper, lower = dice.choice(MATHEMATICAL)
        return chr((upper if char.isupper() else lower) + ord(char) - ord("A" if char.isupper() else "a"))

    return _LATIN.sub(lambda match: drawn(match[0]), phrase)


def _double_struck(phrase: str, _: random.Random) -> str:
    def drawn(char: str) -> str:
        return DOUBLE_STRUCK.get(char) or chr(0x1D538 + ord(char) - ord("A") if char.isupper() else 0x1D552 + ord(char) - ord("a"))

    return _LATIN.sub(lambda match: drawn(match[0]), phrase)


def _separated(phrase: str, dice: random.Random) -> str:
    return "   ".join("".join(f"{char}{dice.choice('.-_ ')}" for char in word)[:-1] for word in phrase.split(" "))


def _in_pairs(gap: str) -> Callable[[str, random.Random], str]:
    def pairs(word: str) -> Iterator[str]:
        yield from (word[at : at + 2] for at in range(0, len(word), 2))

    return lambda phrase, _: _in_longest(phrase, lambda word: gap.join(pairs(word)))


def _drawn(phrase: str, dice: random.Random) -> str:
    spots = [at for at, char in enumerate(phrase) if char.lower() in DRAWN]
    at = dice.choice(spots) if spots else -1
    return phrase[:at] + DRAWN[phrase[at].lower()] + phrase[at + 1 :] if spots and is_latin_word(phrase) else phrase


def _jamo(phrase: str, _: random.Random) -> str:
    """Korean syllables letter by letter."""
    out = []
    for char in phrase:
        number = ord(char) - 0xAC00
        whole = 0 <= number < 11172
        out.append(_JAMO[0][number // 588] + _JAMO[1][number % 588 // 28] + _JAMO[2][number % 28].strip() if whole else char)
    return "".join(out)


def _between_syllables(phrase: str, dice: random.Random) -> str:
    return re.sub("(?<=[가-힣])(?=[가-힣])", dice.choice("1279xo"), phrase, count=1)


def _transliterated(phrase: str, _: random.Random) -> str:
    return "".join(TRANSLITERATED.get(char, char) for char in phrase.lower()) if re.search("[а-я]", phrase) else phrase


def _cyrillic_leet(phrase: str, dice: random.Random) -> str:
    table = {letter: sign for sign, letter in CYRILLIC_LEET.items()}
    spots = [at for at, char in enumerate(phrase) if char in table]
    at = dice.choice(spots) if spots else -1
    return phrase[:at] + table[phrase[at]] + phrase[at + 1 :] if spots else phrase


SPELLINGS: dict[str, Callable[[str, random.Random], str]] = {
    "a blank in a word": _cut(" "),
    "a sentence end in a word": _cut(". "),
    "a comma in a word": _cut(", "),
    "words in quotes": _quoted,
    "a letter missing": _misspelt(lambda word, at: word[:at] + word[at + 1 :]),
    "a wrong letter": _misspelt(
        lambda word, at: word[:at] + _NEIGHBOURS.get(word[at], "т" if "а" <= word[at] <= "я" else "k") + word[at + 1 :]
    ),
    "letters swapped": _misspelt(lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :]),
    "a letter added": _misspelt(lambda word, at: word[:at] + ("к" if "а" <= word[at] <= "я" else "k") + word[at:]),
    "stacked marks": lambda phrase, dice: _LATIN.sub(lambda m: m[0] + "".join(dice.choices(STACKED, k=4)), phrase),
    "superscript": lambda phrase, _: "".join(SUPERSCRIPT.get(char, char) for char in phrase),
    "upside down": lambda phrase, _: "".join(TURNED[c] for c in phrase.lower())[::-1] if set(phrase.lower()) <= TURNED.keys() else phrase,
    "mixed alphabets": _mixed_alphabets,
    "double-struck": _double_struck,
    "mixed separators": _separated,
    "letters under each other": lambda phrase, _: "\n".join(phrase.replace(" ", "")),
    "syllables with blanks": _in_pairs(" "),
    "syllables with hyphens": _in_pairs("-"),
    "syllables with dots": _in_pairs("."),
    "alternating case": lambda phrase, _: "".join(c.upper() if at % 2 else c.lower() for at, c in enumerate(phrase)),
    "drawn letters": _drawn,
    "letters of a syllable": _jamo,
    "between syllables": _between_syllables,
    "signs for Cyrillic": _cyrillic_leet,
    "transliterated": _transliterated,
    "written backwards": lambda phrase, _: phrase[::-1] if len(phrase) >= LONG else phrase,
}
