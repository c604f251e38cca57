"""Where a text has its sentences, paragraphs, words and syllables. Enough for style rules; no linguist would call it exact."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+[”’」』]?")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie cf no vol fig approx dept inc ltd co corp u.s u.k jan feb mar apr jun jul aug sep sept"
    " oct nov dec bzw usw z.b d.h ca nr str np tzn itd itp ul tel".split()
)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüąęаеёиоуыэюя]+")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans parted by blank lines."""
    yield from _cut(text, 0, len(text), [match.span() for match in _PARAGRAPH.finditer(text)])


def sentences(text: str, begin: int = 0, end: int = -1) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences in text[begin:end]; "e.g." and a lower-case letter after the dot end none."""
    stop = len(text) if end < 0 else end
    cuts = []
    for match in _END.finditer(text, begin, stop):
        following = next((char for char in text[match.end() : stop] if not char.isspace()), "")
        before = text[begin : match.start()].rsplit(None, 1)
        word = before[-1].lower().lstrip("(\"'") if before else ""
        if match[0].startswith(".") and (following.islower() or word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
            continue
        cuts.append((match.end(), match.end()))
    yield from _cut(text, begin, stop, cuts)


def syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end taken off; at least one."""
    lowered = word.lower()
    groups = len(_VOWELS.findall(lowered))
    if groups > 1 and lowered.endswith("e") and not lowered.endswith("le"):
        groups -= 1
    return max(1, groups)


def _cut(text: str, begin: int, end: int, gaps: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches between the gaps without the white space round them; empty ones left out."""
    for start, stop in zip([begin, *(gap[1] for gap in gaps)], [*(gap[0] for gap in gaps), end], strict=True):
        piece = text[start:stop]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), stop - len(piece) + len(piece.rstrip())
