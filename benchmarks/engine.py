"""The send engine in a process of its own, driven by JSON lines: the same code as `manage.py drain`, without its start-up.

python -m benchmarks.engine   (database, mail server and data folder come from the environment)
"""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
import django
from django.conf import settings

settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import F, QuerySet  # noqa: E402

from brandguard.models import Approval, Artefact  # noqa: E402
from hub.demo.volume import load_volume  # noqa: E402
from sellers.audience.models import Subscriber  # noqa: E402
from sellers.audience.tokens import unsubscribe_url  # noqa: E402
from sellers.delivery import drain as engine  # noqa: E402
from sellers.delivery.choices import CHUNK_SIZE, ChunkStatus, IssueState, Row  # noqa: E402
from sellers.delivery.journal import SENT  # noqa: E402
from sellers.delivery.models import Chunk, Issue  # noqa: E402
from sellers.delivery.queries import accounting  # noqa: E402
from sellers.delivery.services.arm import arm_issue  # noqa: E402
from sellers.delivery.services.claim import claim_chunks  # noqa: E402
from sellers.delivery.services.mark import Report, mark_chunks  # noqa: E402
from sellers.delivery.services.schedule import start_due_issues  # noqa: E402
from sellers.newsletters.payload import LetterPayload  # noqa: E402

WORDS = "When the new autumn teas came in on Tuesday I put one aside, because I remembered what you told me about the last one. "


def load(sellers: int, subscribers: int, issues: int | None = None, size: int = 0) -> list[int]:
    """Approved letters; with `size`, of about so many bytes each."""
    made = load_volume(sellers=sellers, subscribers=subscribers, issues=issues)["issues"]
    if size:
        _resize(made, size)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return made


def _resize(ids: Sequence[int], size: int) -> None:
    """Other bytes in the same letters, approved alike: personal in subject, HTML and text, with their links."""
    for issue in Issue.objects.filter(pk__in=ids).select_related("artefact"):
        payload = _of_size(LetterPayload.from_bytes(bytes(issue.artefact.payload)), size)
        # Frozen rows, so past their own manager: this is a fixture, not a change.
        QuerySet(Artefact).filter(pk=issue.artefact_id).update(payload=payload.to_bytes(), sha256=payload.sha256)
        QuerySet(Approval).filter(artefact=issue.artefact_id).update(sha256=payload.sha256)


def _of_size(payload: LetterPayload, size: int) -> LetterPayload:
    name, leave = "qZ7mfirstnamemZ7q", "qZ7munsubscribeurlmZ7q"
    text = f"Dear {name},\n\n" + (WORDS + "\n\n") * (size // 5 // len(WORDS)) + f"Leave: {leave}\n"
    paragraph = f'<p style="margin:0 0 14px;font-size:17px">{WORDS}</p>\n'
    head = f"<!DOCTYPE html>\n<html><body>\n<p>Dear {name},</p>\n"
    count = (size - len(text) - 1800) // (len(paragraph) + 6)
    tail = f'<p><a href="{leave}">Unsubscribe</a></p>\n</body></html>\n'
    return replace(payload, html=head + paragraph * count + tail, text=text, links=())


def arm(ids: Sequence[int]) -> None:
    for issue in Issue.objects.filter(pk__in=ids):
        arm_issue(issue, by=None)


def drain(ids: Sequence[int], workers: int) -> dict[str, Any]:
    """Send them all: seconds by the clock, CPU of this process and its children."""
    before, started = _cpu(), time.perf_counter()
    engine.drain(workers=workers, until_empty=True, fork=True)
    seconds, cpu = time.perf_counter() - started, _cpu() - before
    counts = accounting(ids)
    sent = sum(parts["sent"] for parts in counts.values())
    if sent != sum(parts["snapshot"] for parts in counts.values()):
        raise RuntimeError(f"not everything was sent: {counts}")
    return {"seconds": seconds, "cpu": cpu, "sent": sent, "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def finishes(small: int, beside: int | None, workers: int) -> float:
    """Seconds from arming a small letter to its end, alone or while another one runs. The other is stopped then."""
    stop = threading.Event()
    work = threading.Thread(target=engine.drain, kwargs={"workers": workers, "stop": stop, "fork": False})
    if beside:
        arm([beside])
    work.start()
    try:
        while beside and not accounting([beside])[beside]["sent"]:
            time.sleep(0.01)
        armed_at = time.perf_counter()
        arm([small])
        while Issue.objects.values_list("state", flat=True).get(pk=small) != IssueState.DONE:
            time.sleep(0.005)
        return time.perf_counter() - armed_at
    finally:
        stop.set()
        work.join()
        Issue.objects.filter(pk=beside).update(state=IssueState.PAUSED)


def leaving(issue: int) -> list[str]:
    """Where each reader of this letter's seller leaves by one click: the path alone."""
    readers = Subscriber.objects.filter(seller__issues=issue).order_by("pk").values_list("pk", flat=True)
    return [f"/{unsubscribe_url(pk).partition('://')[2].partition('/')[2]}" for pk in readers]


def start(ids: Sequence[int]) -> float:
    """Arm and start them without sending: readers fixed, chunks cut. Seconds."""
    arm(ids)
    started = time.perf_counter()
    start_due_issues()
    return time.perf_counter() - started


def half_sent(issue: int) -> int:
    """The first half of a running issue as if it had been sent, so that what is worked off stands in the middle of a grown ledger."""
    chunks = Chunk.objects.filter(issue=issue)
    middle = chunks.order_by("pk")[chunks.count() // 2].pk
    sent = {"status": ChunkStatus.SETTLED, "sent": F("queued"), "queued": 0, "states": bytes([Row.SENT]) * CHUNK_SIZE}
    return chunks.filter(pk__lt=middle).update(**sent)


def pause(issue: int) -> int:
    return Issue.objects.filter(pk=issue).update(state=IssueState.PAUSED)


def claim_and_mark(rows: int) -> dict[str, float]:
    """What the ledger costs: so many rows claimed and marked in hands of eight chunks, nothing sent. CPU of this process."""
    before, started, done = _cpu(), time.perf_counter(), 0
    while done < rows:
        hand = claim_chunks(worker="bench", rows=8 * CHUNK_SIZE)
        mark_chunks((claim.chunk, Report(outcomes=bytes([SENT]) * len(claim.chunk.states))) for claim in hand)
        done += sum(len(claim.rows) for claim in hand)
    return {"seconds": time.perf_counter() - started, "cpu": _cpu() - before, "rows": done}


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main() -> None:
    call_command("migrate", verbosity=0)
    answers: dict[str, Any] = {"load": load, "arm": arm, "drain": drain, "finishes": finishes}
    answers |= {"leaving": leaving, "pause": pause, "start": start, "half_sent": half_sent, "claim_and_mark": claim_and_mark}
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(answers[asked.pop("do")](**asked)), flush=True)


if __name__ == "__main__":
    main()
