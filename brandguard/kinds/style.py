"""A rule of a Vale style, word for word as its file has it. What Vale finds is found; plain words are found in disguise too."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..documents import Finding
from ..engine.blocks import RAW
from ..engine.spec import Spec
from ..exceptions import BadRule
from ..vale.points import POINTS
from ..vale.points.tokens import substituted, swaps, tokens_of
from ..vale.style import Alert, Style, understood, worded
from .base import RuleKind, Term

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading


class StyleRule(RuleKind):
    """params: style (the YAML of the rule), accept (the vocabulary that excuses). Severity and reason of the rule itself count."""

    always = True

    def problems(self, spec: Spec) -> list[str]:
        from ..vale.reader import try_out

        try:
            try_out(str(spec.params.get("style") or ""), tuple(spec.params.get("accept") or ()))
        except BadRule as error:
            return [error.message]
        return []

    def terms(self, spec: Spec) -> list[Term]:
        from ..vale.reader import literal

        style = style_of(spec)
        if style.data.get("nonword") or style.data.get("raw"):
            return []
        pairs = swaps(style) if style.extends == "substitution" else [(t, "") for t in tokens_of(style) if style.extends == "existence"]
        return [Term(said, cased=not style.ignorecase, disguised=True, payload=instead) for said, instead in pairs if literal(said)]

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        style = style_of(spec)
        blocks = style.reads(reading.blocks)
        told: set[tuple[str, int, int]] = set()
        for alert in POINTS[style.extends](style, blocks):
            finding = _finding(spec, alert, reading)
            place = (finding.location, finding.start, finding.end)
            if place not in told:
                told.add(place)
                yield finding
        for hit in hits:
            if not any(hit.location == where and hit.start < end and start < hit.end for where, start, end in told):
                yield from _disguised(spec, style, hit, reading)


def style_of(spec: Spec) -> Style:
    return understood(str(spec.params.get("style") or ""), tuple(spec.params.get("accept") or ()))


def _finding(spec: Spec, alert: Alert, reading: "Reading", view: str = "plain") -> Finding:
    message = worded(alert.message or spec.reason, alert.values)
    if alert.block is None:
        first = reading.document.parts[0] if reading.document.parts else None
        return Finding(spec.key, spec.severity, message, first.location if first else "", first.scope if first else "", -1, -1, "")
    part, start, end = alert.block.place(alert.start, alert.end)
    if part == RAW:
        return Finding(spec.key, spec.severity, message, "raw", "body", start, end, reading.document.raw[start:end], view, alert.fix)
    held = reading.document.parts[part]
    return Finding(
        spec.key, spec.severity, message, held.location, held.scope, start, end, held.text[start:end], view, alert.fix or spec.fix
    )


def _disguised(spec: Spec, style: Style, hit: "Hit", reading: "Reading") -> Iterable[Finding]:
    for block in style.reads(reading.blocks):
        for begin, part, offset in block.segments:
            start = hit.start - offset + begin
            if part == hit.part and 0 <= start < len(block.text):
                end = min(len(block.text), start + hit.end - hit.start)
                if style.extends == "substitution":
                    alerts = list(substituted(style, block, start, end, hit.payload))
                else:
                    alerts = [Alert(block, start, end, (hit.match,))] if not style.excused(hit.match, block.text, start) else []
                yield from (_finding(spec, alert, reading, hit.view) for alert in alerts)
                return
