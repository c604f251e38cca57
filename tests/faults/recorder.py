"""A mail server in a process of its own: writes the Message-ID of each message it takes to a file before it says so.

Beside it, in FILE.broken, a byte for each connection that ended without a goodbye.

python -m tests.faults.recorder FILE [--plain]   prints its port, then serves until it is ended.
"""

import os
import sys
import threading

from tests.faults.fault_server import FaultServer, Taken


def main() -> None:
    file, broken = (os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) for name in (sys.argv[1], f"{sys.argv[1]}.broken"))

    def note(taken: Taken) -> None:
        os.write(file, f"{taken.message_id} {taken.rcpt_to}\n".encode())

    def count() -> None:
        os.write(broken, b".")

    with FaultServer(pipelining="--plain" not in sys.argv, on_taken=note, on_broken=count) as server:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
