"""Where a text has its sentences and paragraphs, by the rules of thumb that Vale's own library (Punkt) learned for English.

Enough for style rules; no linguist would call it exact.
"""

import re
from collections.abc import Iterator

_END = re.compile(r"(?:[.!?…]+[\"'”’)\]]*)(?=\s)|[。！？]+[”’」』]?")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
# Words that end in a dot without ending a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms messrs dr prof sr jr st vs etc e.g i.e eg ie cf no vol fig approx dept inc ltd co corp bros u.s u.k u.n d.c jan feb mar apr"
    " jun jul aug sep sept oct nov dec bzw usw z.b d.h ca nr str np tzn itd itp ul tel gen sen rep gov sgt lt col capt cmdr adm maj rev hon"
    " ave blvd ph.d m.d b.a m.a a.m p.m al ed eds pp est mt ft calif ariz ark colo conn fla ga ill ind kan ky la mass md mich minn miss mo"
    " mont neb nev okla ore pa tenn tex va vt wash wis wyo j.p m.j w.va n.y n.j n.h s.p.a ct".split()
)
# Behind an abbreviation only a word that begins sentences shows that one has ended, and never behind a title.
_TITLES = frozenset("mr mrs ms messrs dr prof sgt lt col capt cmdr adm maj rev hon gen sen rep gov st mt e.g i.e vs no fig vol cf".split())
_STARTERS = frozenset(
    "the a an and but in it he she they we you i this that these those there if when while for as at on by with to however although after"
    " since according so not his her its their our my what who why how where do is are".split()
)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans parted by blank lines."""
    yield from _cut(text, 0, len(text), [match.span() for match in _PARAGRAPH.finditer(text)])


def sentences(text: str, begin: int = 0, end: int = -1) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences in text[begin:end]."""
    stop = len(text) if end < 0 else end
    cuts = [(m.end(), m.end()) for m in _END.finditer(text, begin, stop) if _ends(text, m, begin, stop)]
    yield from _cut(text, begin, stop, cuts)


def _ends(text: str, mark: re.Match[str], begin: int, stop: int) -> bool:
    """Whether a sentence ends at this punctuation."""
    following = text[mark.end() : stop].split(None, 1)
    after = following[0] if following else ""
    before = text[begin : mark.start()].rsplit(None, 1)
    word = before[-1].lower().lstrip("(\"'“‘[") if before else ""
    if mark[0].startswith(("..", "…")):
        return after[:1].isupper() or after.lower() in _STARTERS
    if mark[0][-1] in "\"'”’)]":
        return not after[:1].islower()
    if not mark[0].startswith("."):
        return True
    if word.rsplit("-", 1)[-1] in _ABBREVIATIONS:
        return word not in _TITLES and after[:1].isupper() and after.lower().strip(",;:'’") in _STARTERS
    if re.fullmatch(r"[^\W\d_](?:\.[^\W\d_])*", word) and word not in ("i",):
        return after[:1].isupper() and after.lower() in _STARTERS
    return not (word.isdigit() and after[:1].islower())


def _cut(text: str, begin: int, end: int, gaps: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches between the gaps without the white space round them; empty ones left out."""
    for start, stop in zip([begin, *(gap[1] for gap in gaps)], [*(gap[0] for gap in gaps), end], strict=True):
        piece = text[start:stop]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), stop - len(piece) + len(piece.rstrip())
