"""Record files: one short line a request, appended by every web process, read by the loader. A line that was written survives kill -9.

One file for each hour. O_APPEND puts each line behind the last one whoever writes; a file is deleted hours after the last process could
have written to it.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

OPEN, CLICK = "o", "c"
_AGENT = 200


@dataclass(frozen=True)
class Record:
    """One request, as it was seen."""

    at: float
    kind: str
    letter: int
    delivery: int
    link: int
    method: str
    address: str
    agent: str

    def to_line(self) -> bytes:
        fields = (f"{self.at:.3f}", self.kind, str(self.letter), str(self.delivery), str(self.link), self.method, self.address, self.agent)
        return ("\t".join(_one_line(text) for text in fields) + "\n").encode("utf-8", "replace")

    @classmethod
    def from_line(cls, line: bytes) -> "Record | None":
        """None for a line that is none of ours, such as one that a full disk cut off."""
        parts = line.decode("utf-8", "replace").split("\t")
        try:
            at, kind, letter, delivery, link, method, address, agent = parts
            found = cls(float(at), kind, int(letter), int(delivery), int(link), method[:8], address[:45], agent[:_AGENT])
        except ValueError:
            return None
        return found if kind in (OPEN, CLICK) and found.letter > 0 and 0 <= found.link < 1000 and 0 < found.at < 1e11 else None


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text[:_AGENT])


class Writer:
    """Appends records. Each process and thread may use the same one: a write is one system call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hour, self._file = -1, -1

    def append(self, record: Record) -> None:
        """Write one line. Raises OSError when it cannot (disk full)."""
        os.write(self._for(int(record.at // 3600)), record.to_line())

    def _for(self, hour: int) -> int:
        if hour != self._hour:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{hour}.records"
            # The old file stays open for a thread that may be about to write to it; there is one for each hour of a process's life.
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            self._hour = hour
        return self._file


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.records")) if folder.is_dir() else []


def is_over(path: Path) -> bool:
    """Whether its hour ended so long ago that no process can still be about to write to it."""
    return int(path.stem) * 3600 + 3 * 3600 < time.time()
