"""One rule of a Vale style, understood: its selectors, its expressions, and how its findings are worded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import yaml

from ..engine.blocks import Block
from ..engine.dialect import translated
from ..engine.patterns import SafePattern, compile_pattern
from ..exceptions import BadRule

_SLOT = re.compile(r"%(?:\[(\d+)\])?[sdvq]|%%")
_LINES = "(?m)"


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
    """`data` is the file, every value in it a text; `accept` the company's vocabulary, an exception to every rule that knows exceptions."""

    data: Mapping[str, Any]
    accept: tuple[str, ...] = ()

    @property
    def extends(self) -> str:
        return str(self.data.get("extends") or "")

    @property
    def ignorecase(self) -> bool:
        return self.truth("ignorecase")

    @property
    def nonword(self) -> bool:
        return self.truth("nonword")

    def truth(self, name: str) -> bool:
        return str(self.data.get(name) or "").lower() in ("true", "1")

    def number(self, name: str, usual: float = 0) -> float:
        """A number of the file. BadRule when it is none."""
        value = str(self.data.get(name) or "")
        try:
            return float(value) if value else usual
        except ValueError as error:
            raise BadRule(f"“{name}: {value}” is not a number.") from error

    @property
    def limit(self) -> int:
        return int(self.number("limit"))

    @cached_property
    def action(self) -> tuple[str, list[str]]:
        given = self.data.get("action") or {}
        return (str(given.get("name") or ""), strings(given.get("params"))) if isinstance(given, dict) else ("", [])

    @cached_property
    def selectors(self) -> list[str]:
        wanted = strings(self.data.get("scope"))
        if self.extends in ("metric", "readability"):
            return wanted if wanted and wanted != ["text"] else ["summary"]
        return wanted or ["text"]

    @cached_property
    def excuses(self) -> list[str]:
        """Exceptions, the longest first. The vocabulary is made of words, so that it excuses no rule about anything else."""
        vocabulary = str(self.data.get("vocab", "true")).lower() != "false" and not (self.nonword and self.extends == "existence")
        found = [*strings(self.data.get("exceptions")), *(self.accept if vocabulary else ())]
        return sorted(dict.fromkeys(found), key=lambda text: (-len(text), text))

    def excused(self, match: str, text: str = "", start: int = 0) -> bool:
        """Whether an exception stands within the match, or one of several words round it."""
        if not self.excuses:
            return False
        if any(self._excusing.find(match)):
            return True
        phrases = [excuse for excuse in self.excuses if " " in excuse or "\\s" in excuse]
        if not phrases or not text:
            return False
        found = compiled(rf"(?i)\b(?:{'|'.join(phrases)})\b").find(text)
        return any(a <= start and start + len(match) <= b for a, b, _ in found)

    @cached_property
    def _excusing(self) -> SafePattern:
        return compiled(self.excuse_source)

    @cached_property
    def excuse_source(self) -> str:
        """The exceptions as one expression: each in the case it has, whatever the case of the rule."""
        terms = [term if term.startswith("(?i)") else f"(?-i){term}" for term in self.excuses]
        return rf"{_LINES}\b(?:{'|'.join(terms)})\b" if terms else ""

    def joined(self, inner: str, *, wordwise: bool) -> str:
        """Tokens as Vale joins them: whole words unless the rule is nonword."""
        return rf"{_LINES}\b(?:{inner})\b" if wordwise else f"{_LINES}(?:{inner})"

    def compiled(self, source: str) -> SafePattern:
        return compiled(f"(?i){source}" if self.ignorecase else source)


def compiled(source: str) -> SafePattern:
    """An expression of Vale's dialect. ValueError with a sentence when it is not understood."""
    return compile_pattern(translated(source), ignorecase=False, multiline=False, shown=source)


class _Texts(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Every scalar is the text that it was written as: "no" is a word to look for, 12:30 a time."""


_Texts.yaml_implicit_resolvers = {}


@lru_cache(maxsize=20_000)
def understood(text: str, accept: tuple[str, ...] = ()) -> Style:
    """A style rule from its YAML. BadRule with a sentence when it is none."""
    data = read_yaml(text)
    if not data.get("message") or not data.get("extends"):
        raise BadRule("A rule needs “extends” and “message”.")
    return Style(data, accept)


def read_yaml(text: str) -> dict[str, Any]:
    """The rule's file with every value as a text. BadRule when it is no YAML of names and values."""
    try:
        data = yaml.load(text, Loader=_Texts)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, RecursionError) as error:
        raise BadRule(f"This is not YAML. {error}") from error
    if not isinstance(data, dict):
        raise BadRule("A rule needs “extends” and “message”.")
    return {str(name): value for name, value in data.items()}


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


def listed(options: Sequence[str]) -> str:
    """'a' or 'b'; 'a', 'b', or 'c'."""
    quoted = [f"'{option}'" for option in options]
    return " or ".join(quoted) if len(quoted) < 3 else f"{', '.join(quoted[:-1])}, or {quoted[-1]}"


def spans(matcher: SafePattern, text: str) -> Iterator[tuple[int, int]]:
    yield from ((start, end) for start, end, _ in matcher.find(text))
