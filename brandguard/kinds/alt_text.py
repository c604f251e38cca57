"""What is said of a picture to those who do not see it: missing, too short, the name of a file, "image of …"."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..choices import Scope
from ..documents import Finding, Picture
from ..engine.fold import simple
from ..engine.spec import Spec
from .base import RuleKind, whole_number, words

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading

# Endings of picture files, and what cameras, phones and clip-boards call theirs.
_FILE = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|avif|heic|heif|bmp|tiff?|svg)$", re.IGNORECASE)
_CAMERA = re.compile(r"(?:img|dscn?|dscf|pxl|wp|cimg|screenshot|screen shot|untitled|whatsapp image)[\W_]*\d[\d\W_]*|\d{5,}", re.IGNORECASE)
# From here on a letter is a syllable or a word, and says as much as two.
_SYLLABLES = "\u2e80"


class Fault(NamedTuple):
    """What is wrong with an alt text: a sentence, and where it stands in it; -1 for one that is not there."""

    said: str
    start: int
    end: int
    fix: str = ""


class AltText(RuleKind):
    """params: missing (it must be there), shortest (letters it must have at least), file_name (it may not be one), openings (words with
    which it may neither begin nor end).

    An example is an alt text, or `alt text → name of the file`; before the arrow nothing stands for a picture without words.
    """

    def problems(self, spec: Spec) -> list[str]:
        whole_number(spec, "shortest")
        asked = any(spec.params.get(name) for name in ("missing", "shortest", "file_name")) or words(spec.params.get("openings"))
        return [] if asked else ["Say at least one thing that the words for a picture must be, or may not be."]

    def wakes(self, spec: Spec) -> None:
        return None

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        for picture in reading.document.pictures:
            fault = self.fault(spec, picture)
            if fault and spec.covers(Scope.ALT.value) and not _excused(spec, picture.alt):
                yield Finding(
                    rule=spec.key, severity=spec.severity, message=f"{fault.said} {spec.reason}".strip(), location=picture.location,
                    scope=Scope.ALT.value, start=fault.start, end=fault.end, match=picture.alt[max(fault.start, 0) : max(fault.end, 0)],
                    fix=fault.fix or spec.fix,
                )  # fmt: skip

    def fault(self, spec: Spec, picture: Picture) -> Fault | None:
        """The first thing that is wrong with the words for this picture."""
        alt, shortest = picture.alt, whole_number(spec, "shortest")
        letters = sum(1 + (char >= _SYLLABLES) for char in alt if char.isalnum())
        if not letters:
            # Nothing but dots and blanks is nothing.
            return Fault("There are no words for this picture.", -1, -1) if spec.params.get("missing") else None
        if spec.params.get("file_name") and is_file_name(alt, picture.file):
            return Fault(f"“{alt}” is the name of a file.", 0, len(alt))
        if found := opening_of(alt, words(spec.params.get("openings"))):
            return found
        if shortest and letters < shortest:
            return Fault(f"“{alt}” says too little.", 0, len(alt))
        return None


def is_file_name(alt: str, file: str) -> bool:
    """Whether an alt text is the name of a file: by its ending, as cameras count, or the same as the picture's own in other marks."""
    if _FILE.fullmatch(alt.strip()) or _CAMERA.fullmatch(alt.strip()):
        return True
    # "red coat" may well be the name of red-coat.jpg: only what nobody would write by hand gives it away.
    stem = PurePath(file).stem
    return bool(stem) and alt.strip() == stem and bool(re.search(r"[_\d]|[a-z][A-Z]", stem)) and " " not in stem


def opening_of(alt: str, openings: Iterable[str]) -> Fault | None:
    """The words with which an alt text begins or ends in vain; the fix is what remains beside them."""
    said, folded = " ".join(alt.split()), simple(" ".join(alt.split()))
    for opening in map(simple, openings):
        if len(said) != len(folded):
            continue
        start = 0
        for article in ("a ", "an ", "the "):
            if folded.startswith(article + opening):
                start = len(article)
        if folded.startswith(opening, start) and _edge(folded, start + len(opening)):
            rest = said[start + len(opening) :].lstrip(" :–—-,")
            first = rest.split(" ", 1)[0]
            end = alt.find(first, start + len(opening)) + len(first) if first else len(alt)
            fix = first[:1].upper() + first[1:] if alt[:1].isupper() else first
            return Fault(f"“{alt[:end]}” says only that it is a picture, which everybody is told anyway.", 0, end, fix)
        if folded.endswith(opening) and _edge(folded, len(folded) - len(opening) - 1) and len(folded) > len(opening):
            begin = len(alt) - len(opening)
            return Fault(f"“{alt[begin:]}” says only that it is a picture, which everybody is told anyway.", begin, len(alt))
    return None


def _edge(text: str, at: int) -> bool:
    return not (0 <= at < len(text)) or not text[at].isalnum() or text[at] >= "\uac00"


def _excused(spec: Spec, alt: str) -> bool:
    return any(simple(str(exception.get("text") or "")) == simple(alt) for exception in spec.exceptions)
