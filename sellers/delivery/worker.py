"""One lane of work: claim → journal → send → mark → clear."""

import logging
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import transaction

from brandguard.models import Artefact
from hub.common.exceptions import HubError
from hub.common.prepared import Prepared

from . import journal, queries
from .choices import CHUNK_SIZE, LEASE
from .dkim import Signer
from .exceptions import BadKey, ConnectionCut, LostLease, TransportDown
from .journal import Journal, Page
from .message import CompiledLetter, Envelope, compile_payload
from .models import Chunk
from .services.claim import Claim, claim_chunks
from .services.control import finish_issues
from .services.mark import Report, mark_chunks
from .signing import our_signer
from .transports import Letter, Outcome, Transport, make_transport

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # seconds after which a worker in the middle of a chunk asks whether it may go on
HAND_SECONDS = 0.1  # how long a hand of chunks should take
MOST_ROWS = 800
# Issues that are over are closed by the dozen, as one costs almost as much as twenty; but none waits for the others longer than this.
CLOSE_AT, CLOSE_AFTER = 20, 0.25


@lru_cache(maxsize=64)
def compiled(artefact_id: int, sha256: str, domain: str) -> CompiledLetter:
    """The letter of an artefact, compiled once per process; its bytes never change."""
    found = _PAYLOAD.rows(pk=artefact_id)
    if not found or found[0][1] != sha256:
        raise Artefact.DoesNotExist("The frozen letter is not there any more.")
    return compile_payload(found[0][0], domain=domain)


_PAYLOAD = Prepared(lambda pk: Artefact.objects.filter(pk=pk).values_list("payload", "sha256"), "pk")


class _Handover:
    """Writes the journal while a transport works through a hand of chunks. A position is (claim, row) in the order of sending."""

    def __init__(self, journal_: Journal, hand: Sequence[Claim], deadline: float) -> None:
        self.journal, self.hand, self.deadline = journal_, hand, deadline
        self.pages: dict[int, Page] = {}
        self.replies: dict[int, dict[int, Outcome]] = {}
        self.places: list[tuple[Page, int, Claim]] = []
        self.at: Claim | None = None
        self._looked = journal.monotonic()

    def letters(self) -> Iterator[Letter]:
        """Each reader's letter, made when it is asked for."""
        signer = our_signer()
        for claim in self.hand:
            chunk = claim.chunk
            letter = compiled(chunk.issue.artefact_id, chunk.issue.artefact.sha256, settings.MAIL_DOMAIN)
            page = self._begin(claim)
            for row, facts in claim.rows:
                self.places.append((page, row, claim))
                try:
                    envelope = _sealed(letter.render(facts), signer)
                except (HubError, ValueError) as error:
                    log.error("delivery %s cannot be put together: %s", facts.delivery_id, type(error).__name__)
                    self.done(len(self.places) - 1, _UNMADE)
                    continue
                yield len(self.places) - 1, envelope

    def writing(self, position: int) -> None:
        page, row, self.at = self.places[position]
        now = journal.monotonic()
        if now - self._looked > LOOK_AGAIN:
            if not queries.still_sending(self.at.chunk.issue_id):
                raise LostLease("The send was stopped.")
            self._looked = now = journal.monotonic()
        page.writing(row, now)

    def done(self, position: int, outcome: Outcome) -> None:
        page, row, claim = self.places[position]
        page.note(row, outcome.kind)
        if outcome.kind != journal.SENT:
            self.replies.setdefault(claim.chunk.pk, {})[row] = outcome

    def report(self, claim: Claim, *, missed: bool) -> Report:
        """What is known of a chunk once the transport has returned."""
        page = self.pages.get(claim.chunk.pk)
        replies = self.replies.get(claim.chunk.pk, {})
        return Report(outcomes=page.outcomes() if page else b"", replies=replies, missed=missed)

    def _begin(self, claim: Claim) -> Page:
        chunk = claim.chunk
        rows = [row for row, _ in claim.rows]
        page = self.journal.begin(chunk.pk, len(bytes(chunk.states)), in_hand=rows, deadline=self.deadline)
        self.pages[chunk.pk] = page
        return page


