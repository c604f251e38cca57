"""PostgreSQL is killed (kill -9 of all its processes) in mid-send and started again, many times. Prints what came of it as JSON.

python -m tests.faults.postgres TAKEN_FILE KILLS READERS SEED PGDATA

The server of PGDATA runs and DATABASE_URL names a migrated database on it; mail server and data folder come from the environment.
"""

import os
import random
import sys
import time
from pathlib import Path

from tests.faults import killer
from tests.faults.servers import Server

WORKERS = 2


def main() -> None:
    file, kills, readers, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    server, chance = Server(Path(sys.argv[5])), random.Random(seed)
    issues = list(killer.Issue.objects.filter(pk__in=killer.load_volume(sellers=2, subscribers=readers // 2, issues=2)["issues"]))
    for issue in issues:
        killer.arm_issue(issue, by=None)
    killer.connections.close_all()
    number, killed, processes = killer.group(WORKERS), 0, 0
    while killed < kills:
        wanted = len(killer.taken(file)) + chance.randint(1, readers // (2 * kills))
        while len(killer.taken(file)) < wanted:
            if os.waitpid(number, os.WNOHANG) != (0, 0):
                number = killer.group(WORKERS)  # it gave up after its half minute; a service manager starts it again
            time.sleep(0.001)
        time.sleep(chance.random() * 0.05)
        processes += server.kill()
        time.sleep(chance.random() * 0.5)
        server.start()
        killed += 1
    os.waitpid(number, 0)
    os.waitpid(killer.group(WORKERS), 0)
    killer.print_result(file, issues, {"kills": killed, "killed": processes, "identity_off_by": []})


if __name__ == "__main__":
    main()
