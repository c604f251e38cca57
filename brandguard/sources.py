"""How the guard looks at what an artefact was made from, without knowing what that is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Source:
    """A subject as it stands now: the hash of what the writer sees, the audience query, how many readers it finds."""

    fingerprint: str
    audience: dict[str, Any]
    # A number, or how to count: a running send has its own number and never asks.
    audience_count: int | Callable[[], int]

    def readers(self) -> int:
        return self.audience_count() if callable(self.audience_count) else self.audience_count


_looks: dict[str, Callable[[str], Source | None]] = {}


def register_source(prefix: str, look: Callable[[str], Source | None]) -> None:
    """`look(subject)` gives the present Source of subjects like "letter:12", or None when it is gone."""
    _looks[prefix] = look


def source_of(subject: str) -> Source | None:
    """The subject as it stands now; None when it is gone or nobody can say."""
    look = _looks.get(subject.partition(":")[0])
    return look(subject) if look else None
