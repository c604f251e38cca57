"""The real thing for journeys: web, worker, scheduler and mail server as processes of their own, on ports of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.servers import free_port
from tests.support.templates import sqlite_template

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 300
# What the test run sets for itself must not reach the stack.
OWN_SETTINGS = ("DATABASE_URL", "BROKER_URL", "HUB_MODE", "HUB_DATA", "ORIGIN", "EMAIL_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")


@dataclass
class LiveStack:
    """`make demo` in a folder of its own. `full`: PostgreSQL, Valkey and a Celery worker of processes.
    `settings`: as an operator sets them."""

    full: bool = False
    empty: bool = False
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="hub-live-")))

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def sign_ins(self) -> list[tuple[str, str, str]]:
        """(role, e-mail, password) of everybody in the demo company."""
        return [(role, email, password) for role, email, password in json.loads((self.folder / "sign-ins.json").read_text())]

    def environment(self) -> dict[str, str]:
        mine = {"DEMO_PORT": str(self.port), "DEMO_DIR": str(self.folder), "STACK": "full" if self.full else "embedded"}
        outer = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
        return {**outer, **self.settings, **mine, "DEMO_EMPTY": "1" if self.empty else "0"}

    def start(self) -> "LiveStack":
        migrated = sqlite_template(as_migrated=True)
        if not self.full and migrated.exists():
            # Saves the minute that 200 migrations take; what the demo does with them is the same.
            shutil.copy(migrated, self.folder / "hub.sqlite3")
        self.log = (self.folder / "demo.log").open("wb")
        command = [sys.executable, "-m", "hub.demo"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop(keep=True)
                raise RuntimeError(f"The stack did not start:\n{self.words()}")
            time.sleep(0.25)
        return self

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def manage(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A management command against this stack's database and files."""
        written = json.loads((self.folder / "environment.json").read_text())
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        env = {**self.environment(), **written}
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=check, stdin=subprocess.DEVNULL)

    def words(self) -> str:
        """What every process has said last."""
        logs = [self.folder / "demo.log", *sorted((self.folder / "logs").glob("*.log"))]
        return "\n".join(f"== {path.name}\n{path.read_text(errors='replace')[-2000:]}" for path in logs if path.exists())

    def stop(self, *, keep: bool = False) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
