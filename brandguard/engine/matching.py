"""Hits: where a rule's terms and patterns stand in a document, in whatever disguise, exceptions taken off."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from ..choices import Scope
from ..kinds import Pattern, Term
from . import accents, disguise, joined, respelled, tables
from .compiled import Compiled, Entry
from .fold import Folded, simple
from .patterns import SafePattern, compile_pattern
from .reading import Place, Reading
from .spec import Spec
from .stems import readings

_WORD = re.compile(r"[^\W_]+")
SHORTEST_DRAWN = 3
HONEST = ("plain", "folded", "stem")
# What no reader sees by reading: words there are nothing that must appear.
UNREAD = frozenset({Scope.FILE_NAME.value, Scope.MESSAGE.value})
# Scripts that put no space between words: any place is an edge there.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True)
class Hit:
    """One term or pattern in one place. `start`/`end` count in the original text of the part."""

    rule: int
    role: str
    payload: str
    part: int
    location: str
    scope: str
    start: int
    end: int
    match: str
    view: str


@dataclass(frozen=True)
class Found:
    """A term in a folded text: half-open span there, and which term."""

    start: int
    end: int
    term: int
    stem: bool = False


def hits(compiled: Compiled, reading: Reading) -> dict[int, list[Hit]]:
    """All hits by rule index, in reading order, at most one for each place and role."""
    collected: dict[tuple[int, str], list[Hit]] = {}
    for hit in (*_pattern_hits(compiled, reading), *_term_hits(compiled, reading)):
        held = collected.setdefault((hit.rule, hit.role), [])
        if not any(other.part == hit.part and other.start < hit.end and hit.start < other.end for other in held):
            held.append(hit)
    by_rule: dict[int, list[Hit]] = {}
    for (rule, _), held in collected.items():
        by_rule.setdefault(rule, []).extend(held)
    for held in by_rule.values():
        held.sort(key=lambda hit: (hit.part, hit.start))
    return by_rule


def _term_hits(compiled: Compiled, reading: Reading) -> Iterator[Hit]:
    if not compiled.terms:
        return
    text = reading.text
    found = [*exact(compiled, text), *_inflected(compiled, reading)]
    for item in _longest_first(found):
        yield from _accept(compiled, reading, item, text, item.start, item.end, "")
    for item, tight, start, end in joined.cut(compiled, text):
        yield from _accept(compiled, reading, item, tight, start, end, "spaced")
    language = (reading.document.language or "en").split("-")[0].lower()
    for window in chain(
        disguise.windows(compiled, text, language), respelled.windows(compiled, reading), accents.windows(compiled, reading)
    ):
        language = reading.language_at(window.starts[0])
        if window.view == "repeated":
            seen = list(disguise.squeezed(compiled, window))
        else:
            seen = [*exact(compiled, window.text, window), *disguise.stroked(compiled, window), *stemmed(compiled, window.text, language)]
        for item in _longest_first(seen):
            if item.end - item.start >= window.least and window.touched(item.start, item.end):
                start, end = window.span(item.start, item.end)
                yield from _accept(compiled, reading, item, window.text, start, end, window.view)


def exact(compiled: Compiled, text: str, window: disguise.Window | None = None) -> Iterator[Found]:
    """Terms in a folded text, by the automaton, whole words where asked; in a window whole words of its source will do."""
    compact = window is not None and window.compact
    if not compiled.entries:
        return
    for last, (length, entries) in compiled.automaton.iter(text):
        start, end = last - length + 1, last + 1
        if compact and length < SHORTEST_DRAWN and text[start] < "\uac00":
            # "a.m." is no "am"; two syllables of Korean are a word.
            continue
        edges: bool | None = None
        for entry in entries:
            if entry.compact and not compact and length < disguise.JOINED_FROM:
                continue
            if compiled.terms[entry.term].term.whole:
                if edges is None:
                    edges = stands_alone(text, start, end)
                if not edges and compact and window is not None:
                    first, last_one = window.span(start, end)
                    edges = last_one - first > length and stands_alone(window.source, first, last_one)
                if not edges:
                    continue
            yield Found(start, end, entry.term)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is cut at edges of words."""
    before = start == 0 or not (_wordlike(text[start - 1]) and _wordlike(text[start])) or bool(_UNSPACED.match(text[start]))
    after = end == len(text) or not (_wordlike(text[end]) and _wordlike(text[end - 1])) or bool(_UNSPACED.match(text[end - 1]))
    return before and after