_UNMADE = Outcome(journal.REFUSED, "", "This letter could not be put together for this reader. Look at her name and address.")


class Worker:
    """One lane of work: a journal, a connection, a hand of chunks at a time. Used by one thread, after any fork."""

    def __init__(self, transport: Transport | None = None, *, folder: Path | None = None) -> None:
        self.transport = transport or make_transport()
        self.folder = folder or Path(settings.JOURNAL_DIR)
        self.journal = Journal(self.folder)
        self.down: TransportDown | None = None
        self._last_issue = 0
        self._rows = CHUNK_SIZE
        self._hand: list[Claim] = []
        self._deadline = 0.0
        self._settled: set[int] = set()
        self._closed = 0.0

    def step(self, *, ahead: bool = False) -> bool:
        """Send a hand of chunks. False when nothing is due. `ahead`: the next hand is taken in the transaction that marks this one."""
        hand = self._hand or self._take()
        self._hand = []
        if not hand:
            return False
        began = journal.monotonic()
        handover = _Handover(self.journal, hand, self._deadline)
        reports = self._send(hand, handover)
        with transaction.atomic():
            self._close_issues(wait=True)
            marked = mark_chunks(reports)
            if ahead and not self.down:
                self._hand = self._take()
        self.journal.clear(handover.pages.values())
        self._settled |= marked.settled
        if not self._hand:
            self._close_issues()
        self._set_pace(sum(len(claim.rows) for claim in hand), journal.monotonic() - began)
        return True

    def close(self) -> None:
        """What was taken ahead goes back; when the database is away, the reaper gives it back."""
        self.transport.close()
        try:
            if self._hand:
                mark_chunks((claim.chunk, Report(outcomes=b"")) for claim in self._hand)
                self._hand = []
            self._close_issues()
        except DatabaseError as error:
            log.warning("what was in hand is left for the reaper (%s)", type(error).__name__)
        self.journal.close(keep=bool(self._hand))

    def _close_issues(self, *, wait: bool = False) -> None:
        """Close the issues whose chunks have settled; with `wait` only when they are many or one has waited long."""
        now = journal.monotonic()
        if self._settled and (not wait or len(self._settled) >= CLOSE_AT or now - self._closed >= CLOSE_AFTER):
            settled, self._settled, self._closed = self._settled, set(), now
            finish_issues(settled)

    def _take(self) -> list[Claim]:
        self._deadline = journal.monotonic() + LEASE.total_seconds()
        hand = claim_chunks(worker=self.journal.name, after=self._last_issue, rows=self._rows)
        if hand:
            self._last_issue = hand[-1].chunk.issue_id
        return hand

    def _set_pace(self, rows: int, seconds: float) -> None:
        """A hand is what takes a moment: many chunks for a fast server, so that a commit costs little; one for a slow one."""
        self._rows = max(CHUNK_SIZE, min(MOST_ROWS, int(rows / max(seconds, 0.001) * HAND_SECONDS)))

    def _send(self, hand: Sequence[Claim], handover: _Handover) -> list[tuple[Chunk, Report]]:
        self.down = None
        missed: set[int] = set()
        everything = {claim.chunk.pk for claim in hand}
        try:
            self.transport.send(handover.letters(), handover)
        except BadKey as error:
            missed = everything  # nothing goes out unsigned
            log.error("letters wait: %s", error)
        except TransportDown as error:
            self.down, missed = error, everything
            log.warning("letters wait: %s", error)
        except ConnectionCut as error:
            missed = {handover.at.chunk.pk} if handover.at else everything
            log.warning("issue %s: %s", hand[0].chunk.issue_id, error)
        except LostLease as error:
            log.info("issue %s: %s", hand[0].chunk.issue_id, error)
        return [(claim.chunk, handover.report(claim, missed=claim.chunk.pk in missed)) for claim in hand]


def _sealed(envelope: Envelope, signer: Signer | None) -> Envelope:
    if signer is None:
        return envelope
    return envelope._replace(data=signer.header(envelope.data, now=int(time.time())) + envelope.data)
