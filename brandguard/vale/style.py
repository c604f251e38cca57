"""One rule of a Vale style, understood: its selectors, its expressions, and how its findings are worded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import yaml

from ..engine.blocks import Block, selects
from ..engine.patterns import SafePattern, compile_pattern
from ..exceptions import BadRule

_SLOT = re.compile(r"%(?:\[(\d+)\])?[sv]|%%")


@dataclass(frozen=True)
class Alert:
    """One finding: `values` are what the message's %s take, in order; `start` is -1 for the file as a whole."""

    block: Block | None
    start: int
    end: int
    values: tuple[str, ...]
    fix: str = ""
    message: str = ""


@dataclass(frozen=True)
class Style:
    """`data` is the file; `accept` the company's vocabulary, which is an exception to every rule that knows exceptions."""

    data: Mapping[str, Any]
    accept: tuple[str, ...] = ()
    memory: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def extends(self) -> str:
        return str(self.data.get("extends") or "")

    @property
    def ignorecase(self) -> bool:
        return bool(self.data.get("ignorecase"))

    @cached_property
    def selectors(self) -> list[str]:
        if self.extends in ("metric", "readability"):
            return ["summary"]
        usual = ["sentence"] if self.extends == "sequence" else ["text"]
        return strings(self.data.get("scope")) or usual

    def reads(self, blocks: Sequence[Block]) -> list[Block]:
        return [block for block in blocks if selects(self.selectors, block.scope)]

    @cached_property
    def excuses(self) -> list[str]:
        accepted = self.accept if self.data.get("vocab", True) else ()
        return sorted({*strings(self.data.get("exceptions")), *accepted}, key=lambda text: (-len(text), text))

    def excused(self, match: str, text: str = "", start: int = 0) -> bool:
        """Whether an exception stands within the match, or one of several words round it."""
        if not self.excuses:
            return False
        if any(_worded(self.excuses).find(match)):
            return True
        phrases = [excuse for excuse in self.excuses if " " in excuse]
        return bool(phrases) and any(a <= start and start + len(match) <= b for a, b, _ in _worded(phrases).find(text))

    def joined(self, inner: str, *, wordwise: bool) -> str:
        """Tokens as Vale joins them: whole words unless the rule is nonword."""
        return rf"\b(?:{inner})\b" if wordwise else f"(?:{inner})"

    def compiled(self, source: str, *, multiline: bool = True, cased: bool | None = None) -> SafePattern:
        return compile_pattern(source, self.ignorecase if cased is None else not cased, multiline)


@lru_cache(maxsize=20_000)
def understood(text: str, accept: tuple[str, ...] = ()) -> Style:
    """A style rule from its YAML. BadRule with a sentence when it is none."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadRule(f"This is not YAML. {error}") from error
    if not isinstance(data, dict) or not data.get("message") or not data.get("extends"):
        raise BadRule("A rule needs “extends” and “message”.")
    return Style(data, accept)


def strings(value: Any) -> list[str]:
    return [str(item) for item in (value if isinstance(value, list) else [value] if value not in (None, "") else [])]


def worded(message: str, values: Sequence[str]) -> str:
    """The message with its %s and %[2]s filled as Go's Sprintf does; line ends become blanks."""
    taken = iter(values)

    def fill(slot: re.Match[str]) -> str:
        if slot[0] == "%%":
            return "%"
        if slot[1]:
            return values[int(slot[1]) - 1] if 0 < int(slot[1]) <= len(values) else ""
        return next(taken, "")

    return _SLOT.sub(fill, message).replace("\n", " ")


def _worded(excuses: list[str]) -> SafePattern:
    return compile_pattern(rf"\b(?:{'|'.join(excuses)})\b", ignorecase=False)
