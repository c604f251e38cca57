"""What a worker writes down before a body leaves it: one small file that outlives a killed process.

A file has a page for each chunk in the worker's hand: the chunk's number, then one byte for each row. It is a shared memory map, so a
byte written just before `send` is in the kernel's hands when the process dies; its lock is free when, and only when, the worker is gone.
After a crash of the whole machine the bytes may be older than what happened: `Found.trustworthy` says so.
"""

import fcntl
import mmap
import os
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_hex

from .exceptions import LostLease

NOT_WRITTEN, WRITING, SENT, REFUSED, LATER, NOT_IN_HAND = range(6)

_HEADER = struct.Struct("<4s36s")  # magic, boot id
_ROWS = struct.Struct("<I")
_MAGIC = b"HJ02"
# Header, then pages of: chunk number (8 bytes, 0: free), number of rows (4), a byte a row.
_FIRST, _PAGE, PAGES = 64, 256, 63
_SIZE = _FIRST + PAGES * _PAGE
_TOP = 12
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> bytes:
    """Which run of this machine's kernel this is; 36 bytes."""
    try:
        return _BOOT.read_bytes().strip()[:36].ljust(36)
    except OSError:
        return b"".ljust(36)


# Seconds that go on while the machine sleeps, so that a lease cannot be stretched by closing a laptop.
monotonic: Callable[[], float] = partial(time.clock_gettime, time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic


class Journal:
    """One worker's file. `name` is the worker's name, never used twice."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError when there is no room for it."""
        folder.mkdir(parents=True, exist_ok=True)
        while not self._made(folder):
            os.close(self._file)
        try:
            # Room for all of it, now: a write into a hole of a full disk would kill the process, with letters in its hand.
            os.posix_fallocate(self._file, 0, _SIZE)
        except OSError:
            self.path.unlink(missing_ok=True)
            os.close(self._file)
            raise
        self._map = mmap.mmap(self._file, _SIZE)
        _HEADER.pack_into(self._map, 0, _MAGIC, boot_id())
        self._free = list(range(_FIRST, _SIZE, _PAGE))[::-1]

    def _made(self, folder: Path) -> bool:
        """Make and lock the file; False when a reaper saw it between the two and took it for a dead one's."""
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{token_hex(6)}"
        self.path = folder / f"{self.name}.journal"
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return os.fstat(self._file).st_nlink == 1

    def begin(self, chunk_id: int, rows: int, *, in_hand: Iterable[int], deadline: float) -> "Page":
        """Take a chunk in hand: the bytes of the rows that were claimed are 0, then its number is written.

        `deadline`, by `monotonic`, is when the claim on it runs out.
        """
        if rows > _PAGE - _TOP:
            raise ValueError("a chunk has more rows than a page of the journal")
        outcomes = bytearray([NOT_IN_HAND]) * rows
        for row in in_hand:
            outcomes[row] = NOT_WRITTEN
        at = self._free.pop()
        self._map[at + _TOP : at + _TOP + rows] = bytes(outcomes)
        self._map[at + 8 : at + _TOP] = _ROWS.pack(rows)
        self._map[at : at + 8] = chunk_id.to_bytes(8, "little")
        return Page(self._map, at, rows, deadline)

    def clear(self, pages: Iterable["Page"]) -> None:
        """The database knows all that stands on these pages."""
        for page in pages:
            self._map[page.at : page.at + 8] = bytes(8)
            self._free.append(page.at)

    def close(self, *, keep: bool = False) -> None:
        """A journal that still says something, or that the database must be asked about (`keep`), is left for the reaper."""
        keep = keep or len(self._free) < PAGES
        self._map.close()
        if not keep:
            self.path.unlink(missing_ok=True)
        os.close(self._file)


class Page:
    """One chunk's bytes in a living worker's journal."""

    def __init__(self, map_: mmap.mmap, at: int, rows: int, deadline: float) -> None:
        self.at, self.rows, self.deadline = at, rows, deadline
        self._map, self._start = map_, at + _TOP

    def writing(self, row: int, now: float) -> None:
        """To be called immediately before a body is written, `now` being `monotonic()`. Raises LostLease when it may not be any more."""
        if now >= self.deadline:
            raise LostLease("The claim on this chunk has run out.")
        self._map[self._start + row] = WRITING

    def note(self, row: int, outcome: int) -> None:
        """What became of a row: SENT, REFUSED, LATER, or NOT_WRITTEN when its body certainly did not arrive."""
        self._map[self._start + row] = outcome

    def outcomes(self) -> bytes:
        return bytes(self._map[self._start : self._start + self.rows])


@dataclass(frozen=True)
class Found:
    """A dead worker's last words."""

    worker: str
    # Bytes of the rows, by chunk.
    pages: dict[int, bytes]
    # False after the machine itself went down: then a 0 may be a 1 that was never written to disk.
    trustworthy: bool


def alive(folder: Path, worker: str) -> bool | None:
    """True: it runs on this machine. False: it is dead. None: it has no file here, so nobody here can say."""
    try:
        file = os.open(folder / f"{worker}.journal", os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(file)


class DeadJournal:
    """The file of a dead worker, locked while it is read: two reapers never take the same one."""

    def __init__(self, path: Path) -> None:
        """Raises BlockingIOError when its worker lives or another reaper has it, FileNotFoundError when it is gone."""
        self.path = path
        self._file = os.open(path, os.O_RDWR)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise

    def read(self) -> Found:
        data = os.pread(self._file, _SIZE, 0)
        worker = self.path.stem
        if len(data) < _HEADER.size:
            return Found(worker, {}, trustworthy=False)  # killed while it was being made: then it had claimed nothing
        magic, boot = _HEADER.unpack_from(data)
        known = magic == _MAGIC and boot == boot_id() and boot.strip() != b""
        return Found(worker, dict(_pages(data)) if magic == _MAGIC else {}, trustworthy=known)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        os.close(self._file)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.journal")) if folder.is_dir() else []


def _pages(data: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(_FIRST, len(data) - _PAGE + 1, _PAGE):
        if chunk_id := int.from_bytes(data[at : at + 8], "little"):
            rows = _ROWS.unpack_from(data, at + 8)[0]
            yield chunk_id, data[at + _TOP : at + _TOP + rows]
