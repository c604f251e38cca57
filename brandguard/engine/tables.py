"""Character tables for folding, built once from Unicode's own data (UTS #39 by confusable-homoglyphs, and unicodedata)."""

import unicodedata
from collections.abc import Mapping
from functools import cache

ASCII_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
# Scripts whose letters are drawn like Latin ones. Other scripts mix with Latin quite naturally ("iPhone를").
LOOKALIKE_SCRIPTS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", *(
    # Scripts that nobody mixes with Latin but to be read as Latin.
    "CANADIAN SYLLABICS", "TIFINAGH", "OLD ITALIC", "DESERET", "OSAGE", "WARANG CITI", "LYCIAN", "CARIAN", "LYDIAN", "GOTHIC", "ELBASAN",
    "VAI", "RUNIC",
))  # fmt: skip
LATIN_NAMES = ("LATIN", "MODIFIER LETTER", "SCRIPT", "BLACK-LETTER", "DOUBLE-STRUCK", "TURNED", "ROMAN")
# Drawn, but part of no word: a trademark sign or a footnote digit must not hide the word before it.
ORNAMENTS = frozenset("™®©℠\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079")
# Digits and signs that stand for letters.
LEET_SIGNS = "@$!|+€£¢¥"
LEET = dict(zip(f"0123456789{LEET_SIGNS}", "oizeasgtbgasiitelcy", strict=True))
# Signs in Cyrillic words.
CYRILLIC_LEET = dict(zip("@034689€$", "аозчбвдес", strict=True))
# Letters turned upside down; a text of them is read from its end.
TURNED = dict(zip("abcdefghijklmnopqrstuvwxyz ", "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz ", strict=True))
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800")

