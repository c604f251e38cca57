"""Postfix's test tools: `smtp-sink`, which takes mail and forgets it, and `smtp-source`, a load generator in C. No mail server is started.

Where they are not installed, Debian's package is fetched and unpacked into a folder of its own: nothing of it is set up.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .frame import Turn, children_turn

CACHE = Path(tempfile.gettempdir()) / f"hub-bench-{os.getuid()}" / "postfix"
SESSIONS = 16


@dataclass(frozen=True)
class Tools:
    folder: Path
    libraries: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "LD_LIBRARY_PATH": self.libraries} if self.libraries else dict(os.environ)

    def run(self, name: str, *arguments: str) -> list[str]:
        return [str(self.folder / name), *arguments]


def find() -> Tools | None:
    """The tools, or None with one loud line that says how to get them."""
    tools = _installed() or _unpacked()
    if tools is None:
        print(
            "!!! Postfix's smtp-sink and smtp-source are missing: those rows are left out. Debian: apt-get install postfix !!!", flush=True
        )
    return tools


def _installed() -> Tools | None:
    path = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return Tools(Path(path).parent) if path else None


def _unpacked() -> Tools | None:
    tools = Tools(CACHE / "usr" / "sbin", str(CACHE / "usr" / "lib" / "postfix"))
    if not (tools.folder / "smtp-sink").exists() and not (shutil.which("apt-get") and _fetch()):
        return None
    asked = subprocess.run(tools.run("smtp-sink"), env=tools.environment, capture_output=True, text=True, check=False)
    return tools if "usage" in asked.stderr or "fatal" in asked.stderr else None


def _fetch() -> bool:
    CACHE.mkdir(parents=True, exist_ok=True)
    quiet = {"cwd": CACHE, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.run(["apt-get", "download", "postfix"], check=False, **quiet).returncode:  # type: ignore[call-overload]
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "download", "postfix"], check=False, **quiet)  # type: ignore[call-overload]
    packages = sorted(CACHE.glob("postfix_*.deb"))
    if not packages:
        return False
    unpacked = subprocess.run(["dpkg-deb", "-x", str(packages[-1]), "."], check=False, **quiet)  # type: ignore[call-overload]
    # The sink runs as nobody.
    for folder in (CACHE, *CACHE.parents):
        if folder != Path(tempfile.gettempdir()) and Path(tempfile.gettempdir()) in folder.parents:
            folder.chmod(0o755)
    return unpacked.returncode == 0


@dataclass(frozen=True)
class Sink:
    """A running smtp-sink."""

    tools: Tools
    port: int
    pid: int

    def source(self, messages: int, size: int) -> Turn:
        """`smtp-source -d -s16`: kept connections, sixteen at a time. Seconds and CPU of one message."""
        command = self.tools.run("smtp-source", "-d", f"-s{SESSIONS}", "-m", str(messages), "-l", str(size), f"127.0.0.1:{self.port}")
        run = partial(subprocess.run, command, env=self.tools.environment, check=True, stdin=subprocess.DEVNULL, cwd="/")
        return children_turn(run, messages)


@contextmanager
def sink(tools: Tools, port: int) -> Iterator[Sink]:
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    command = tools.run("smtp-sink", *user, f"127.0.0.1:{port}", "100")
    with subprocess.Popen(command, env=tools.environment, stdin=subprocess.DEVNULL, cwd="/") as process:
        time.sleep(0.5)
        if process.poll() is not None:
            raise RuntimeError("smtp-sink does not start")
        try:
            yield Sink(tools, port, process.pid)
        finally:
            process.kill()
