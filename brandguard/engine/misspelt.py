"""Long words with one mistake: a letter missing, wrong, added, or two swapped ("garantee", "guarnatee").

Only within a word: its first letter and its last ones are right, because other endings are other forms of a word, and honest.
Half of such a word stands as it is, so that it is found by its halves without trying every mistake.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST_WORD, SHORTEST_PHRASE, RIGHT_ENDING = 7, 9, 3
# Endings behind which Russian bends its verbs.
_BENT = ("ся", "сь")

Halves = dict[tuple[int, str, bool], list[str]]


def halves_of(words: Iterable[str]) -> Halves:
    """Each long word under its first half and under its second one: (its length, the half, whether it is the second)."""
    table: Halves = defaultdict(list)
    for word in words:
        if len(word) >= SHORTEST_WORD and word.isalpha():
            middle = len(word) // 2
            table[len(word), word[:middle], False].append(word)
            table[len(word), word[middle:], True].append(word)
    return dict(table)


def meant(halves: Halves, said: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each word that may be meant, and for each letter of it where it stands in `said`."""
    if len(said) < SHORTEST_WORD - 1:
        return
    for size in (len(said) - 1, len(said), len(said) + 1):
        middle = size // 2
        found = [*halves.get((size, said[:middle], False), ()), *halves.get((size, said[middle - size :], True), ())]
        swapped = said[: middle - 1] + said[middle] + said[middle - 1] + said[middle + 1 :] if size == len(said) else ""
        found += [word for word in halves.get((size, swapped[:middle], False), ()) if word == swapped]
        for word in dict.fromkeys(found):
            if kept := _one_mistake(word, said):
                yield word, kept


def _one_mistake(word: str, said: str) -> tuple[int, ...]:
    """Where each letter of `word` stands in `said`; empty when they differ by more than one mistake, or at an end."""
    size = len(word)
    at = next((at for at, (one, other) in enumerate(zip(word, said, strict=False)) if one != other), min(size, len(said)))
    if not 0 < at < size - RIGHT_ENDING - 2 * word.endswith(_BENT):
        return ()
    if len(said) < size:
        return (*range(at), *range(at - 1, size - 1)) if word[at + 1 :] == said[at:] else ()
    if len(said) > size:
        return (*range(at), *range(at + 1, size + 1)) if word[at:] == said[at + 1 :] else ()
    swapped = (word[at], word[at + 1]) == (said[at + 1], said[at]) and word[at + 2 :] == said[at + 2 :]
    return tuple(range(size)) if swapped or word[at + 1 :] == said[at + 1 :] else ()
