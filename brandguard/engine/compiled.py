"""A rule set made ready: one automaton for all phrases in all their folded spellings, so that cost does not grow with the rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import Any, NamedTuple

from ..choices import Scope
from ..kinds import KINDS, Pattern, Term
from . import tables
from .fold import fold, skeleton
from .misspelt import Halves, halves_of
from .needles import needles
from .sleepers import Sleepers, automaton_of
from .spec import Spec
from .stems import knows, readings, stem
from .suspicion import canonical
from .transliteration import latin_spellings

MAX_VARIED_GAPS = 4
# A shorter word in Latin letters may be an honest one of another language.
SHORTEST_TRANSLITERATED = 6
MOST_INNOCENT = 200_000
MOST_SENTENCES, LONGEST_SENTENCE = 20_000, 2_000


class Entry(NamedTuple):
    """A spelling of a term. `languages` in which it holds (None: all); `compact`: its words run together."""

    term: int
    languages: frozenset[str] | None
    compact: bool


class Owned(NamedTuple):
    rule: int
    term: Term


class Compiled:
    """Everything that can be prepared before a document is seen. Shared by threads: besides a cache, nothing changes."""

    def __init__(self, specs: Sequence[Spec]) -> None:
        self.specs = list(specs)
        self.kinds = [KINDS[spec.kind] for spec in self.specs]
        self.terms = [Owned(index, term) for index, spec in enumerate(self.specs) for term in self.kinds[index].terms(spec)]
        self.rules = Sleepers((kind.wakes(spec), index) for index, (kind, spec) in enumerate(zip(self.kinds, self.specs, strict=True)))
        self.last = frozenset(index for index, spec in enumerate(self.specs) if self.kinds[index].comes_last(spec))
        self.patterns: list[tuple[int, Pattern]] = [
            (index, pattern) for index, spec in enumerate(self.specs) for pattern in self.kinds[index].patterns(spec)
        ]
        self.tried = Sleepers((needles(pattern.source), number) for number, (_, pattern) in enumerate(self.patterns))
        about_links = {Scope.LINK_TEXT.value, Scope.LINK_TARGET.value}
        self.reads_links = any(about_links & set(spec.scopes) for spec in self.specs)
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        for number, owned in enumerate(self.terms):
            for form, languages, compact in spellings(owned.term.text):
                self.entries[form].append(Entry(number, languages, compact))
        excuses = (form for rule in self.exceptions for form, _ in rule)
        self.reach = max((len(form) for form in (*self.entries, *excuses)), default=0)
        self.automaton = automaton_of(self.entries)
        # Words that can be read as none of ours, for the letters to come; and those whose stem is none of ours, by language.
        self.innocent: set[str] = set()
        self.stemless: dict[str, set[str]] = defaultdict(set)
        # Strange-looking words, and whether they could be ours.
        self.doubts: dict[str, dict[str, bool]] = defaultdict(dict)
        self.looked_at: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        self.unmasked: dict[str, list[str]] = {}
        self.partial = any(not owned.term.whole for owned in self.terms)
        self._all_stems: dict[str, frozenset[str]] = {}
        self._stems: dict[tuple[str, bool], dict[str, list[tuple[int, tuple[str, ...]]]]] = {}

    @cached_property
    def squeezed(self) -> Any:
        """The same phrases with every letter once: {"fre money": [("free money", entries)]}."""
        table: dict[str, list[tuple[str, list[Entry]]]] = defaultdict(list)
        for form, entries in self.entries.items():
            table[squeeze(form)].append((form, entries))
        return automaton_of(table)

    @cached_property
    def stroked(self) -> Any:
        """The same phrases with i for every l, for strokes that may be either."""
        table: dict[str, list[tuple[str, list[Entry]]]] = defaultdict(list)
        for form, entries in self.entries.items():
            table[form.replace("l", "i")].append((form, entries))
        return automaton_of(table)

    @cached_property
    def canonical(self) -> frozenset[str]:
        """Every word of every phrase, and each phrase run together, as `suspicion.canonical` has them."""
        words = {word for form in self.entries for word in split_words(form)}
        # A term without a letter, such as "!", has no such form.
        return frozenset(map(canonical, words | {"".join(split_words(form)) for form in self.entries})) - {""}

    def is_form(self, word: str, language: str) -> bool:
        """Whether a word has the stem of a word of an inflected term in this language."""
        if language not in self._all_stems:
            self._all_stems[language] = frozenset(s for owned in self.stems_for(language).values() for _, stems in owned for s in stems)
        held = self._all_stems[language]
        return bool(held) and any(reading in held for reading in readings(word, language))

    def holds(self, text: str) -> bool:
        """Whether a phrase stands in a text of letters only, i and l being one, each letter as often as it likes."""
        return bool(self.canonical) and next(self._canonical_phrases.iter(canonical(text)), None) is not None

    @cached_property
    def _canonical_phrases(self) -> Any:
        whole = {canonical("".join(split_words(form))) for form in self.entries} - {""}
        # Particles follow Korean words without a gap, so that each of its words counts alone.
        korean = {word for word in self.canonical if "\uac00" <= word[0] <= "\ud7a3"}
        return automaton_of(dict.fromkeys(whole | korean, True))

    def remember_doubt(self, language: str, token: str, doubt: bool) -> None:
        if len(self.doubts[language]) >= MOST_INNOCENT:
            self.doubts[language] = {}
        self.doubts[language][token] = doubt

    def remember_spots(self, language: str, sentence: str, spots: tuple[int, ...]) -> None:
        """Where a sentence is suspicious. Bounded; what is forgotten is looked at again."""
        if len(self.looked_at[language]) >= MOST_SENTENCES:
            self.looked_at[language] = {}
        if len(sentence) <= LONGEST_SENTENCE:
            self.looked_at[language][sentence] = spots

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every phrase that is long enough to be taken for another."""
        return frozenset(word for form in self.entries for word in split_words(form) if len(word) > 2)

    @cached_property
    def halves(self) -> Halves:
        """The long words by their halves, for those with a mistake in them."""
        return halves_of(self.vocabulary)

    @cached_property
    def _by_shape(self) -> dict[tuple[int, str, str], list[str]]:
        table: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for word in sorted(self.vocabulary):
            table[len(word), word[0], word[-1]].append(word)
        return table

    def clear_of(self, token: str) -> None:
        """Remember a word as innocent. What is remembered is no more than a cache, and begins anew when it has grown large."""
        if len(self.innocent) >= MOST_INNOCENT:
            self.innocent = set()
        self.innocent.add(token)

    def stemless_of(self, language: str, words: Iterable[str]) -> None:
        """Remember words whose stems are none of ours in a language."""
        if len(self.stemless[language]) >= MOST_INNOCENT:
            self.stemless[language] = set()
        self.stemless[language].update(words)

    def words_like(self, length: int, first: str, last: str) -> list[str]:
        """Words of phrases of a length, with these letters at their ends."""
        return self._by_shape.get((length, first, last), [])

    def remember_unmasked(self, said: str, words: list[str]) -> None:
        if len(self.unmasked) >= MOST_INNOCENT:
            self.unmasked = {}
        self.unmasked[said] = words

    @cached_property
    def _inflected(self) -> frozenset[tuple[str, str]]:
        """(language, stem) of the long words of inflected terms."""
        languages = {language for spec in self.specs for language in spec.languages} or {"en"}
        words = {word for owned in self.terms if owned.term.inflected for word in split_words(fold(owned.term.text).text)}
        return frozenset((language, stem(word, language)) for language in languages for word in words if len(word) > 5)

    def has_stem(self, word: str) -> bool:
        """Whether a long word is a form of an inflected term."""
        return len(word) > 6 and any((language, stem(word, language)) in self._inflected for language in self._stem_languages)

    @cached_property
    def _stem_languages(self) -> frozenset[str]:
        return frozenset(language for language, _ in self._inflected)

    def stems_for(self, language: str, *, bare: bool = False) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
        """First stem → the inflected terms that begin with it, in this language; `bare`: of the words without accents."""
        if (language, bare) not in self._stems:
            index: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
            for number, (rule, term) in enumerate(self.terms):
                if term.inflected and knows(language) and self.specs[rule].speaks(language):
                    stems = tuple(stem(word, language) for word in split_words(fold(term.text, "en" if bare else language).text))
                    if stems:
                        index[stems[0]].append((number, stems))
            self._stems[language, bare] = dict(index)
        return self._stems[language, bare]

    @cached_property
    def exceptions(self) -> list[list[tuple[str, str]]]:
        """For each rule the spellings of its exceptions with the scope they are limited to."""
        return [
            [(form, str(e.get("scope") or "")) for e in spec.exceptions for form, _, compact in spellings(e["text"]) if not compact]
            for spec in self.specs
        ]


