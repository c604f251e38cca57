"""What the environment says, read once. Every variable has its line in docs/reference/settings.md."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
LOOPBACK = {"localhost", "127.0.0.1", "::1", "testserver"}

env = environ.Env()


def data_dir(database_url: str) -> Path:
    """Where files that belong to the data lie: HUB_DATA, else beside the SQLite file, else ./var."""
    if named := env.str("HUB_DATA", default=""):
        return Path(named).resolve()
    parts = urlsplit(database_url)
    if parts.scheme == "sqlite" and parts.path not in ("", "/:memory:", ":memory:"):
        # sqlite:///relative.db has the path "/relative.db", sqlite:////absolute.db has "//absolute.db"
        return (BASE_DIR / parts.path[1:]).resolve().parent
    return BASE_DIR / "var"


def local_secret(folder: Path) -> str:
    """A random key kept beside the data, so that a private try-out never runs with a known key."""
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Several processes start at once: the file appears whole under its name, and whoever comes second takes the first one's.
        half = folder / f".secret_key-{os.getpid()}-{secrets.token_hex(4)}"
        half.touch(mode=0o600)
        half.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(half, path)
        half.unlink()
    return path.read_text().strip()


def is_loopback(url: str) -> bool:
    return (urlsplit(url).hostname or "") in LOOPBACK


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""
