"""Whether a strange-looking word could be one of ours in disguise at all. Most could not ("LN-4402", "a.m."), and cost no more."""

import re
from typing import TYPE_CHECKING

from .drawn import letters_for
from .tables import CYRILLIC_LEET, LEET, LEET_SIGNS

if TYPE_CHECKING:
    from .compiled import Compiled

_PARTS = re.compile(rf"[^\w{re.escape(LEET_SIGNS)}]+|_+")
_SIGN = re.compile(rf"[{re.escape(LEET_SIGNS)}]")
_SINGLE_BEFORE = re.compile(r"(?<![^\W_])(?:ss|[^\W_])[\W_]{1,3}\Z")
_SINGLE_AFTER = re.compile(r"(?:ss|[^\W_])(?:[\W_]{1,3}(?=(?:ss|[^\W_])(?![^\W_]))|(?![^\W_]))")
_UNLEET, _CYRILLIC_UNLEET = str.maketrans(LEET), str.maketrans(CYRILLIC_LEET)


def suspicious(compiled: "Compiled", token: str, following: str, language: str) -> bool:
    """`token` is a word of folded text with its punctuation, `following` the next one."""
    key = f"{token} {following}" if token.endswith("-") else token
    held = compiled.doubts[language].get(key)
    if held is None:
        held = _could_be(compiled, token, following, language)
        compiled.remember_doubt(language, key, held)
    return held


def drawn_apart(compiled: "Compiled", text: str, at: int, language: str) -> bool:
    """Whether letters that stand alone round this place, drawn together, hold a phrase."""
    if text[at - 1 : at].isalnum() or (text[at + 1 : at + 2].isalnum() and text[at : at + 2] != "ss"):
        return False
    begin = end = at
    while (match := _SINGLE_BEFORE.search(text, max(0, begin - 4), begin)) is not None:
        begin = match.start()
    while (match := _SINGLE_AFTER.match(text, end)) is not None:
        end = match.end()
    joined = "".join(char for char in text[begin:end] if char.isalnum() or char in LEET_SIGNS)
    return any(compiled.holds(way) or compiled.is_form(way, language) for way in (joined, joined.translate(_UNLEET)))


def canonical(word: str) -> str:
    """A word with what disguises confuse made equal: i for l, every letter once."""
    word = word.replace("l", "i")
    return "".join(char for index, char in enumerate(word) if not index or word[index - 1] != char)


def unleet(word: str) -> tuple[str, ...]:
    """A word with letters for its digits and signs, Latin or Cyrillic ones, as `canonical` has it."""
    return canonical(word.translate(_UNLEET)), canonical(word.translate(_CYRILLIC_UNLEET))


def _could_be(compiled: "Compiled", token: str, following: str, language: str) -> bool:
    drawn = letters_for(token)
    parts = [part for part in (*_PARTS.split(token), *(_PARTS.split(drawn) if drawn != token else ())) if part]
    ways = {"".join(part for part in _PARTS.split(token) if part), *parts}
    ways |= {way.strip("!|+") for way in ways} | {_SIGN.sub("", way) for way in ways}
    if token.endswith("-"):
        ways |= {way + first for way in tuple(ways) for first in _PARTS.split(following)[:1]}
    for way in ways:
        plain = way.translate(_UNLEET)
        if canonical(way) in compiled.canonical or (way != plain and not compiled.canonical.isdisjoint(unleet(way))):
            return True
        if compiled.is_form(plain, language) or compiled.is_form(plain.replace("i", "l"), language):
            return True
    return False