# The letters beyond ASCII with which a language is written; any other accent on a Latin letter is taken off.
NATIVE = {
    "en": "",
    "id": "",
    "pl": "ąćęłńóśźż",
    "de": "äöüß",
    "es": "áéíóúñü",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "it": "àèéìíîòóùú",
    "pt": "áâãàçéêíóôõúü",
    "nl": "áéëïóöü",
    "sv": "åäöé",
    "da": "æøåé",
    "no": "æøåéòô",
    "nb": "æøåéòô",
    "fi": "äöå",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ",
    "tr": "çğıöşüâîû",
    "hr": "čćđšž",
    "lt": "ąčęėįšųūž",
    "ru": "",
    "uk": "",
    "ko": "",
}
CYRILLIC_LANGUAGES = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk"})
SCRIPT_OF_LANGUAGE = dict.fromkeys(CYRILLIC_LANGUAGES, "CYRILLIC") | {"el": "GREEK", "hy": "ARMENIAN", "chr": "CHEROKEE"}
# Pairs that UTS #39 leaves apart because it compares glyphs of one size, while a hurried reader does not.
LIKE_SMALL_CAPITALS = {
    **dict(zip("вгкмнтяё", "brkmhtre", strict=True)),
    **dict(zip("βεκτμχωγσ", "bektuxwyo", strict=True)),
    "ӏ": "l",
    "Ӏ": "l",
    "ĸ": "k",
    "ɢ": "g",
    "ʀ": "r",
    "ɴ": "n",
    "ʟ": "l",
}
INDICATORS = frozenset(chr(0x1F1E6 + index) for index in range(26))
PLAIN_PUNCTUATION = dict.fromkeys("‘’‚‛ʼʹ′`´‹›", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‑‒–—―−﹣－⁃", "-")

# What looks like a letter of a Cyrillic word and is Greek.
GREEK_AS_CYRILLIC = dict(zip("ΓΠΛΦΔγπλφδ", "гплфдгплфд", strict=True))


def language_key(language: str) -> str:
    """ "pl-PL" → "pl"; "" for a language whose letters are not known here, in which no accent is taken off."""
    short = language.split("-")[0].lower()
    return short if short in NATIVE else ""


@cache
def native_letters(key: str) -> frozenset[str] | None:
    """Letters of the language in both cases, or None for "all of them"."""
    return frozenset(NATIVE[key] + NATIVE[key].upper()) if key in NATIVE else None


@cache
def script_of(char: str) -> str:
    """LATIN, one of LOOKALIKE_SCRIPTS, or "" for everything else."""
    name = unicodedata.name(char, "")
    for script in LOOKALIKE_SCRIPTS:
        if name.startswith(script):
            return script
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    return "LATIN" if name.startswith(LATIN_NAMES) and char.isalpha() else ""


def is_accented(char: str) -> bool:
    """Whether a Latin letter consists of an ASCII letter and marks."""
    parts = unicodedata.normalize("NFD", char)
    return len(parts) > 1 and parts[0].isascii() and parts[0].isalpha()


def is_latin_word(text: str) -> bool:
    """Whether all its letters are those of ASCII."""
    return all(char.isascii() for char in text)


def is_mark(char: str) -> bool:
    return unicodedata.combining(char) != 0


def _ascii_start(text: str) -> str:
    """The ASCII letter that a homoglyph consists of, marks aside; "" when it is no such thing."""
    if text and text[0] in ASCII_WORD and all(is_mark(c) for c in text[1:]):
        return text[0]
    return ""


def _small_capital(char: str) -> str:
    name = unicodedata.name(char, "")
    letter = name.removeprefix("LATIN LETTER SMALL CAPITAL ")
    return letter.lower() if letter != name and len(letter) == 1 else ""


def _homoglyph(char: str, confusables_data: Mapping[str, list[dict[str, str]]]) -> str:
    found = [_ascii_start(entry["c"]) for entry in confusables_data.get(char, ())]
    letters = [letter for letter in found if letter.isalpha()]
    if {"l", "I"} & set(letters):
        # One stroke may be an i or an l: its name decides, and the leet view tries the other.
        return "l" if "PALOCHKA" in unicodedata.name(char, "") or unicodedata.name(char, "").endswith(" L") else "i"
    return letters[0] if letters else ""


def _bare(char: str) -> str:
    """The Latin letter under its accents."""
    return _ascii_start(unicodedata.normalize("NFD", char))


@cache
def skeletons() -> dict[str, str]:
    """Letter that looks like a Latin one → that ASCII letter. Case is kept: Н is an H, н is not an n."""
    # Nine megabytes, needed once: a process that only brings in readers or sends does without them.
    from confusable_homoglyphs.confusables import confusables_data

    table: dict[str, str] = {}
    for char in {chr(point) for point in (*range(0x80, 0x3000), *range(0xA700, 0xA800), *range(0xAB30, 0xAB70))} | {
        c for c in confusables_data if len(c) == 1
    }:
        if char.isascii() or not char.isalpha() or not script_of(char):
            continue
        like = LIKE_SMALL_CAPITALS.get(char) or _small_capital(char) or _bare(char) or _homoglyph(char, confusables_data)
        if like:
            table[char] = like
    table |= {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ß", "ẞ": "ẞ"}
    return {char: like for char, like in table.items() if char != like}


@cache
def emblems() -> dict[str, str]:
    """Letters in black circles and squares, which NFKC leaves alone, and letters that it takes for others than the eye does."""
    table = {chr(start + index): chr(ord("A") + index) for start in (0x1F150, 0x1F170) for index in range(26)}
    return table | {"\u037a": "\u03b9", "\u03f2": "c", "\u03f9": "C", "\u1fbe": "\u03b9", "℮": "e", "∩": "n", "∪": "u", "⊂": "c"}


@cache
def dropped() -> frozenset[str]:
    """Everything that shows nothing: format characters, fillers, variation selectors, tags, control characters; and ornaments."""
    unseen = {chr(p) for p in range(0x20000) if unicodedata.category(chr(p)) in ("Cf", "Cc")}
    ranges = ((0xFE00, 0xFE10), (0xE0100, 0xE01F0), (0x180B, 0x1810), (0xE0000, 0xE0080))
    selectors = {chr(p) for start, end in ranges for p in range(start, end)}
    return frozenset((unseen | selectors | FILLERS | ORNAMENTS) - set("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85"))


@cache
def symbols() -> frozenset[str]:
    """Pictures, arrows, dots and the like beyond ASCII: whatever they are, no letter and no blank."""
    kinds = {"So", "Sm", "Sk", "Po"}
    taken = dropped() | emblems().keys() | PLAIN_PUNCTUATION.keys() | set("¡¿。、．，！？…՚՛՜՝՞׃׀؟،۔।॥")
    return frozenset(c for c in map(chr, range(0x80, 0x20000)) if unicodedata.category(c) in kinds and c not in taken)


@cache
def spaces() -> frozenset[str]:
    return frozenset(chr(p) for p in range(0x3001) if chr(p).isspace()) - {" "}


@cache
def ascii_table() -> dict[int, str | None]:
    """For ASCII text: lower case, white space to blanks, control characters away."""
    table: dict[int, str | None] = {p: chr(p).lower() for p in range(128)}
    table |= {ord(c): None for c in dropped() if c.isascii()} | {ord(c): " " for c in spaces() if c.isascii()}
    table[ord("`")] = "'"
    return table
