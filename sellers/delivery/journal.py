"""What a worker writes down before a body leaves it: one small file that outlives a killed process.

A file holds one chunk at a time: a header, then one byte for each row. It is a shared memory map, so a byte written just before
`send` is in the kernel's hands when the process dies; its lock is free when, and only when, the worker is gone.
After a crash of the whole machine the bytes may be older than what happened: `Found.trustworthy` says so.
"""

import fcntl
import mmap
import os
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from .exceptions import LostLease

NOT_WRITTEN, WRITING, SENT, REFUSED, LATER, NOT_IN_HAND = range(6)

_HEADER = struct.Struct("<4sI36sQ")  # magic, rows, boot id, chunk id (0: nothing in hand)
_MAGIC = b"HJ01"
_SIZE = 4096
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> bytes:
    """Which run of this machine's kernel this is; 36 bytes."""
    try:
        return _BOOT.read_bytes().strip()[:36].ljust(36)
    except OSError:
        return b"".ljust(36)


def monotonic() -> float:
    """Seconds that go on while the machine sleeps, so that a lease cannot be stretched by closing a laptop."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Journal:
    """One worker's file. `name` is the worker's name, never used twice."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        while not self._made(folder):
            os.close(self._file)
        os.ftruncate(self._file, _SIZE)
        self._map = mmap.mmap(self._file, _SIZE)
        self._boot = boot_id()
        self._deadline = 0.0
        self.clear()

    def _made(self, folder: Path) -> bool:
        """Make and lock the file; False when a reaper saw it between the two and took it for a dead one's."""
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{token_hex(6)}"
        self.path = folder / f"{self.name}.journal"
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return os.fstat(self._file).st_nlink == 1

    def begin(self, chunk_id: int, rows: int, *, in_hand: Iterable[int], lease_seconds: float) -> None:
        """Take a chunk in hand: the bytes of the rows that were claimed are 0, then its number is written."""
        if rows > _SIZE - _HEADER.size:
            raise ValueError("a chunk has more rows than a journal")
        outcomes = bytearray([NOT_IN_HAND]) * rows
        for row in in_hand:
            outcomes[row] = NOT_WRITTEN
        self._map[_HEADER.size : _HEADER.size + rows] = bytes(outcomes)
        _HEADER.pack_into(self._map, 0, _MAGIC, rows, self._boot, chunk_id)
        self._deadline = monotonic() + lease_seconds

    def writing(self, row: int) -> None:
        """To be called immediately before a body is written. Raises LostLease when it may not be any more."""
        if monotonic() >= self._deadline:
            raise LostLease("The claim on this chunk has run out.")
        self._map[_HEADER.size + row] = WRITING

    def note(self, row: int, outcome: int) -> None:
        """What became of a row: SENT, REFUSED, LATER, or NOT_WRITTEN when its body certainly did not arrive."""
        self._map[_HEADER.size + row] = outcome

    def outcomes(self, rows: int) -> bytes:
        return bytes(self._map[_HEADER.size : _HEADER.size + rows])

    def clear(self) -> None:
        """Nothing in hand: the database knows all of it."""
        _HEADER.pack_into(self._map, 0, _MAGIC, 0, self._boot, 0)

    def close(self) -> None:
        """Only with nothing in hand; a journal that still says something is left for the reaper."""
        chunk_id = _HEADER.unpack_from(self._map)[3]
        self._map.close()
        if not chunk_id:
            self.path.unlink(missing_ok=True)
        os.close(self._file)


@dataclass(frozen=True)
class Found:
    """A dead worker's last words."""

    worker: str
    chunk_id: int
    outcomes: bytes
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
            return Found(worker, 0, b"", trustworthy=True)  # killed while it was being made
        magic, rows, boot, chunk_id = _HEADER.unpack_from(data)
        known = magic == _MAGIC and boot == boot_id() and boot.strip() != b""
        return Found(worker, chunk_id, data[_HEADER.size : _HEADER.size + rows], trustworthy=known)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        os.close(self._file)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.journal")) if folder.is_dir() else []
