"""Words with marks that their language does not write ("gẃaráncja"): read without any accent, the language's own ones too.

Otherwise accents that a language writes are kept: "łaska" is no "laska" in Polish.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from . import tables
from .disguise import Window

if TYPE_CHECKING:
    from .compiled import Compiled
    from .reading import Reading

# What such a window is called; a finding out of it is called confusable.
VIEW = "accents"
_WORD = re.compile(r"[^\W\d_]+")
_STROKED = {"ł": "l", "đ": "d", "ø": "o", "ħ": "h"}


def windows(compiled: "Compiled", reading: "Reading") -> Iterator[Window]:
    """The text round each such word, the word without accents."""
    if not compiled.entries:
        return
    for index, part in enumerate(reading.parts):
        folded = reading.folded[index]
        if part.text.isascii() or folded.text.isascii() or not _marked(part.text, folded.language):
            continue
        begin = reading.begins(index)
        changed = list(folded.text)
        for match in _WORD.finditer(folded.text):
            start, end = folded.span(*match.span())
            if not match[0].isascii() and _marked(part.text[start:end], folded.language):
                changed[match.start() : match.end()] = [bare(char) for char in match[0]]
        text = "".join(changed)
        if text != folded.text:
            yield Window(text, list(range(begin, begin + len(text))), begin + len(text), VIEW, reading.text)


@lru_cache(maxsize=4096)
def _marked(text: str, key: str) -> bool:
    """Whether a letter bears a mark with which this language writes none."""
    native = tables.native_letters(key) or frozenset()
    for char in unicodedata.normalize("NFC", text):
        if tables.is_mark(char) or (not char.isascii() and char not in native and tables.is_accented(char)):
            return True
    return False


@lru_cache(maxsize=4096)
def bare(char: str) -> str:
    """A letter without its accents."""
    return _STROKED.get(char) or unicodedata.normalize("NFD", char)[0]