def _wordlike(char: str) -> bool:
    # Letters of Korean that make no syllable are laughter or tears, and no part of the word before them.
    return (char.isalnum() and not "\u1100" <= char <= "\u11ff") or (char > "\u02ff" and tables.is_mark(char))


def _inflected(compiled: Compiled, reading: Reading) -> Iterator[Found]:
    for start, end, language, bare in reading.stretches():
        for item in stemmed(compiled, reading.text[start:end], language, bare=bare):
            yield Found(start + item.start, start + item.end, item.term, stem=True)


def stemmed(compiled: Compiled, text: str, language: str, *, bare: bool = False) -> Iterator[Found]:
    """Inflected terms in a folded text of one language; `bare`: its accents are off."""
    index = compiled.stems_for(language, bare=bare)
    if not index:
        return
    known = f"{language} bare" if bare else language
    new = _distinct(text) - compiled.stemless[known]
    begin = {word: owned for word in new if (owned := [pair for r in readings(word, language) for pair in index.get(r, ())])}
    if len(begin) < len(new):
        compiled.stemless_of(known, new - begin.keys())
    if not begin:
        return
    for match in _WORD.finditer(text):
        for term, stems in begin.get(match[0], ()):
            end = _run_on(text, match.end(), stems[1:], language)
            if end >= 0:
                yield Found(match.start(), end, term, stem=True)


def _run_on(text: str, at: int, stems: tuple[str, ...], language: str) -> int:
    """Where the words end that follow here, one for each stem, a blank or a hyphen before each; -1 when they are others."""
    for wanted in stems:
        match = _WORD.match(text, at + 1) if text[at : at + 1] in (" ", "-") else None
        if match is None or wanted not in readings(match[0], language):
            return -1
        at = match.end()
    return at


def _distinct(text: str) -> set[str]:
    """Every word once. Splitting at blanks first is three times as fast as matching words."""
    tokens = set(text.split())
    plain = {token for token in tokens if token.isalnum()}
    return plain.union(*(_WORD.findall(token) for token in tokens - plain))


def _longest_first(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda item: (item.start - item.end, item.stem, item.start))


def _accept(compiled: Compiled, reading: Reading, item: Found, text: str, start: int, end: int, view: str) -> Iterator[Hit]:
    """The hit, unless its rule does not look here, or an exception contains it."""
    rule, term = compiled.terms[item.term]
    spec = compiled.specs[rule]
    place = reading.place(start, end)
    part = reading.parts[place.part]
    language = part.language or reading.document.language
    if not (
        _looks(spec.scopes, part.scope) and _looks(spec.scopes, reading.parts[place.last_part].scope) and _spoken(spec, reading, place.part)
    ):
        return
    spelled = view == accents.VIEW or _spelled_in(compiled, item, text, language)
    view = "confusable" if view == accents.VIEW else view or ("stem" if item.stem else name_view(place, term))
    if not (_case_fits(place, term) and spelled) or (term.honest and (view not in HONEST or part.scope in UNREAD)):
        return
    if term.disguised and view == "plain" and " ".join(place.match.split()) != place.match:
        # The words stand on two lines: no expression written for one line finds that.
        view = "folded"
    if excused(compiled.exceptions[rule], part.scope, text, item.start, item.end):
        return
    if place.crosses:
        view = "split"
    yield Hit(rule, term.role, term.payload, place.part, part.location, part.scope, place.start, place.end, place.match, view)


