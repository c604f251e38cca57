"""Which processes the demo runs, on which ports, with which settings."""

import hashlib
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .supervise import Child

ROOT = Path(__file__).resolve().parents[2]


class PortTaken(Exception):
    """Somebody else listens where we want to."""


@dataclass(frozen=True)
class Stack:
    """Where everything lies and listens. `full`: PostgreSQL, Valkey and a Celery worker of processes; else files only."""

    folder: Path
    port: int
    mail_port: int
    full: bool = False
    empty: bool = False
    host: str = "127.0.0.1"

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def stamp(self) -> Path:
        return self.folder / f"prepared-{'full' if self.full else 'embedded'}"

    @property
    def sign_ins(self) -> Path:
        return self.folder / "sign-ins.json"

    def environment(self, base: Mapping[str, str], *, servers: Mapping[str, str] | None = None) -> dict[str, str]:
        """The children's environment: the demo's settings over the caller's. What the caller says in DATABASE_URL and BROKER_URL wins."""
        settings = {
            "HUB_DEMO": "1",
            "HUB_MODE": "local",
            "HUB_DATA": str(self.folder),
            "ORIGIN": self.origin,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "DATABASE_URL": base.get("DATABASE_URL") or f"sqlite:///{self.folder / 'hub.sqlite3'}",
            "BROKER_URL": base.get("BROKER_URL", ""),
            "MAIL_DOMAIN": base.get("MAIL_DOMAIN", "letters.example"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
        }
        return {**base, **settings, **(servers or {})}

    def inbox(self) -> Child:
        command = [*self.manage("inbox"), "--host", "127.0.0.1", "--port", str(self.mail_port)]
        return Child("inbox", command, says=f"mail server on 127.0.0.1:{self.mail_port}, mails shown at {self.origin}/inbox/")

    def web(self) -> Child:
        where = f"{self.host}:{self.port}"
        command = [sys.executable, "-m", "gunicorn", "hub.config.wsgi", "--bind", where, "--preload", "--workers", "2"]
        command += ["--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "2", "--no-control-socket", "--chdir", str(ROOT)]
        return Child("web", command, says=self.origin)

    def worker(self) -> Child:
        pool = ["--pool", "prefork", "--concurrency", "2"] if self.full else ["--pool", "threads", "--concurrency", "4"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
        return Child("worker", [*self.celery("worker"), *pool, *quiet], says="sends mail and letters in the background")

    def scheduler(self) -> Child:
        return Child("scheduler", [*self.celery("beat"), "--pidfile", ""], says="keeps the timetable")

    def manage(self, *words: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *words]

    def celery(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "celery", "--workdir", str(ROOT), "-A", "hub.config", *words]

    def is_prepared(self) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == content_digest()

    def note_prepared(self) -> None:
        self.stamp.write_text(content_digest())


def content_digest() -> str:
    """Changes when a migration or the demo's content does: only then must the database be looked at before the start."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/*/migrations/*.py"), *ROOT.glob("*/migrations/*.py"), *(ROOT / "hub" / "demo").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stack_from_environment(environ: Mapping[str, str] = os.environ) -> Stack:
    """What DEMO_PORT, DEMO_DIR, DEMO_HOST, DEMO_EMPTY and STACK say. PortTaken with a sentence that names the way out."""
    port = int(environ.get("DEMO_PORT") or 8000)
    host = environ.get("DEMO_HOST") or "127.0.0.1"
    if not is_free(host, port):
        raise PortTaken(f"Port {port} is taken by another program. Choose another one: DEMO_PORT={port + 1} make demo")
    mail_port = port + 25 if port + 25 < 65536 and is_free("127.0.0.1", port + 25) else free_port()
    folder = Path(environ.get("DEMO_DIR") or ROOT / "demo").resolve()
    full, empty = environ.get("STACK") == "full", environ.get("DEMO_EMPTY") == "1"
    return Stack(folder=folder, port=port, mail_port=mail_port, full=full, empty=empty, host=host)
