"""Regular expressions that cannot hang a worker.

RE2 is linear by construction, but knows no lookaround and only ASCII word edges; what needs those runs in `regex` under a clock.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import re2
import regex

from .dialect import weight

# Seconds of CPU for one expression over one document. One that needs longer counts as a hit on what is left: in doubt a person looks.
TIME_LIMIT = 0.05
# `regex` looks at the clock of the whole process. When other threads have used it up, it is given more, so many times over at most.
MOST_PATIENCE = 8
# An expression longer than this is no rule but a load.
LONGEST, HEAVIEST = 200_000, 250_000
_LATER_FLAGS = re.compile(r"(?<!^)\(\?[a-z]+\)")
_BEYOND_RE2 = re.compile(r"\\[bB1-9]|\(\?[=!<>]|\(\?P=|[*+?}]\+")
# Texts on which careless expressions take for ever: one letter, one word, one mark, again and again, and an end that does not fit.
_PROBES = [f"{piece * number}{end}" for piece, number in (("a", 3000), ("ab ", 1000), ("1", 3000), (" ", 3000)) for end in ("!", "\x00")]
_PROBES += ["a, " * 1000, "x=y&" * 700, "<a" * 1500, "The quick brown fox jumps over the lazy dog. " * 60]
T = TypeVar("T")
_spent: ContextVar[dict[int, float] | None] = ContextVar("spent", default=None)


@contextmanager
def one_document() -> Iterator[None]:
    """Within it an expression has one time limit for all the parts it is tried on."""
    token = _spent.set({})
    try:
        yield
    finally:
        _spent.reset(token)


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
        found = self.matches(text)
        if found is None:
            yield 0, len(text), 0
        else:
            yield from ((*m.span(), m.lastindex or 0) for m in found if empty or m.end() > m.start())

    def matches(self, text: str) -> list[Any] | None:
        """All matches with their groups; None when time is up."""
        return self._in_time(lambda seconds: list(self.timed.finditer(text, timeout=seconds)))

    def first(self, text: str) -> Any:
        """The first match with its groups, or None."""
        found = self.matches(text)
        return found[0] if found else None

    def sub(self, wanted: str, text: str) -> str:
        """`text` with every match replaced; as it is when time is up or `wanted` names a group that is not there."""
        try:
            said = self._in_time(lambda seconds: str(self.timed.sub(wanted, text, timeout=seconds)))
        except (IndexError, regex.error):
            return text
        return text if said is None else said

    def _in_time(self, work: Callable[[float], T]) -> T | None:
        """What `work` gives within the CPU time that this thread has left for the document; None when there is no more.

        Never the clock on the wall: a process that waits has used up nothing.
        """
        left, patience = self._left(), 1
        while left > 0:
            begun = time.thread_time()
            try:
                return work(left * patience)
            except TimeoutError:
                patience = min(patience * 2, MOST_PATIENCE)
            finally:
                used = time.thread_time() - begun
                left -= used
                self._spend(used)
        return None

    def _left(self) -> float:
        spent = _spent.get()
        return TIME_LIMIT - spent.get(id(self.timed), 0.0) if spent is not None else TIME_LIMIT

    def _spend(self, seconds: float) -> None:
        spent = _spent.get()
        if spent is not None:
            spent[id(self.timed)] = spent.get(id(self.timed), 0.0) + seconds


@lru_cache(maxsize=40_000)
def compile_pattern(source: str, ignorecase: bool = True, multiline: bool = True, shown: str = "") -> SafePattern:
    """`multiline`: ^ and $ mean lines. `shown`: the expression as its author wrote it.

    Raises ValueError with a sentence when the expression is not understood.
    """
    if len(source) > LONGEST or weight(source) > HEAVIEST:
        raise ValueError(f"The expression “{(shown or source)[:100]}” is too large. Split it, or repeat less in it.")
    # Flags in the midst of an expression hold from there on, as in Go and .NET; only version 1 of `regex` reads them so.
    version = regex.VERSION1 if _LATER_FLAGS.search(source) else regex.VERSION0
    flags = version | (regex.IGNORECASE if ignorecase else 0) | (regex.MULTILINE if multiline else 0)
    try:
        timed = regex.compile(source, flags)
    except (regex.error, OverflowError, RecursionError, MemoryError, ValueError) as error:
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
        return too_slow(compile_pattern(source), source)
    except ValueError as error:
        return str(error)


def too_slow(matcher: SafePattern, shown: str) -> str:
    """A sentence when an expression takes for ever on a text that is only a little strange, or ""."""
    if matcher.linear is not None:
        return ""
    for probe in _PROBES:
        if matcher.matches(probe) is None and matcher.matches(probe) is None:
            return f"The expression “{shown[:300]}” takes too long on some texts. Repeat nothing that is repeated already, as in (a+)+."
    return ""
