"""Words in disguise: letters spaced out or punctuated, digits for letters, letters repeated.

Honest text has few places that could be such a word. Only round those places other readings of the text are made and searched.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import re2

from .drawn import DRAWN, undrawn
from .suspicion import drawn_apart, suspicious, unleet
from .tables import CYRILLIC_LEET, LEET, LEET_SIGNS

if TYPE_CHECKING:
    from .compiled import Compiled
    from .matching import Found

STROKES = frozenset("1!|")
_SIGNS = re.escape(LEET_SIGNS)
_LEET_TOKEN = re.compile(rf"[\w{_SIGNS}]*[^\W\d_][\w{_SIGNS}]*")
_RUN = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,3}(?:ss(?![^\W_])|[^\W_])){2,}(?![^\W_])|(?<![^\W_])[가-힣] {1,3}[가-힣](?![^\W_])")
# A word broken at the end of a line, which folds to a blank.
_BROKEN = re.compile(r"(?<=[^\W\d_])(?:- |-- ?)(?=[^\W\d_])")
_INSIDE = re.compile(r"(?<=[^\W_])(?:[^\w\s\ufffc]|_){1,3}(?=[^\W_])")
# Signs that part words and say nothing: "free * money", "*free* money", "best_price ever". Pictures fold to asterisks.
_ORNATE = r"*~=|/\\#^_+"
_BETWEEN = re.compile(rf"(?<=[^\W_])[ {_ORNATE}]*[{_ORNATE}][ {_ORNATE}]*(?=[^\W_])")
NEVER_DOUBLED = frozenset("hjquvwxy")
MOST_REACH = 160
# From this length on, words of a phrase written without their spaces are meant; shorter ones may be honest words ("everyday").
JOINED_FROM = 9
_LETTERS = "abcdefghijklmnopqrstuvwxyząćęłńóśźżäöüñáéíúабвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґçàèùâêîôûëïÿæœãõåøčďěňřšťůýžăășțğışőű"


def _linear(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


# Suspicious places are looked for by RE2, several times faster than `re`, as long as its classes stay small: here every
# character beyond ASCII counts as a letter. What a place really is, is seen when its window is read.
_LETTER, _OTHER = r"[a-z\x{80}-\x{fffb}\x{10000}-\x{10ffff}]", r"[^a-z0-9\x{80}-\x{10ffff}]"
# Digits stand for letters of alphabets that are drawn like ours only.
_LEETABLE = r"[a-z\x{80}-\x{52f}]"
_ALNUM = r"[a-z0-9\x{80}-\x{fffb}\x{10000}-\x{10ffff}]"
_SPOTS = _linear(
    "|".join(
        (
            rf"{_LEETABLE}[0-9{_SIGNS}]|[0-9{_SIGNS}]{_LEETABLE}",
            rf"{_ALNUM}[^a-z0-9\s'\x{{80}}-\x{{10ffff}}]{{1,3}}{_ALNUM}|{_LETTER}'{_LETTER}{{3}}",
            rf"(?:^|{_OTHER}){_ALNUM}{_OTHER}{{1,3}}{_ALNUM}{_OTHER}{{1,3}}{_ALNUM}(?:{_OTHER}|$)",
            rf"{_LETTER}- {_LETTER}|{_LETTER}-- ?{_LETTER}",
            "|".join(map(re.escape, DRAWN)),
            rf"[{_ORNATE}] {_ALNUM}{{2}}|{_ALNUM}{{2}} [{_ORNATE}]|[{_ORNATE}] [{_ORNATE}]",
            "|".join([letter * 3 for letter in _LETTERS] + [letter * 2 for letter in sorted(NEVER_DOUBLED)]),
        )
    )
)
# 10am, 250ml, 38-40, 3rd, 199zł: a number with its unit, or two of them, hides nothing.
_AMOUNT = re.compile(r"[(\"']*[€$£+-]?\d+(?:[.,:/-]\d+)*[^\W\d_]{0,2}[.,;:!?)\"']*")
# Between long words no disguise goes on from one sentence to the next; letters that stand alone with dots are no sentences.
_SENTENCE_ENDS = re.compile(r"[.!?] (?=[^\W\d_]{3})")
_LEET_SPOT = re.compile(rf"[^\W\d_][\d{_SIGNS}]|[\d{_SIGNS}][^\W\d_]")
_REPEATED_SPOT = re.compile(r"([^\W\d_])\1\1|hh|jj|qq|uu|vv|ww|xx|yy")
_CYRILLIC = re.compile("[а-яё]")
_HANGUL = re.compile("[가-힣]")
_WITHIN_HANGUL = re.compile("(?<=[가-힣])[a-z0-9]{1,2}(?=[가-힣])")
_HANGUL_SPOT = re.compile(r"([가-힣])\1\1|(?<=[가-힣])[a-z0-9]{1,2}[가-힣]|(?<![^\W_])[가-힣] [가-힣](?![^\W_])")


@dataclass(frozen=True)
class Window:
    """Another reading of a stretch of folded text. `starts[i]` is where its i-th character stands there."""

    text: str
    starts: list[int]
    end: int
    view: str
    source: str
    compact: bool = False
    # Letters that are strokes in the source, each an i or an l.
    strokes: frozenset[int] = frozenset()
    # A shorter phrase than this is no finding in it.
    least: int = 0

    @cached_property
    def changes(self) -> list[int]:
        """Indices of characters that are not what stands in the source, or that stand next to something left out."""
        found = []
        for index, at in enumerate(self.starts):
            following = self.starts[index + 1] if index + 1 < len(self.starts) else at + 1
            if self.source[at] != self.text[index] or following != at + 1:
                found.append(index)
        return found

    def touched(self, start: int, end: int) -> bool:
        """Whether the span owes anything to the disguise: without that it is found in the plain text anyway."""
        first = bisect_left(self.changes, start)
        if self.view == "repeated":
            return True
        return first < len(self.changes) and self.changes[first] < end

    def span(self, start: int, end: int) -> tuple[int, int]:
        stop = self.starts[end] if end < len(self.starts) and self.view == "repeated" and self.text[end - 1] != self.text[end] else 0
        first, last = sorted((self.starts[start], self.starts[end - 1]))
        return first, stop or last + 1


def windows(compiled: "Compiled", text: str, language: str) -> Iterator[Window]:
    """Other readings round every suspicious place of a folded text."""
    around = min(compiled.reach, MOST_REACH) + 8
    for start, end in _merge(sorted(_spots(compiled, text, language)), around, text):
        plain = (text[start:end], list(range(start, end)))
        readings = [(plain, "", False, frozenset[int]())]
        readings += [(tight, "spaced", True, frozenset[int]()) for tight in _tight(*plain)]
        for (said, starts), view, compact, _ in list(readings):
            if _LEET_SPOT.search(said):
                for other in dict.fromkeys((_unleet(said, keep_end=True), _unleet(said, keep_end=False))):
                    strokes = frozenset(index for index, char in enumerate(said) if char in STROKES and other[index] == "i")
                    if other != said:
                        readings.append(((other, starts), view or "leet", compact, strokes))
        for (said, starts), view, compact, strokes in readings:
            if view:
                yield Window(said, starts, end, view, text, compact, strokes)
            if _REPEATED_SPOT.search(said):
                yield Window(said, starts, end, "repeated", text, compact)


def _spots(compiled: "Compiled", text: str, language: str) -> Iterator[int]:
    """Where the text is suspicious. Sentences that were looked at before are known: while a letter is written all but one are."""
    known, begin = compiled.looked_at[language], 0
    ends = (match.end() for match in _SENTENCE_ENDS.finditer(text) if text[match.start() - 3 : match.start()].isalpha())
    for end in (*ends, len(text)):
        sentence = text[begin:end]
        spots = known.get(sentence)
        if spots is None:
            spots = tuple(_spots_within(compiled, sentence, language))
            compiled.remember_spots(language, sentence, spots)
        for spot in spots:
            yield begin + spot
        begin = end


def _spots_within(compiled: "Compiled", text: str, language: str) -> Iterator[int]:
    for match in _SPOTS.finditer(text):
        begin, end = text.rfind(" ", 0, match.start() + 1) + 1, text.find(" ", max(match.start() + 1, match.end() - 1))
        end = end if end >= 0 else len(text)
        if _AMOUNT.fullmatch(text, begin, end) and compiled.canonical.isdisjoint(unleet(text[begin:end].strip(".,;:!?()\"'"))):
            continue
        tokens = text[begin:end].split(" ")
        after = text[end + 1 : end + 60].split(" ", 1)[0]
        if (
            compiled.partial
            or any(suspicious(compiled, *pair, language) for pair in zip(tokens, [*tokens[1:], after], strict=True))
            or drawn_apart(compiled, text, match.start() + (not text[match.start()].isalnum()), language)
        ):
            yield match.start()
    if not text.isascii() and _HANGUL.search(text):
        for match in _HANGUL_SPOT.finditer(text):
            token = text[text.rfind(" ", 0, match.start()) + 1 : match.end() + 8]
            letters = "".join(char for char in token if char.isalnum())
            if compiled.partial or compiled.holds(letters) or compiled.holds("".join(_HANGUL.findall(letters))):
                yield match.start()


def _merge(spots: list[int], around: int, text: str) -> Iterator[tuple[int, int]]:
    """Stretches round the spots, whole words only: half a word would look like a letter by itself."""
    begin = finish = -1
    for spot in spots:
        low, high = text.rfind(" ", 0, max(0, spot - around)) + 1, text.find(" ", spot + around)
        high = high if high >= 0 else len(text)
        if begin >= 0 and low <= finish:
            finish = max(finish, high)
            continue
        if begin >= 0:
            yield begin, finish
        begin, finish = low, high
    if begin >= 0:
        yield begin, finish


def _tight(text: str, starts: list[int]) -> Iterator[tuple[str, list[int]]]:
    """Spaced-out runs drawn together and punctuation inside words left out, and the latter alone where that is different."""
    seen = {text}
    ways = (_despace(text, starts, runs=True), _despace(text, starts, runs=False), _parted(text, starts), undrawn(text, starts))
    for tight in (*ways, _between_syllables(text, starts)):
        if tight[0] not in seen:
            seen.add(tight[0])
            yield tight


def _between_syllables(text: str, starts: list[int]) -> tuple[str, list[int]]:
    """Korean words without a digit or a Latin letter or two that stand between their syllables."""
    drop = {at for match in _WITHIN_HANGUL.finditer(text) for at in range(match.start(), match.end())}
    keep = [at for at in range(len(text)) if at not in drop]
    return "".join(text[at] for at in keep), [starts[at] for at in keep]


def _parted(text: str, starts: list[int]) -> tuple[str, list[int]]:
    """Words that signs part, with a blank between them."""
    said, kept, at = "", [], 0
    for match in _BETWEEN.finditer(text):
        said += text[at : match.start()] + " "
        kept += starts[at : match.start() + 1]
        at = match.end()
    return said + text[at:], kept + starts[at:]


def _despace(text: str, starts: list[int], *, runs: bool) -> tuple[str, list[int]]:
    drop: set[int] = set()
    for match in _RUN.finditer(text) if runs else ():
        gaps = [(g.start() + match.start(), g.end() + match.start()) for g in re.finditer(r"[\W_]+", match[0])]
        narrow = min(end - start for start, end in gaps)
        for start, end in gaps:
            # A wider gap than the others parts two words: one blank of it stays.
            blanks = [i for i in range(start, end) if text[i] == " "] if end - start > narrow else []
            drop.update(set(range(start, end)) - set(blanks[:1]))
    for match in (*_INSIDE.finditer(text), *_BROKEN.finditer(text)):
        drop.update(range(match.start(), match.end()))
    if not drop:
        return text, starts
    keep = [i for i in range(len(text)) if i not in drop]
    return "".join(text[i] for i in keep), [starts[i] for i in keep]


def _unleet(text: str, *, keep_end: bool) -> str:
    """Digits and signs as letters; `keep_end`: a sign at the end of a word is punctuation."""
    return _LEET_TOKEN.sub(lambda m: _letters(m[0], keep_end), text)


def _letters(token: str, keep_end: bool) -> str:
    core = token.rstrip("!|+") if keep_end else token
    signs = CYRILLIC_LEET if _CYRILLIC.search(core) else LEET
    return "".join(signs.get(char, char) for char in core) + token[len(core) :]


def stroked(compiled: "Compiled", window: Window) -> Iterator["Found"]:
    """Terms in a window some of whose strokes are an l: every stroke may be either."""
    from .matching import Found, stands_alone

    if not compiled.entries or not window.strokes:
        return
    for last, (length, spelled) in compiled.stroked.iter(window.text.replace("l", "i")):
        start, end = last - length + 1, last + 1
        for form, entries in spelled:
            fits = all(
                wanted == window.text[start + index] or (start + index in window.strokes and wanted == "l")
                for index, wanted in enumerate(form)
            )
            if not fits or not stands_alone(window.text, start, end):
                continue
            yield from (Found(start, end, entry.term) for entry in entries if not entry.compact or window.compact or length >= JOINED_FROM)


def squeezed(compiled: "Compiled", window: Window) -> Iterator["Found"]:
    """Terms in a window whose letters are repeated more often than the term has them."""
    from .matching import Found, stands_alone

    keep = [i for i, c in enumerate(window.text) if not i or window.text[i - 1] != c or not c.isalnum()]
    text = "".join(window.text[i] for i in keep)
    if not compiled.entries:
        return
    for last, (length, spelled) in compiled.squeezed.iter(text):
        first = last - length + 1
        start, end = keep[first], keep[last + 1] if last + 1 < len(keep) else len(window.text)
        for form, entries in spelled:
            if not _overdone(form, window.text[start:end]) or not stands_alone(text, first, last + 1):
                continue
            for entry in entries:
                if not entry.compact or window.compact or length >= JOINED_FROM:
                    yield Found(start, end, entry.term)


def _runs(text: str) -> list[tuple[str, int]]:
    return [(m[0][0], len(m[0])) for m in re.finditer(r"(.)\1*", text, re.DOTALL)]


def _overdone(form: str, said: str) -> bool:
    """Each letter at least as often as in the term, and somewhere more often than any honest spelling has it."""
    wanted, runs = _runs(form), _runs(said)
    if len(wanted) != len(runs):
        return False
    more = [(letter, have) for (letter, need), (_, have) in zip(wanted, runs, strict=True) if have > need and letter.isalnum()]
    if any(have < need for (_, need), (_, have) in zip(wanted, runs, strict=True)):
        return False
    return len(more) > 1 or any(have > 2 or letter in NEVER_DOUBLED for letter, have in more)