def split_words(text: str) -> list[str]:
    """The words of a folded text."""
    return "".join(c if c.isalnum() or tables.is_mark(c) else " " for c in text).split()


def squeeze(text: str) -> str:
    return "".join(char for index, char in enumerate(text) if not index or text[index - 1] != char or not char.isalnum())


def spellings(text: str) -> list[tuple[str, frozenset[str] | None, bool]]:
    """Every folded spelling of a phrase: (form, languages it holds in or None, compact)."""
    forms: dict[str, set[str] | None] = {}
    for form, language in _folds(" ".join(text.split())):
        held = forms.get(form, set())
        forms[form] = None if language is None or held is None else held | {language}
    found: dict[tuple[str, bool], frozenset[str] | None] = {}
    for form, languages in forms.items():
        frozen = None if languages is None else frozenset(languages)
        for spelled in _gaps(form):
            found[spelled, False] = frozen
        joined = "".join(form.replace("-", " ").split())
        if joined != form and len(joined) > 3:
            # Korean may be written with or without these spaces.
            found.setdefault((joined, not "\uac00" <= joined[0] <= "\ud7a3"), frozen)
    return [(form, languages, compact) for (form, compact), languages in found.items() if form]


def _folds(text: str) -> Iterable[tuple[str, str | None]]:
    if text.isascii():
        yield fold(text).text.strip(), None
        return
    by_language = {key: fold(text, key).text.strip() for key in ("", *tables.NATIVE, "bg")}
    if len(set(by_language.values())) == 1:
        yield next(iter(by_language.values())), None
    else:
        yield from ((form, key) for key, form in by_language.items())
    if any(tables.script_of(c) not in ("LATIN", "") for c in text):
        yield from ((form, None) for form in latin_spellings(text) if len(form) >= SHORTEST_TRANSLITERATED)
        yield from ((form, None) for form in _mixed_forms(text))


