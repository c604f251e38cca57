"""Folding: the text as a reader would hear it, whatever characters it was typed with, and the way back to the original.

Three steps: NFKC and unseen characters dropped; letters of other alphabets that only look Latin put right, word by word;
case folded, white space and punctuation evened out. ASCII text takes one table. The map back is made on a hit only.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate

from . import jamo, tables

_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*")
_MARKED = re.compile(f"[{_MARKS}]")
_LATIN_MEETS_CYRILLIC = re.compile("[a-zA-Z][\u0370-\u058f]|[\u0370-\u058f][a-zA-Z]")
_INDICATORS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_LATIN = re.compile("[a-zA-Z\u00aa-\u024f\uff21-\uff5a]")
_LIKE_LATIN = re.compile(
    "[\u0370-\u058f\u13a0-\u167f\u16a0-\u16ff\u1c80-\u1c8f\u1d26-\u1d2b\u1f00-\u1fff\u2c80-\u2cff\u2d30-\u2d7f\ua4d0-\ua63f\ua640-\ua69f\uab70-\uabbf\U00010280-\U0001057f\U000118a0-\U000118ff]"
)
_BLANKS = re.compile(" {2,}")
# Longer texts are led back sentence by sentence.
WHOLE_UP_TO = 400
_LINE_ENDS = re.compile(r"\s*\n\s*|(?<=[.!?]) +")


@dataclass(frozen=True)
class Folded:
    """A text and what it folds to. `span(start, end)` leads from the folded text back into the original."""

    original: str
    text: str
    language: str
    _pieces: list[tuple[int, int, str]] = field(default_factory=list)
    _begins: list[int] = field(default_factory=list)
    _lines: list[tuple[int, int, "Folded"]] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original span of folded[start:end]. Both are half-open."""
        if len(self.text) == len(self.original) and self.original.isascii():
            return start, end
        cuts = self._cuts() if len(self.original) > WHOLE_UP_TO else []
        if len(cuts) < 2:
            return self._span(start, end)
        first, last = (cuts[bisect_right(cuts, at, key=lambda cut: cut[0]) - 1] for at in (start, max(start, end - 1)))
        begin, _ = first[2].span(start - first[0], min(end - first[0], len(first[2].text)))
        _, finish = last[2].span(max(0, start - last[0]), end - last[0])
        return first[1] + begin, last[1] + finish

    def _cuts(self) -> list[tuple[int, int, "Folded"]]:
        """(where it begins in the folded text, and in the original, itself) of each line or sentence.

        So that the way back from a hit is made for its sentence, and not for all of a long text.
        """
        if not self._lines:
            ends = [match.end() for match in _LINE_ENDS.finditer(self.original)]
            lines = [fold(self.original[a:b], self.language) for a, b in zip([0, *ends], [*ends, len(self.original)], strict=True)]
            if "".join(line.text for line in lines) == self.text:
                begins = accumulate((len(line.text) for line in lines), initial=0)
                self._lines.extend((begin, start, line) for begin, start, line in zip(begins, [0, *ends], lines, strict=False) if line.text)
            else:
                self._lines.append((0, 0, self))
        return self._lines

    def _span(self, start: int, end: int) -> tuple[int, int]:
        starts, pieces = self._starts(), self.pieces()
        first = bisect_right(starts, start) - 1
        while not pieces[first][2]:
            first += 1
        last = bisect_left(starts, end) - 1
        while last > first and not pieces[last][2]:
            last -= 1
        return pieces[first][0], pieces[last][1]

    def pieces(self) -> list[tuple[int, int, str]]:
        if not self._pieces:
            self._pieces.extend(_pieces(self.original, self.language))
        return self._pieces

    def _starts(self) -> list[int]:
        if not self._begins:
            self._begins.extend(accumulate((len(out) for _, _, out in self.pieces()), initial=0))
            self._begins.pop()
        return self._begins


@lru_cache(maxsize=4096)
def fold(text: str, language: str = "en") -> Folded:
    """Fold a text written in `language` (BCP 47). Never raises."""
    key = tables.language_key(language)
    if text.isascii():
        out = text.translate(tables.ascii_table())
    else:
        clean = _clean(text)
        seen = set(clean)
        changed = _unmask(clean, key, seen)
        out = _even("".join(changed)) if changed else _even(clean, seen)
    return Folded(text, _BLANKS.sub(" ", out) if "  " in out else out, key)


