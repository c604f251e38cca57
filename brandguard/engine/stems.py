"""Stems, so that one entry finds every inflected form. Snowball's algorithms; for Korean, particles are taken off."""

import re
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

ALGORITHMS = {
    "en": "english",
    "de": "german",
    "pl": "polish",
    "ru": "russian",
    "es": "spanish",
    "id": "indonesian",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
    "sv": "swedish",
    "da": "danish",
    "no": "norwegian",
    "nb": "norwegian",
    "fi": "finnish",
    "cs": "czech",
    "hu": "hungarian",
    "ro": "romanian",
    "tr": "turkish",
    "lt": "lithuanian",
    "el": "greek",
    "ca": "catalan",
    "sr": "serbian",
    "et": "estonian",
}
PARTICLES = tuple(
    sorted(
        "은 는 이 가 을 를 의 에 에서 에게 께 로 으로 와 과 도 만 까지 부터 처럼 보다 라도 이나 나 이라 라 이란 란 마다 조차"
        " 마저 밖에 에는 에도 에서는 에서도 으로는 로는 으로도 로도 만은 만을 만의 들 들은 들이 들을 들의 들에게 이며 이고 이다 입니다 인"
        " 하고 한테 께서".split(),
        key=len,
        reverse=True,
    )
)
_PARTICIPLE = re.compile(r"(ab|an|auf|aus|bei|ein|fest|her|hin|los|mit|nach|um|vor|weg|zu|zurück)?ge(?=\w{4})")
_VERB_ENDINGS = ("t", "et", "te", "ten", "tes", "ter", "tem", "test", "end", "ende", "enden")


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(ALGORITHMS[language])


def knows(language: str) -> bool:
    return language == "ko" or language in ALGORITHMS


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word. A word of a dictionary entry is stemmed by this as well."""
    if language == "ko" or language not in ALGORITHMS:
        return word
    return str(_stemmer(language).stemWord(word))


def _german(word: str) -> list[str]:
    """Verbs without their endings and without the ge- of the participle, which Snowball leaves on: gekauft, angebotene, garantierte."""
    bare = [word]
    if match := _PARTICIPLE.match(word):
        bare.append((match[1] or "") + word[match.end() :])
    cut = [form[: -len(ending)] for form in bare for ending in _VERB_ENDINGS if form.endswith(ending) and len(form) > len(ending) + 3]
    return bare[1:] + cut


@lru_cache(maxsize=100_000)
def readings(word: str, language: str) -> tuple[str, ...]:
    """All stems that a folded word of a text may stand for: one, but for Korean the word with and without each particle."""
    if language == "de":
        return tuple(dict.fromkeys(stem(form, "de") for form in (word, *_german(word))))
    if language != "ko":
        return (stem(word, language),)
    cut = [word[: -len(p)] for p in PARTICLES if word.endswith(p) and len(word) > len(p)]
    return (word, *dict.fromkeys(cut))
