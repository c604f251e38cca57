"""What a Vale rule can extend, each a function from a rule and the blocks it reads to alerts. Add one: a function and a line here."""

from collections.abc import Callable, Iterator, Sequence

from ...engine.blocks import Block
from ...engine.needles import Needles, needles, together
from ..style import Alert, Style
from .capitals import capitalization
from .figures import metric, readability
from .pairs import conditional, consistency, repetition
from .tokens import existence, existence_source, occurrence, substitution, swaps

POINTS: dict[str, Callable[[Style, Sequence[Block]], Iterator[Alert]]] = {
    "existence": existence,
    "substitution": substitution,
    "occurrence": occurrence,
    "repetition": repetition,
    "conditional": conditional,
    "consistency": consistency,
    "capitalization": capitalization,
    "metric": metric,
    "readability": readability,
}
# What rules may extend in Vale and not here, and what to do instead.
LEFT_OUT = {
    "spelling": "spelling is not checked by the guard; the browser and the mail program check it while writing",
    "sequence": "it needs a tagger of parts of speech, which the guard does not have; write it as existence or substitution",
    "script": "it holds a program, and the guard runs no programs out of rules; write it as existence with a raw expression",
}


def needles_of(style: Style) -> Needles:
    """Plain strings one of which stands in a text of which the rule has something to say; None when there are none such."""
    data = style.data
    if style.extends == "existence":
        return needles(existence_source(style))
    if style.extends == "substitution":
        return together([needles(said) for said, _ in swaps(style)])
    if style.extends == "occurrence" and not style.number("min"):
        return needles(str(data.get("token") or ""))
    if style.extends == "conditional":
        return needles(str(data.get("first") or ""))
    if style.extends == "consistency" and isinstance(data.get("either"), dict):
        return together([needles(str(word)) for pair in data["either"].items() for word in pair])
    return None


__all__ = ["LEFT_OUT", "POINTS", "needles_of"]
