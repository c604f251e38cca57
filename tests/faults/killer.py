"""Forks real drain workers and kills them (kill -9) in the middle of their work, again and again. Prints what came of it as JSON.

python -m tests.faults.killer TAKEN_FILE KILLS READERS SEED [ISSUES [WORKERS]]

Database, mail server and data folder come from the environment. With two or more workers they are processes of one group: in turn one of
them is killed, or all at once.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
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
from sellers.delivery.queries import accounting  # noqa: E402
from sellers.delivery.services.arm import arm_issue  # noqa: E402
from sellers.delivery.tokens import message_id_token  # noqa: E402
from tests.delivery.identity import PARTS  # noqa: E402


def group(workers: int) -> int:
    """Worker processes in a group of their own; its number."""
    connections.close_all()
    number = os.fork()
    if number == 0:
        os.setpgid(0, 0)
        drain(until_empty=True, workers=workers, fork=True)
        os._exit(0)
    return number


def members(number: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, group_number = path.read_text().rpartition(")")[2].split()[:3]
            if int(group_number) == number and state != "Z":
                found.append(int(path.parent.name))
    return found


def taken(file: Path) -> list[str]:
    return [line.split()[0] for line in file.read_text().splitlines()]


def kill_somewhere(file: Path, chance: random.Random, *, most: int, workers: int, whole: bool) -> int:
    """Start workers and kill one or all of them after some messages and a moment more. How many were killed; 0: all was done before."""
    size, wanted = len(taken(file)), chance.randint(0, most)
    number = group(workers)
    while len(taken(file)) < size + wanted:
        if os.waitpid(number, os.WNOHANG) != (0, 0):
            return 0
        time.sleep(0.001)
    time.sleep(chance.random() * 0.01)
    victims = members(number)
    if not whole and len(victims) > 1:
        os.kill(chance.choice(victims), signal.SIGKILL)
        time.sleep(chance.random() * 0.2)
        victims += members(number)
    for victim in members(number):
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    os.waitpid(number, 0)
    while members(number):
        time.sleep(0.01)
    return len(set(victims))


def main() -> None:
    file, kills, readers, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    issues, workers = ([int(word) for word in sys.argv[5:7]] + [1, 1][len(sys.argv[5:7]) :])[:2]
    chance = random.Random(seed)
    made = load_volume(sellers=issues, subscribers=readers, issues=issues)
    running = list(Issue.objects.filter(pk__in=made["issues"]))
    for issue in running:
        arm_issue(issue, by=None)
    # Few enough that there is something left to send in the last round.
    most = min(70, issues * readers * 3 // (4 * kills))
    rounds, killed, sums = 0, 0, []
    while rounds < kills and (dead := kill_somewhere(file, chance, most=most, workers=workers, whole=rounds % 2 == 0)):
        rounds, killed = rounds + 1, killed + dead
        for counts in accounting(made["issues"]).values():
            sums.append(sum(counts[part] for part in PARTS) - counts["snapshot"])
    os.waitpid(group(workers), 0)
    print_result(file, running, {"rounds": rounds, "killed": killed, "identity_off_by": sorted(set(sums))})


def print_result(file: Path, issues: list[Issue], known: dict[str, object]) -> None:
    ids = taken(file)
    doubted = set(Problem.objects.filter(kind="in_doubt").values_list("delivery_id", flat=True))
    deliveries = Delivery.objects.filter(issue__in=issues).values_list("pk", flat=True)
    expected = {pk: f"<{message_id_token(pk)}@letters.example>" for pk in deliveries}
    counts = accounting([issue.pk for issue in issues]).values()
    result = known | {
        "connections_broken": file.with_name(f"{file.name}.broken").stat().st_size,
        "counts": {part: sum(each[part] for each in counts) for part in ("snapshot", *PARTS)},
        "taken": len(ids),
        "doubled": len(ids) - len(set(ids)),
        "lost": sum(1 for pk, token in expected.items() if pk not in doubted and token not in set(ids)),
        "states": sorted(set(Issue.objects.filter(pk__in=[issue.pk for issue in issues]).values_list("state", flat=True))),
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