def _mixed_forms(text: str) -> Iterable[str]:
    """How words of another alphabet read once Latin letters are mixed into some of them."""
    words = text.split(" ")
    for cased in {text.lower(), text.upper(), text.title()}:
        mixed = [skeleton(word).strip() for word in cased.split(" ")]
        if len(words) > MAX_VARIED_GAPS:
            yield " ".join(mixed)
            continue
        own = [fold(word, "ru").text.strip() for word in words]
        yield from {" ".join(way) for way in product(*zip(own, mixed, strict=True))} - {" ".join(own)}


def _gaps(form: str) -> Iterable[str]:
    """ "risk free" is "risk-free" too."""
    pieces = form.replace("-", " ").split(" ")
    if len(pieces) == 1 or "" in pieces or not all(piece[0].isalnum() and piece[-1].isalnum() for piece in pieces):
        return [form]
    if len(pieces) - 1 > MAX_VARIED_GAPS:
        return {form, " ".join(pieces)}
    return ["".join(a + b for a, b in zip(pieces, (*gaps, ""), strict=True)) for gaps in product(" -", repeat=len(pieces) - 1)]


@lru_cache(maxsize=8)
def _compile_once(held: "_Held") -> Compiled:
    return Compiled([Spec.from_json(rule) for rule in held.rules])


class _Held:
    """A rule set known by its digest, so that one digest is compiled once per process, and its rules are read only then."""

    def __init__(self, ruleset: Any) -> None:
        self.digest, self._ruleset = ruleset.digest, ruleset

    @property
    def rules(self) -> Any:
        return self._ruleset.rules

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.digest == self.digest


def compiled(ruleset: Any) -> Compiled:
    """`ruleset`: a RuleSetVersion (compiled once per digest), a sequence of Specs, or a Compiled."""
    if isinstance(ruleset, Compiled):
        return ruleset
    if hasattr(ruleset, "digest"):
        return _compile_once(_Held(ruleset))
    return Compiled(list(ruleset))
