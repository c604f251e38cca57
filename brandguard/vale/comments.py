"""Comments by which a file switches rules off and on: vale off, vale Style.Rule = NO, vale styles = A, B."""

import json
import re
from dataclasses import dataclass, field

_RULE = re.compile(r"vale (.+\..+|[^.]+) = (YES|NO|on|off)")
_MATCHES = re.compile(r"vale (.+\..+)(\[.+\]) = (YES|NO)")
_STYLES = re.compile(r"vale styles? = (.*)")


@dataclass
class Comments:
    """`listen`: only files that are checked by styles may silence rules; a letter never silences the company's."""

    listen: bool = False
    off: bool = False
    named: dict[str, bool] = field(default_factory=dict)
    only: tuple[str, ...] | None = None

    def hear(self, comment: str) -> None:
        """Obey a comment, if it is one of these."""
        if not self.listen or not comment.startswith("vale "):
            return
        if comment in ("vale off", "vale on"):
            self.off = comment == "vale off"
        elif match := _MATCHES.fullmatch(comment):
            for text in _listed(match[2]):
                self.named[f"{match[1]}[{text}]"] = match[3] == "NO"
        elif match := _STYLES.fullmatch(comment):
            self.only = tuple(match[1].split(", "))
        elif match := _RULE.fullmatch(comment):
            self.named[match[1]] = match[2] in ("NO", "off")

    def quiet(self) -> tuple[str, ...]:
        """What is switched off now: "off", rules, styles, "Style.Rule[match]", or "=A, B" for every style but these."""
        only = (f"={', '.join(self.only)}",) if self.only is not None else ()
        return (*(("off",) if self.off else ()), *(name for name, no in self.named.items() if no), *only)


def silences(quiet: tuple[str, ...], rule: str, match: str = "") -> bool:
    """Whether one of these says that the rule, or this match of it, is not to be told."""
    style = rule.partition(".")[0]
    for name in quiet:
        if name in ("off", rule, style) or (match and name == f"{rule}[{match}]"):
            return True
        if name.startswith("=") and style not in name[1:].split(", "):
            return True
    return False


def _listed(written: str) -> list[str]:
    try:
        found = json.loads(written)
    except ValueError:
        return []
    return [str(item) for item in found] if isinstance(found, list) else []
