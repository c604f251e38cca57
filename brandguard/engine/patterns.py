"""Regular expressions that cannot hang a worker.

RE2 is linear by construction, but knows no lookaround and only ASCII word edges; what needs those runs in `regex` under a clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2
import regex

# Seconds for one pattern over one part. A pattern that needs longer counts as a hit on the whole part: in doubt a person looks.
TIME_LIMIT = 0.05
_LATER_FLAGS = re.compile(r"(?<!^)\(\?[a-z]+\)")
_BEYOND_RE2 = re.compile(r"\\[bB1-9]|\(\?[=!<>]|\(\?P=|[*+?}]\+")


@dataclass(frozen=True)
class SafePattern:
    """`find` gives half-open spans. `linear` is the RE2 twin, which is right for ASCII text; None when RE2 cannot read it."""

    timed: Any
    linear: Any
    simple: bool

    def find(self, text: str, *, empty: bool = False) -> Iterator[tuple[int, int, int]]:
        """(start, end, number of the last group) of all matches, `empty` ones only when asked. Out of time, the whole text is the match."""
        if self.linear is not None and (self.simple or text.isascii()):
            yield from ((m.start(), m.end(), m.lastindex or 0) for m in self.linear.finditer(text) if empty or m.end() > m.start())
            return
        try:
            found = [(*m.span(), m.lastindex or 0) for m in self.timed.finditer(text, timeout=TIME_LIMIT) if empty or m.end() > m.start()]
        except TimeoutError:
            found = [(0, len(text), 0)]
        yield from found


@lru_cache(maxsize=40_000)
def compile_pattern(source: str, ignorecase: bool = True, multiline: bool = True, shown: str = "") -> SafePattern:
    """`multiline`: ^ and $ mean lines. `shown`: the expression as its author wrote it.

    Raises ValueError with a sentence when the expression is not understood.
    """
    # Flags in the midst of an expression hold from there on, as in Go and .NET; only version 1 of `regex` reads them so.
    version = regex.VERSION1 if _LATER_FLAGS.search(source) else regex.VERSION0
    flags = version | (regex.IGNORECASE if ignorecase else 0) | (regex.MULTILINE if multiline else 0)
    try:
        timed = regex.compile(source, flags)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(f"The expression “{(shown or source)[:300]}” is not understood: {error}.") from error
    needs_more = bool(_BEYOND_RE2.search(source.replace("\\b", "").replace("\\B", "")))
    linear = None if needs_more else _linear(source, ignorecase, multiline)
    simple = linear is not None and source.isascii() and not re.search(r"\\[bBwWdDsS]|\[\[:|\(\?[a-zA-Z]*i", source)
    return SafePattern(timed, linear, simple)


def _linear(source: str, ignorecase: bool, multiline: bool) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignorecase
    try:
        return re2.compile(f"(?m:{source})" if multiline else source, options)
    except re2.error:
        return None


def problem_with(source: str) -> str:
    """A sentence on what is wrong with an expression, or ""."""
    try:
        compile_pattern(source)
    except ValueError as error:
        return str(error)
    return ""
