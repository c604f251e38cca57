"""Rules and expressions that cost nothing until a plain string that they need stands in the text."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import ahocorasick

from .needles import Needles


class Sleepers:
    """Numbered things that cost nothing until one of their needles stands in the text; None as needles: they never sleep."""

    def __init__(self, held: Iterable[tuple[Needles, int]]) -> None:
        self.sleepless: list[int] = []
        table: dict[str, list[int]] = defaultdict(list)
        for wanted, number in held:
            if wanted is None:
                self.sleepless.append(number)
            for needle in wanted or ():
                table[needle].append(number)
        self._any = bool(table)
        self._automaton = automaton_of(table)

    def awake(self, haystack: Callable[[], str]) -> set[int]:
        """Those that never sleep, and those that this case-folded text wakes. The text is asked for only when somebody sleeps."""
        found = set(self.sleepless)
        if self._any:
            for _, (_, numbers) in self._automaton.iter(haystack()):
                found.update(numbers)
        return found


def automaton_of(table: dict[str, Any]) -> Any:
    made = ahocorasick.Automaton()
    for form, value in table.items():
        made.add_word(form, (len(form), value))
    if table:
        made.make_automaton()
    return made
