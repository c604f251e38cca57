"""Words with marks that their language does not write ("gẃaráncja"): read without any accent, the language's own ones too.

Otherwise accents that a language writes are kept: "łaska" is no "laska" in Polish.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from . import tables
from .disguise import Window
from .fold import fold

if TYPE_CHECKING:
    from .compiled import Compiled
    from .reading import Reading

# What such a window is called; a finding out of it is called confusable.
VIEW = "accents"
_STROKED = {"ł": "l", "đ": "d", "ø": "o", "ħ": "h"}


def windows(compiled: "Compiled", reading: "Reading") -> Iterator[Window]:
    """The whole part with each such word without its accents."""
    if not compiled.entries:
        return
    for index, part in enumerate(reading.parts):
        folded = reading.folded[index]
        if part.text.isascii() or folded.text.isascii():
            continue
        text = folded.text
        for word in set(part.text.split()):
            if not word.isascii() and _marked(word, folded.language):
                said = fold(word, folded.language).text.strip()
                text = text.replace(said, "".join(map(bare, said)))
        if text != folded.text and len(text) == len(folded.text):
            begin = reading.begins(index)
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