def _spoken(spec: Spec, reading: Reading, part: int) -> bool:
    """Whether the rule is for a language of this part."""
    return not spec.languages or any(spec.speaks(language) for language in reading.languages(part))


def _looks(scopes: tuple[str, ...], scope: str) -> bool:
    """Rules without scopes read everything that is shown; link texts and targets only when they are named."""
    if scope in (Scope.LINK_TEXT.value, Scope.LINK_TARGET.value):
        return scope in scopes
    return not scopes or Scope.EVERYTHING.value in scopes or scope in scopes


def name_view(place: Place, term: Term) -> str:
    """plain: as any honest writer may type it; folded: width, case or unseen characters differ; else confusable."""
    if _bare(_typed(place.match)) == _bare(_typed(term.text)):
        return "plain"
    return "folded" if _bare(simple(place.match)) == _bare(simple(term.text)) else "confusable"


def _typed(text: str) -> str:
    """Case and the typographer's quotation marks and dashes are nobody's disguise."""
    return "".join(tables.PLAIN_PUNCTUATION.get(char, char) for char in text).casefold()


def _bare(text: str) -> str:
    return "".join(text.replace("-", " ").split())


def _case_fits(place: Place, term: Term) -> bool:
    if not term.cased or " ".join(place.match.split()).casefold() != " ".join(term.text.split()).casefold():
        return True
    return " ".join(place.match.split()) == " ".join(term.text.split())


def _spelled_in(compiled: Compiled, item: Found, text: str, language: str) -> bool:
    """Accents that a language writes are not taken off there: "łaska" is no "laska" in Polish."""
    if item.stem:
        return True
    for entry in compiled.entries.get(text[item.start : item.end], ()):
        if entry.term == item.term:
            return _holds(entry, language)
    return True


def _holds(entry: Entry, language: str) -> bool:
    key = language.split("-")[0].lower()
    return entry.languages is None or (key if key in tables.NATIVE or key == "bg" else tables.language_key(language)) in entry.languages


def excused(exceptions: Iterable[tuple[str, str]], scope: str, text: str, start: int, end: int) -> bool:
    """Whether an exception stands here as whole words and contains the hit completely. Overlapping excuses nothing."""
    for form, limited in exceptions:
        if limited and limited != scope:
            continue
        at = text.find(form, max(0, end - len(form)), start + len(form))
        while at != -1:
            if at <= start and at + len(form) >= end and stands_alone(text, at, at + len(form)):
                return True
            at = text.find(form, at + 1, start + len(form))
    return False


def _pattern_hits(compiled: Compiled, reading: Reading) -> Iterator[Hit]:
    for number in sorted(compiled.tried.awake(reading.spelled)):
        rule, pattern = compiled.patterns[number]
        spec, matcher = compiled.specs[rule], compile_pattern(pattern.source, pattern.ignorecase)
        excuse = compile_pattern(pattern.excuse, ignorecase=False) if pattern.excuse else None
        for index, part in enumerate(reading.parts):
            if not (_looks(spec.scopes, part.scope) and _spoken(spec, reading, index)):
                continue
            lowered = part.text.lower() if len(part.text.lower()) == len(part.text) else part.text
            for start, end, group, view in _matches(pattern, matcher, part.text, reading.folded[index]):
                match = part.text[start:end]
                if excused(compiled.exceptions[rule], part.scope, lowered, start, end) or (excuse and any(excuse.find(match))):
                    continue
                payload = pattern.payloads[group - 1] if pattern.payloads and group else ""
                yield Hit(rule, pattern.role, payload, index, part.location, part.scope, start, end, match, view)


def _matches(pattern: Pattern, matcher: SafePattern, text: str, folded: Folded) -> Iterator[tuple[int, int, int, str]]:
    yield from ((start, end, group, "plain") for start, end, group in matcher.find(text))
    if pattern.folded and pattern.ignorecase and (not text.isascii() or folded.original != text):
        yield from ((*folded.span(start, end), group, "folded") for start, end, group in matcher.find(folded.text))
