"""Keeps a handful of processes running under one command: restarts what dies, stops all cleanly, never leaves an orphan."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

STOP_SECONDS = 4.0
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Run in the child: the kernel ends it when the supervisor dies, even by kill -9 (prctl(2), Linux only)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process: how to start it, and what became of it."""

    name: str
    command: Sequence[str]
    says: str = ""
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    start_again_at: float = 0.0


@dataclass
class Supervisor:
    """Starts children in the order given; `say` is where it tells what happens."""

    env: Mapping[str, str]
    logs: Path
    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def start(self, child: Child) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        if child not in self.children:
            self.children.append(child)
        with self._log(child, "ab") as log:
            # Its own session: Ctrl-C reaches only the supervisor, which then stops the children in order.
            child.process = subprocess.Popen(  # noqa: S603 (our own commands)
                list(child.command),
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (no thread runs in the supervisor)
            )
        child.started = time.monotonic()

    def look_after(self) -> None:
        """Start again what has died: at once, then after 1, 2, 4 … up to 30 seconds while it keeps dying young."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._note_death(child, now)
            if child.process is None and now >= child.start_again_at:
                self.start(child)

    def _note_death(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process else 0
        child.process = None
        child.failures = child.failures + 1 if now - child.started < LONGEST_PAUSE else 1
        pause = 0.0 if child.failures == 1 else min(LONGEST_PAUSE, 2.0 ** (child.failures - 2))
        child.start_again_at = now + pause
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        when = f"in {pause:.0f} seconds" if pause else "now"
        self.say(f"{child.name} {how}; starting it again {when}. Last words ({self.log_path(child)}):\n{self.last_words(child)}")

    def run(self, *, poll: float = 0.25, each: Callable[[], None] | None = None) -> None:
        """Until SIGINT or SIGTERM; then stop everything. `each` is called once in every round."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)
        try:
            while not self.stopping:
                self.look_after()
                if each:
                    each()
                time.sleep(poll)
        finally:
            self.stop()

    def _asked_to_stop(self, *_: object) -> None:
        self.stopping = True

    def stop(self) -> None:
        """SIGTERM to all, the last started first; SIGKILL after 4 seconds to whoever is still there."""
        running = [child for child in reversed(self.children) if child.process is not None]
        for child in running:
            self._signal(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in running:
            assert child.process is not None  # noqa: S101 (narrowed above)
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} did not stop in time and was ended.")
            self._signal(child, signal.SIGKILL, whole_group=True)
            child.process.wait()
            child.process = None

    def _signal(self, child: Child, number: signal.Signals, *, whole_group: bool = False) -> None:
        assert child.process is not None  # noqa: S101
        with contextlib.suppress(ProcessLookupError):
            if whole_group:
                os.killpg(child.process.pid, number)
            else:
                child.process.send_signal(number)

    def log_path(self, child: Child) -> Path:
        return self.logs / f"{child.name}.log"

    def _log(self, child: Child, mode: str) -> IO[bytes]:
        return self.log_path(child).open(mode)

    def last_words(self, child: Child, lines: int = 5) -> str:
        text = self.log_path(child).read_text(errors="replace") if self.log_path(child).exists() else ""
        return "\n".join(f"    {line}" for line in text.splitlines()[-lines:]) or "    (nothing)"
