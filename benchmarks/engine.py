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
from django.db.models import QuerySet  # noqa: E402

from brandguard.models import Approval, Artefact  # noqa: E402
from brandguard.services import recalls  # noqa: E402
from brandguard.targets import target  # noqa: E402
from hub.accounts.models import Role, User  # noqa: E402
from hub.demo.volume import load_volume  # noqa: E402
from sellers.delivery import drain as engine  # noqa: E402
from sellers.delivery.choices import IssueState  # noqa: E402
from sellers.delivery.models import Issue  # noqa: E402
from sellers.delivery.queries import accounting  # noqa: E402
from sellers.delivery.services.arm import arm_issue  # noqa: E402
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


def work(workers: int) -> dict[str, Any]:
    """Send what is due until nothing is, because it is sent or was stopped."""
    engine.drain(workers=workers, until_empty=True, fork=True)
    return {}


def recall(kind: str, letter: int) -> dict[str, Any]:
    """Recall a letter, or a phrase out of it, as a lead does on her desk. What was listed, and in how many seconds."""
    issue = Issue.objects.select_related("artefact").get(pk=letter)
    words = next(part["text"] for part in issue.artefact.document["parts"] if part["scope"] == "subject")
    begun = time.perf_counter()
    made = recalls.recall(target(kind, issue.artefact.subject if kind == "letter" else words), reason="It burns", by=_lead())
    seconds = time.perf_counter() - begun
    entries = made.entries.filter(subject=issue.artefact.subject).values_list("trace", "readers")
    return {"held": 0, "sent": 0, **dict(entries), "seconds": seconds}


def _lead() -> User:
    return User.objects.get_or_create(email="lead@bench.example", defaults={"role": Role.LEAD})[0]


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


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main() -> None:
    call_command("migrate", verbosity=0)
    answers: dict[str, Any] = {"load": load, "arm": arm, "drain": drain, "work": work, "recall": recall, "finishes": finishes}
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(answers[asked.pop("do")](**asked)), flush=True)


if __name__ == "__main__":
    main()
