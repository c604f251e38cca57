"""How many syllables an English word has, as the readability formulas of Vale count them: by rule, with a list of what no rule gets."""

import re
from functools import lru_cache

WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:[^\W_]|')+")
_IRREGULAR = {
    word: number
    for number, words in (
        (2, "abed adieu cafe cafes chile chloe circe daphne jesse jukebox maybe people phoebe shoreline zoe"),
        (3, "abare acreage adame adobe apache coyote euterpe forever karate machete recipe sesame simile syncope tamale"),
        (
            4,
            "abalone abruzzese abbruzzese anemone aphrodite apostrophe ariadne calliope catastrophe epitome eurydice facsimile gethsemane"
            " guacamole hermione hyperbole penelope persephone yosemite",
        ),
        (5, "aborigine aborigines"),
    )
    for word in words.split()
}
# What is taken off a word at its beginning and its end, and the syllables that it had.
_PREFIXES = (
    (
        2,
        "above anti ante counter hyper afore agri infra intra inter over semi ultra under extra dia micro mega kilo pico"
        " nano macro".split(),
    ),
    (1, "un fore ware none non out post sub pre pro dis side".split()),
)
_SUFFIXES = (
    (3, "ology ologist onomy onomist".split()),
    (2, "fully berry woman women".split()),
    (
        1,
        "ly less some ful er ers ness cian cians ment ments ette ettes ville villes ships ship side sides port ports shire shires tion"
        " tioned".split(),
    ),
)
_ONE = "b|c|ch|dg|f|g|gh|gn|k|l|lch|ll|lv|m|mm|n|nc|ng|nch|nn|p|r|rc|rn|rs|rv|s|sc|sk|sl|squ|ss|th|v|y|z"
_TWO = "b|ch|d|f|gh|gn|k|l|lch|ll|lv|m|mm|n|nch|nn|p|r|rn|rs|rv|s|sc|sk|sl|squ|ss|st|t|th|v|y"
_THREE = "b|c|ch|d|dg|f|g|gh|gn|k|l|ll|lv|m|mm|n|nc|ng|nn|p|r|rc|rn|rs|rv|s|sc|sk|sl|squ|ss|st|t|th|v|y|z"
_VOWELS = re.compile("[aeiouy]+")
# Groups of vowels that are spoken as one syllable less, and as one more.
_FEWER = (
    re.compile(
        "cia(?:l|$)|tia|cius|cious|[^aeiou]giu|[aeiouy][^aeiouy]ion|iou|sia$|eous$|[oa]gue$|.[^aeiuoycgltdb]{2,}ed$|.ely$|^jua|uai|eau|^busi$"
        f"|[aeiouy](?:{_ONE})ed$|[aeiouy](?:{_TWO})es$"
    ),
    re.compile(f"[aeiouy](?:{_THREE})e$"),
)
_MORE = (
    re.compile("(?:[^aeiouy]ie(?:r|st|t)|[aeiouym]bl|eo|ism|asm|thm|dnt|uity|dea|gean|oa|ua|eings?|[aeiouy]sh?e[rsd])$"),
    re.compile("[^gq]ua[^auieo]|[aeiou]{3}|^(?:ia|mc|coa[dglx].)"),
    re.compile("[^aeiou]y[ae]|[^l]lien|riet|dien|iu|io|ii|uen|real|iell|eo[^aeiou]|[aeiou]y[aeiou]"),
    re.compile("[^s]ia"),
)


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    if len(word) < 3:
        return 1 if word else 0
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    count = 0
    for groups, at_start in ((_PREFIXES, True), (_SUFFIXES, False)):
        word, found = _stripped(word, groups, at_start)
        count += found
    count += len(_VOWELS.findall(word))
    count -= sum(len(pattern.findall(word)) for pattern in _FEWER)
    count += sum(len(pattern.findall(word)) for pattern in _MORE)
    return max(1, count)


def _stripped(word: str, groups: tuple[tuple[int, list[str]], ...], at_start: bool) -> tuple[str, int]:
    for number, affixes in groups:
        for affix in affixes:
            if at_start and word.startswith(affix):
                return word[len(affix) :], number
            if not at_start and word.endswith(affix):
                return word[: -len(affix)], number
    return word, 0
