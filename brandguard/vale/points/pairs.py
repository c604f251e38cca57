"""Words that depend on each other: repeated (repetition), explained (conditional), spelled in one way (consistency)."""

from collections.abc import Iterator, Sequence
from typing import Any

from ...engine.blocks import Block
from ...engine.patterns import SafePattern
from ...engine.sentences import sentences
from ...exceptions import BadRule
from ..style import Alert, Style, compiled, strings


def repetition(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """The same token twice in a row, in one sentence; `max` of them are free, `alpha` leaves out all but words."""
    matcher, most, alpha = style.compiled(f"({'|'.join(strings(style.data.get('tokens')))})"), style.number("max"), style.truth("alpha")
    for block in blocks:
        count, before, begin = 0, "", 0
        for start, end, _ in matcher.find(block.text):
            said = block.text[start:end].strip()
            if said and _equal(style, said, before) and (not alpha or said.isalpha()):
                count += 1
                whole = block.text[begin:end]
                if count > most and _one_sentence(whole) and not style.excused(whole, block.text, begin):
                    yield Alert(block, begin, end, (said,))
                    count = 0
            before, begin = said, start


def conditional(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """`first` needs `second`: what a group of `second` has caught is known from there on; without a group it must be in the block."""
    if not (style.data.get("first") and style.data.get("second")):
        raise BadRule("A conditional rule needs “first” and “second”.")
    first, second = (compiled(str(style.data[name])) for name in ("first", "second"))
    source = str(style.data["second"])
    catches = source.count("(") > source.count("(?") + source.count("\\(")
    known: set[str] = set()
    for block in blocks:
        if catches:
            known |= {group for match in _all(second, block.text) for group in match.groups() if group}
        elif any(second.find(block.text)):
            continue
        for start, end, _ in first.find(block.text):
            match = block.text[start:end]
            if match not in known and not style.excused(match, block.text, start):
                yield Alert(block, start, end, (match,))


def consistency(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """Either this or that in the whole text; told in each block that has one, once both have been seen."""
    pairs = style.data.get("either") or {}
    if not isinstance(pairs, dict) or not pairs:
        raise BadRule("A consistency rule needs “either”: pairs of spellings of which only one may be used.")
    sources = (style.joined(f"(?P<one>{one})|(?P<other>{other})", wordwise=not style.nonword) for one, other in pairs.items())
    matchers = [style.compiled(source) for source in sources]
    seen: list[set[str]] = [set() for _ in matchers]
    for block in blocks:
        for number, matcher in enumerate(matchers):
            found = [(name, match[name]) for match in _all(matcher, block.text) for name in ("one", "other") if match[name]]
            seen[number] |= {name for name, _ in found}
            if found and len(seen[number]) == 2:
                match = found[-1][1]
                start = block.text.index(match)
                yield Alert(block, start, start + len(match), (match,))


def _equal(style: Style, one: str, other: str) -> bool:
    return one.casefold() == other.casefold() if style.ignorecase else one == other


def _one_sentence(text: str) -> bool:
    return len(list(sentences(text))) == 1


def _all(matcher: SafePattern, text: str) -> list[Any]:
    """Matches with their groups. Out of time there are none: nothing is known, so that a person looks."""
    return matcher.matches(text) or []
