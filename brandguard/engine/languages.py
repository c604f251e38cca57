"""Which language a text is in, by its script and its commonest words. For files, which do not say."""

import re
from collections import Counter
from functools import lru_cache

COMMON = {
    "en": "the and of to is in that for you we with are this it our on your have was be not will at from they but all",
    "pl": "i w na z do się nie to jest że dla jak od po za są ale przez może naszej który czy oraz tylko już",
    "de": "der die das und ist in den nicht mit für auf wir sie ein eine zu von dem auch sich wenn sind ihr es im",
    "es": "el la los las de que y en un una es por con para no se su más del al como pero nuestra está",
    "id": "yang dan di untuk dengan ini itu dari kami anda tidak akan pada ke kita adalah juga bisa atau sudah",
    "fr": "le la les de des et en un une est que pour dans vous nous pas sur avec ce qui au plus",
    "it": "il lo la gli di che e un una per con non sono del della nel è più come anche ma questo",
    "pt": "o a os as de que e em um uma para com não é por do da no na mais como mas seu",
    "nl": "de het een en van in is dat op te voor met niet zijn aan wij ook maar bij om onze",
}  # fmt: skip
_BY_WORD: dict[str, list[str]] = {}
for _language, _words in COMMON.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_language)
NEEDED = 3
_SENTENCE = re.compile(r"[.!?…\n]+")
SCRIPTS = {"ko": ("\uac00", "\ud7a3"), "ru": ("\u0400", "\u04ff"), "ja": ("\u3040", "\u30ff"), "el": ("\u0370", "\u03ff")}

# Three letters of a script in a row: a word of that language, whatever stands round it.
_LETTERS = {language: re.compile(f"[{first}-{last}]{{3}}") for language, (first, last) in SCRIPTS.items() if language != "ja"}


def detect(text: str) -> str:
    """The likeliest language of a text; "en" when nothing speaks for another."""
    letters = [char for char in text[:5000] if char.isalpha()]
    for language, (first, last) in SCRIPTS.items():
        if sum(first <= char <= last for char in letters) * 3 > len(letters):
            return language
    votes = Counter(language for word in text[:5000].lower().split() for language in _BY_WORD.get(word.strip(".,;:!?"), ()))
    return max(votes, key=lambda language: (votes[language], language == "en")) if votes else "en"


@lru_cache(maxsize=4096)
def others(text: str, own: str) -> tuple[str, ...]:
    """Languages besides its own in which a text has a sentence: three common words of it, and more than of the own language."""
    found: dict[str, None] = {}
    for language, letters in _LETTERS.items():
        if language != own and letters.search(text):
            found[language] = None
    for sentence in _SENTENCE.split(text.lower()):
        if other := _language_of(" ".join(sentence.split()), own):
            found[other] = None
    return tuple(found)


@lru_cache(maxsize=20_000)
def _language_of(sentence: str, own: str) -> str:
    """The other language that a sentence is in, or "". While a letter is written all its sentences but one are known."""
    words = sentence.split(" ")
    if len(words) < NEEDED:
        return ""
    votes = Counter(language for word in words for language in _BY_WORD.get(word.strip(",;:\"'()"), ()))
    best = max(votes, key=lambda language: (votes[language], language == own), default=own)
    return best if best != own and votes[best] >= NEEDED and votes[best] > 2 * votes[own] else ""
