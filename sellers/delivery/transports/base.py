"""The narrow interface between the drain loop and the world."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ..journal import LATER, NOT_WRITTEN, REFUSED, SENT
from ..message import Envelope

_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


# The place of a letter in its batch, and the letter.
Letter = tuple[int, Envelope]


@dataclass(frozen=True)
class Outcome:
    """What a server said about one message. `kind` is a journal byte; `text` holds no address."""

    kind: int
    code: str = ""
    text: str = ""


_TAKEN = Outcome(SENT)


def outcome_of(code: int, text: str, *, permanent: bool = True) -> Outcome:
    """An SMTP reply as an outcome. A 5xx that is not about this reader (`permanent=False`) is tried again later."""
    if 200 <= code < 300:
        return _TAKEN
    enhanced = _ENHANCED.match(text)
    shown = f"{code} {enhanced[0]}" if enhanced else str(code)
    words = _ADDRESS.sub("(address)", text[enhanced.end() :] if enhanced else text).strip()
    kind = REFUSED if permanent and 500 <= code < 600 else LATER
    return Outcome(kind, shown, "".join(c if c.isprintable() else " " for c in words)[:250])


class Handover(Protocol):
    """What a transport tells its caller while it works through a batch."""

    def writing(self, position: int) -> None:
        """Called immediately before the body of a message is written; may raise LostLease."""

    def done(self, position: int, outcome: Outcome) -> None:
        """Called once the outcome of a message is known."""


class Transport(ABC):
    """A connection to where mails go. Used by one thread."""

    @abstractmethod
    def open(self) -> None:
        """Connect, unless connected. Raises TransportDown with a sentence for the person who runs it."""

    @abstractmethod
    def send(self, letters: Iterator[Letter], handover: Handover) -> None:
        """Hand over each message in order, taking it from the iterator no sooner than needed: it is made there and then.

        Raises ConnectionCut when the connection broke, TransportDown when it never was: messages for which neither `writing` nor
        `done` was called were not sent.
        """

    @abstractmethod
    def close(self) -> None:
        """Never raises."""


__all__ = ["LATER", "NOT_WRITTEN", "REFUSED", "SENT", "Handover", "Letter", "Outcome", "Transport", "outcome_of"]