def simple(text: str) -> str:
    """Case, width and unseen characters folded, nothing else: what an honest writer may vary without being evasive."""
    return _BLANKS.sub(" ", _even(_clean(text)))


def mixed_words(text: str) -> list[tuple[int, int]]:
    """Spans of words in `text` that put letters of two alphabets together which look alike."""
    if text.isascii() or not (_LATIN.search(text) and _LIKE_LATIN.search(text)):
        return []
    return [m.span() for m in _WORD.finditer(text) if not m[0].isascii() and _is_mixed(m[0]) and not _is_science(m[0])]


def skeleton(text: str) -> str:
    """Every lookalike letter folded, also in words wholly of another alphabet; then case. For the pattern side."""
    table = tables.skeletons()
    return _even("".join(table.get(c, c) for c in _clean(text) if not tables.is_mark(c)))


def _clean(text: str) -> str:
    seen = set(text)
    for char in seen & tables.dropped():
        text = text.replace(char, "")
    for char in seen & tables.emblems().keys():
        text = text.replace(char, tables.emblems()[char])
    if not seen.isdisjoint(jamo.LETTERS):
        text = jamo.composed(text)
    if not seen.isdisjoint(tables.INDICATORS):
        text = _INDICATORS.sub(_spelled, text)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _spelled(run: re.Match[str]) -> str:
    """Letters that make up flags; two of them are one flag and no word."""
    return run[0] if len(run[0]) == 2 else "".join(chr(ord(char) - 0x1F1E6 + ord("a")) for char in run[0])


def _even(text: str, seen: set[str] | None = None) -> str:
    for char in (set(text) if seen is None else seen) & _evened().keys():
        text = text.replace(char, _evened()[char])
    return text.casefold()


@cache
def _evened() -> dict[str, str]:
    """White space is a blank, punctuation that of a typewriter, and every picture and dot an asterisk."""
    return {**dict.fromkeys(tables.symbols(), "*"), **dict.fromkeys(tables.spaces(), " "), **tables.PLAIN_PUNCTUATION}


@cache
def _suspects(key: str) -> frozenset[str]:
    """Characters worth a second look in a text of this language."""
    native = tables.native_letters(key)
    script = tables.SCRIPT_OF_LANGUAGE.get(key)
    if native is None:
        return frozenset(c for c in tables.skeletons() if tables.script_of(c) != "LATIN" or not unicodedata.decomposition(c))
    return frozenset(c for c in tables.skeletons() if c not in native and tables.script_of(c) != script)


def _unmask(text: str, key: str, seen: set[str]) -> list[str] | None:
    """What each character stands for, or None when nothing changes."""
    suspects = _suspects(key)
    if key in tables.CYRILLIC_LANGUAGES:
        suspects = suspects | tables.GREEK_AS_CYRILLIC.keys()
    if suspects.isdisjoint(seen) and not any(map(_MARKED.match, seen)) and not _meets(text, key, seen):
        return None
    out = list(text)
    native = tables.native_letters(key) or frozenset()
    for at, word in _words_round(text, (seen & suspects) | {char for char in seen if _MARKED.match(char)}):
        kind = _kind(word, key)
        if kind == "foreign" or (kind == "lookalike" and _among_foreign(text, at, key)):
            continue
        for offset, char in enumerate(word):
            if _MARKED.match(char):
                # What NFKC has not made one letter with the one before it is a stress mark at best.
                out[at + offset] = ""
            elif char in tables.GREEK_AS_CYRILLIC and tables.SCRIPT_OF_LANGUAGE.get(key) == "CYRILLIC":
                out[at + offset] = tables.GREEK_AS_CYRILLIC[char]
            elif char in suspects or (kind in ("mixed", "lookalike") and char not in native):
                out[at + offset] = tables.skeletons().get(char, char)
    return out


def _words_round(text: str, chars: set[str]) -> list[tuple[int, str]]:
    """(start, word) of every word that holds one of the characters, or Latin beside letters that look like it."""
    spots = {match.start() for match in _LATIN_MEETS_CYRILLIC.finditer(text)}
    for char in chars:
        at = text.find(char)
        while at >= 0:
            spots.add(at)
            at = text.find(char, at + 1)
    words: dict[int, str] = {}
    end = -1
    for spot in sorted(spots):
        if spot < end:
            continue
        begin = spot
        while begin and _in_word(text[begin - 1]):
            begin -= 1
        match = _WORD.match(text, begin)
        if match:
            words[begin], end = match[0], match.end()
    return list(words.items())


