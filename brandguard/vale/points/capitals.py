"""Capital letters: titles after AP or Chicago, sentences, all small, all large, or by an expression."""

from collections.abc import Iterator, Sequence

import regex

from ...engine.blocks import Block
from ..style import Alert, Style, strings

THRESHOLD = 0.8
# Written small inside a title. AP: articles, conjunctions and prepositions of up to three letters; Chicago: prepositions of any length.
SHORT = frozenset("a an and as at but by en for if in nor of on or per the to v v. via vs vs.".split())
PREPOSITIONS = frozenset(
    "about above across after against along among around before between beyond concerning despite down during following from including into"
    " near over since through throughout towards under until upon with within without".split()
)
_TITLE_WORD = regex.compile(r"[\p{N}\p{L}]+[^\s\-/]*")
_WORD = r"[\p{N}\p{L}*]+[^\s]*"
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def capitalization(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """One alert over the whole of each block whose capitals are wrong."""
    for block in blocks:
        text = block.text.strip()
        if text and not _holds(style, text):
            start = block.text.index(text)
            yield Alert(block, start, start + len(text), (text,))


def _holds(style: Style, text: str) -> bool:
    wanted = str(style.data.get("match") or "")
    if wanted == "$title":
        return is_title(style, text)
    if wanted == "$sentence":
        return is_sentence(style, text)
    if wanted in ("$lower", "$upper"):
        return text == (text.lower() if wanted == "$lower" else text.upper()) or style.excused(text)
    return any(style.compiled(wanted, multiline=False, cased=True).timed.finditer(text, timeout=1)) or style.excused(text)


def is_title(style: Style, text: str) -> bool:
    small = SHORT | PREPOSITIONS if style.data.get("style") == "Chicago" else SHORT
    wanted = _words(style, titled(text, small))
    words = _words(style, text)
    right = sum(
        index >= len(wanted) or word == wanted[index] or style.excused(word) or word == word.upper() for index, word in enumerate(words)
    )
    return _enough(style, right, len(words))


def is_sentence(style: Style, text: str) -> bool:
    """The first word with a capital, most of the others without."""
    indicators = tuple(strings(style.data.get("indicators")))
    words = _words(style, text.rstrip("?!.:"))
    right = 0
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        core = next((word.split(mark)[0] for mark in ("-", "'", "’") if mark in word), word)
        if core == core.upper() or (indicators and before.endswith(indicators)) or style.excused(core):
            right += 1
        elif index == 0 and core != core.lower().title():
            return False
        elif index == 0 or core == core.lower():
            right += 1
    return _enough(style, right, len(words))


def titled(text: str, small: frozenset[str]) -> str:
    """`text` with the capitals of a title. First and last words, and those after a colon, have one always."""
    plain = text.translate(_PLAIN)

    def cased(match: regex.Match[str]) -> str:
        word, start, end = match[0], match.start(), match.end()
        bounding = start == 0 or end == len(plain)
        before, earlier, after = plain[start - 1 : start], plain[max(0, start - 2) : max(0, start - 1)], plain[end : end + 1]
        joined = after == "-" and before != "-"
        if word.lower() in small and not bounding and before in (" ", "-", "/") and earlier not in (":", "-") and not joined:
            return word.lower()
        return word[0].upper() + word[1:]

    return _TITLE_WORD.sub(cased, text)


def _words(style: Style, text: str) -> list[str]:
    """Words, an exception of several words being one."""
    source = rf"\b(?:{'|'.join(style.excuses)})\b|{_WORD}" if style.excuses else _WORD
    return [match[0] for match in regex.finditer(source, text, timeout=1)]


def _enough(style: Style, right: int, words: int) -> bool:
    return words > 0 and right / words > float(style.data.get("threshold") or THRESHOLD)
