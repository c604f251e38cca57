"""Text without case, accents and signs: how names of columns, tags and readers are compared and found."""

import re
import unicodedata
from functools import lru_cache

_NO_DECOMPOSITION = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`E-Mail_Adresse:` and `e mail adresse` are the same; so are `Łukasz` and `lukasz`."""
    if text.isascii():
        return " ".join(_SIGNS.sub(" ", text.lower()).split())
    text = unicodedata.normalize("NFKD", text.casefold().translate(_NO_DECOMPOSITION))
    kept = "".join(c for c in text if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", " ".join(_SIGNS.sub(" ", kept).split()))
