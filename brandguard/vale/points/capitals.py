"""Capital letters: titles after AP or Chicago, sentences, all small, all large, or by an expression."""

from collections.abc import Iterator, Sequence
from typing import Any

import regex

from ...engine.blocks import Block
from ..style import Alert, Style, compiled, strings

THRESHOLD = 0.8
# Written small inside a title. AP: articles, conjunctions and prepositions of up to three letters; Chicago: prepositions of any length.
SHORT = frozenset("a an and as at but by en for if in nor of on or per the to v v. via vs vs.".split())
PREPOSITIONS = frozenset(
    "about above across after against along among around before between beyond concerning despite down during following from including into"
    " near over since through throughout towards under until upon with within without".split()
)
_TITLE_WORD = regex.compile(r"[\p{N}\p{L}]+[^\s\-/]*")
_NUMBERED = regex.compile(r"\d+\.")
_WORD = r"[\p{N}\p{L}*]+[^\s]*"
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def capitalization(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """One alert over the whole of each block whose capitals are wrong."""
    for block in blocks:
        wanted, right = judged(style, block.text)
        if not right:
            yield Alert(block, 0, len(block.text), (block.text, wanted), wanted if style.action[0] == "replace" else "")


def judged(style: Style, text: str) -> tuple[str, bool]:
    """How a text should be written after the rule's `match`, and whether it is so."""
    how = str(style.data.get("match") or "")
    if how == "$title":
        wanted = titled(style, text)
        return wanted, _title_holds(style, text, wanted)
    if how == "$sentence":
        wanted = sentenced(style, text)
        return wanted, _sentence_holds(style, text, wanted)
    if how in ("$lower", "$upper"):
        wanted = text.lower() if how == "$lower" else text.upper()
        return wanted, text == wanted or style.excused(text)
    return how, any(compiled(how).find(text, empty=True)) or style.excused(text)


def _title_holds(style: Style, text: str, wanted: str) -> bool:
    words, expected = _words(style, text), _words(style, wanted)
    right = sum(
        index >= len(expected) or word == expected[index] or style.excused(word) or word == word.upper() or word.lower() == "to"
        for index, word in enumerate(words)
    )
    return _enough(style, right, len(words))


def _sentence_holds(style: Style, text: str, wanted: str) -> bool:
    """The first word with a capital, most of the others without."""
    words, expected = _words(style, text), _words(style, wanted)
    right = 0
    for index, word in enumerate(words):
        if index >= len(expected) or word == expected[index] or style.excused(word):
            right += 1
        elif index == 0 and word != _each_capital(word.lower()):
            return False
    return _enough(style, right, len(words))


def titled(style: Style, text: str) -> str:
    """`text` with the capitals of a title. First and last words, and those after a colon, have one always."""
    small = SHORT | PREPOSITIONS if style.data.get("style") == "Chicago" else SHORT
    prefix, text = _prefixed(style, text)
    plain = text.translate(_PLAIN)

    def char_at(index: int) -> str:
        return plain[index] if 0 <= index < len(plain) else plain[:1]

    def cased(match: Any) -> str:
        word, start, end = match[0], match.start(), match.end()
        if held := _in_vocabulary(style, word):
            return held
        inside = start > 0 and end < len(plain)
        before, earlier = char_at(start - 1), char_at(start - 2)
        if word.lower() in small and inside and before in " -/" and earlier not in ":-" and (char_at(end) != "-" or before == "-"):
            return word.lower()
        return word[0].upper() + word[1:]

    return prefix + _TITLE_WORD.sub(cased, text)


def sentenced(style: Style, text: str) -> str:
    """`text` with the capitals of a sentence: the first word, words of the vocabulary, and those after an indicator."""
    prefix, text = _prefixed(style, text)
    indicators = tuple(strings(style.data.get("indicators")))
    vocabulary = "|".join(style.excuses)
    source = rf"(?i)\b(?:{vocabulary})\b|{_WORD}" if vocabulary else _WORD
    words = [text[start:end] for start, end, _ in compiled(source).find(text)]
    made = []
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        after_mark = any(before.endswith(mark) and len(before) > len(mark) for mark in indicators)
        if held := _in_vocabulary(style, word):
            made.append(held)
        elif index == 0 or after_mark or (index == 1 and _NUMBERED.search(before)):
            made.append(word[:1].upper() + word[1:].lower())
        else:
            made.append(word.lower())
    return prefix + " ".join(made)


def _prefixed(style: Style, text: str) -> tuple[str, str]:
    """What the rule calls a prefix of this text, and the rest of it."""
    wanted = str(style.data.get("prefix") or "")
    match = compiled(wanted).first(text) if wanted else None
    return (match[0], text.removeprefix(match[0])) if match else ("", text)


def _in_vocabulary(style: Style, word: str) -> str:
    """How an exception writes this word; "" when none speaks of it."""
    for term in style.excuses:
        if term.casefold() == word.casefold():
            return term
        if any(compiled(term).find(word)):
            return word
    return ""


def _words(style: Style, text: str) -> list[str]:
    """Words, an exception of several words being one."""
    source = f"{style.excuse_source}|{_WORD}" if style.excuses else _WORD
    return [text[start:end] for start, end, _ in compiled(source).find(text)]


def _each_capital(word: str) -> str:
    return regex.sub(r"(?<![\p{L}\p{N}_'])\p{L}", lambda match: match[0].upper(), word)


def _enough(style: Style, right: int, words: int) -> bool:
    return words > 0 and right / words >= (style.number("threshold") or THRESHOLD)
