"""The ledger's vocabulary, and the numbers that decide how patient it is."""

from datetime import timedelta

from django.db import models


class IssueState(models.TextChoices):
    READY = "ready", "approved, waits for you to send it"
    ARMED = "armed", "will be sent at its time"
    LATE = "late", "its time has passed: please decide"
    SENDING = "sending", "being sent"
    PAUSED = "paused", "paused"
    HELD = "held", "held by the guard"
    DONE = "done", "sent"
    CANCELLED = "cancelled", "pulled back"


class ChunkStatus(models.IntegerChoices):
    QUEUED = 0, "waits for a worker"
    CLAIMED = 1, "a worker has it"
    SETTLED = 2, "every row has its outcome"


class Row:
    """One byte a reader in `Chunk.states`. MOVED rows are counted in the retry chunk they moved to."""

    QUEUED = ord("Q")
    SENT = ord("S")
    FAILED = ord("F")
    BOUNCED = ord("B")
    SUPPRESSED = ord("X")
    HELD = ord("H")
    IN_DOUBT = ord("D")
    MOVED = ord("M")


# Column of Chunk that counts each state; together they are the accounting identity.
COUNTED = {
    Row.SENT: "sent",
    Row.FAILED: "failed",
    Row.BOUNCED: "bounced",
    Row.SUPPRESSED: "suppressed",
    Row.HELD: "held",
    Row.IN_DOUBT: "in_doubt",
    Row.QUEUED: "queued",
}


class ProblemKind(models.TextChoices):
    FAILED = "failed", "not delivered"
    HELD = "held", "held back"
    IN_DOUBT = "in_doubt", "nobody knows whether it arrived"


class Resolution(models.TextChoices):
    ARRIVED = "arrived", "it arrived"
    AGAIN = "again", "sent again"
    GIVEN_UP = "given_up", "given up"


CHUNK_SIZE = 100
# A receiving domain with fewer readers than this in one issue shares a lane with other small ones.
LANE_FROM = 20
# How long a claim is good for. The worker looks at the monotonic clock before every body.
LEASE = timedelta(minutes=5)
# A worker that cannot be asked is called dead this long after its lease has ended.
LEASE_GRACE = timedelta(minutes=1)
# Later than this, nobody wants the letter to leave without being asked.
TOO_LATE = timedelta(hours=2)
# After the n-th temporary refusal of a reader's server; after the last one the row has failed.
RETRY_AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 480, 720))
# Between two chunks of a receiving domain that refuses for now: doubled at each such chunk, halved at each good one.
LANE_GAP, LANE_GAP_LIMIT = timedelta(seconds=30), timedelta(minutes=30)
# While the mail server itself cannot be reached: 1, 2, 4 … seconds, at most this.
MISS_LIMIT = timedelta(minutes=5)
