"""Words with a letter that looks like another or that is masked: "b*nned", "bumed", "mlracle", "cIick", "guarrantee".

A reading counts only when it is a word of the rules, and when such a word is then found in the text so read.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import re2

from . import misspelt
from .disguise import Window

if TYPE_CHECKING:
    from .compiled import Compiled
    from .reading import Reading

MASKS = "*#_%^~=?•·●○◦×∗✱★☆♥❤♡■□"
SHORTEST_TURNED = 4
SHORTEST_DOUBLED, SHORTEST_STROKE, MOST_READINGS = 5, 6, 8
_MASKED = re.compile(rf"[^\W_]+(?:[{re.escape(MASKS)}]{{1,3}}[^\W_]+)+")
_MASK_SPOTS = re2.compile(f"[a-z0-9\\x{{80}}-\\x{{fffb}}][{re.escape(MASKS)}]{{1,3}}[a-z0-9\\x{{80}}-\\x{{fffb}}]")
_MASK = re.compile(f"[{re.escape(MASKS)}]")
_CORE = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouyąęóäöüáéíúаеиоуыэюя")

# A word's other reading: its letters, and which letters of the word they stand for.
Other = tuple[str, tuple[int, ...]]


@lru_cache(maxsize=100_000)
def respellings(token: str) -> tuple[tuple[int, tuple[Other, ...]], ...]:
    """For each run of letters in a token where it begins, and what else it may be read as."""
    return tuple((m.start(), others) for m in _CORE.finditer(token) if (others := tuple(_others(m[0]))))


def windows(compiled: "Compiled", reading: "Reading") -> Iterator[Window]:
    """Other readings round each such word. Words that were innocent once are not looked at again."""
    text, known = reading.text, compiled.vocabulary
    if not known:
        return
    found: dict[str, list[Other]] = {}
    mistaken: dict[str, list[Other]] = {}
    turned: list[str] = []
    for token in set(text.split(" ")) - compiled.innocent:
        suspicious = False
        for core in _CORE.findall(token) if len(token) >= SHORTEST_TURNED else ():
            if core[::-1] in known and len(core) >= SHORTEST_TURNED:
                turned.append(core)
                suspicious = True
            if core not in known and (meant := list(misspelt.meant(compiled.halves, core))):
                mistaken[core] = meant
                suspicious = True
        for start, others in respellings(token):
            for word, kept in others:
                if word in known or compiled.has_stem(word):
                    core = _CORE.match(token, start)
                    found.setdefault(core[0] if core else token, []).append((word, kept))
                    suspicious = True
        if not suspicious:
            compiled.clear_of(token)
    for word, other in capital_strokes(part.text for part in reading.parts):
        if other in known:
            found.setdefault(word, []).append((other, tuple(range(len(other)))))
    for said, ways in found.items():
        yield from _round(text, _places(text, said), ways, compiled.reach)
    for said, ways in mistaken.items():
        yield from _round(text, _places(text, said), ways, compiled.reach, least=misspelt.SHORTEST_PHRASE)
    for said in turned:
        yield from _backwards(text, said, compiled.reach)
    yield from _masked(compiled, text)


def _backwards(text: str, word: str, reach: int) -> Iterator[Window]:
    """The text round a word, read from its end."""
    at = text.find(word)
    low, high = max(0, at - reach - 8), min(len(text), at + len(word) + reach + 8)
    yield Window(text[low:high][::-1], list(range(high - 1, low - 1, -1)), high, "folded", text, least=misspelt.SHORTEST_PHRASE)


def capital_strokes(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words with a capital I where a small l looks the same, inside a word or before a vowel: as folded, and as read with l."""
    for text in texts:
        at = text.find("I")
        while at >= 0:
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if before.islower() or (after in _VOWELS and after and not before.isalnum()):
                begin, end = at, at
                while begin and text[begin - 1].isalpha():
                    begin -= 1
                while end < len(text) and text[end].isalpha():
                    end += 1
                yield text[begin:end].casefold(), text[begin:end].replace("I", "l").casefold()
            at = text.find("I", at + 1)


def _others(word: str) -> Iterator[Other]:
    size = len(word)
    for at in range(1, size):
        if word[at] == word[at - 1] and size > SHORTEST_DOUBLED and word[at - 1 : at + 2] != word[at] * 3:
            yield word[:at] + word[at + 1 :], (*range(at), *range(at + 1, size))
        if word[at - 1 : at + 1] in ("rn", "vv"):
            letter = "m" if word[at] == "n" else "w"
            yield word[: at - 1] + letter + word[at + 1 :], (*range(at), *range(at + 1, size))
    yield from _strokes(word)
    if size >= SHORTEST_DOUBLED:
        for at in (at for at, char in enumerate(word) if char == "m"):
            yield word[:at] + "rn" + word[at + 1 :], (*range(at + 1), at, *range(at + 1, size))


def _strokes(word: str) -> Iterator[Other]:
    """An l for an i: anywhere in a long word; in a short one only where no honest word has it, between consonants."""
    for at, char in enumerate(word):
        near = word[max(0, at - 1) : at] + word[at + 1 : at + 2]
        if char == "l" and "l" not in near and (len(word) >= SHORTEST_STROKE or not _VOWELS & set(near)):
            yield word[:at] + "i" + word[at + 1 :], tuple(range(len(word)))
    if word.count("l") > 1:
        yield word.replace("l", "i"), tuple(range(len(word)))


def _masked(compiled: "Compiled", text: str) -> Iterator[Window]:
    for spot in _MASK_SPOTS.finditer(text):
        begin, end = text.rfind(" ", 0, spot.start() + 1) + 1, text.find(" ", spot.end())
        match = _MASKED.search(text, begin, end if end >= 0 else len(text))
        if match is None or match.start() > spot.start():
            continue
        said = match[0]
        seen = sum(char.isalnum() for char in said)
        if seen < 2 or seen * 2 < len(said):
            continue
        words = _unmasked(compiled, said)
        readings = [(word, tuple(range(len(said)))) for word in words]
        yield from _round(text, [match.span()], readings, compiled.reach)


def _unmasked(compiled: "Compiled", said: str) -> list[str]:
    """Words of the rules that fit a masked one. It begins and ends with letters that show."""
    held = compiled.unmasked.get(said)
    if held is None:
        pattern = re.compile(_MASK.sub(".", said))
        held = [word for word in compiled.words_like(len(said), said[0], said[-1]) if pattern.fullmatch(word)][:MOST_READINGS]
        compiled.remember_unmasked(said, held)
    return held


def _places(text: str, word: str) -> list[tuple[int, int]]:
    """Where it stands as a word; not everywhere when that is very often."""
    places: list[tuple[int, int]] = []
    size, at = len(word), text.find(word)
    while at >= 0 and len(places) < MOST_READINGS:
        if not text[max(0, at - 1) : at].isalnum() and not text[at + size : at + size + 1].isalnum():
            places.append((at, at + size))
        at = text.find(word, at + 1)
    return places


def _round(text: str, places: Iterable[tuple[int, int]], others: Iterable[Other], reach: int, least: int = 0) -> Iterator[Window]:
    """The text round each place of a word, read in each other way; other masked words near it are left to their own reading."""
    for (begin, end), (other, kept) in product(places, others):
        low, high = max(0, begin - reach - 8), min(len(text), end + reach + 8)
        starts = [*range(low, begin), *(begin + offset for offset in kept), *range(end, high)]
        yield Window(text[low:begin] + other + text[end:high], starts, high, "respelled", text, least=least)
