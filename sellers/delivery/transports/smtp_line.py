"""One connection's share of a hand of letters. The error of a message belongs to the first of its commands that failed."""

from collections.abc import Iterator

from ..exceptions import ConnectionCut
from .base import NOT_WRITTEN, Handover, Letter, Outcome, outcome_of
from .smtp_wire import Reply, Wire


class Hand:
    """The letters that several connections share. One is made ahead, so that it is ready as soon as any connection is."""

    def __init__(self, letters: Iterator[Letter], handover: Handover) -> None:
        self._letters, self.handover, self.count = letters, handover, 0
        self._ahead = next(letters, None)

    @property
    def waits(self) -> bool:
        """Whether there is a letter that no connection has yet."""
        return self._ahead is not None

    def take(self) -> Letter | None:
        letter, self._ahead = self._ahead, None
        self.count += letter is not None
        return letter

    def make_ahead(self) -> None:
        """Make the next one: called when a server has just been given something to do."""
        if self._ahead is None:
            self._ahead = next(self._letters, None)


class Line:
    """A connection: at most one letter is on its way, and the envelope of one more may have been written behind it.

    A visit hears the answers to both, writes the second one's body with a third one's envelope, and does not wait: whoever has several
    lines goes on to the next. So at most one letter a connection is in doubt when the process dies.
    """

    def __init__(self, wire: Wire, *, pipelining: bool) -> None:
        self.wire, self.pipelining, self.used = wire, pipelining, 0
        self._under_way: Letter | None = None  # its final dot was written
        self._announced: Letter | None = None  # its envelope was
        self._short = False  # not all was written: the connection is broken

    @property
    def busy(self) -> bool:
        return self._under_way is not None or self._announced is not None

    def visit(self, hand: Hand) -> None:
        """One step. Raises ConnectionCut, and LostLease as `Handover.writing` does."""
        if self._under_way:
            self._hear(hand.handover)
        here = self._announced or hand.take()
        if here is None:
            return
        if self.pipelining and self._announced is None:
            self._announce(here)
            hand.make_ahead()
            return
        self._announced = None
        self._give(here, hand)
        hand.make_ahead()

    def listen(self, handover: Handover) -> None:
        """After something went wrong elsewhere: hear what becomes of the letter that is on its way. It stays in doubt if nothing comes."""
        try:
            if self._under_way:
                self._hear(handover)
        except ConnectionCut:
            return

    def _hear(self, handover: Handover) -> None:
        letter, self._under_way = self._under_way, None
        assert letter is not None  # noqa: S101 (asked by both callers)
        reply = self.wire.reply()
        if 300 <= reply.code < 400:
            raise ConnectionCut(f"The mail server gave an answer that makes no sense ({reply.code}).")
        handover.done(letter[0], outcome_of(reply.code, reply.text))
        if self._short:
            raise ConnectionCut("The connection to the mail server broke off.")
        self._expect(reply)

    def _give(self, here: Letter, hand: Hand) -> None:
        """Hear about the envelope and write the body; with it the envelope of the next."""
        self.used += 1
        refused, go_ahead = self._replies_to_envelope(here, hand.handover)
        if refused is not None:
            self._skip(here, refused, hand, go_ahead=go_ahead)
            return
        position, envelope = here
        end = b".\r\n" if envelope.data.endswith(b"\r\n") else b"\r\n.\r\n"
        ahead = hand.take() if self.pipelining else None
        whole = b"".join((envelope.data, end, _envelope(ahead) if ahead else b""))
        hand.handover.writing(position)
        written = self.wire.write(whole)
        if written < len(envelope.data) + len(end):
            # The final dot never left this machine, so the server cannot have taken it.
            hand.handover.done(position, Outcome(NOT_WRITTEN))
            raise ConnectionCut("The connection to the mail server broke off.")
        self._under_way, self._announced, self._short = here, ahead, written < len(whole)

    def _skip(self, here: Letter, refused: Outcome, hand: Hand, *, go_ahead: bool) -> None:
        hand.handover.done(here[0], refused)
        if go_ahead:
            # 354 though no recipient stands: an empty message to nobody ends the transaction (RFC 2920, 3.1).
            self._write(b".\r\n")
            self._expect(self.wire.reply())
        self._write(b"RSET\r\n")
        self._expect(self.wire.reply())

    def _announce(self, letter: Letter) -> None:
        self._write(_envelope(letter))
        self._announced = letter

    def _replies_to_envelope(self, here: Letter, handover: Handover) -> tuple[Outcome | None, bool]:
        """(what stopped it or None, whether the server now waits for a body)."""
        refused: Outcome | None = None
        go_ahead = False
        for stage, (low, high) in _GOOD:
            if not self.pipelining:
                if refused is not None:
                    break
                self._write(_commands(here)[stage])
            reply = self.wire.reply()
            good = low <= reply.code < high
            go_ahead = go_ahead or (stage == 2 and good)
            if not good and refused is None:
                # A refused sender is our fault, not this reader's: never written off at once.
                refused = outcome_of(reply.code if reply.code >= 400 else 451, reply.text, permanent=stage > 0)
            if reply.code == 421:
                if refused is not None:
                    handover.done(here[0], refused)
                raise ConnectionCut("The mail server asked us to come back later (421).", code="421")
        return refused, go_ahead

    def _expect(self, reply: Reply) -> None:
        if reply.code == 421:
            raise ConnectionCut("The mail server asked us to come back later (421).", code="421")

    def _write(self, data: bytes) -> None:
        if self.wire.write(data) < len(data):
            raise ConnectionCut("The connection to the mail server broke off.")


# Answers to MAIL, RCPT and DATA that mean yes: from the first number, below the second.
_GOOD = tuple(enumerate(((200, 300), (200, 300), (354, 355))))


def _envelope(letter: Letter) -> bytes:
    envelope = letter[1]
    return f"MAIL FROM:<{envelope.mail_from}>\r\nRCPT TO:<{envelope.rcpt_to}>\r\nDATA\r\n".encode("ascii")


def _commands(letter: Letter) -> list[bytes]:
    """The same one by one, for a server that wants to answer each before the next."""
    return _envelope(letter).splitlines(keepends=True)
