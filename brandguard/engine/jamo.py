"""Korean typed letter by letter: ㅁㅜㄹㅛ is 무료. What stands for laughter, ㅋㅋ or ㅠㅠ, is no word and stays."""

import re

_FIRST, _VOWELS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
LETTERS = frozenset(_FIRST + _VOWELS + _LAST[1:])
_SYLLABLE = re.compile(f"([{_FIRST}])([{_VOWELS}])(?:([{_LAST[1:]}])(?![{_VOWELS}]))?")


def composed(text: str) -> str:
    """The text with syllables where their letters stand in a row."""
    return _SYLLABLE.sub(_syllable, text)


def _syllable(match: re.Match[str]) -> str:
    first, vowel, last = _FIRST.index(match[1]), _VOWELS.index(match[2]), _LAST.index(match[3] or " ")
    return chr(0xAC00 + (first * 21 + vowel) * 28 + last)
