"""Keeps what it is given: for tests and dry runs."""

from collections.abc import Sequence

from ..message import Envelope
from .base import SENT, Handover, Outcome, Transport

outbox: list[Envelope] = []


class MemoryTransport(Transport):
    def open(self) -> None:
        """Always there."""

    def send(self, batch: Sequence[Envelope], handover: Handover) -> None:
        for position, envelope in enumerate(batch):
            handover.writing(position)
            outbox.append(envelope)
            handover.done(position, Outcome(SENT))

    def close(self) -> None:
        """Nothing to close."""