def _in_word(char: str) -> bool:
    return char.isalnum() or bool(_MARKED.match(char))


def _meets(text: str, key: str, seen: set[str]) -> bool:
    """Whether Latin letters touch those of the language's own alphabet."""
    return key in tables.SCRIPT_OF_LANGUAGE and not tables.ASCII_WORD.isdisjoint(seen) and bool(_LATIN_MEETS_CYRILLIC.search(text))


@lru_cache(maxsize=50_000)
def _kind(word: str, key: str) -> str:
    """latin | mixed | lookalike (wholly foreign letters that all look Latin) | foreign | home (the language's own alphabet)."""
    scripts = {tables.script_of(c) for c in word if c.isalpha()}
    other = scripts - {"LATIN", ""}
    if not other:
        return "latin" if "LATIN" in scripts else "foreign"
    if _is_mixed(word):
        return "mixed"
    if other == {tables.SCRIPT_OF_LANGUAGE.get(key)}:
        return "home"
    like = tables.skeletons()
    return "lookalike" if all(c in like or not c.isalpha() for c in word) else "foreign"


@lru_cache(maxsize=50_000)
def _is_mixed(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    scripts = {tables.script_of(c) for c in letters} - {""}
    return len(scripts) > 1


def _is_science(word: str) -> bool:
    """μm, Ωm, Δt: a single Greek letter before one or two others is no disguise. It is read as one all the same."""
    letters = [c for c in word if c.isalpha()]
    greek = [c for c in letters if tables.script_of(c) == "GREEK"]
    latin = sum(tables.script_of(c) == "LATIN" for c in letters)
    return len(greek) == 1 and letters[0] == greek[0] and latin == len(letters) - 1 and len(letters) <= 3


def _among_foreign(text: str, at: int, key: str) -> bool:
    """Whether a word of lookalikes stands in a run with true words of its alphabet: then it is a true word itself."""
    words, starts = _all_words(text)
    for step in (-1, 1):
        index = bisect_left(starts, at) + step
        while 0 <= index < len(words) and _kind(words[index], key) == "lookalike":
            index += step
        if 0 <= index < len(words) and _kind(words[index], key) == "foreign":
            return True
    return False


@lru_cache(maxsize=8)
def _all_words(text: str) -> tuple[list[str], list[int]]:
    found = [(match[0], match.start()) for match in _WORD.finditer(text)]
    return [word for word, _ in found], [start for _, start in found]


def _pieces(original: str, key: str) -> list[tuple[int, int, str]]:
    """The same folding, cluster by cluster, with the span of each: joined, the pieces are the folded text."""
    clusters = _clusters(original)
    owner = [index for index, (_, _, out) in enumerate(clusters) for _ in out]
    clean = "".join(out for _, _, out in clusters)
    changed = (None if original.isascii() else _unmask(clean, key, set(clean))) or list(clean)
    outs = [""] * len(clusters)
    last_blank = False
    for index, char in zip(owner, changed, strict=True):
        even = _even(char) if char else ""
        if even == " " and last_blank:
            continue
        last_blank = even == " " if even else last_blank
        outs[index] += even
    return [(start, end, out) for (start, end, _), out in zip(clusters, outs, strict=True)]


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """Base characters with the marks, jamo and unseen characters that belong to them: normalising each alone is normalising all."""
    spans: list[tuple[int, int]] = []
    dropped = tables.dropped()
    for index, char in enumerate(text):
        korean = char in jamo.LETTERS and text[index - 1 : index] in jamo.LETTERS and index > 0
        joins = korean or char in dropped or tables.is_mark(char) or "\u1161" <= char <= "\u11ff" or char in "\uff9e\uff9f\u3099\u309a"
        if joins and spans:
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    bases = "".join(text[start] for start, _ in spans)
    flags = {m.start() + i for m in _INDICATORS.finditer(bases) if len(m[0]) == 2 for i in range(2)}
    return [(start, end, text[start] if at in flags else _clean(text[start:end])) for at, (start, end) in enumerate(spans)]
