"""Forks real drain workers and kills them (kill -9) in the middle of their work, again and again. Prints what came of it as JSON.

python -m tests.faults.killer TAKEN_FILE KILLS READERS SEED   (database, mail server and data folder come from the environment)
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
import django
from django.conf import settings

# The test database is made without the table of the shared cache; nothing here needs one.
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
django.setup()

from django.db import connections  # noqa: E402

from hub.demo.volume import load_volume  # noqa: E402
from sellers.delivery.drain import drain  # noqa: E402
from sellers.delivery.models import Delivery, Issue, Problem  # noqa: E402
from sellers.delivery.queries import accounting_of  # noqa: E402
from sellers.delivery.services.arm import arm_issue  # noqa: E402
from sellers.delivery.tokens import message_id_token  # noqa: E402
from tests.delivery.identity import PARTS  # noqa: E402


def child() -> int:
    """A worker process of its own; its number."""
    connections.close_all()
    number = os.fork()
    if number == 0:
        drain(until_empty=True)
        os._exit(0)
    return number


def taken(file: Path) -> list[str]:
    return [line.split()[0] for line in file.read_text().splitlines()]


def kill_somewhere(file: Path, chance: random.Random) -> bool:
    """Start a worker and kill it after some messages and a moment more. False when it was done before that."""
    size, wanted = len(taken(file)), chance.randint(0, 70)
    number = child()
    while len(taken(file)) < size + wanted:
        if os.waitpid(number, os.WNOHANG) != (0, 0):
            return False
        time.sleep(0.001)
    time.sleep(chance.random() * 0.01)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    return True


def main() -> None:
    file, kills, readers, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)
    made = load_volume(sellers=1, subscribers=readers, issues=1)
    issue = Issue.objects.get(pk=made["issues"][0])
    arm_issue(issue, by=None)
    killed, sums = 0, []
    while killed < kills and kill_somewhere(file, chance):
        killed += 1
        counts = accounting_of(issue)
        sums.append(sum(counts[part] for part in PARTS) - counts["snapshot"])
    os.waitpid(child(), 0)
    ids = taken(file)
    doubted = set(Problem.objects.filter(kind="in_doubt").values_list("delivery_id", flat=True))
    expected = {pk: f"<{message_id_token(pk)}@letters.example>" for pk in Delivery.objects.filter(issue=issue).values_list("pk", flat=True)}
    result = {
        "killed": killed,
        "identity_off_by": sorted(set(sums)),
        "counts": accounting_of(issue),
        "taken": len(ids),
        "doubled": len(ids) - len(set(ids)),
        "lost": sum(1 for pk, token in expected.items() if pk not in doubted and token not in set(ids)),
        "state": Issue.objects.get(pk=issue.pk).state,
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
