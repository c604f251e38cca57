"""A rule of a Vale style, word for word as its file has it. What Vale finds is found; plain words are found in disguise too."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..documents import Finding
from ..engine.blocks import RAW, Block
from ..engine.spec import Spec
from ..exceptions import BadRule
from ..vale.comments import silences
from ..vale.points import POINTS, needles_of
from ..vale.points.figures import CHECK, counts_others
from ..vale.points.spellings import spellings
from ..vale.points.tokens import substituted, swaps, tokens_of
from ..vale.style import Alert, Style, understood, worded
from .base import RuleKind, Term

_PLAIN_WORDS = re.compile(r"[^\W_](?:[\w' -]*[^\W_])?")

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.needles import Needles
    from ..engine.reading import Reading


class StyleRule(RuleKind):
    """params: style (the YAML of the rule), accept (the vocabulary that excuses). Severity and reason of the rule itself count."""

    def problems(self, spec: Spec) -> list[str]:
        from ..vale.reader import slowness, try_out

        text, accepted = str(spec.params.get("style") or ""), tuple(spec.params.get("accept") or ())
        try:
            try_out(text, accepted)
        except BadRule as error:
            return [error.message]
        slow = slowness(text, accepted)
        return [slow] if slow else []

    def terms(self, spec: Spec) -> list[Term]:
        style = style_of(spec)
        if style.nonword or style.data.get("raw"):
            return []
        pairs = swaps(style) if style.extends == "substitution" else [(t, "") for t in tokens_of(style) if style.extends == "existence"]
        return [
            Term(word, cased=not style.ignorecase, disguised=True, payload=f"{said}\0{instead}")
            for said, instead in pairs
            for word in spellings(said)
            if _words(word)
        ]

    def wakes(self, spec: Spec) -> "Needles":
        return needles_of(style_of(spec))

    def comes_last(self, spec: Spec) -> bool:
        return counts_others(style_of(spec))

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        style = style_of(spec)
        blocks = [block for block in reading.blocks_for(style.selectors) if not silences(block.quiet, spec.key)]
        if counts_others(style):
            told_so_far = {f"{CHECK}{rule}": float(number) for rule, number in reading.told.items()}
            blocks = [replace(block, told=told_so_far) for block in blocks]
        told: list[tuple[str, int, int]] = []
        for alert in POINTS[style.extends](style, blocks):
            finding = _finding(spec, alert, reading)
            place = (finding.location, finding.start, finding.end)
            quiet = alert.block is not None and silences(alert.block.quiet, spec.key, finding.match)
            if not quiet and place[:2] not in {held[:2] for held in told} and (not style.limit or len(told) < style.limit):
                told.append(place)
                yield finding
        for hit in hits:
            if not any(hit.location == where and hit.start < end and start < hit.end for where, start, end in told):
                yield from _disguised(spec, style, blocks, hit, reading)


def style_of(spec: Spec) -> Style:
    return understood(str(spec.params.get("style") or ""), tuple(spec.params.get("accept") or ()))


def _finding(spec: Spec, alert: Alert, reading: "Reading", view: str = "plain", said: str = "") -> Finding:
    """A finding at the place of an alert; about the file as a whole it has none."""
    message = worded(alert.message or spec.reason, alert.values)
    if alert.block is None:
        first = reading.document.parts[0] if reading.document.parts else None
        return Finding(spec.key, spec.severity, message, first.location if first else "", first.scope if first else "", -1, -1, "")
    part, start, end = alert.block.place(alert.start, alert.end)
    match, fix = said or alert.block.text[alert.start : alert.end], alert.fix or spec.fix
    if part == RAW:
        return Finding(spec.key, spec.severity, message, "raw", "body", start, end, match, view, fix)
    held = reading.document.parts[part]
    return Finding(spec.key, spec.severity, message, held.location, held.scope, start, end, match, view, fix)


def _disguised(spec: Spec, style: Style, blocks: Sequence[Block], hit: "Hit", reading: "Reading") -> Iterable[Finding]:
    """What no expression finds as it is written, in a block that the rule reads."""
    for block in blocks:
        for begin, part, places in block.segments:
            if part != hit.part or not places or not places[0] <= hit.start <= places[-1]:
                continue
            start, end = begin + bisect_left(places, hit.start), begin + bisect_left(places, hit.end)
            plain, shown = hit.view == "plain", block.text[start:end]
            if not shown.strip("*") or (plain and (shown == hit.match or "".join(shown.split()) != "".join(hit.match.split()))):
                # Code is not read, and what the expression saw as it is, it has judged.
                return
            said, _, instead = hit.payload.partition("\0")
            if style.extends == "substitution":
                alerts = list(substituted(style, block, start, end, said, instead, match=hit.match))
            else:
                alerts = [] if style.excused(hit.match, block.text, start) else [Alert(block, start, end, (hit.match,))]
            yield from (_finding(spec, alert, reading, "split" if plain else hit.view, hit.match) for alert in alerts)
            return


def _words(text: str) -> bool:
    """Whether a spelling is words that can be looked for in disguise as well."""
    return bool(_PLAIN_WORDS.fullmatch(text))
