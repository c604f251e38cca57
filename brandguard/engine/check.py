"""The check: a document in, findings out."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ..documents import Document, Finding, Part, hidden_from_html
from . import matching, tables
from .compiled import Compiled, compiled
from .fold import mixed_words
from .patterns import one_document
from .reading import Reading

MIXED_SCRIPT = "mixed-script"
HIDDEN = "hidden"
HIDDEN_TEXT = "hidden-text"
TURNED = "turned-text"
_TURNED = "These words stand backwards and are turned round by an unseen character: “{}”. Type them again."
# Right-to-left override, to its end or that of the line.
_BACKWARDS = re.compile("\u202e([^\u202c\n]+)")
# Letters upside down, with those that look the same either way.
_ONLY_TURNED = frozenset(char for letter, char in tables.TURNED.items() if not char.isascii())
_UPSIDE_DOWN = re.compile(f"[{''.join(tables.TURNED.values())}]*[{''.join(sorted(_ONLY_TURNED))}][{''.join(tables.TURNED.values())}]*")
_UPRIGHT = {ord(turned): letter for letter, turned in tables.TURNED.items()}
LEAST_TURNED = 2
_HIDDEN = "This text is hidden from the reader: “{}”. Show it, or take it out."
_MIXED = "“{}” mixes letters of two alphabets that look alike. Type the word again on one keyboard."


def check(document: Document, ruleset: Any, *, now: datetime | None = None) -> list[Finding]:
    """What the rules find in a document, in reading order.

    `ruleset`: a RuleSetVersion, a Compiled, or a sequence of Specs. `now` (with zone) decides which rules are valid.
    """
    with one_document():
        return _checked(document, compiled(ruleset), now)


def _checked(document: Document, rules: Compiled, now: datetime | None) -> list[Finding]:
    reading = Reading(document, with_links=rules.reads_links)
    found = matching.hits(rules, reading)
    moment = now or datetime.now(UTC)
    findings: list[Finding] = []
    asked = sorted({*found, *rules.rules.awake(reading.written)}, key=lambda index: (index in rules.last, index))
    for index in asked:
        spec = rules.specs[index]
        if spec.concerns(document.facts, moment):
            if index in rules.last:
                reading.told = Counter(finding.rule for finding in findings)
            findings += rules.kinds[index].findings(spec, found.get(index, []), reading)
    findings += _mixed(document, findings)
    findings += _hidden(document, rules, moment)
    findings += _turned(document, rules, moment)
    order = {part.location: position for position, part in reversed(list(enumerate(document.parts)))}
    return sorted(findings, key=lambda f: (order.get(f.location, len(order)), f.start, f.rule))


def _mixed(document: Document, findings: list[Finding]) -> list[Finding]:
    """Words of two alphabets, where no rule has spoken already."""
    found = []
    for part in document.parts:
        for start, end in mixed_words(part.text):
            if any(f.location == part.location and f.start < end and start < f.end for f in findings):
                continue
            word = part.text[start:end]
            found.append(Finding(MIXED_SCRIPT, "review", _MIXED.format(word), part.location, part.scope, start, end, word, "confusable"))
    return found


def _hidden(document: Document, rules: Compiled, now: datetime) -> list[Finding]:
    """Text that a style hides: a finding of its own, and what the rules say of it. It has no place in what is shown."""
    found: list[Finding] = []
    for part in document.parts:
        if part.path.startswith(HIDDEN):
            text, start, end = part.text, 0, len(part.text)
        elif part.markup and ("style" in part.markup or "hidden" in part.markup):
            text, start, end = hidden_from_html(part.markup), -1, -1
            if not text:
                continue
            alone = Document((Part(part.scope, text, part.location, part.language),), language=document.language, facts=document.facts)
            found += [replace(f, start=-1, end=-1, view="hidden") for f in check(alone, rules, now=now) if f.start >= 0]
        else:
            continue
        if text:
            found.append(
                Finding(HIDDEN_TEXT, "review", _HIDDEN.format(text[:80]), part.location, part.scope, start, end, text[:80], "hidden")
            )
    return found


def _seen_otherwise(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """(start, end, how it is seen, whether that alone is a finding) of letters in another order or upside down."""
    if text.isascii():
        return
    yield from ((*match.span(), match[1][::-1], True) for match in _BACKWARDS.finditer(text))
    if _ONLY_TURNED.isdisjoint(text):
        return
    for match in _UPSIDE_DOWN.finditer(text):
        said = match[0].strip()
        if sum(char in _ONLY_TURNED for char in said) >= LEAST_TURNED:
            start = match.start() + match[0].index(said)
            yield start, start + len(said), said[::-1].translate(_UPRIGHT), False


def _turned(document: Document, rules: Compiled, now: datetime) -> list[Finding]:
    """Words that a reader sees the other way round: a finding of its own, and what the rules say of them as they are seen."""
    found: list[Finding] = []
    for part in document.parts:
        for start, end, seen, asks in _seen_otherwise(part.text):
            whole, said = part.text[:start] + seen + part.text[end:], part.text[start:end]
            alone = Document((replace(part, text=whole, markup="", cuts=()),), language=document.language, facts=document.facts)
            told = (f for f in check(alone, rules, now=now) if f.start < start + len(seen) and start < f.end)
            found += [replace(f, start=start, end=end, match=said, view="folded") for f in told]
            if asks:
                message = _TURNED.format(seen[:80])
                found.append(Finding(TURNED, "review", message, part.location, part.scope, start, end, said, "folded"))
    return found
